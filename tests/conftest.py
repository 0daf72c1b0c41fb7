"""What the tests share: the mini ledger, small enough to check by eye, and its book."""

from pathlib import Path

import pytest
import yijin as yj

HERE = Path(__file__).parent


KEY = b"a key of the tests, 16 bytes or more"


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every terminal as wide as any table, wherever the tests run."""
    monkeypatch.setenv("COLUMNS", "400")


@pytest.fixture(scope="session")
def mini() -> Path:
    return HERE / "mini"


@pytest.fixture(scope="session")
def book(mini: Path) -> yj.Book:
    return yj.open(mini, key=KEY)
