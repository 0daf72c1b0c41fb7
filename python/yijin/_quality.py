"""Quality: what became of every row that was read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from yijin import _html, _text
from yijin._labels import ACCOUNT, FLAGS, KEY_SOURCES, TABLES, Lang, lang_of, pick, reason, term

COUNTS = ("read", "accepted", "outside_campaign", "superseded")


class Quality:
    """Every row accounted for: read = accepted + outside the campaign + superseded + set aside.

    By table (`accounting`), by file (`files`) and by reason, with examples in which persons are masked; beside them
    the flags (which keep their rows), words no vocabulary holds, unknown columns and the encodings found.

    Examples
    --------
    >>> quality = yj.open(exports).quality
    >>> quality.accounting["ledger"]
    {'read': 9, 'accepted': 7, 'outside_campaign': 1, 'superseded': 0, 'set_aside': {'bad_date': 1}}
    >>> quality.set_aside_rows
    1
    """

    __slots__ = ("_data", "_text", "lang")

    def __init__(self, text: str, lang: str = "en") -> None:
        self._text = text
        self._data: dict[str, Any] = json.loads(text)
        self.lang: Lang = lang_of(lang)

    @property
    def accounting(self) -> dict[str, dict[str, Any]]:
        """Return the counts of rows by table: read, accepted, outside_campaign, superseded, set_aside by reason."""
        return dict(self._data["accounting"])

    @property
    def files(self) -> list[dict[str, Any]]:
        """Return the same counts by file and sheet, with what the layout of each was found to be."""
        return list(self._data["files"])

    @property
    def examples(self) -> list[dict[str, Any]]:
        """Return some set-aside cells of each reason: table, reason, file, sheet, row, column, found (persons masked)."""
        return list(self._data["examples"])

    @property
    def flags(self) -> dict[str, int]:
        """Return how many lines in use have each flag (`household_in_two_communities`: how many households); a flag sets no row aside."""
        return dict(self._data["flags"])

    @property
    def unknown_words(self) -> list[dict[str, Any]]:
        """Return the words that no vocabulary holds: table, column, word, rows."""
        return list(self._data["unknown_words"])

    @property
    def key(self) -> dict[str, str | None]:
        """Return where the pseudonym key came from, `source` (given, file or fresh), and its `fingerprint` (None where fresh)."""
        return dict(self._data["key"])

    @property
    def set_aside_rows(self) -> int:
        """Return how many rows are set aside in all tables."""
        return set_aside_rows(self.accounting)

    def in_(self, lang: str) -> Quality:
        """Return the same report with labels in `lang`, `en` or `zh`."""
        return Quality(self._text, lang)

    def to_json(self) -> str:
        """Return the report as JSON, as `yijin check --format json` prints it."""
        return self._text

    def to_html(self) -> str:
        """Return the report as a page of its own."""
        return _html.document(term("quality", self.lang), self.lang, self._repr_html_())

    def __repr__(self) -> str:
        parts = []
        for title, head, right, rows in self._sections():
            if rows:
                parts.append(f"{title}\n{_text.table(head, rows[: _text.TEXT_ROWS], right)}")
        return "\n\n".join([*parts, self._key_line()])

    def _repr_html_(self) -> str:
        parts = []
        for title, head, right, rows in self._sections():
            if rows:
                columns = [
                    _html.Column(name, number, fixed=place == 0) for place, (name, number) in enumerate(zip(head, right, strict=True))
                ]
                cells = [list(map(_html.Cell, row)) for row in rows[: _html.HTML_ROWS]]
                parts += [_html.heading(title), _html.table(columns, cells)]
        return _html.page(self.lang, *parts, _html.paragraph(self._key_line()))

    def _sections(self) -> Iterable[tuple[str, list[str], list[bool], list[list[str]]]]:
        yield self._tables()
        yield self._per_file()
        yield self._reasons()
        yield self._examples()
        yield self._flags()
        yield self._words()

    def _tables(self) -> tuple[str, list[str], list[bool], list[list[str]]]:
        head = [term("table", self.lang), *self._account_head()]
        rows = [[self._table(name), *_account(account)] for name, account in self.accounting.items()]
        return term("quality", self.lang), head, _numbers(1, 5), rows

    def _per_file(self) -> tuple[str, list[str], list[bool], list[list[str]]]:
        words = ("file", "sheet", "table", "encoding")
        notes = ("layout", "ragged_rows", "merged_cells", "unknown_columns")
        head = [*(term(word, self.lang) for word in words), *self._account_head(), *(term(note, self.lang) for note in notes)]
        return term("files", self.lang), head, [*_numbers(4, 5), False, True, True, False], [self._file(entry) for entry in self.files]

    def _file(self, entry: Mapping[str, Any]) -> list[str]:
        layout = "/".join(str(entry[f"{kind}_rows"]) for kind in ("title", "header", "blank", "footer"))
        place = [str(entry["file"]), entry["sheet"] or "", self._table(entry["table"]), entry["encoding"] or ""]
        counts = [_text.count(entry[kind]) for kind in ("ragged_rows", "merged_cells")]
        return [*place, *_account(entry), layout, *counts, ", ".join(entry["unknown_columns"])]

    def _reasons(self) -> tuple[str, list[str], list[bool], list[list[str]]]:
        head = [term("table", self.lang), term("reason", self.lang), "", term("rows", self.lang)]
        rows = [
            [self._table(table), name, reason(name, self.lang), _text.count(rows)]
            for table, account in self.accounting.items()
            for name, rows in account["set_aside"].items()
        ]
        return term("set_aside", self.lang), head, _numbers(3, 1), rows

    def _examples(self) -> tuple[str, list[str], list[bool], list[list[str]]]:
        fields = ("table", "reason", "file", "sheet", "row", "column", "found")
        rows = [[self._said(field, example.get(field)) for field in fields] for example in self.examples]
        right = [field == "row" for field in fields]
        return term("examples", self.lang), [term(field, self.lang) for field in fields], right, rows

    def _flags(self) -> tuple[str, list[str], list[bool], list[list[str]]]:
        head = [term("flag", self.lang), "", term("rows", self.lang)]
        rows = [[name, pick(FLAGS, name, self.lang), _text.count(rows)] for name, rows in self.flags.items()]
        return term("flags", self.lang), head, _numbers(2, 1), rows

    def _words(self) -> tuple[str, list[str], list[bool], list[list[str]]]:
        fields = ("table", "column", "word", "rows")
        rows = [[self._said(field, entry[field]) for field in fields] for entry in self.unknown_words]
        return term("unknown_words", self.lang), [term(field, self.lang) for field in fields], _numbers(3, 1), rows

    def _said(self, field: str, value: object) -> str:
        if field == "table":
            return self._table(str(value))
        if field == "reason" and self.lang == "zh":
            return reason(str(value), self.lang)
        return "" if value is None else str(value)

    def _key_line(self) -> str:
        source = pick(KEY_SOURCES, self._data["key"]["source"], self.lang)
        return " ".join([f"{term('key', self.lang)}:", source, self.key["fingerprint"] or ""]).strip()

    def _account_head(self) -> list[str]:
        return [pick(ACCOUNT, name, self.lang) for name in (*COUNTS, "set_aside")]

    def _table(self, name: str) -> str:
        return pick(TABLES, name, self.lang)


def _account(account: Mapping[str, Any]) -> list[str]:
    return [*(_text.count(account[name]) for name in COUNTS), _text.count(sum(account["set_aside"].values()))]


def _numbers(words: int, numbers: int) -> list[bool]:
    return [False] * words + [True] * numbers


def set_aside_rows(accounting: Mapping[str, Mapping[str, Any]]) -> int:
    """Return how many rows are set aside in all tables of an account."""
    return sum(sum(account["set_aside"].values()) for account in accounting.values())


def summary(accounting: Mapping[str, Mapping[str, Any]], lang: Lang) -> Sequence[str]:
    """Return one line a table: rows accepted of rows read."""
    return [
        f"{pick(TABLES, name, lang)}: {_text.count(account['accepted'])} / {_text.count(account['read'])}"
        for name, account in accounting.items()
    ]
