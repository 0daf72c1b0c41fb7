"""Every folder of tests/cases is a question small enough to answer by eye; expected.toml holds the answer and the reason.

Both the library and the independent SQL of tests/sql answer every case, so that the reference itself is proved by hand.
In expected.toml ``∅`` is the null of a dimension, ``needs …`` a figure that cannot be computed, and figures that are not
named are not compared. Where ``[accounting.<table>]`` is given, all of its numbers are.
"""

import json
import sys
from pathlib import Path

import pytest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

CASES = sorted(path.parent for path in (Path(__file__).parent / "cases").glob("*/expected.toml"))
KEY = b"a key of the tests, 16 bytes or more"


def expected(case: Path) -> dict:
    return tomllib.loads((case / "expected.toml").read_text(encoding="utf-8"))


def plain(group: dict) -> dict:
    return {name: None if value == "∅" else value for name, value in group.items()}


def in_order(rows: list[dict]) -> list[dict]:
    return sorted(rows, key=lambda row: json.dumps(row["by"], sort_keys=True, ensure_ascii=False))


def options(question: dict) -> dict:
    return {name: question[name] for name in ("as_of", "by", "where", "period", "cumulative") if name in question}


def account(given: dict) -> dict:
    return {"read": 0, "accepted": 0, "outside_campaign": 0, "superseded": 0, "set_aside": {}} | given


def figure(row: dict, name: str) -> object:
    """Return a figure as expected.toml writes it."""
    cell = row[name]
    if not isinstance(cell, dict):
        return cell
    return Needs(cell["needs"]) if cell["value"] is None else cell["value"]


class Needs:
    """A figure that cannot be computed: equal to ``needs TABLE`` where that table is among those it needs."""

    def __init__(self, tables: list[str]) -> None:
        self.tables = tables

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and other.removeprefix("needs ") in self.tables

    __hash__ = None

    def __repr__(self) -> str:
        return f"needs {self.tables}"


def compare(question: dict, answer: list[dict], sql: bool = False) -> None:
    wanted = in_order([row | {"by": plain(row.get("by", {}))} for row in question["rows"]])
    rows = in_order(answer)
    assert [row["by"] for row in rows] == [row["by"] for row in wanted]
    for row, want in zip(rows, wanted, strict=True):
        names = [name for name in want if name != "by"]
        found = {name: figure(row, name) for name in names}
        expected = {name: None if sql and str(want[name]).startswith("needs") else want[name] for name in names}
        assert found == expected, row["by"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_library_answers_the_case(case: Path) -> None:
    import yijin as yj

    want = expected(case)
    book = yj.open(str(case), key=KEY)
    for question in want["question"]:
        answer = json.loads(book.headline(**options(question)).to_json())
        compare(question, answer["rows"])
        for row in answer["rows"]:
            for metric, flags in question.get("flags", {}).items():
                assert row[metric]["flags"] == flags
    quality = json.loads(book.quality.to_json())
    for table, numbers in want.get("accounting", {}).items():
        assert account(quality["accounting"][table]) == account(numbers), table
    for flag, count in want.get("flags", {}).items():
        assert quality["flags"][flag] == count, flag


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_reference_answers_the_case(case: Path) -> None:
    from reference import Reference

    want = expected(case)
    reference = Reference(case)
    for question in want["question"]:
        compare(question, reference.headline(**options(question)), sql=True)
    accounts = reference.accounting()
    for table, numbers in want.get("accounting", {}).items():
        assert accounts[table] == account(numbers), table
    raised = reference.flags()
    for flag, count in want.get("flags", {}).items():
        assert raised[flag] == count, flag


def test_there_is_a_case_for_every_reason_and_flag() -> None:
    text = "\n".join((case / "expected.toml").read_text(encoding="utf-8") for case in CASES)
    reasons = """missing_order_id missing_order_date missing_product_id missing_quantity missing_amount missing_status lossy_identifier
        bad_date ambiguous_date bad_number money_precision unknown_channel unknown_buyer_kind unknown_unit unknown_status negative_purchase
        zero_quantity duplicate_line conflicting_line orphan_refund ambiguous_refund duplicate_key conflicting_key
        unregistered_poor_household unknown_supplier unknown_county ambiguous_county outside_campaign
        unregistered_community unknown_product over_refund mass_unknown household_in_two_communities supplier_mismatch"""
    assert [reason for reason in reasons.split() if f"{reason} = " not in text] == []
