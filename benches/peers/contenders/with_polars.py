"""polars: lazy frames, collected together by the streaming engine so that the ledger is scanned once."""

import sys
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
from answer import answering
from queries import COLUMNS, DIVISIONS, ledger

KINDS = {
    "VARCHAR": pl.String,
    "INTEGER": pl.Int32,
    "DATE": pl.Date,
    "DECIMAL(18,3)": pl.Decimal(18, 3),
    "DECIMAL(18,2)": pl.Decimal(18, 2),
}
START, END = date(2019, 5, 1), date(2020, 9, 30)


@cache
def table(folder: Path, name: str) -> pl.LazyFrame:
    """Return a table of the exports beside the ledger, which is read once."""
    return pl.read_parquet(folder / f"{name}.parquet").lazy()


def purchases(task: str, folder: Path) -> pl.LazyFrame:
    """Return the ledger."""
    files = ledger(task, folder)
    if files.suffix == ".parquet":
        return pl.scan_parquet(files)
    return pl.scan_csv(files, schema={name: KINDS[kind] for name, kind in COLUMNS.items()})


def refunds(ledger: pl.LazyFrame) -> pl.LazyFrame:
    """Return the rows that take something back, each once; what is known only after the end takes back nothing yet."""
    known = pl.col("order_date") <= END
    back = ledger.filter(pl.col("refund_of").is_not_null()).unique(["order_id", "line_no"])
    return back.select(
        order_id="refund_of",
        line_no="refund_line_no",
        product_id="product_id",
        back_quantity=pl.when(known).then(pl.col("quantity").abs()).otherwise(0),
        back_amount=pl.when(known).then(pl.col("amount").abs()).otherwise(0),
    )


def taken_back(back: pl.LazyFrame, key: str, suffix: str) -> pl.LazyFrame:
    """Return the sums taken back by order and `key`."""
    sums = [pl.col("back_quantity").sum().alias(f"quantity{suffix}"), pl.col("back_amount").sum().alias(f"amount{suffix}")]
    return back.group_by("order_id", key).agg(*sums)


def qualifying(folder: Path, ledger: pl.LazyFrame) -> pl.LazyFrame:
    """Return the lines that count, each (order_id, line_no) once: repeated rows are equal in all cells."""
    back = refunds(ledger)
    by_line = taken_back(back.filter(pl.col("line_no").is_not_null()), "line_no", "_a")
    by_product = taken_back(back.filter(pl.col("line_no").is_null()), "product_id", "_b")
    columns = ["order_date", "channel", "community_id", "household_id", "product_id", "supplier_id", "quantity", "amount", "status"]
    counts = pl.col("refund_of").is_null() & pl.col("status").is_in(["completed", "refunded"]) & pl.col("order_date").is_between(START, END)
    lines = ledger.filter(counts).select("order_id", "line_no", *columns).unique(["order_id", "line_no"])
    joined = lines.join(by_line, on=["order_id", "line_no"], how="left").join(by_product, on=["order_id", "product_id"], how="left")
    net = {name: pl.col(name) - pl.col(f"{name}_a").fill_null(0) - pl.col(f"{name}_b").fill_null(0) for name in ("quantity", "amount")}
    has_refund = pl.col("quantity_a").is_not_null() | pl.col("quantity_b").is_not_null()
    left = joined.filter((net["quantity"] > 0) & ((pl.col("status") == "completed") | has_refund))
    return described(folder, left.with_columns(amount=pl.max_horizontal(net["amount"], pl.lit(0).cast(pl.Decimal(18, 2)))))


def completed(_folder: Path, ledger: pl.LazyFrame) -> pl.LazyFrame:
    """Return the completed lines as they stand."""
    return ledger.filter((pl.col("status") == "completed") & pl.col("order_date").is_between(START, END))


