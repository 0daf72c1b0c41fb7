"""DataFusion: SQL with all its threads, the exports read in place."""

import sys
from pathlib import Path

import pyarrow as pa
from answer import answering
from datafusion import SessionContext
from queries import DIVISIONS, TABLES, statements


def context(folder: Path) -> SessionContext:
    """Return a session that sees the exports."""
    session = SessionContext()
    session.sql(f"CREATE EXTERNAL TABLE ledger STORED AS PARQUET LOCATION '{folder}/ledger-*.parquet'")
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
        answer.extend(run(context(folder), task))
