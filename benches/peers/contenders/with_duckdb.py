"""DuckDB: SQL with all its threads, the exports read in place."""

import sys
from pathlib import Path

import duckdb
from answer import answering
from queries import COLUMNS, DIVISIONS, TABLES, ledger, statements


def database(task: str, folder: Path) -> duckdb.DuckDBPyConnection:
    """Return a database that sees the exports; it may spill beside them."""
    base = duckdb.connect()
    # Rows may come back in any order: DuckDB's own advice for large reads.
    base.execute(f"SET preserve_insertion_order = false; SET temp_directory = '{folder / 'spill'}'")
    files = ledger(task, folder)
    read = f"read_csv('{files}', header = true, columns = {COLUMNS})" if files.suffix == ".csv" else f"read_parquet('{files}')"
    base.execute(f"CREATE VIEW ledger AS FROM {read}")
    for table in TABLES:
        base.execute(f"CREATE VIEW {table} AS FROM read_parquet('{folder}/{table}.parquet')")
    base.execute(f"CREATE VIEW divisions AS FROM read_csv('{DIVISIONS}', all_varchar = true)")
    return base


def run(base: duckdb.DuckDBPyConnection, task: str) -> list[dict]:
    """Return the answer to a task."""
    *before, table, last = statements("duckdb", task)
    for statement in before:
        base.execute(statement)
    # As a common table expression that is kept, the lines took less time than as a table or a view.
    lines = table.partition("CREATE TABLE line AS ")[2]
    last = last.replace("WITH ", f"WITH line AS MATERIALIZED ({lines}), ", 1)
    found = base.execute(last)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


if __name__ == "__main__":
    with answering(sys.argv) as (task, folder, answer):
        answer.extend(run(database(task, folder), task))
