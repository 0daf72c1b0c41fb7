"""How far several targets are reached, without the mean that hides one of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from yijin import _html, _text
from yijin._labels import Lang, lang_of, listed, pick, said
from yijin.evaluate._call import call, numbers
from yijin.evaluate._words import OUTLOOK

THREE = ("mean", "capped_mean", "worst")


@dataclass(frozen=True, slots=True, repr=False)
class Attainments:
    """How far several targets are reached: three numbers, since a mean alone hides the target that is missed.

    Attributes
    ----------
    mean : float
        The mean attainment, which a target that was set too low decides.
    capped_mean : float
        The mean where none counts for more than 1.
    worst : float
        The least attainment.
    worst_place : int
        Where the least stands, from 0.
    each : tuple of float
        Each number over its target; 1 is the target.
    n : int
        How many targets.
    lang : {"en", "zh"}
        The language of labels.
    """

    mean: float
    capped_mean: float
    worst: float
    worst_place: int
    each: tuple[float, ...]
    n: int
    lang: Lang = "en"

    def told(self) -> str:
        """Return the three in a sentence."""
        head = pick(OUTLOOK, "three", self.lang).format(n=self.n)
        numbers = (f"{pick(OUTLOOK, name, self.lang)} {_text.percent(getattr(self, name))}" for name in THREE)
        return said(head, listed(numbers, self.lang), self.lang)

    def __repr__(self) -> str:
        return self.told()

    def _repr_html_(self) -> str:
        columns = [_html.Column(pick(OUTLOOK, name, self.lang), True) for name in THREE]
        cells = [[_html.Cell(_text.percent(getattr(self, name))) for name in THREE]]
        return _html.page(self.lang, _html.table(columns, cells), _html.paragraph(self.told()))


def attainments(values: Iterable[float], targets: Iterable[float], *, lang: str = "en") -> Attainments:
    """Return how far several targets are reached: mean, capped mean and worst together.

    Parameters
    ----------
    values : iterable of float
        The numbers reached, of 0 or more. One that is not known has no place here: it is no 0.
    targets : iterable of float
        As many numbers above 0.
    lang : {"en", "zh"}
        The language of labels.

    Raises
    ------
    OptionError
        For no number, lists of different lengths, numbers that are not finite or below 0, and targets that are not above 0.

    References
    ----------
    Attainment is the number over its target. Capping each at 1 before the mean keeps one target that was set too low from making up for
    another that is missed.

    Examples
    --------
    >>> found = yj.evaluate.attainments([315, 3160, 4], [100, 100, 100])
    >>> found
    attainment of 3 targets: mean 1,159.67%, capped mean 68.00%, worst 4.00%
    >>> found.each[found.worst_place]
    0.04
    """
    language = lang_of(lang)
    found = call("attainments", numbers("values", values), numbers("targets", targets))
    return Attainments(**{**found, "each": tuple(found["each"])}, n=len(found["each"]), lang=language)
