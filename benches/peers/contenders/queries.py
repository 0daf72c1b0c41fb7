"""The SQL of a task: which lines qualify, in an engine's own words, and the answer over them, in words that all engines know."""

from pathlib import Path

from transcoded import in_utf8

PEERS = Path(__file__).parent.parent
TABLES = ("projects", "products", "suppliers", "poor_households", "benefit_links")
# The official codes of 2020, from which a city's province follows.
DIVISIONS = PEERS.parents[1] / "crates" / "yijin" / "data" / "divisions_2020.csv"
CITIES = """CREATE TABLE cities AS SELECT c.name AS city, p.name AS province
FROM divisions c JOIN divisions p ON p.level = 'province' AND substr(c.code, 1, 2) = substr(p.code, 1, 2)
WHERE c.level IN ('province', 'prefecture')"""
ANSWERS = {"h1": "plain", "h3": "sliced", "h7": "running"}
# The columns that any task asks of the ledger, in SQL's types, for files that do not say.
COLUMNS = {
    "order_id": "VARCHAR",
    "line_no": "INTEGER",
    "order_date": "DATE",
    "community_id": "VARCHAR",
    "household_id": "VARCHAR",
    "enterprise_id": "VARCHAR",
    "channel": "VARCHAR",
    "buyer_kind": "VARCHAR",
    "product_id": "VARCHAR",
    "supplier_id": "VARCHAR",
    "quantity": "DECIMAL(18,3)",
    "unit": "VARCHAR",
    "amount": "DECIMAL(18,2)",
    "status": "VARCHAR",
    "refund_of": "VARCHAR",
    "refund_line_no": "INTEGER",
    "organizer_id": "VARCHAR",
    "activity_id": "VARCHAR",
}


def ledger(task: str, folder: Path) -> Path:
    """Return the files of the ledger, as a pattern; those in GB18030 are first written again."""
    if task == "h5":
        folder = in_utf8(folder)
    return folder / ("ledger-*.csv" if task in ("h4", "h5") else "ledger-*.parquet")


def statements(engine: str, task: str) -> list[str]:
    """Return the statements of a task in order; the last one is the answer."""
    answer = ANSWERS.get(task, "total")
    asked = (PEERS / "sql" / f"{answer}.sql").read_text().replace("{poor}", (PEERS / "sql" / "poor.sql").read_text())
    asked = asked.replace("{next_sale}", (PEERS / engine / "next_sale.sql").read_text())
    lines = "" if answer == "plain" else (PEERS / engine / "lines.sql").read_text()
    found = [part for part in f"{lines}{asked}".split(";\n") if part.strip()]
    return [CITIES, *found] if answer == "sliced" else found
