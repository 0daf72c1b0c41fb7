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
    *before, last = statements("duckdb", task)
    kept = []
    for statement in before:
        _, made, table = statement.partition("CREATE TABLE ")
        if made:
            name, _, query = table.partition(" AS")
            kept.append(f"{name} AS MATERIALIZED ({query}), ")
        else:
            base.execute(statement)
    # As common table expressions that are kept, the lines took less time than as a table or a view.
    found = base.execute(last.replace("WITH ", "WITH " + "".join(kept), 1))
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


if __name__ == "__main__":
    with answering(sys.argv) as (task, folder, answer):
        answer.extend(run(database(task, folder), task))
