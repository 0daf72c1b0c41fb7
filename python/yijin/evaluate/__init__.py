"""Statistics for evaluation research, computed by the native half: each says by which convention.

Shares and rates with intervals: :func:`share`, :func:`share_difference`, :func:`rate`, :func:`rate_ratio`; many comparisons: :func:`holm`,
:func:`benjamini_hochberg`. Concentration and inequality: :func:`gini`, :func:`lorenz`, :func:`top_share`, :func:`theil`,
:func:`theil_by_group`, :func:`atkinson`, :func:`herfindahl`, :func:`largest`. Composite indices: :func:`entropy_weights`,
:func:`critic_weights`, :func:`ahp_weights`, :func:`normalise`, :func:`composite`, :func:`topsis`, :func:`closeness`, :func:`obstacles`.
Rankings: :func:`rank_correlation`, :func:`concordance`, :func:`rank_similarity`. Time to an event: :func:`kaplan_meier`, :func:`log_rank`.
Behind imperfect lists: :func:`chapman`, :func:`chao1`. Digits: :func:`benford`, :func:`heaping`.
Targets and trends: :func:`attainment`, :func:`project`, :func:`theil_sen`, :func:`back_test`;
growth: :func:`logistic`, :func:`gompertz`, :func:`bass`.
Communities as units: :func:`cluster_mean`, :func:`cluster_bootstrap`, :func:`bootstrap_of`.
Sums and counts: :func:`money_total`, :func:`moments`, :func:`clerical`, :func:`declared`.
"""

from yijin.evaluate._capture import Capture, chao1, chapman
from yijin.evaluate._digits import Benford, Heaping, benford, heaping
from yijin.evaluate._estimate import Estimate
from yijin.evaluate._growth import Bass, BassRegression, Growth, bass, gompertz, logistic
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
from yijin.evaluate._projection import (
    Attainment,
    BackTest,
    Projected,
    Projection,
    Tested,
    TheilSen,
    attainment,
    back_test,
    project,
    theil_sen,
)
from yijin.evaluate._ranking import RankCorrelation, concordance, rank_correlation, rank_similarity
from yijin.evaluate._resampling import Bootstrap, ClusterMean, bootstrap_of, cluster_bootstrap, cluster_mean
from yijin.evaluate._review import Declared, clerical, declared
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
from yijin.evaluate._sums import Moments, moments, money_total
from yijin.evaluate._survival import Curve, LogRank, Step, kaplan_meier, log_rank

__all__ = [
    "Attainment",
    "BackTest",
    "Bass",
    "BassRegression",
    "Benford",
    "Bootstrap",
    "Capture",
    "ClusterMean",
    "Composite",
    "Curve",
    "Declared",
    "Estimate",
    "Growth",
    "Heaping",
    "Herfindahl",
    "Judgements",
    "LogRank",
    "Moments",
    "Projected",
    "Projection",
    "RankCorrelation",
    "RateRatio",
    "Step",
    "Tested",
    "Theil",
    "TheilByGroup",
    "TheilSen",
    "Topsis",
    "ahp_weights",
    "atkinson",
    "attainment",
    "back_test",
    "bass",
    "benford",
    "benjamini_hochberg",
    "bootstrap_of",
    "chao1",
    "chapman",
    "clerical",
    "closeness",
    "cluster_bootstrap",
    "cluster_mean",
    "composite",
    "concordance",
    "critic_weights",
    "declared",
    "entropy_weights",
    "gini",
    "gompertz",
    "heaping",
    "herfindahl",
    "holm",
    "kaplan_meier",
    "largest",
    "log_rank",
    "logistic",
    "lorenz",
    "moments",
    "money_total",
    "normalise",
    "obstacles",
    "project",
    "rank_correlation",
    "rank_similarity",
    "rate",
    "rate_ratio",
    "share",
    "share_difference",
    "theil",
    "theil_by_group",
    "theil_sen",
    "top_share",
    "topsis",
]
