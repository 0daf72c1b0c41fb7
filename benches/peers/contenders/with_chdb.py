"""chDB: ClickHouse in the process, SQL with all its threads, the exports read in place."""

import json
import sys
from pathlib import Path

from answer import answering
from chdb.session import Session
from queries import COLUMNS, DIVISIONS, TABLES, ledger, statements

# A join without a match gives NULL and a name is first a column's, as in the standard; what is made in between stays in memory.
SETTINGS = (
    "SET join_use_nulls = 1, prefer_column_name_to_alias = 1, default_table_engine = 'Memory', "
    "output_format_json_quote_64bit_integers = 0, format_csv_null_representation = ''"
)


def database(task: str, folder: Path) -> Session:
    """Return a session that sees the exports."""
    session = Session()
    session.query(SETTINGS)
    files = ledger(task, folder)
    kinds = {"VARCHAR": "String", "INTEGER": "Int32", "DATE": "Date32"}
    columns = ", ".join(f"{name} Nullable({kinds.get(kind, kind)})" for name, kind in COLUMNS.items())
    source = f"file('{files}', CSVWithNames, '{columns}')" if files.suffix == ".csv" else f"file('{files}', Parquet)"
    session.query(f"CREATE VIEW ledger AS SELECT * FROM {source}")
    for table in TABLES:
        session.query(f"CREATE VIEW {table} AS SELECT * FROM file('{folder}/{table}.parquet', Parquet)")
    columns = "code String, level String, name String, parent_code String"
    session.query(f"CREATE VIEW divisions AS SELECT * FROM file('{DIVISIONS}', CSVWithNames, '{columns}')")
    return session


def run(session: Session, task: str) -> list[dict]:
    """Return the answer to a task."""
    *before, last = statements("chdb", task)
    for statement in before:
        session.query(statement)
    return [json.loads(line) for line in session.query(last, "JSONEachRow").bytes().decode().splitlines()]


if __name__ == "__main__":
    with answering(sys.argv) as (task, folder, answer):
        answer.extend(run(database(task, folder), task))