def plain(folder: Path, lines: pl.LazyFrame) -> list[dict]:
    """Return the five distinct counts of lines as they stand: each figure looks at the columns that it needs."""
    products = table(folder, "products").select("product_id", "custom", "custom_since", own_supplier="supplier_id")
    projects = table(folder, "projects").filter((pl.col("joined_on") <= END).fill_null(True))
    bought = lines.group_by("product_id").agg(last=pl.col("order_date").max()).join(products.filter("custom"), on="product_id")
    suppliers = lines.join(products, on="product_id", how="left")
    sold = suppliers.select("order_date", supplier_id=pl.coalesce("supplier_id", "own_supplier")).unique().collect(engine="streaming")
    counts = [
        projects.join(lines.select("community_id").unique(), on="community_id", how="semi").select(pl.len()),
        lines.select(pl.col("household_id").drop_nulls().unique()).select(pl.len()),
        bought.filter((pl.col("custom_since") <= pl.col("last")).fill_null(True)).select(pl.len()),
    ]
    found = [frame.collect(engine="streaming").item() for frame in counts]
    return [dict(zip(("communities", "households", "custom_products"), found, strict=True)) | poor_counts(folder, sold)]


def described(folder: Path, lines: pl.LazyFrame) -> pl.LazyFrame:
    """Return lines with what the product and project lists say about them."""
    products = table(folder, "products").select("product_id", "custom", "custom_since", own_supplier="supplier_id")
    projects = table(folder, "projects").select("community_id", "city", is_joined=(pl.col("joined_on") <= END).fill_null(True))
    known = lines.join(products, on="product_id", how="left").join(projects, on="community_id", how="left")
    return known.select(
        "order_date",
        "channel",
        "city",
        "community_id",
        "household_id",
        "product_id",
        "amount",
        supplier_id=pl.coalesce("supplier_id", "own_supplier"),
        custom=pl.col("custom") & (pl.col("custom_since") <= pl.col("order_date")).fill_null(True),
        joined=pl.col("is_joined").fill_null(False),
    )


def totals() -> list[pl.Expr]:
    """Return the sums and distinct counts over lines."""
    return [
        pl.col("community_id").filter("joined").drop_nulls().n_unique().alias("communities"),
        pl.col("household_id").drop_nulls().n_unique().alias("households"),
        pl.col("product_id").filter("custom").n_unique().alias("custom_products"),
        pl.len().alias("lines"),
        (pl.col("amount").sum() * 100).cast(pl.Int64).alias("amount_fen"),
    ]


def helped(folder: Path, sold: pl.LazyFrame) -> pl.LazyFrame:
    """Return the registered poor households that the sales of suppliers on days helped, with the day and whether directly.

    A link helps from the first day on that its supplier sold while it held.
    """
    links = table(folder, "benefit_links").with_columns(since=pl.col("valid_from").fill_null(START))
    first = links.sort("since").join_asof(
        sold.sort("order_date"), left_on="since", right_on="order_date", by="supplier_id", strategy="forward", check_sortedness=False
    )
    held = pl.col("order_date").is_not_null() & pl.col("valid_to").ge(pl.col("order_date")).fill_null(True)
    direct = pl.col("mechanism").is_in(["sale", "contract_farming"])
    linked = first.filter(held).select("poor_household_id", "order_date", direct=direct)
    owners = table(folder, "suppliers").filter(pl.col("kind") == "poor_household")
    own = sold.group_by("supplier_id").agg(pl.col("order_date").min()).join(owners, on="supplier_id")
    own = own.select("poor_household_id", "order_date", direct=pl.lit(True))
    register = table(folder, "poor_households").select("poor_household_id")
    return pl.concat([linked, own]).join(register, on="poor_household_id", how="semi")


def total(folder: Path, lines: pl.LazyFrame) -> list[dict]:
    """Return the headline of the lines."""
    sold = lines.select("supplier_id", "order_date").unique()
    sums, days = pl.collect_all([lines.select(totals()), sold], engine="streaming")
    return [sums.row(0, named=True) | poor_counts(folder, days)]


def poor_counts(folder: Path, sold: pl.DataFrame) -> dict:
    """Return how many poor households sales helped directly, and how many otherwise alone."""
    poor = helped(folder, sold.lazy()).group_by("poor_household_id").agg(pl.col("direct").any()).collect(engine="streaming")["direct"]
    return {"direct_poor_households": poor.sum(), "indirect_poor_households": (~poor).sum()}


