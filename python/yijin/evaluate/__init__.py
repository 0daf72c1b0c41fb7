"""Statistics for evaluation research, computed by the native half: each says by which convention.

Shares and rates with intervals: :func:`share`, :func:`share_difference`, :func:`rate`, :func:`rate_ratio`; many comparisons: :func:`holm`,
:func:`benjamini_hochberg`. Concentration and inequality: :func:`gini`, :func:`lorenz`, :func:`top_share`, :func:`theil`,
:func:`theil_by_group`, :func:`atkinson`, :func:`herfindahl`, :func:`largest`. Composite indices: :func:`entropy_weights`,
:func:`critic_weights`, :func:`ahp_weights`, :func:`normalise`, :func:`composite`, :func:`topsis`, :func:`closeness`, :func:`obstacles`.
Rankings: :func:`rank_correlation`, :func:`concordance`, :func:`rank_similarity`. Time to an event: :func:`kaplan_meier`, :func:`log_rank`.
How firm a ranking is: :func:`rank_intervals`, :func:`perturbed_ranks`, :func:`ranks_without_each`.
Behind imperfect lists: :func:`chapman`, :func:`chao1`. Digits: :func:`benford`, :func:`heaping`.
"""

from yijin.evaluate._capture import Capture, chao1, chapman
from yijin.evaluate._digits import Benford, Heaping, benford, heaping
from yijin.evaluate._estimate import Estimate
from yijin.evaluate._index import (
    Composite,
    Judgements,
    Topsis,
    ahp_weights,
    closeness,
    composite,
    critic_weights,
    entropy_weights,
    normalise,
    obstacles,
    topsis,
)
from yijin.evaluate._many import benjamini_hochberg, holm
from yijin.evaluate._ranking import RankCorrelation, concordance, rank_correlation, rank_similarity
from yijin.evaluate._robustness import Perturbation, RankInterval, Without, perturbed_ranks, rank_intervals, ranks_without_each
from yijin.evaluate._shares import RateRatio, rate, rate_ratio, share, share_difference
from yijin.evaluate._spread import (
    Herfindahl,
    Theil,
    TheilByGroup,
    atkinson,
    gini,
    herfindahl,
    largest,
    lorenz,
    theil,
    theil_by_group,
    top_share,
)
from yijin.evaluate._survival import Curve, LogRank, Step, kaplan_meier, log_rank

__all__ = [
    "Benford",
    "Capture",
    "Composite",
    "Curve",
    "Estimate",
    "Heaping",
    "Herfindahl",
    "Judgements",
    "LogRank",
    "Perturbation",
    "RankCorrelation",
    "RankInterval",
    "RateRatio",
    "Step",
    "Theil",
    "TheilByGroup",
    "Topsis",
    "Without",
    "ahp_weights",
    "atkinson",
    "benford",
    "benjamini_hochberg",
    "chao1",
    "chapman",
    "closeness",
    "composite",
    "concordance",
    "critic_weights",
    "entropy_weights",
    "gini",
    "heaping",
    "herfindahl",
    "holm",
    "kaplan_meier",
    "largest",
    "log_rank",
    "lorenz",
    "normalise",
    "obstacles",
    "perturbed_ranks",
    "rank_correlation",
    "rank_intervals",
    "rank_similarity",
    "ranks_without_each",
    "rate",
    "rate_ratio",
    "share",
    "share_difference",
    "theil",
    "theil_by_group",
    "top_share",
    "topsis",
]
