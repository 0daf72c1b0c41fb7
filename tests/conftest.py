"""What the tests share: the mini ledger, small enough to check by eye, and its book."""

from pathlib import Path

import pytest
import yijin as yj

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def mini() -> Path:
    return HERE / "mini"


@pytest.fixture(scope="session")
def book(mini: Path) -> yj.Book:
    return yj.open(mini)