def sliced(folder: Path, lines: pl.LazyFrame) -> list[dict]:
    """Return the headline by province, stage and channel."""
    groups = ["province", "stage", "channel"]
    divisions = pl.scan_csv(DIVISIONS, infer_schema=False).with_columns(region=pl.col("code").str.slice(0, 2))
    provinces = divisions.filter(pl.col("level") == "province").select("region", province="name")
    cities = divisions.filter(pl.col("level").is_in(["province", "prefecture"])).join(provinces, on="region")
    stages = [(START, date(2019, 8, 31)), (date(2019, 9, 1), date(2019, 11, 30)), (date(2020, 1, 1), END)]
    stage = pl.coalesce(*(pl.when(pl.col("order_date").is_between(*days)).then(pl.lit(str(at))) for at, days in enumerate(stages, 1)))
    known = lines.join(cities.select("province", city="name"), on="city", how="left").with_columns(stage=stage)
    sold = known.select(*groups, "supplier_id", "order_date").unique()
    sums, days = pl.collect_all([known.group_by(groups).agg(totals()), sold], engine="streaming")
    # Slice by slice: the links of all slices together did not fit into memory at 1e7 lines.
    of_slice = days.partition_by(groups, as_dict=True, include_key=False)
    return [row | poor_counts(folder, of_slice[tuple(row[name] for name in groups)]) for row in sums.iter_rows(named=True)]


def running(folder: Path, lines: pl.LazyFrame) -> list[dict]:
    """Return running counts by month: each member from its first month on, a poor household indirectly until it is helped directly."""
    monthly = lines.with_columns(month=pl.col("order_date").dt.truncate("1mo"))

    def first(member: str, kept: pl.Expr, name: str) -> pl.LazyFrame:
        firsts = monthly.filter(kept & pl.col(member).is_not_null()).group_by(member).agg(pl.col("month").min())
        return firsts.group_by("month").agg(pl.len().cast(pl.Int64).alias(name))

    sums = monthly.group_by("month").agg(lines=pl.len().cast(pl.Int64), amount_fen=(pl.col("amount").sum() * 100).cast(pl.Int64))
    sold = monthly.select("supplier_id", "order_date").unique()
    members = [
        first("community_id", pl.col("joined"), "communities"),
        first("household_id", pl.lit(True), "households"),
        first("product_id", pl.col("custom"), "custom_products"),
    ]
    days, *found = pl.collect_all([sold, *members, sums], engine="streaming")
    by_household = helped(folder, days.lazy()).with_columns(month=pl.col("order_date").dt.truncate("1mo")).group_by("poor_household_id")
    firsts = by_household.agg(direct=pl.col("month").filter("direct").min(), indirect=pl.col("month").filter(pl.col("direct").not_()).min())
    poor = firsts.collect(engine="streaming")
    before = poor.filter((pl.col("indirect") < pl.col("direct")) | (pl.col("indirect").is_not_null() & pl.col("direct").is_null()))

    def counted(frame: pl.DataFrame, month: str, name: str, each: int = 1) -> pl.DataFrame:
        return frame.drop_nulls(month).group_by(month=month).agg((pl.len().cast(pl.Int64) * each).alias(name))

    found.append(counted(poor, "direct", "direct_poor_households"))
    found += [counted(before, "indirect", "indirect_poor_households"), counted(before, "direct", "indirect_poor_households", -1)]
    changes = pl.concat(found, how="diagonal").group_by("month").agg(pl.all().sum()).sort("month")
    return changes.select(pl.col("month").dt.strftime("%Y-%m"), pl.exclude("month").cum_sum()).to_dicts()


if __name__ == "__main__":
    TASKS = {"h1": (completed, plain), "h3": (qualifying, sliced), "h7": (qualifying, running)}
    with answering(sys.argv) as (task, folder, answer):
        lines, found = TASKS.get(task, (qualifying, total))
        answer.extend(found(folder, lines(folder, purchases(task, folder))))
