"""Criteria on a scale that no unit moves, and what becomes of missing values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from yijin._options import refused
from yijin.evaluate._call import call, directions, numbers, rows

Matrix = Iterable[Iterable[float]]


@dataclass(frozen=True, slots=True)
class Goalpost:
    """What of a criterion is as bad and as good as it gets.

    Attributes
    ----------
    worst, best : float
        What is 0 and what is 1; the worst is more than the best where less is better.
    is_logarithmic : bool
        Whether the way between them is measured in logarithms, as of incomes.
    """

    worst: float
    best: float
    is_logarithmic: bool = False


def between_goalposts(matrix: Matrix, goalposts: Sequence[Goalpost]) -> list[list[float]]:
    """Return criteria from 0 at the worst goalpost, or beyond it, to 1 at the best one, or beyond it.

    Parameters
    ----------
    matrix : rows of float
        One or more units by criteria.
    goalposts : sequence of Goalpost
        One a criterion, set before the units are looked at: unlike :func:`normalise` no unit changes what another scores.

    Raises
    ------
    OptionError
        For goalposts of another number or of one place, and for logarithms of what is not above 0.

    References
    ----------
    UNDP, Human Development Report, technical note 1: dimension indices.

    Examples
    --------
    >>> posts = [yj.evaluate.Goalpost(0, 18), yj.evaluate.Goalpost(100, 1, is_logarithmic=True)]
    >>> yj.evaluate.between_goalposts([[9, 10], [20, 0.5]], posts)
    [[0.5, 0.5], [1.0, 1.0]]
    """
    posts = []
    for post in goalposts:
        if not isinstance(post, Goalpost):
            raise refused("goalposts", "a Goalpost for each criterion", post)
        numbers("goalposts", [post.worst, post.best])
        posts.append(asdict(post))
    found: list[list[float]] = call("between", rows("matrix", matrix), posts)
    return found


def towards_targets(matrix: Matrix, better: Sequence[int], targets: Iterable[float]) -> list[list[float]]:
    """Return how far criteria are on the way to their targets, at most 1.

    Parameters
    ----------
    matrix : rows of float
        One or more units by criteria, 0 or more.
    better : sequence of int
        For each criterion 1 where more is better, -1 where less is.
    targets : iterable of float
        One a criterion, above 0: the value over it counts, or it over the value where less is better.

    Raises
    ------
    OptionError
        For targets of another number or not above 0, and values below 0.

    References
    ----------
    OECD and JRC 2008, Handbook on Constructing Composite Indicators, step 5: distance to a reference.

    Examples
    --------
    >>> yj.evaluate.towards_targets([[5, 4], [20, 1]], [1, -1], [10, 2])
    [[0.5, 0.5], [1.0, 1.0]]
    """
    found: list[list[float]] = call("towards", rows("matrix", matrix), directions(better), numbers("targets", targets))
    return found


@dataclass(frozen=True, slots=True)
class Complete:
    """A matrix without missing values.

    Attributes
    ----------
    matrix : list of (list of float)
        Units by criteria.
    units : list of int
        The places, from 0, of the units that stayed.
    filled : list of (tuple of int)
        The places, unit and criterion, of the values that something stands in for, in the matrix that was given.
    """

    matrix: list[list[float]]
    units: list[int]
    filled: list[tuple[int, int]]


def complete(matrix: Iterable[Iterable[float | None]], better: Sequence[int], *, missing: str) -> Complete:
    """Return a matrix whose missing values a rule has answered; none becomes 0, which would be a value.

    Parameters
    ----------
    matrix : rows of float or None
        Units by criteria; None and NaN are missing.
    better : sequence of int
        For each criterion 1 where more is better, -1 where less is.
    missing : {"refuse", "drop_unit", "worst", "median"}
        Refuse the matrix, leave out the unit, or put in the worst or the median of the criterion's other values.

    Raises
    ------
    OptionError
        For missing values under "refuse", where no unit or no value of a criterion is left, and another rule.

    References
    ----------
    OECD and JRC 2008, Handbook on Constructing Composite Indicators, step 3.

    Examples
    --------
    >>> yj.evaluate.complete([[1, 9], [None, 5], [3, 7]], [1, -1], missing="worst")
    Complete(matrix=[[1.0, 9.0], [1.0, 5.0], [3.0, 7.0]], units=[0, 1, 2], filled=[(1, 0)])
    """
    found = call("complete", [[_known(value) for value in row] for row in matrix], directions(better), missing)
    return Complete(found["matrix"], found["units"], [(unit, criterion) for unit, criterion in found["filled"]])


def _known(value: float | None) -> float | None:
    # What is missing in a frame is not equal to itself.
    return None if value is None or value != value else numbers("matrix", [value])[0]
