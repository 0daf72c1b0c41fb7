"""DataFusion: SQL with all its threads, the exports read in place."""

import sys
from pathlib import Path

from answer import answering
from datafusion import SessionContext

TABLES = ("projects", "products", "suppliers", "poor_households", "benefit_links")
SQL = Path(__file__).parent.parent / "datafusion"


def context(folder: Path) -> SessionContext:
    """Return a session that sees the exports."""
    session = SessionContext()
    session.sql(f"CREATE EXTERNAL TABLE ledger STORED AS PARQUET LOCATION '{folder}/ledger-*.parquet'")
    for table in TABLES:
        session.register_parquet(table, str(folder / f"{table}.parquet"))
    return session


def run(session: SessionContext, name: str) -> list[dict]:
    """Return the rows of the last statement of a file."""
    *before, last = [part for part in (SQL / f"{name}.sql").read_text().split(";\n") if part.strip()]
    for statement in before:
        session.sql(statement).collect()
    return [row for batch in session.sql(last).collect() for row in batch.to_pylist()]


if __name__ == "__main__":
    TASKS = {"h2": "headline"}
    with answering(sys.argv) as (task, folder, answer):
        answer.extend(run(context(folder), TASKS[task]))
