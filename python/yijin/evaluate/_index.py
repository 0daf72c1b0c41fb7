"""Composite indices: criteria become one score and a ranking. What can change the ranking is an argument, and stands in no default."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from yijin.evaluate._call import call, directions, numbers, rows

Matrix = Iterable[Iterable[float]]
SCORES = {
    "arithmetic": "the weighted sum of the criteria on one scale",
    "geometric": "the weighted product of the criteria on one scale",
    "topsis": "the closeness to the best of every criterion, from 0 to 1",
}


def entropy_weights(matrix: Matrix) -> tuple[list[float], list[float]]:
    """Return entropy weights (熵权法) and the criteria's entropies.

    Parameters
    ----------
    matrix : rows of float
        Units by criteria, 0 or more; as they stand or normalised by :func:`normalise`: the choice is the caller's, and changes the weights.

    Returns
    -------
    (list of float, list of float)
        Weights that sum to 1, and entropies: of shares of the column's sum, natural logarithm over ln m, 0 ln 0 being 0. A criterion on
        which all are equal has weight 0.

    Raises
    ------
    OptionError
        For numbers below 0, and where no criterion tells units apart.

    References
    ----------
    Shannon 1948; as used for weights by Zeleny 1982.

    Examples
    --------
    >>> weights, entropies = yj.evaluate.entropy_weights([[1, 5], [3, 5]])
    >>> [round(weight, 6) for weight in weights]
    [1.0, 0.0]
    """
    weights, entropies = call("entropy", rows("matrix", matrix))
    return weights, entropies


def critic_weights(matrix: Matrix) -> list[float]:
    """Return CRITIC weights: each criterion's spread times how little it goes with the others.

    Parameters
    ----------
    matrix : rows of float
        Normalised units by criteria (:func:`normalise`).

    Raises
    ------
    OptionError
        For a matrix without two units, and where no criterion tells units apart.

    References
    ----------
    Diakoulaki, Mavrotas and Papayannakis 1995, Computers & Operations Research 22:763-770.

    Examples
    --------
    >>> [round(weight, 2) for weight in yj.evaluate.critic_weights([[0, 1], [1, 0], [0.5, 0.5]])]
    [0.5, 0.5]
    """
    return [float(weight) for weight in call("critic", rows("matrix", matrix))]


@dataclass(frozen=True, slots=True)
class Judgements:
    """Weights from judgements in pairs.

    Attributes
    ----------
    weights : list of float
        The weights.
    lambda_max, index, ratio : float
        The principal eigenvalue, the consistency index, and its ratio to that of random judgements.
    is_consistent : bool
        Whether the ratio is at most 0.10; above it the judgements contradict each other too much to be used.
    n : int
        How many criteria.
    method, definition : str
        How the weights were found, and of what.
    warnings : tuple of str
        What a reader should know.
    """

    weights: list[float]
    lambda_max: float
    index: float
    ratio: float
    is_consistent: bool
    n: int
    method: str
    definition: str
    warnings: tuple[str, ...] = ()


def ahp_weights(matrix: Matrix) -> Judgements:
    """Return the weights of the analytic hierarchy process (AHP).

    Parameters
    ----------
    matrix : rows of float
        Reciprocal judgements, 2 to 10 criteria: how many times the row's criterion counts against the column's.

    Raises
    ------
    OptionError
        For a matrix that is none.

    References
    ----------
    Saaty 1980, The Analytic Hierarchy Process; the principal eigenvector and Saaty's random indices.

    Examples
    --------
    >>> found = yj.evaluate.ahp_weights([[1, 3], [1 / 3, 1]])
    >>> found.weights, found.is_consistent
    ([0.75, 0.25], True)
    """
    found = call("judged", rows("matrix", matrix))
    contrary = f"the judgements contradict each other: a consistency ratio of {found['ratio']:.2f}, above 0.10"
    return Judgements(
        **found,
        n=len(found["weights"]),
        method="principal eigenvector, Saaty's random indices",
        definition="weights of criteria from judgements in pairs",
        warnings=() if found["is_consistent"] else (contrary,),
    )


def normalise(matrix: Matrix, better: Sequence[int], method: str) -> list[list[float]]:
    """Return criteria on one scale, the better the higher.

    Parameters
    ----------
    matrix : rows of float
        Units by criteria.
    better : sequence of int
        For each criterion 1 where more is better, -1 where less is.
    method : {"min_max", "z", "rank", "vector"}
        From 0 to 1; in sample standard deviations; rank from the worst over n; over the root of the sum of squares. A criterion on which
        all are equal is 0 under the first two.

    Raises
    ------
    OptionError
        For directions that are none or too few, and another method.

    References
    ----------
    OECD and JRC 2008, Handbook on Constructing Composite Indicators, step 5.

    Examples
    --------
    >>> yj.evaluate.normalise([[1, 9], [3, 5], [2, 7]], [1, -1], "min_max")
    [[0.0, 0.0], [1.0, 1.0], [0.5, 0.5]]
    """
    found: list[list[float]] = call("normalised", rows("matrix", matrix), directions(better), method)
    return found


@dataclass(frozen=True, slots=True)
class Composite:
    """An index.

    Attributes
    ----------
    scores : list of float
        The units' scores, the better the higher.
    ranks : list of float
        Their ranks, 1 for the best; equal scores have the mean of their ranks.
    n : int
        How many units.
    method, definition : str
        How criteria were put together, and what a score is.
    weights : tuple of float
        The weights as they counted, with a sum of 1.
    warnings : tuple of str
        What a reader should know.
    """

    scores: list[float]
    ranks: list[float]
    n: int = field(repr=False)
    method: str = field(repr=False)
    definition: str = field(repr=False)
    weights: tuple[float, ...] = field(repr=False)
    warnings: tuple[str, ...] = field(repr=False, default=())


def composite(normalised: Matrix, weights: Iterable[float], method: str) -> Composite:
    """Return the index of normalised criteria.

    Parameters
    ----------
    normalised : rows of float
        Units by criteria, the better the higher (:func:`normalise`).
    weights : iterable of float
        One a criterion, 0 or more; brought to a sum of 1.
    method : {"arithmetic", "geometric", "topsis"}
        The weighted sum, in which a strength makes up for a weakness; the weighted product, in which it hardly does; the closeness to the
        best that there is (:func:`closeness`).

    Raises
    ------
    OptionError
        For weights of another number, and values below 0 under the product.

    References
    ----------
    OECD and JRC 2008, Handbook on Constructing Composite Indicators, step 7.

    Examples
    --------
    >>> yj.evaluate.composite([[0, 0], [1, 1], [0.5, 0.5]], [1, 1], "arithmetic")
    Composite(scores=[0.0, 1.0, 0.5], ranks=[3.0, 1.0, 2.0])
    """
    given = numbers("weights", weights)
    return _composite(call("composed", rows("normalised", normalised), given, method), method, given)


def _composite(found: dict[str, list[float]], method: str, weights: list[float]) -> Composite:
    total, (ranks, n) = sum(weights), (found["ranks"], len(found["ranks"]))
    tied = n - len(set(ranks))
    warnings = (f"{tied} of {n} ranks are shared with a unit before: equal scores have the mean of their ranks",) if tied else ()
    shares = tuple(weight / total for weight in weights)
    return Composite(found["scores"], ranks, n, method, SCORES[method], shares, warnings)


@dataclass(frozen=True, slots=True)
class Topsis:
    """Closeness to the best that there is.

    Attributes
    ----------
    to_best, to_worst : list of float
        The units' distances to the best and the worst of every criterion.
    index : Composite
        The closeness, from 0 to 1, and its ranks; how many units, the method, the definition and warnings stand in it.
    normalisation : {"vector", "given"}
        Over what the criteria were: the vector norm, or what the caller chose.
    """

    to_best: list[float]
    to_worst: list[float]
    index: Composite
    normalisation: str


def topsis(matrix: Matrix, better: Sequence[int], weights: Iterable[float]) -> Topsis:
    """Return TOPSIS over the vector norm; where less is better, the best is the least.

    Parameters
    ----------
    matrix : rows of float
        Units by criteria.
    better : sequence of int
        For each criterion 1 where more is better, -1 where less is.
    weights : iterable of float
        One a criterion.

    Raises
    ------
    OptionError
        For directions or weights of another number.

    References
    ----------
    Hwang and Yoon 1981, Multiple Attribute Decision Making. Over min-max instead (:func:`closeness`) the ranking may be another.

    Examples
    --------
    >>> yj.evaluate.topsis([[1, 2], [3, 4]], [1, 1], [0.5, 0.5]).index
    Composite(scores=[0.0, 1.0], ranks=[2.0, 1.0])
    """
    given = numbers("weights", weights)
    return _topsis(call("topsis", rows("matrix", matrix), directions(better), given), "vector", given)


def _topsis(found: dict[str, Any], normalisation: str, weights: list[float]) -> Topsis:
    index = _composite(found["index"], "topsis", weights)
    return Topsis(found["to_best"], found["to_worst"], index, normalisation)


def closeness(normalised: Matrix, weights: Iterable[float]) -> Topsis:
    """Return TOPSIS of criteria that are normalised already.

    Parameters
    ----------
    normalised : rows of float
        Units by criteria, the better the higher (:func:`normalise`).
    weights : iterable of float
        One a criterion.

    Raises
    ------
    OptionError
        For weights of another number.

    References
    ----------
    As :func:`topsis`, over another normalisation.

    Examples
    --------
    >>> yj.evaluate.closeness([[0, 0], [1, 1]], [0.5, 0.5]).index.scores
    [0.0, 1.0]
    """
    given = numbers("weights", weights)
    return _topsis(call("closeness", rows("normalised", normalised), given), "given", given)


def obstacles(normalised: Matrix, weights: Iterable[float]) -> list[list[float] | None]:
    """Return how much each criterion keeps each unit from the best (障碍度).

    Parameters
    ----------
    normalised : rows of float
        Units by criteria from 0 to 1, the better the higher.
    weights : iterable of float
        One a criterion.

    Returns
    -------
    list of (list of float or None)
        For each unit shares that sum to 1; None for one that is best in all.

    Raises
    ------
    OptionError
        For weights of another number.

    References
    ----------
    The obstacle degree (1 - zᵢⱼ) wⱼ / Σ (1 - zᵢⱼ) wⱼ.

    Examples
    --------
    >>> yj.evaluate.obstacles([[1, 1], [0.5, 1]], [0.5, 0.5])
    [None, [1.0, 0.0]]
    """
    found: list[list[float] | None] = call("obstacles", rows("normalised", normalised), numbers("weights", weights))
    return found
