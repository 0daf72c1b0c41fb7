"""A book of a stage by hand: every figure is written here, none is counted."""

import json
from dataclasses import dataclass, field

import polars as pl
import yijin as yj
from yijin.errors import NeedsTableError

RARE = '=1+1 <b>&"甲|乙"*[x](http://a.b)@c\x07\x1b'
LONG = "长" * 500
TARGETS = {"communities": 10_000, "households": 1_000_000, "custom_products": 1_000, "direct_poor_households": 100_000}
ENDS = {"2019-05": 41_002, "2019-06": 98_765, "2019-07": 187_654, "2019-08": 260_345}


@dataclass(frozen=True)
class Recorded:
    """The native half of a headline."""

    data: dict

    def to_json(self):
        return json.dumps(self.data, ensure_ascii=False)


@dataclass(frozen=True)
class Group:
    by: dict
    value: float | None
    persons: int | None = None


@dataclass(frozen=True)
class Measured:
    id: str
    label: str
    unit: str
    additivity: str
    rows: tuple = ()
    needs: tuple = ()


@dataclass(frozen=True)
class Definition:
    id: str
    label: dict
    definition: dict
    clause: str
    target: int | None = None


@dataclass(frozen=True)
class Framed:
    rows: list

    def to_polars(self):
        return pl.DataFrame(self.rows)


def figures(by, households, *, communities=3, amount=0, lines=10, needs=("benefit_links",)):
    """Return a row of a headline."""
    values = {"communities": communities, "households": households, "custom_products": 57, "direct_poor_households": 4_321}
    known = {
        name: {"value": value, "target": TARGETS[name], "attainment": value / TARGETS[name], "met": value > TARGETS[name], "flags": []}
        for name, value in values.items()
    }
    unknown = {"indirect_poor_households": {"value": None, "needs": list(needs)}}
    return {"by": by, **known, **unknown, "lines": lines, "amount_fen": amount, "mass_g": households * 1250, "mass_unknown_lines": 2}


SLICES = {
    "province": [
        ("四川省", 120_345, 1_234_567_890),
        ("广东省", 98_000, 987_654_321),
        ("西藏自治区", 3, 45_600),
        ("青海省", 12, 99_900),
        (None, 40, 1),
    ],
    "enterprise": [(RARE, 3_000, 700_000_000), (LONG, 2_000, 600_000_000)]
    + [(f"物业{number}", 100 + number, 10_000 * number) for number in range(30)],
    "channel": [("platform", 200_000, 2_000_000_005), ("group_buy", 60_345, 222_222_222)],
    "source": [("poor_village", 150_000, 1_500_000_000), ("poor_household", 60_000, 400_000_000), ("other", 50_345, 322_222_227)],
    "city": [("成都市", 120_000, 1_200_000_000), ("广州市", 98_000, 900_000_000)],
    "category": [("粮油", 1_000, 500_000)],
    "origin_province": [("四川省", 900, 400_000)],
    "origin_county": [("四川省昭觉县", 800, 300_000)],
    "brand": [(RARE, 900, 12_345_678), (None, 2, 5_000), ("乙", 30, 7_000)],
}

# id: unit, additivity, value, persons
FIGURES = {
    "households_registered": ("households", "full", 3_160_000, None),
    "households_covered": ("households", "full", 2_900_111, None),
    "households_buying": ("households", "none", 260_345, 260_345),
    "households_returning": ("households", "none", 77_777, 77_777),
    "households_one_jin": ("households", "none", 201_234, 201_234),
    "coverage": ("share", "none", 260_345 / 2_900_111, 260_345),
    "one_jin_share": ("share", "none", 201_234 / 260_345, 260_345),
    "jin_per_household": ("g_per_household", "none", 1_234.5, 260_345),
    "amount": ("fen", "full", 2_222_222_227, 260_345),
    "mass": ("g", "full", 325_431_250, 260_345),
    "trained": ("persons", "full", 4, 4),
    "reporting_rate": ("share", "none", 0.98765, None),
    "declared_direct": ("households", "full", 9_876, None),
    "declared_indirect": ("households", "full", None, None),
    "brands": ("count", "none", 17, None),
}


@dataclass
class StageBook:
    """A book as a summary asks it."""

    quality: object
    campaign: yj.Campaign = field(default_factory=yj.Campaign.default)
    inputs: tuple = (("ledger.csv", "ab" * 32, 123_456_789), ("projects.xlsx", "cd" * 32, 4_321))

    def headline(self, *, as_of, by=(), cumulative=False, period="cumulative", start=None, end=None):
        dimensions = [by] if isinstance(by, str) else list(by)
        if dimensions == ["association"]:
            raise NeedsTableError("needs associations", "needs-table")
        about = {"as_of": as_of, "period": period, "from": start, "to": end, "where": {}, "by": dimensions, "cumulative": cumulative}
        data = {"schema_version": 1, "campaign": self.campaign.id, **about, "plain": False, "rows": self._rows(dimensions, as_of, period)}
        return yj.Headline(Recorded({**data, "accounting": {}}), self.campaign, "en")

    def _rows(self, dimensions, as_of, period):
        if not dimensions:
            households = 161_580 if period == "within" else 260_345 if as_of >= "2019-11-30" else 98_765
            return [figures({}, households, communities=10_093, amount=2_222_222_227)]
        if dimensions == ["month"]:
            return [figures({"month": month}, households, communities=9_000) for month, households in ENDS.items()]
        if dimensions == ["month", "source"]:
            return [
                figures({"month": month, "source": source}, 999, amount=amount) for month in ENDS for source, _, amount in SLICES["source"]
            ]
        if len(dimensions) == 2:
            return []
        (dimension,) = dimensions
        return [figures({dimension: name}, households, amount=amount) for name, households, amount in SLICES[dimension]]

    def metric(self, id, *, as_of, lang="en", by=()):  # noqa: ARG002
        label = f"{id} 指标" if lang == "zh" else id
        if id == "new_households":
            return Measured(id, label, "households", "full", tuple(Group({"month": month}, count, count) for month, count in ENDS.items()))
        if by == "brand":
            return Measured(
                id,
                label,
                "fen",
                "full",
                (Group({"brand": RARE}, 12_345_678, 900), Group({"brand": None}, 5_000, 2), Group({"brand": "乙"}, 7_000, 30)),
            )
        unit, additivity, value, persons = FIGURES.get(id, ("count", "none", 1_000 + len(id), None))
        if id == "hired":
            return Measured(id, label, "persons", "full", (Group({}, None),), ("activities",))
        return Measured(id, label, unit, additivity, (Group({}, value, persons),))

    def table(self, name, *, as_of):  # noqa: ARG002
        if name == "cohorts":
            return Framed(
                [
                    {"cohort": f"2019-0{5 + cohort}", "month": "x", "age": age, "households": 1_000 * (4 - cohort) - 400 * age}
                    for cohort in range(4)
                    for age in range(4 - cohort)
                    if age < 3
                ]
            )
        fixed = {"stages": 2, "first_month": "2019-05", "last_month": "2019-11", "consecutive": "true"}
        pairs = [("甲物业", "四川省昭觉县", 7), ("乙物业", "四川省昭觉县", 3), ("甲物业", "四川省盐源县", 4)]
        return Framed(
            [{"enterprise": enterprise, "origin_county": county, "months": months, **fixed} for enterprise, county, months in pairs]
        )


DEFINITIONS = [
    Definition(
        "households",
        {"zh": "参与购买的家庭", "en": "households"},
        {"zh": "符合条件的订单行中不同的购买户数", "en": "distinct household_id"},
        "三",
    )
]
