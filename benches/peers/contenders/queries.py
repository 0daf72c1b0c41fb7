"""The SQL of a task: which lines qualify, in an engine's own words, and the answer over them, in words that all engines know."""

from pathlib import Path

PEERS = Path(__file__).parent.parent
TABLES = ("projects", "products", "suppliers", "poor_households", "benefit_links")
# The official codes of 2020, from which a city's province follows.
DIVISIONS = PEERS.parents[1] / "crates" / "yijin" / "data" / "divisions_2020.csv"
CITIES = """CREATE TABLE cities AS
SELECT c.name AS city, p.name AS province
FROM divisions c JOIN divisions p ON p.level = 'province' AND substr(c.code, 1, 2) = substr(p.code, 1, 2)
WHERE c.level IN ('province', 'prefecture')"""
TASKS = {"h1": ("plain", "total"), "h2": ("lines", "total"), "h3": ("lines", "sliced"), "h7": ("lines", "running")}


def statements(engine: str, task: str) -> list[str]:
    """Return the statements of a task in order; the last one is the answer."""
    lines, answer = TASKS[task]
    texts = [(PEERS / engine / f"{lines}.sql").read_text(), (PEERS / "sql" / f"{answer}.sql").read_text()]
    found = [part for text in texts for part in text.split(";\n") if part.strip()]
    return [CITIES, *found] if answer == "sliced" else found
