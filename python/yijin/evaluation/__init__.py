"""What :attr:`yijin.Book.evaluate` answers: the statistics of a book, each with its units, its definition and its as-of date.

:class:`Evaluation` asks; what it answers: :class:`Standing` and :class:`Outlook` (targets), :class:`Loyalty` (households that
return, supply relations that last), :class:`Concentration` (who carries the volume) and :class:`EnterpriseRanking` (企业参与测评). The
statistics of plain numbers are those of :mod:`yijin.evaluate`.
"""

from yijin.evaluation._churn import Buyers, Churn
from yijin.evaluation._concentration import Concentration
from yijin.evaluation._enterprises import EnterpriseRanking, RankedCriterion, RankedEnterprise
from yijin.evaluation._loyalty import Loyalty, SecondPurchase, Supply
from yijin.evaluation._of_book import Evaluation
from yijin.evaluation._outlook import Ahead, Outlook
from yijin.evaluation._standing import Reached, Standing

__all__ = [
    "Ahead",
    "Buyers",
    "Churn",
    "Concentration",
    "EnterpriseRanking",
    "Evaluation",
    "Loyalty",
    "Outlook",
    "RankedCriterion",
    "RankedEnterprise",
    "Reached",
    "SecondPurchase",
    "Standing",
    "Supply",
]
