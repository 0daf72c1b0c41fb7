"""The five headline metrics of a consumption poverty-relief campaign, from ledger exports as they are.

>>> import yijin as yj
>>> book = yj.open(exports)
>>> book.headline()["households"].value
4

Contents: :func:`open` reads exports into a :class:`Book`; :meth:`Book.headline`, :meth:`Book.metric`, :meth:`Book.evidence`,
:meth:`Book.panel` and :attr:`Book.quality` answer; :func:`metrics` is the catalogue; :func:`plain_headline` takes a first look at very
large exports; :meth:`Book.forensics` finds what an auditor looks at; :mod:`yijin.evaluate` has statistics for evaluation research and
:attr:`Book.evaluate` (:mod:`yijin.evaluation`) asks them of a book; :class:`Campaign` holds targets, calendar and words;
:func:`generate` and :func:`demo` make campaigns to try things on; :mod:`yijin.errors` is what can go wrong.
"""

from yijin import errors, evaluate, evaluation
from yijin._book import Book
from yijin._campaign import Campaign
from yijin._demo import demo, generate
from yijin._evidence import Evidence, Table
from yijin._forensics import Finding, Forensics
from yijin._headline import Headline, Metric, Row
from yijin._inputs import Input
from yijin._metrics import Definition, MetricResult, MetricRow, metrics
from yijin._native import __version__
from yijin._open import open, plain_headline
from yijin._panel import Design, Panel
from yijin._published import Comparison, Published
from yijin._published_table import PublishedTable
from yijin._quality import Quality
from yijin._sensitivity import Scenario, Sensitivity
from yijin.errors import YijinError
from yijin.evaluation import Evaluation

__all__ = [
    "Book",
    "Campaign",
    "Comparison",
    "Definition",
    "Design",
    "Evaluation",
    "Evidence",
    "Finding",
    "Forensics",
    "Headline",
    "Input",
    "Metric",
    "MetricResult",
    "MetricRow",
    "Panel",
    "Published",
    "PublishedTable",
    "Quality",
    "Row",
    "Scenario",
    "Sensitivity",
    "Table",
    "YijinError",
    "__version__",
    "demo",
    "errors",
    "evaluate",
    "evaluation",
    "generate",
    "metrics",
    "open",
    "plain_headline",
]
