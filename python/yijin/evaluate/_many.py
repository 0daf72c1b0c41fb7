"""Many comparisons: p-values adjusted so that chance findings do not pile up."""

from __future__ import annotations

from collections.abc import Iterable

from yijin.evaluate._call import call, numbers


def holm(p: Iterable[float]) -> list[float]:
    """Return p-values adjusted by Holm's step-down rule, in the order given: the chance of any false rejection is held.

    Parameters
    ----------
    p : iterable of float
        P-values from 0 to 1.

    Raises
    ------
    OptionError
        For a p-value that is none.

    References
    ----------
    Holm 1979, Scandinavian Journal of Statistics 6:65-70.

    Examples
    --------
    >>> [round(value, 2) for value in yj.evaluate.holm([0.01, 0.02, 0.03])]
    [0.03, 0.04, 0.04]
    """
    return [float(value) for value in call("holm", numbers("p", p))]


def benjamini_hochberg(p: Iterable[float]) -> list[float]:
    """Return p-values adjusted by Benjamini and Hochberg's rule, in the order given: the share of false discoveries is held.

    Parameters
    ----------
    p : iterable of float
        P-values from 0 to 1.

    Raises
    ------
    OptionError
        For a p-value that is none.

    References
    ----------
    Benjamini and Hochberg 1995, Journal of the Royal Statistical Society B 57:289-300.

    Examples
    --------
    >>> [round(value, 2) for value in yj.evaluate.benjamini_hochberg([0.01, 0.02, 0.03])]
    [0.03, 0.03, 0.03]
    """
    return [float(value) for value in call("benjamini_hochberg", numbers("p", p))]
