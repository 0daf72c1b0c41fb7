"""DuckDB: SQL with all its threads, the exports read in place."""

import sys
from pathlib import Path

import duckdb
from answer import answering

TABLES = ("projects", "products", "suppliers", "poor_households", "benefit_links")
SQL = Path(__file__).parent.parent / "duckdb"


def database(folder: Path) -> duckdb.DuckDBPyConnection:
    """Return a database that sees the exports; it may spill beside them."""
    base = duckdb.connect()
    # Rows may come back in any order: DuckDB's own advice for large reads.
    base.execute(f"SET preserve_insertion_order = false; SET temp_directory = '{folder / 'spill'}'")
    for table in ("ledger-*", *TABLES):
        base.execute(f"CREATE VIEW {table.rstrip('-*')} AS FROM read_parquet('{folder}/{table}.parquet')")
    return base


def run(base: duckdb.DuckDBPyConnection, name: str) -> list[dict]:
    """Return the rows of the last statement of a file."""
    *before, last = [part for part in (SQL / f"{name}.sql").read_text().split(";\n") if part.strip()]
    for statement in before:
        base.execute(statement)
    found = base.execute(last)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


if __name__ == "__main__":
    TASKS = {"h1": "plain", "h2": "headline"}
    with answering(sys.argv) as (task, folder, answer):
        answer.extend(run(database(folder), TASKS[task]))
