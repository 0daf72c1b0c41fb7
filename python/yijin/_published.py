"""A headline beside the figures that its campaign published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yijin import _html, _text
from yijin._labels import METRICS, Lang, pick, term

if TYPE_CHECKING:
    from yijin._campaign import Campaign
    from yijin._headline import Headline


@dataclass(frozen=True, slots=True)
class Published:
    """A published figure beside the ledger's.

    Attributes
    ----------
    metric : str
        The metric's canonical name.
    value : int or None
        What the ledger says; None where it cannot be computed.
    published : int
        What was published.
    wording : str
        How it was worded.
    date : str or None
        When, as far as that is known.
    source : str
        Where.
    difference : int or None
        value - published; None without a value.

    Examples
    --------
    >>> one = next(iter(yj.open(exports).headline().against("published")))
    >>> one.metric, one.value, one.published, one.difference
    ('communities', 2, 31500, -31498)
    """

    metric: str
    value: int | None
    published: int
    wording: str
    date: str | None
    source: str
    difference: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The published figures of a headline's metrics, each beside the ledger's; :meth:`yijin.Headline.against` makes it.

    Attributes
    ----------
    rows : tuple of Published
        One a published figure.
    lang : {"en", "zh"}
        The language of labels.

    Examples
    --------
    >>> len(yj.open(exports).headline().against("published"))
    5
    """

    rows: tuple[Published, ...]
    lang: Lang

    def __iter__(self) -> Iterator[Published]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return _text.table(_text.Grid(self._head(), self._cells(), [False, True, True, True, False, False, False]))

    def _repr_html_(self) -> str:
        numbers = (False, True, True, True, False, False, False)
        columns = [_html.Column(head, number) for head, number in zip(self._head(), numbers, strict=True)]
        return _html.page(self.lang, _html.table(columns, [list(map(_html.Cell, row)) for row in self._cells()]))

    def _head(self) -> list[str]:
        return [term(name, self.lang) for name in ("metric", "in_ledger", "published", "difference", "wording", "date", "source")]

    def _cells(self) -> list[list[str]]:
        def shown(number: int | None) -> str:
            return "—" if number is None else _text.count(number)

        return [
            [
                pick(METRICS, one.metric, self.lang),
                shown(one.value),
                shown(one.published),
                shown(one.difference),
                one.wording,
                one.date or "—",
                one.source,
            ]
            for one in self.rows
        ]


def compared(headline: Headline, campaign: Campaign) -> Comparison:
    """Return the published figures of a headline's metrics beside its own."""
    rows = []
    for figure in campaign.published:
        if figure["metric"] in METRICS:
            value = headline[figure["metric"]].value
            difference = None if value is None else value - figure["value"]
            date = figure.get("date")
            rows.append(Published(figure["metric"], value, figure["value"], figure.get("wording", ""), date, figure["source"], difference))
    return Comparison(tuple(rows), headline.lang)
