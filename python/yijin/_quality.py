"""Quality: what became of every row that was read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, zip_longest
from typing import Any

from yijin import _html, _text
from yijin._fixed import fixed
from yijin._labels import ACCOUNT, FLAGS, KEY_SOURCES, TABLES, Lang, lang_of, pick, said, term
from yijin._reasons import column, found, reason, unknown

SPARE = (11, 10, 7, 9, 3, 13, 12, 1)
"""What a narrow terminal leaves out of files: merged cells, wide rows, superseded, layout, encoding, sheets without a table,
unknown columns, sheet."""

COUNTS = ("read", "accepted", "outside_campaign", "superseded")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: it is cut where it is `long`, and a terminal without room leaves out its `spare` columns, and says so."""

    title: str
    grid: _text.Grid
    long: bool = False
    spare: tuple[int, ...] = ()


class Quality:
    """Every row accounted for: read = accepted + outside the campaign + superseded + set aside.

    By table (`accounting`), by file (`files`) and by reason, with examples in which persons are masked; beside them
    the flags (which keep their rows), words that no vocabulary holds, cities without a place, unknown columns and the encodings found.
    It does not change, nor does what its attributes give.

    Examples
    --------
    >>> quality = yj.open(exports).quality
    >>> quality.accounting["ledger"]
    {'read': 9, 'accepted': 7, 'outside_campaign': 1, 'superseded': 0, 'set_aside': {'bad_date': 1}}
    >>> quality.set_aside_rows
    1
    >>> example = quality.examples[0]
    >>> example["file"], example["row"], example["column"], example["found"]
    ('ledger.csv', 9, '下单日期', '2020-02-30')
    """

    __slots__ = ("_data", "_lang", "_text")

    def __init__(self, text: str, lang: str = "en") -> None:
        self._text = text
        self._data: Mapping[str, Any] = fixed(json.loads(text))
        self._lang: Lang = lang_of(lang)

    @property
    def lang(self) -> Lang:
        """Return the language of labels, `en` or `zh`."""
        return self._lang

    @property
    def accounting(self) -> Mapping[str, Mapping[str, Any]]:
        """Return the counts of rows by table: read, accepted, outside_campaign, superseded, set_aside by reason."""
        return self._mapping("accounting")

    @property
    def files(self) -> tuple[Mapping[str, Any], ...]:
        """Return the same counts by file and sheet, with what the layout of each was found to be."""
        return tuple(self._data["files"])

    @property
    def examples(self) -> tuple[Mapping[str, Any], ...]:
        """Return up to five set-aside cells of each reason: table, reason, file, sheet, row, column, found (persons masked)."""
        return tuple(self._data["examples"])

    @property
    def flags(self) -> Mapping[str, int]:
        """Return how many lines in use have each flag (`household_in_two_communities`: how many households); a flag sets no row aside."""
        return self._mapping("flags")

    @property
    def unknown_words(self) -> tuple[Mapping[str, Any], ...]:
        """Return the words that no vocabulary holds: table, column, word (None: all others together), rows."""
        return tuple(self._data["unknown_words"])

    @property
    def unplaced_cities(self) -> tuple[Mapping[str, Any], ...]:
        """Return the cities of projects that name no place, or several: city (None: all others together), communities.

        Their communities count, under the province and city None. A name that was given up before 2012 (襄樊市), that several places
        share (鼓楼区, 吉林), or that no list of divisions holds is among them.
        """
        return tuple(self._data["unplaced_cities"])

    @property
    def key(self) -> Mapping[str, str | None]:
        """Return where the pseudonym key came from, `source` (given, file or fresh), and its `fingerprint` (None where fresh)."""
        return self._mapping("key")

    @property
    def set_aside_rows(self) -> int:
        """Return how many rows are set aside in all tables."""
        return set_aside_rows(self.accounting)

    def in_(self, lang: str) -> Quality:
        """Return the same report with labels in another language.

        Parameters
        ----------
        lang : {"en", "zh"}
            The language of labels.
        """
        return Quality(self._text, lang)

    def to_json(self) -> str:
        """Return the report as JSON, as `yijin check --format json` prints it."""
        return self._text

    def to_html(self) -> str:
        """Return the report as a page of its own."""
        return _html.document(term("quality", self.lang), self.lang, self._repr_html_())

    def to_text(self, everything: str = "to_json()") -> str:
        """Return the report as tables for a terminal, as wide as that.

        Parameters
        ----------
        everything : str
            What is named as that which gives the rows that are cut.
        """
        parts = []
        for section in self._sections():
            shown, more = self._cut(section, _text.TEXT_ROWS, everything)
            fitting, left_out = _text.fitting(shown, section.spare, word=_text.LONG)
            absent = _text.absent(left_out, self.lang, everything)
            parts.append("\n".join([section.title, _text.table(fitting), *map(_text.paragraph, [*more, *absent])]))
        return "\n\n".join([*parts, _text.paragraph(self._key_line())])

    def __repr__(self) -> str:
        return self.to_text()

    def _repr_html_(self) -> str:
        parts = []
        for section in self._sections():
            shown, more = self._cut(section, _html.HTML_ROWS, "to_json()")
            names = enumerate(zip(shown.head, shown.right, strict=True))
            columns = [_html.Column(name, number, fixed=place == 0) for place, (name, number) in names]
            cells = [list(map(_html.Cell, row)) for row in shown.rows]
            parts += [_html.heading(section.title), _html.table(columns, cells), *map(_html.paragraph, more)]
        return _html.page(self.lang, *parts, _html.paragraph(self._key_line()))

    def _mapping(self, name: str) -> Mapping[str, Any]:
        part: Mapping[str, Any] = self._data[name]
        return part

    def _cut(self, section: Section, rows: int, everything: str) -> tuple[_text.Grid, list[str]]:
        """Return what is shown of a section, and the line that says how much is not."""
        grid = section.grid
        if not section.long:
            return grid, []
        return _text.Grid(grid.head, grid.rows[:rows], grid.right), _text.more(len(grid.rows) - rows, self.lang, everything)

    def _sections(self) -> list[Section]:
        sections = [self._tables(), self._per_file(), self._reasons(), self._examples(), self._flags(), self._words(), self._cities()]
        return [section for section in sections if section.grid.rows]

    def _tables(self) -> Section:
        rows = [[self._table(name), *_account(account)] for name, account in self.accounting.items()]
        return Section(term("quality", self.lang), _text.Grid([term("table", self.lang), *self._account_head()], rows, _numbers(1, 5)))

    def _per_file(self) -> Section:
        words = ("file", "sheet", "table", "encoding")
        notes = ("layout", "ragged_rows", "merged_cells", "unknown_columns", "unread_sheets")
        head = [*self._terms(words), *self._account_head(), *self._terms(notes)]
        right = [*_numbers(4, 5), False, True, True, False, False]
        grid = _text.Grid(head, [self._file(entry) for entry in self.files], right)
        return Section(term("files", self.lang), grid, spare=SPARE)

    def _file(self, entry: Mapping[str, Any]) -> list[str]:
        layout = "/".join(str(entry[f"{kind}_rows"]) for kind in ("title", "header", "blank", "footer"))
        place = [str(entry["file"]), entry["sheet"] or "", self._table(entry["table"]), entry["encoding"] or ""]
        counts = [_text.count(entry[kind]) for kind in ("ragged_rows", "merged_cells")]
        columns = ", ".join(unknown(name, self.lang) for name in entry["unknown_columns"])
        return [*place, *_account(entry), layout, *counts, columns, ", ".join(entry["unread_sheets"])]

    def _reasons(self) -> Section:
        head = [*self._terms(("table", "reason")), "", term("rows", self.lang)]
        rows = [
            [self._table(table), name, reason(name, self.lang), _text.count(rows)]
            for table, account in self.accounting.items()
            for name, rows in account["set_aside"].items()
        ]
        return Section(term("set_aside", self.lang), _text.Grid(head, rows, _numbers(3, 1)))

    def _examples(self) -> Section:
        fields = ("table", "reason", "file", "sheet", "row", "column", "found")
        rows = [[self._said(field, example) for field in fields] for example in _spread(self.examples)]
        grid = _text.Grid(self._terms(fields), rows, [field == "row" for field in fields])
        return Section(term("examples", self.lang), grid, long=True)

    def _flags(self) -> Section:
        rows = [[name, pick(FLAGS, name, self.lang), _text.count(rows)] for name, rows in self.flags.items()]
        return Section(term("flags", self.lang), _text.Grid([term("flag", self.lang), "", term("rows", self.lang)], rows, _numbers(2, 1)))

    def _words(self) -> Section:
        fields = ("table", "column", "word", "rows")
        rows = [[self._said(field, entry) for field in fields] for entry in self.unknown_words]
        return Section(term("unknown_words", self.lang), _text.Grid(self._terms(fields), rows, _numbers(3, 1)), long=True)

    def _cities(self) -> Section:
        fields = ("city", "communities")
        rows = [[self._said(field, entry) for field in fields] for entry in self.unplaced_cities]
        return Section(term("unplaced_cities", self.lang), _text.Grid(self._terms(fields), rows, _numbers(1, 1)), long=True)

    def _terms(self, names: Iterable[str]) -> list[str]:
        return [term(name, self.lang) for name in names]

    def _said(self, field: str, entry: Mapping[str, Any]) -> str:
        """Return a part of an entry in words."""
        value = entry[field]
        if value is None:
            return term("others", self.lang) if field in ("word", "city") else ""
        match field:
            case "table":
                return self._table(value)
            case "column":
                return column(value, self.lang)
            case "reason":
                return reason(value, self.lang) if self.lang == "zh" else str(value)
            case "found":
                return found(entry["reason"], value, self.lang)
            case "rows" | "communities":
                return _text.count(value)
            case _:
                return str(value)

    def _key_line(self) -> str:
        source = pick(KEY_SOURCES, self._data["key"]["source"], self.lang)
        return said(term("key", self.lang), f"{source} {self.key['fingerprint'] or ''}".strip(), self.lang)

    def _account_head(self) -> list[str]:
        return [pick(ACCOUNT, name, self.lang) for name in (*COUNTS, "set_aside")]

    def _table(self, name: str) -> str:
        return pick(TABLES, name, self.lang)


def _account(account: Mapping[str, Any]) -> list[str]:
    return [*(_text.count(account[name]) for name in COUNTS), _text.count(sum(account["set_aside"].values()))]


def _numbers(words: int, numbers: int) -> list[bool]:
    return [False] * words + [True] * numbers


def _spread(examples: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the first example of each table and reason, then the second of each, and so on: none is cut for another's sake."""
    of_each = [list(group) for _, group in groupby(examples, key=lambda example: (example["table"], example["reason"]))]
    return [example for example in chain.from_iterable(zip_longest(*of_each)) if example is not None]


def set_aside_rows(accounting: Mapping[str, Mapping[str, Any]]) -> int:
    """Return how many rows are set aside in all tables of an account."""
    return sum(sum(account["set_aside"].values()) for account in accounting.values())


def summary(accounting: Mapping[str, Mapping[str, Any]], lang: Lang) -> Sequence[str]:
    """Return one line a table: rows accepted of rows read."""
    return [
        f"{pick(TABLES, name, lang)}: {_text.count(account['accepted'])} / {_text.count(account['read'])}"
        for name, account in accounting.items()
    ]
