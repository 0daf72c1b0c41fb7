"""DataFusion: SQL with all its threads, the exports read in place."""

import sys
from pathlib import Path

import pyarrow as pa
from answer import answering
from datafusion import SessionContext
from queries import COLUMNS, DIVISIONS, TABLES, ledger, statements


def context(task: str, folder: Path) -> SessionContext:
    """Return a session that sees the exports."""
    session = SessionContext()
    files = ledger(task, folder)
    if files.suffix == ".csv":
        columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
        session.sql(f"CREATE EXTERNAL TABLE ledger ({columns}) STORED AS CSV LOCATION '{files}' OPTIONS ('format.has_header' 'true')")
    else:
        session.sql(f"CREATE EXTERNAL TABLE ledger STORED AS PARQUET LOCATION '{files}'")
    for table in TABLES:
        session.register_parquet(table, str(folder / f"{table}.parquet"))
    names = ("code", "level", "name", "parent_code")
    session.register_csv("divisions", str(DIVISIONS), schema=pa.schema([(name, pa.string()) for name in names]))
    return session


def run(session: SessionContext, task: str) -> list[dict]:
    """Return the answer to a task."""
    *before, last = statements("datafusion", task)
    for statement in before:
        session.sql(statement).collect()
    return [row for batch in session.sql(last).collect() for row in batch.to_pylist()]


if __name__ == "__main__":
    with answering(sys.argv) as (task, folder, answer):
        answer.extend(run(context(task, folder), task))
