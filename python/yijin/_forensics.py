"""Forensics: what an auditor looks at, each finding with its lines. A finding is a place to look, and no verdict."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from yijin import _html, _native, _text
from yijin._evidence import Table
from yijin._fixed import fixed
from yijin._frame import Frame, Stream
from yijin._labels import NEEDS, Lang, Pair, listed, pick, said, term
from yijin._options import refused, whole
from yijin._progress import watched

Checks: TypeAlias = "str | Iterable[str] | Mapping[str, Mapping[str, Any]] | None"

CHECKS: Mapping[str, Pair] = {
    "many_communities": ("households that buy in many communities", "在多个社区购买的家庭"),
    "same_baskets": ("runs of identical baskets", "同日同社区的相同订单"),
    "stage_end_bursts": ("bursts at a stage's end", "阶段末集中下单"),
    "outlying_amounts": ("outlying amounts", "离群金额"),
    "round_amounts": ("round amounts", "整数金额"),
    "heaped_digits": ("heaped last digits", "尾数堆积"),
    "declared_out_of_line": ("declared households out of line with the register", "申报户数与档案不符"),
    "first_digits": ("first digits of suppliers' totals", "供应商总额首位数字"),
}

UNITS: Mapping[str, Pair] = {
    "household": ("household", "家庭"),
    "community": ("community", "社区"),
    "enterprise": ("enterprise", "物业企业"),
    "product": ("product", "产品"),
    "supplier": ("supplier", "供应商"),
    "first digit": ("first digit", "首位数字"),
}

NOTES: Mapping[str, Pair] = {
    "many_communities": ("buys in {communities}", "在 {communities} 购买"),
    "same_baskets": (
        "{date}: {orders} orders, alike in products, quantities and amounts; a group purchase may look like this",
        "{date}：{orders} 单的产品、数量、金额均相同；团购也可能如此",
    ),
    "stage_end_bursts": (
        "stage {stage}: {purchases} of the last weeks' {purchases_of_window} purchases in its last days, z {z:.1f}",
        "阶段 {stage}：最后几周 {purchases_of_window} 次购买中 {purchases} 次在最后几日，z {z:.1f}",
    ),
    "outlying_amounts": (
        "{lines} of {lines_of_product} lines lie far out; measure and median are fen a {per}",
        "{lines_of_product} 行中 {lines} 行离群；数值与中位数的单位为分/{per}",
    ),
    "round_amounts": (
        "{lines} of {lines_of_enterprise} amounts are round; interval {interval}, of the others {interval_of_others}",
        "{lines_of_enterprise} 笔中 {lines} 笔为整数；区间 {interval}，其他企业 {interval_of_others}",
    ),
    "heaped_digits": (
        "{lines} of {lines_of_enterprise} amounts end in 0 or 5 yuan; Myers' index {myers:.1f}",
        "{lines_of_enterprise} 笔中 {lines} 笔以 0 或 5 元结尾；Myers 指数 {myers:.1f}",
    ),
    "declared_out_of_line": (
        "declared as helped {way}; the register has {persons} persons in the linked households: {meant}",
        "申报为 {way}；档案中所联户共 {persons} 人：{meant}",
    ),
    "first_digits": ("of {suppliers} suppliers{warnings}", "供应商 {suppliers} 家{warnings}"),
}

WORDS: Mapping[str, Pair] = {
    "direct": ("directly", "直接带动"),
    "indirect": ("indirectly", "间接带动"),
    "line": ("line", "行"),
    "g": ("gram", "克"),
    "unit": ("unit of the row", "行内单位"),
    "unknown": ("an unknown number of", "未知"),
    "persons": ("persons may stand for households", "可能以人数作户数"),
    "more": ("the links may be incomplete, or the number too high", "带贫关系可能不全，或申报数偏高"),
}

LEFT_OUT: Mapping[str, Pair] = {
    "orders_without_one_household_and_community": ("orders without one household and community", "无单一家庭与社区的订单"),
    "stages_too_short": ("stages of no more than those days", "不超过所设天数的阶段"),
    "too_few_lines": ("with too few lines", "行数过少"),
    "too_few_purchases": ("with too few purchases", "购买次数过少"),
    "too_few_other_lines": ("with too few other lines to compare with", "可比行数过少"),
    "lines_without_an_amount": ("lines without an amount", "无金额的行"),
    "products_with_too_few_lines": ("products with too few lines", "行数过少的产品"),
    "products_without_spread": ("products whose amounts hardly differ (MAD 0)", "金额几无差异的产品（MAD 为 0）"),
    "suppliers_without_links": ("declarations of suppliers without links", "无带贫关系的供应商申报"),
    "too_few_suppliers": ("suppliers, which are too few", "供应商过少"),
}

COLUMNS: Mapping[str, Pair] = {
    "number": ("no.", "序号"),
    "check": ("check", "检查"),
    "member": ("about", "对象"),
    "measure": ("measure", "数值"),
    "expected": ("expected", "预期"),
    "effect": ("effect", "效应"),
    "p": ("p", "p"),
    "households": ("households", "家庭数"),
    "lines": ("lines", "行数"),
    "note": ("note", "说明"),
}

NUMBERS = frozenset(("number", "measure", "expected", "effect", "p", "households", "lines"))


@dataclass(frozen=True, slots=True, repr=False)
class Finding:
    """A place to look; :meth:`yijin.Book.forensics` finds it.

    Attributes
    ----------
    number : int
        Its place in the result, from 1.
    check, label : str
        The check that found it, and the check's name.
    unit, member : str
        What it is about: a `household` (by pseudonym), `community`, `enterprise`, `product`, `supplier` or `first digit`, and which.
    measure, expected, effect : float
        What was measured, what would have been expected of it, and how far the one is from the other, as the check says.
    p : float or None
        The p-value, where the check has one; adjusted (Benjamini-Hochberg) where it looks at many members.
    households, lines : int
        How many households stand behind its lines, and how many lines it points at.
    note : str
        What else there is to say.
    details : mapping
        The same by name. It does not change.

    Examples
    --------
    >>> book = yj.open(exports, key="a secret of 16 bytes or more")
    >>> finding = book.forensics({"many_communities": {"communities": 2}}).findings[0]
    >>> finding
    Finding(1, many_communities, household 1, measure=2.0, expected=1.0, effect=2.0, p=None, households=1, lines=3)
    >>> finding.note, finding.details["communities"]
    ('buys in C1, C2', ('C1', 'C2'))
    """

    number: int
    check: str
    label: str
    unit: str
    member: str | None
    measure: float
    expected: float
    effect: float
    p: float | None
    households: int
    lines: int
    note: str
    details: Mapping[str, Any]

    def __repr__(self) -> str:
        figures = ("measure", "expected", "effect", "p", "households", "lines")
        said = [str(self.number), self.check, _about(self, "en"), *(f"{name}={getattr(self, name)!r}" for name in figures)]
        return f"Finding({', '.join(said)})"


class Forensics(Frame):
    """What the checks of a book found; :meth:`yijin.Book.forensics` makes it.

    It is a table of findings (number, check, unit, member, measure, expected, effect, p, households, lines, and the details as JSON) and
    shows no household but by the finding's number. Nothing in it is suppressed: it is a working table, not one to publish.

    Examples
    --------
    >>> book = yj.open(exports, key="a secret of 16 bytes or more")
    >>> result = book.forensics({"many_communities": {"communities": 2}, "declared_out_of_line": {}})
    >>> len(result), dict(result.skipped)
    (1, {'declared_out_of_line': ('suppliers', 'benefit_links', 'poor_households')})
    >>> result.to_polars().select("check", "measure", "lines").rows()
    [('many_communities', 2.0, 3)]
    >>> result.evidence(1).to_polars().select("row", "community_id", "product_id", "amount_fen").rows()
    [(2, 'C1', 'P1', 3000), (4, 'C2', 'P1', 1500), (7, 'C1', 'P1', 1500)]
    """

    __slots__ = ("_lang", "_native", "as_of", "findings", "left_out", "skipped")

    def __init__(self, native: _native.Forensics, lang: Lang) -> None:
        answer: dict[str, Any] = json.loads(native.to_json())
        self._native = native
        self._lang = lang
        self.as_of: str = answer["as_of"]
        self.findings = tuple(_finding(number, entry, lang) for number, entry in enumerate(answer["findings"], 1))
        self.skipped: Mapping[str, tuple[str, ...]] = fixed(answer["skipped"])
        self.left_out: Mapping[str, Mapping[str, int]] = fixed(answer["left_out"])

    def evidence(self, finding: Finding | int) -> Table:
        """Return the lines that a finding points at.

        Parameters
        ----------
        finding : Finding or int
            One of this result's, or its number.

        Returns
        -------
        Table
            By file, sheet and row: `file`, `sheet`, `row`, `order_date`, `community_id`, `product_id`, `supplier_id`, `quantity` (in the
            row's own unit), `mass_g`, `amount_fen`, what is left of each after refunds. Households are not named.

        Raises
        ------
        OptionError
            A finding that is not one of this result.
        """
        number = finding.number if isinstance(finding, Finding) else whole("finding", finding, 1, len(self.findings))
        if isinstance(finding, Finding) and finding not in self.findings:
            raise refused("finding", "one of this result", finding)
        with watched(None) as counters:
            return Table(self._native.lines(number - 1, progress=counters))

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    def __repr__(self) -> str:
        shown = self._cells(_text.TABLE_ROWS)
        grid = _text.Grid(self._heads(), shown, [name in NUMBERS for name in COLUMNS])
        more = _text.more(len(self) - len(shown), self._lang, "to_polars()")
        return "\n".join([self._title(), *([_text.table(grid)] if shown else []), *more, *self._others()])

    def _repr_html_(self) -> str:
        columns = [_html.Column(head, name in NUMBERS) for head, name in zip(self._heads(), COLUMNS, strict=True)]
        rows = [list(map(_html.Cell, row)) for row in self._cells(_html.HTML_ROWS)]
        more = _text.more(len(self) - len(rows), self._lang, "to_polars()")
        parts = [_html.paragraph(self._title()), *([_html.table(columns, rows)] if rows else [])]
        return _html.page(self._lang, *parts, *map(_html.paragraph, [*more, *self._others()]))

    def _title(self) -> str:
        counted = _text.counted(len(self), "finding") if self._lang == "en" else f"{_text.count(len(self))} 项发现"
        verdict = ("places to look, no verdicts", "仅提示查看之处，不作结论")[self._lang == "zh"]
        return " · ".join([counted, verdict, f"{term('as_of', self._lang)} {self.as_of}", term("working_table", self._lang)])

    def _others(self) -> list[str]:
        """Return a line for each check that was not made, or left something out."""
        lang = self._lang
        skipped = [
            said(pick(CHECKS, check, lang), f"{term('needs', lang)} {listed((pick(NEEDS, name, lang) for name in needs), lang)}", lang)
            for check, needs in self.skipped.items()
        ]
        left_out = [
            said(pick(CHECKS, check, lang), f"{_words('not looked at', '未检查', lang)} {_counts(counts, lang)}", lang)
            for check, counts in self.left_out.items()
            if counts
        ]
        return [*skipped, *left_out]

    def _heads(self) -> list[str]:
        return [pick(COLUMNS, name, self._lang) for name in COLUMNS]

    def _cells(self, most: int) -> list[list[str]]:
        return [_shown(finding, self._lang) for finding in self.findings[:most]]

    def _stream(self) -> Stream:
        return self._native.table()


def chosen(checks: Checks) -> list[tuple[str, str]] | None:
    """Return the checks as the native half takes them: each with its parameters as JSON; None for all."""
    if checks is None:
        return None
    if isinstance(checks, str):
        return [(checks, "{}")]
    if not isinstance(checks, Iterable):
        raise refused("checks", "the name of a check, several, or a mapping of check to parameters", checks)
    given = dict(checks) if isinstance(checks, Mapping) else [(name, {}) for name in checks]
    return [_check(name, parameters) for name, parameters in (given.items() if isinstance(given, dict) else given)]


def _check(name: Any, parameters: Any) -> tuple[str, str]:
    if not isinstance(name, str):
        raise refused("checks", "the name of a check", name)
    if not isinstance(parameters, Mapping):
        raise refused("checks", "a mapping of parameters for each check", parameters)
    try:
        return name, json.dumps(dict(parameters), allow_nan=False)
    except (TypeError, ValueError):
        raise refused("checks", "finite numbers and texts as parameters", parameters) from None


def _finding(number: int, entry: dict[str, Any], lang: Lang) -> Finding:
    check, details = entry["check"], fixed(entry["details"])
    return Finding(
        number=number,
        check=check,
        label=pick(CHECKS, check, lang),
        unit=entry["unit"],
        member=entry["member"],
        measure=entry["measure"],
        expected=entry["expected"],
        effect=entry["effect"],
        p=entry["p"],
        households=entry["households"],
        lines=entry["lines"],
        note=_note(check, entry["lines"], details, lang),
        details=details,
    )


def _note(check: str, lines: int, details: Mapping[str, Any], lang: Lang) -> str:
    words = {name: _word(name, value, lang) for name, value in details.items()}
    return pick(NOTES, check, lang).format(**{**words, "lines": lines})


def _word(name: str, value: Any, lang: Lang) -> Any:
    if name == "communities":
        return listed(value, lang)
    if name == "warnings":
        return "".join(f"; {warning}" for warning in value) if lang == "en" else ("；数目或跨度不足，定律未必适用" if value else "")
    if name.startswith("interval"):
        return "–".join(_text.percent(bound) for bound in value)
    if name == "persons" and value is None:
        return pick(WORDS, "unknown", lang)
    return pick(WORDS, value, lang) if name in ("way", "per", "meant") else value


def _about(finding: Finding, lang: Lang) -> str:
    """Return what a finding is about: a household by the finding's number alone."""
    member = str(finding.number) if finding.unit == "household" else finding.member
    return f"{pick(UNITS, finding.unit, lang)} {term('none', lang) if member is None else member}"


def _shown(finding: Finding, lang: Lang) -> list[str]:
    figures = [_figure(finding.measure), _figure(finding.expected), _figure(finding.effect), _figure(finding.p)]
    counts = [_text.count(finding.households), _text.count(finding.lines)]
    return [str(finding.number), finding.label, _about(finding, lang), *figures, *counts, finding.note]


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:,.4g}"


def _counts(counts: Mapping[str, int], lang: Lang) -> str:
    return listed((f"{_text.count(count)} {pick(LEFT_OUT, reason, lang)}" for reason, count in counts.items()), lang)


def _words(english: str, chinese: str, lang: Lang) -> str:
    return chinese if lang == "zh" else english
