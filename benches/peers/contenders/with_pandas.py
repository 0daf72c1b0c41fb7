"""pandas: frames in memory on Arrow's types; of workbooks it reads the rows over openpyxl, identifiers as text, the rest as it stands."""

import sys
from pathlib import Path

import pandas as pd
import polars as pl
from answer import answering
from queries import COLUMNS, ledger
from workbooks import answer_from

TEXTS = {name: "string" for name, kind in COLUMNS.items() if kind == "VARCHAR"}
START, END = pd.Timestamp("2019-05-01"), pd.Timestamp("2020-09-30")
PLAIN = ["order_date", "community_id", "household_id", "product_id", "supplier_id", "status"]
FULL = [*PLAIN, "order_id", "line_no", "quantity", "amount", "refund_of", "refund_line_no"]


def rows(file: Path) -> pl.DataFrame:
    """Return the rows of a workbook's first sheet."""
    return pl.from_pandas(pd.read_excel(file, engine="openpyxl", dtype=TEXTS))


def table(folder: Path, name: str) -> pd.DataFrame:
    """Return a table of the exports beside the ledger, its days as timestamps."""
    return dated(pd.read_parquet(folder / f"{name}.parquet", dtype_backend="pyarrow"))


def dated(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with its columns of days as timestamps."""
    days = [name for name in frame.columns if name in ("order_date", "joined_on", "custom_since", "valid_from", "valid_to")]
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in days})


def purchases(task: str, folder: Path, columns: list[str]) -> pd.DataFrame:
    """Return columns of the ledger; amounts in fen, quantities in thousandths."""
    files = sorted(folder.glob(ledger(task, folder).name))
    rows = dated(pd.concat([pd.read_parquet(file, columns=columns, dtype_backend="pyarrow") for file in files], ignore_index=True))
    scales = {name: scale for name, scale in (("amount", 100), ("quantity", 1000)) if name in columns}
    return rows.assign(**{name: (rows[name].astype("float64") * scale).round().astype("int64") for name, scale in scales.items()})


def completed(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the completed lines as they stand."""
    return rows[(rows["status"] == "completed") & rows["order_date"].between(START, END)]


def qualifying(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the lines that count, each (order_id, line_no) once, less what was taken back."""
    back = rows[rows["refund_of"].notna()].drop_duplicates(["order_id", "line_no"])
    known = back["order_date"] <= END
    back = back.assign(quantity=back["quantity"].abs().where(known, 0), amount=back["amount"].abs().where(known, 0))
    counts = rows["refund_of"].isna() & rows["status"].isin(["completed", "refunded"]) & rows["order_date"].between(START, END)
    lines = rows[counts].drop_duplicates(["order_id", "line_no"]).drop(columns=["refund_of", "refund_line_no"])
    by_line = taken_back(back[back["refund_line_no"].notna()], ["refund_of", "refund_line_no"], ["order_id", "line_no"], "_a")
    by_product = taken_back(back[back["refund_line_no"].isna()], ["refund_of", "product_id"], ["order_id", "product_id"], "_b")
    joined = lines.merge(by_line, how="left", on=["order_id", "line_no"]).merge(by_product, how="left", on=["order_id", "product_id"])
    refunded = joined["quantity_a"].notna() | joined["quantity_b"].notna()
    net = {name: joined[name] - joined[f"{name}_a"].fillna(0) - joined[f"{name}_b"].fillna(0) for name in ("quantity", "amount")}
    left = joined.assign(amount=net["amount"].clip(lower=0))
    return left[(net["quantity"] > 0) & ((joined["status"] == "completed") | refunded)]


def taken_back(back: pd.DataFrame, keys: list[str], names: list[str], suffix: str) -> pd.DataFrame:
    """Return the sums taken back by order and line or product."""
    sums = back.groupby(keys, as_index=False)[["quantity", "amount"]].sum()
    return sums.rename(columns=dict(zip(keys, names, strict=True)) | {name: f"{name}{suffix}" for name in ("quantity", "amount")})


def headline(folder: Path, lines: pd.DataFrame) -> dict:
    """Return the five distinct counts of lines."""
    products = table(folder, "products").set_index("product_id")
    projects = table(folder, "projects")
    joined = projects.loc[projects["joined_on"].isna() | (projects["joined_on"] <= END), "community_id"]
    last = lines.groupby("product_id")["order_date"].max()
    bought = products[products["custom"].astype(bool)].join(last.rename("last"), how="inner")
    sold = lines[["supplier_id", "product_id", "order_date"]].drop_duplicates()
    suppliers = sold["supplier_id"].fillna(sold["product_id"].map(products["supplier_id"]))
    sold = sold.assign(supplier_id=suppliers)[["supplier_id", "order_date"]].dropna().drop_duplicates()
    return {
        "communities": int(joined.isin(lines["community_id"].unique()).sum()),
        "households": int(lines["household_id"].nunique()),
        "custom_products": int((bought["custom_since"].isna() | (bought["custom_since"] <= bought["last"])).sum()),
        **poor_counts(folder, sold),
    }


def poor_counts(folder: Path, sold: pd.DataFrame) -> dict:
    """Return how many poor households sales helped directly, and how many otherwise alone: by the first sale in a link's days."""
    links = table(folder, "benefit_links")
    links = links.assign(since=links["valid_from"].fillna(START)).sort_values("since")
    sold = sold.sort_values("order_date")
    both = {"left_on": "since", "right_on": "order_date", "by": "supplier_id", "direction": "forward"}
    first = pd.merge_asof(links.astype({"supplier_id": "object"}), sold.astype({"supplier_id": "object"}), **both)
    held = first[first["order_date"].notna() & (first["valid_to"].isna() | (first["valid_to"] >= first["order_date"]))]
    linked = held.assign(direct=held["mechanism"].isin(["sale", "contract_farming"]))[["poor_household_id", "direct"]]
    owners = table(folder, "suppliers")
    owners = owners[(owners["kind"] == "poor_household") & owners["supplier_id"].isin(sold["supplier_id"].unique())]
    every = pd.concat([linked, owners[["poor_household_id"]].assign(direct=True)])
    every = every[every["poor_household_id"].isin(table(folder, "poor_households")["poor_household_id"])]
    direct = every.groupby("poor_household_id")["direct"].any()
    return {"direct_poor_households": int(direct.sum()), "indirect_poor_households": int((~direct).sum())}


def plain(folder: Path) -> dict:
    """Return the plain headline."""
    return headline(folder, completed(purchases("h1", folder, PLAIN)))


def full(folder: Path) -> dict:
    """Return the full headline, with its lines and net amount."""
    lines = qualifying(purchases("h2", folder, FULL))
    return headline(folder, lines) | {"lines": len(lines), "amount_fen": int(lines["amount"].sum())}


if __name__ == "__main__":
    if sys.argv[1] == "h6":
        answer_from(rows)
    else:
        with answering(sys.argv) as (task, folder, answer):
            answer.append(plain(folder) if task == "h1" else full(folder))
