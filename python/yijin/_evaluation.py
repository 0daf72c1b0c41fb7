"""The statistics of a book: each knows its as-of date, its units and its definition."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yijin._book import Book


class Evaluation:
    """Statistics over what a book holds; :attr:`yijin.Book.evaluate` is one.

    The functions of :mod:`yijin.evaluate` take plain numbers; these take them from the book, and say as of which day.

    Examples
    --------
    >>> yj.open(exports).evaluate
    Evaluation of community-power-2019
    """

    __slots__ = ("_book",)

    def __init__(self, book: Book) -> None:
        self._book = book

    def __repr__(self) -> str:
        return f"Evaluation of {self._book.campaign.id}"
