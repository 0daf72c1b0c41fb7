"""Every metric is what independent SQL finds, on generated campaigns: those of lines by several dimensions, messy ones among them."""

import datetime
from pathlib import Path

import pytest
import yijin as yj
from made import book, campaign
from reference import DATA, Reference, fill

CLEAN, MESSY = (20_000, 21, "parquet", 0.0), (10_000, 22, "csv", 1.0)
DAYS = ("2019-08-31", "2020-01-20", "2020-09-30")
SLICES = (["channel"], ["month"], ["province", "stage"], ["enterprise"], ["source", "is_832"])
REPORTS_DUE = """CREATE VIEW report_due AS
WITH month AS (SELECT unnest(generate_series(DATE '2019-05-01', DATE '2020-09-01', INTERVAL 1 MONTH))::DATE AS first),
week AS (SELECT unnest(generate_series(DATE '2019-05-06', DATE '2020-09-28', INTERVAL 7 DAY))::DATE AS monday),
due AS (
  SELECT 'monthly' AS cadence, strftime(first, '%Y-%m') AS period, (first + INTERVAL 1 MONTH + INTERVAL 4 DAY)::DATE AS due_on FROM month
  UNION ALL SELECT 'weekly', strftime(monday, '%G-W%V'), monday + 9 FROM week),
reporter AS (
  SELECT DISTINCT reporter_id, cadence FROM report UNION SELECT association_id, 'monthly' FROM association)
SELECT r.reporter_id, d.cadence, d.period, d.due_on, s.submitted_on
FROM reporter r JOIN due d USING (cadence)
LEFT JOIN report s ON s.reporter_id = r.reporter_id AND s.cadence = d.cadence AND s.period = d.period"""


def queries() -> dict[str, str]:
    text = (Path(__file__).parent / "sql" / "metrics.sql").read_text(encoding="utf-8")
    parts = text.split("-- metric: ")[1:]
    return {name.strip(): query.strip() for name, query in (part.split("\n", 1) for part in parts)}


QUERIES = queries()
OF_LINES = [name for name, query in QUERIES.items() if "/*by*/" in query]


class Answers:
    """The SQL's answers over one campaign."""

    def __init__(self, plan: tuple) -> None:
        self.reference = Reference(campaign(*plan))
        self.as_of = None
        if plan is CLEAN:
            folder = campaign(*plan)
            for view, table in (
                ("activity", "activities"),
                ("association", "associations"),
                ("enterprise", "enterprises"),
                ("report", "reports"),
            ):
                self.reference.con.execute(f"CREATE VIEW {view} AS FROM read_parquet('{folder}/{table}.parquet')")
            self.reference.con.execute(REPORTS_DUE)

    def figures(self, metric: str, by: list[str], as_of: str) -> dict[tuple, object]:
        if self.as_of != as_of:
            self.reference.qualify(as_of)
            self.as_of = as_of
        query = fill(QUERIES[metric], {"by": "".join(f"{name}, " for name in by), "data": str(DATA)})
        day = {"as_of": datetime.date.fromisoformat(as_of)} if "$as_of" in query else {}
        return {row[:-1]: row[-1] for row in self.reference.con.execute(query, day).fetchall()}


@pytest.fixture(scope="module")
def clean():
    return book(*CLEAN), Answers(CLEAN)


@pytest.fixture(scope="module")
def messy():
    return book(*MESSY), Answers(MESSY)


def assert_equal(both, metric: str, by: list[str], as_of: str) -> None:
    library, answers = both
    result = library.metric(metric, by=by, as_of=as_of)
    found = {tuple(row.by.values()): row.value for row in result}
    wanted = {
        group: None if value is None else pytest.approx(float(value), rel=1e-12)
        for group, value in answers.figures(metric, by, as_of).items()
    }
    assert found == wanted, (metric, by, as_of)


def test_every_metric_is_asked_of_the_sql() -> None:
    assert {one.id for one in yj.metrics()} == set(QUERIES)


@pytest.mark.parametrize("as_of", DAYS)
@pytest.mark.parametrize("metric", QUERIES)
def test_totals(clean, metric, as_of) -> None:
    assert_equal(clean, metric, [], as_of)


@pytest.mark.parametrize("by", SLICES, ids="-".join)
@pytest.mark.parametrize("metric", OF_LINES)
def test_metrics_of_lines_by_dimensions(clean, metric, by) -> None:
    assert_equal(clean, metric, by, "2020-09-30")


@pytest.mark.parametrize("by", [[], ["channel"], ["province", "stage"]], ids=lambda by: "-".join(by) or "total")
@pytest.mark.parametrize("metric", OF_LINES)
def test_metrics_of_lines_of_a_messy_campaign(messy, metric, by) -> None:
    assert_equal(messy, metric, by, "2020-03-10")


def test_new_households_are_those_whose_first_month_it_is(clean) -> None:
    library, answers = clean
    answers.figures("lines", [], "2020-09-30")
    firsts = answers.reference.con.execute(
        """SELECT month, count(*) FROM (
          SELECT household_id, min(month) AS month FROM qualifying WHERE household_id IS NOT NULL GROUP BY ALL)
        GROUP BY ALL"""
    ).fetchall()
    result = library.metric("new_households", by="month")
    assert {row.by["month"]: row.value for row in result} == dict(firsts)
    assert result.total() == library.headline()["households"].value


def test_cohorts_are_what_the_sql_counts(clean) -> None:
    library, answers = clean
    answers.figures("lines", [], "2020-09-30")
    wanted = answers.reference.con.execute(
        """WITH bought AS (SELECT DISTINCT household_id, month FROM qualifying WHERE household_id IS NOT NULL),
        first AS (SELECT household_id, min(month) AS cohort FROM bought GROUP BY ALL)
        SELECT cohort, month, count(*) FROM bought JOIN first USING (household_id) GROUP BY ALL"""
    ).fetchall()
    found = library.table("cohorts").to_polars()
    assert sorted(found.select("cohort", "month", "households").rows()) == sorted(wanted)
    figures = library.metric("cohort_purchases", by=["cohort", "month"])
    assert sorted((row.by["cohort"], row.by["month"], row.value) for row in figures) == sorted(wanted)
    assert found.filter(found["cohort"] == found["month"])["age"].unique().to_list() == [0]
