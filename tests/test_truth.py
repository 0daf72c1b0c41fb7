"""The generator knows the right answer from how it made the data; the library and the independent SQL both find it."""

import json
from pathlib import Path

import pytest
from made import book, by_group, campaign, rows, truth

FIGURES = ("communities", "households", "custom_products", "direct_poor_households", "indirect_poor_households", "lines", "amount_fen")
SLICES = ([], ["stage"], ["province"], ["channel"])
CAMPAIGNS = [
    (10_000, 1, "csv", 0.0),
    (10_000, 2, "csv", 0.5),
    (10_000, 3, "xlsx", 0.3),
    (10_000, 4, "parquet", 1.0),
    (30_000, 5, "mixed", 1.0),
]
made = pytest.mark.parametrize("plan", CAMPAIGNS, ids=lambda plan: "-".join(map(str, plan)))


def wanted(folder: Path, by: list[str]) -> dict:
    return by_group([row for row in truth(folder)["rows"] if sorted(row["by"]) == sorted(by)], FIGURES)


@made
def test_the_library_finds_the_truth(plan) -> None:
    for by in SLICES:
        assert by_group(rows(book(*plan).headline(by=by)), FIGURES) == wanted(campaign(*plan), by), by


@made
def test_the_library_accounts_for_every_row_as_it_was_made(plan) -> None:
    found = json.loads(book(*plan).quality.to_json())["accounting"]
    right = truth(campaign(*plan))["accounting"]
    assert {table: found[table] for table in right} == right


@made
def test_the_reference_finds_the_truth(plan) -> None:
    from reference import Reference

    folder = campaign(*plan)
    reference = Reference(folder)
    for by in SLICES:
        assert by_group(reference.headline(by=by), FIGURES) == wanted(folder, by), by
    right = truth(folder)["accounting"]
    found = reference.accounting()
    assert found == {table: right[table] for table in found}
