"""The independent answer: `Reference(folder)` reads an export folder and answers what `book.headline` answers, in DuckDB."""

from __future__ import annotations

import atexit
import datetime
import functools
import shutil
import tempfile
from pathlib import Path

import duckdb
from load import ANSWERED, load
from tables import TABLES

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "crates" / "yijin" / "data"
METRICS = ("communities", "households", "custom_products", "direct_poor_households", "indirect_poor_households")
FIGURES = (*METRICS, "lines", "amount_fen", "mass_g", "mass_unknown_lines")
DIMENSIONS = (
    "stage",
    "month",
    "quarter",
    "week",
    "day",
    "province",
    "city",
    "enterprise",
    "association",
    "community",
    "property_type",
    "pilot",
    "channel",
    "buyer_kind",
    "source",
    "supplier",
    "product",
    "custom",
    "category",
    "brand",
    "origin_province",
    "origin_county",
    "is_832",
)
TIMES = ("stage", "month", "quarter", "week", "day")
STAGES = (("1", "2019-05-01", "2019-08-31"), ("2", "2019-09-01", "2019-11-30"), ("3", "2020-01-01", "2020-09-30"))
WINDOW = ("2019-05-01", "2020-09-30")
KEYS = {
    "projects": "community_id",
    "products": "product_id",
    "suppliers": "supplier_id",
    "poor_households": "poor_household_id",
    "benefit_links": "supplier_id, poor_household_id, mechanism, valid_from",
    "ledger": "order_id, line_no",
}


def sections() -> dict[str, str]:
    """Return the parts of headline.sql by name."""
    parts = (HERE / "headline.sql").read_text(encoding="utf-8").split("-- section: ")[1:]
    return {name.strip(): body for name, body in (part.split("\n", 1) for part in parts)}


@functools.cache
def prepared() -> Path:
    """Return a database file with the words, the grammar and the places."""
    file = Path(tempfile.mkdtemp(prefix="reference-")) / "prepared.duckdb"
    atexit.register(shutil.rmtree, file.parent, ignore_errors=True)
    with duckdb.connect(file) as con:
        for name in ("words", "grammar", "places"):
            con.execute(fill(sections()[name], {"data": str(DATA)}))
    return file


class Reference:
    """An export folder, cleaned by headline.sql."""

    def __init__(self, folder: Path) -> None:
        self.sql = sections()
        self.con = load(Path(folder), prepared())
        stages = ", ".join(map(str, STAGES))
        self.con.execute(
            f"CREATE TABLE stage AS SELECT id, first::DATE AS first, last::DATE AS last FROM (VALUES {stages}) AS s (id, first, last)"
        )
        self.run("clean_references")
        for table in ANSWERED[1:]:
            self.keep_one(table, "duplicate_key", "conflicting_key")
        self.run("references")
        self.run("clean_ledger")
        self.keep_one("ledger", "duplicate_line", "conflicting_line")
        start, end = (f"DATE '{day}'" for day in WINDOW)
        self.run("refunds", start=start, end=end)
        self.run("lines", start=start, end=end)

    def run(self, name: str, **places: str) -> None:
        self.con.execute(fill(self.sql[name], places))

    def keep_one(self, table: str, duplicate: str, conflicting: str) -> None:
        names = [row[0] for row in self.con.execute(f"DESCRIBE {table}_read").fetchall()]
        values = ", ".join(name for name in names if name not in ("file", "sheet", "row", "reason"))
        key = KEYS[table]
        if table == "projects":  # the form has no 社区编号: there each row is its enterprise's, city's and name's
            key = "coalesce(community_id, concat_ws('|', enterprise_id, city, name))"
        self.run("keep_one", table=table, value=f"row({values})", key=key, duplicate=duplicate, conflicting=conflicting)

    def accounting(self) -> dict[str, dict]:
        """Return, for each given table, the rows read, accepted, outside the campaign and set aside by reason."""
        given = {row[0] for row in self.con.execute("FROM given").fetchall()}
        return {table: self.account(table) for table in ANSWERED if table in given}

    def account(self, table: str) -> dict:
        counts = dict(self.con.execute(f"SELECT coalesce(reason, 'accepted'), count(*) FROM {table}_kept GROUP BY ALL").fetchall())
        accepted, outside = counts.pop("accepted", 0), counts.pop("outside_campaign", 0)
        read = accepted + outside + sum(counts.values())
        assert read == self.con.execute(f"SELECT count(*) FROM raw_{table}").fetchone()[0], table
        return {"read": read, "accepted": accepted, "outside_campaign": outside, "superseded": 0, "set_aside": dict(sorted(counts.items()))}

    def flags(self) -> dict[str, int]:
        """Return how often each flag was raised."""
        cursor = self.con.execute(self.sql["flags"])
        return dict(zip((column[0] for column in cursor.description), cursor.fetchone(), strict=True))

    def qualify(self, as_of: str | None) -> None:
        """Make the table of the lines that qualify as of a day."""
        self.con.execute(self.sql["qualifying"], {"as_of": datetime.date.fromisoformat(as_of or WINDOW[1])})

    def headline(self, as_of: str | None = None, by: list[str] = (), where: dict | None = None, cumulative: bool = False) -> list[dict]:
        """Return one row a group: its dimensions under "by", then the figures."""
        by = [by] if isinstance(by, str) else list(by)
        time = next((name for name in by if name in TIMES), None) if cumulative else None
        query = fill(
            self.sql["answer"],
            {
                "by": "".join(f"q.{name}, " for name in by),
                "same": " AND ".join(f"q.{name} IS NOT DISTINCT FROM h.{name}" for name in by) or "true",
                "where": " AND ".join(condition(name, value) for name, value in (where or {}).items()) or "true",
                "replace": f"REPLACE (p.{time} AS {time})" if time else "",
                "running": running(time) if time else "",
            },
        )
        self.qualify(as_of)
        rows = self.con.execute(query, {"as_of": datetime.date.fromisoformat(as_of or WINDOW[1])}).fetchall()
        width = len(by)
        return [{"by": dict(zip(by, row[:width], strict=True)), **dict(zip(FIGURES, row[width:], strict=True))} for row in rows]


def running(time: str) -> str:
    """Return the join that puts a line into its own period and every later one that begins by as_of."""
    return f"""JOIN calendar c ON c.date = q.order_date
      JOIN (SELECT DISTINCT {time} FROM calendar WHERE date <= $as_of) p ON c.{time} <= p.{time}"""


def condition(dimension: str, value: object) -> str:
    if dimension not in DIMENSIONS:
        raise ValueError(dimension)
    return f"{dimension} IS NULL" if value is None else f"{dimension} = '{str(value).replace(chr(39), chr(39) * 2)}'"


def fill(text: str, places: dict[str, str]) -> str:
    for name, value in places.items():
        text = text.replace(f"/*{name}*/", value)
    return text


__all__ = ["DIMENSIONS", "FIGURES", "METRICS", "TABLES", "TIMES", "Reference"]
