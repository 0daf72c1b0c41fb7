"""Statistics for evaluation research, computed by the native half: each says by which convention.

Shares and rates with intervals: :func:`share`, :func:`share_difference`, :func:`rate`, :func:`rate_ratio`; many comparisons: :func:`holm`,
:func:`benjamini_hochberg`. Concentration and inequality: :func:`gini`, :func:`lorenz`, :func:`top_share`, :func:`theil`,
:func:`theil_by_group`, :func:`atkinson`, :func:`herfindahl`, :func:`largest`. Composite indices: :func:`entropy_weights`,
:func:`critic_weights`, :func:`ahp_weights`, :func:`normalise`, :func:`composite`, :func:`topsis`, :func:`closeness`, :func:`obstacles`.
Rankings: :func:`rank_correlation`, :func:`concordance`, :func:`rank_similarity`. Time to an event: :func:`kaplan_meier`, :func:`log_rank`.
Before an index: :func:`complete`, :func:`between_goalposts`, :func:`towards_targets`; how firm it is: :func:`rank_intervals`,
:func:`perturbed_ranks`, :func:`ranks_without_each`, :func:`top_rank_correlation`, and under other households :func:`resampled_ranks`;
what a score is made of: :func:`scorecard`. Rows: :func:`duplicates`, :func:`outliers`. What tells of few: :func:`k_anonymity`,
:func:`dominance`, :func:`audit_table`, :func:`audit_distinct`.
Behind imperfect lists: :func:`chapman`, :func:`chao1`. Digits: :func:`benford`, :func:`heaping`.
Targets and trends: :func:`attainment`, :func:`attainments`, :func:`project`, :func:`project_increments`, :func:`theil_sen`,
:func:`back_test`; of a book, :meth:`yijin.Evaluation.attainment` and :meth:`yijin.Evaluation.projection`;
growth: :func:`logistic`, :func:`gompertz`, :func:`bass`.
Communities as units: :func:`cluster_mean`, :func:`cluster_bootstrap`, :func:`bootstrap_of`.
Sums and counts: :func:`money_total`, :func:`moments`, :func:`clerical`, :func:`declared`.
"""

from yijin.evaluate._attainments import Attainments, attainments
from yijin.evaluate._capture import Capture, Chao, chao1, chapman
from yijin.evaluate._digits import Benford, Heaping, benford, heaping
from yijin.evaluate._disclosure import Anonymity, Dominance, HiddenCell, audit_distinct, audit_table, dominance, k_anonymity
from yijin.evaluate._estimate import Estimate
from yijin.evaluate._goalposts import Complete, Goalpost, between_goalposts, complete, towards_targets
from yijin.evaluate._growth import Bass, BassRegression, Growth, bass, gompertz, logistic
from yijin.evaluate._increments import Carried, IncrementProjection, project_increments
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
from yijin.evaluate._ranking import Concordance, RankCorrelation, concordance, rank_correlation, rank_similarity, top_rank_correlation
from yijin.evaluate._resampled import Criterion, ResampledRanks, resampled_ranks
from yijin.evaluate._resampling import Bootstrap, ClusterMean, bootstrap_of, cluster_bootstrap, cluster_mean
from yijin.evaluate._review import Declared, clerical, declared
from yijin.evaluate._robustness import (
    Perturbation,
    RankInterval,
    RankIntervals,
    Without,
    perturbed_ranks,
    rank_intervals,
    ranks_without_each,
)
from yijin.evaluate._rows import Duplicates, Outliers, duplicates, outliers
from yijin.evaluate._scorecard import Scorecard, UnitCard, scorecard
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
from yijin.evaluate._survival import Compared, Curve, LogRank, Step, kaplan_meier, log_rank

__all__ = [
    "Anonymity",
    "Attainment",
    "Attainments",
    "BackTest",
    "Bass",
    "BassRegression",
    "Benford",
    "Bootstrap",
    "Capture",
    "Carried",
    "Chao",
    "ClusterMean",
    "Compared",
    "Complete",
    "Composite",
    "Concordance",
    "Criterion",
    "Curve",
    "Declared",
    "Dominance",
    "Duplicates",
    "Estimate",
    "Goalpost",
    "Growth",
    "Heaping",
    "Herfindahl",
    "HiddenCell",
    "IncrementProjection",
    "Judgements",
    "LogRank",
    "Moments",
    "Outliers",
    "Perturbation",
    "Projected",
    "Projection",
    "RankCorrelation",
    "RankInterval",
    "RankIntervals",
    "RateRatio",
    "ResampledRanks",
    "Scorecard",
    "Step",
    "Tested",
    "Theil",
    "TheilByGroup",
    "TheilSen",
    "Topsis",
    "UnitCard",
    "Without",
    "ahp_weights",
    "atkinson",
    "attainment",
    "attainments",
    "audit_distinct",
    "audit_table",
    "back_test",
    "bass",
    "benford",
    "benjamini_hochberg",
    "between_goalposts",
    "bootstrap_of",
    "chao1",
    "chapman",
    "clerical",
    "closeness",
    "cluster_bootstrap",
    "cluster_mean",
    "complete",
    "composite",
    "concordance",
    "critic_weights",
    "declared",
    "dominance",
    "duplicates",
    "entropy_weights",
    "gini",
    "gompertz",
    "heaping",
    "herfindahl",
    "holm",
    "k_anonymity",
    "kaplan_meier",
    "largest",
    "log_rank",
    "logistic",
    "lorenz",
    "moments",
    "money_total",
    "normalise",
    "obstacles",
    "outliers",
    "perturbed_ranks",
    "project",
    "project_increments",
    "rank_correlation",
    "rank_intervals",
    "rank_similarity",
    "ranks_without_each",
    "rate",
    "rate_ratio",
    "resampled_ranks",
    "scorecard",
    "share",
    "share_difference",
    "theil",
    "theil_by_group",
    "theil_sen",
    "top_rank_correlation",
    "top_share",
    "topsis",
    "towards_targets",
]
