"""Campaigns: their window, stages, targets and words."""

from __future__ import annotations

import json
import os
from typing import Any

from yijin import _html, _native, _text
from yijin._labels import METRICS, Lang, Pair, lang_of, pick, term


class Campaign:
    """A campaign: its window, stages, targets, policy and words, as its TOML file says.

    Made by :meth:`default` (the 2019 campaign 社区的力量), :meth:`load` (a file) or :meth:`parse` (a text); it does not change.

    Examples
    --------
    >>> campaign = yj.Campaign.default()
    >>> campaign.id, campaign.window
    ('community-power-2019', ('2019-05-01', '2020-09-30'))
    >>> campaign.targets["communities"]
    {'value': 10000, 'more_than': True}
    >>> yj.Campaign.parse(campaign.to_toml()) == campaign
    True
    """

    __slots__ = ("_data", "_native", "lang")

    def __init__(self, native: _native.Campaign, lang: str = "en") -> None:
        self._native = native
        self._data: dict[str, Any] = json.loads(native.to_json())
        self.lang: Lang = lang_of(lang)

    @staticmethod
    def default() -> Campaign:
        """Return the 2019 campaign 社区的力量."""
        return Campaign(_native.Campaign.community_power())

    @staticmethod
    def load(path: str | os.PathLike[str]) -> Campaign:
        """Return the campaign of a TOML file.

        Raises
        ------
        CampaignError
            Where the file does not say what it should, with the line where it is known.
        NotFoundError, UnreadableError
            Where there is no such file, or it cannot be read.
        """
        return Campaign(_native.Campaign.load(os.fspath(path)))

    @staticmethod
    def parse(text: str) -> Campaign:
        """Return the campaign of a TOML text.

        Raises
        ------
        CampaignError
            Where the text does not say what it should.
        """
        return Campaign(_native.Campaign.parse(text))

    @property
    def native(self) -> _native.Campaign:
        """Return the campaign as the native half takes it."""
        return self._native

    @property
    def id(self) -> str:
        """Return the short name for machines."""
        return str(self._data["id"])

    @property
    def name(self) -> dict[str, str]:
        """Return the names for people, `zh` and `en`."""
        return dict(self._data["name"])

    @property
    def window(self) -> tuple[str, str]:
        """Return the first and the last day on which a purchase counts, YYYY-MM-DD."""
        return self._data["window"]["start"], self._data["window"]["end"]

    @property
    def stages(self) -> list[dict[str, Any]]:
        """Return the stages in order: id, name, start, end."""
        return list(self._data["stages"])

    @property
    def targets(self) -> dict[str, dict[str, Any]]:
        """Return what the metrics are to reach: value, and more_than where the target is met only above it."""
        return dict(self._data["targets"])

    @property
    def policy(self) -> dict[str, Any]:
        """Return what counts as what."""
        return dict(self._data["policy"])

    @property
    def stage_names(self) -> dict[str, Pair]:
        """Return the English and the Chinese name of each stage by its id."""
        return {stage["id"]: (stage["name"]["en"], stage["name"]["zh"]) for stage in self.stages}

    def in_(self, lang: str) -> Campaign:
        """Return the same campaign shown in `lang`, `en` or `zh`."""
        return Campaign(self._native, lang)

    def to_toml(self) -> str:
        """Return the campaign as TOML: a start for a campaign file of one's own."""
        return self._native.to_toml()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Campaign) and self._data == other._data

    def __hash__(self) -> int:
        return hash(self._native.to_json())

    def __repr__(self) -> str:
        window = f"{term('window', self.lang)} {' – '.join(self.window)}"
        tables = [_text.table(head, rows, right) for head, rows, right in (self._stage_table(), self._target_table()) if rows]
        return "\n\n".join([f"{self.id} · {self.name[self.lang]}\n{window}", *tables])

    def _repr_html_(self) -> str:
        tables = []
        for head, rows, right in (self._stage_table(), self._target_table()):
            columns = [_html.Column(name, number) for name, number in zip(head, right, strict=True)]
            tables.append(_html.table(columns, [list(map(_html.Cell, row)) for row in rows]))
        policy = "; ".join(f"{name}: {', '.join(words)}" for name, words in self.policy.items())
        about = f"{self.id} · {term('window', self.lang)} {' – '.join(self.window)}"
        parts = [_html.heading(self.name[self.lang]), _html.paragraph(about), *tables]
        return _html.page(self.lang, *parts, _html.paragraph(f"{term('policy', self.lang)} – {policy}"))

    def _stage_table(self) -> tuple[list[str], list[list[str]], list[bool]]:
        head = [term(name, self.lang) for name in ("stage", "start", "end")]
        return head, [[stage["name"][self.lang], stage["start"], stage["end"]] for stage in self.stages], [False] * len(head)

    def _target_table(self) -> tuple[list[str], list[list[str]], list[bool]]:
        head = [term("metric", self.lang), term("target", self.lang)]
        return head, [[pick(METRICS, name, self.lang), self._target(target)] for name, target in self.targets.items()], [False, True]

    def _target(self, target: dict[str, Any]) -> str:
        number = _text.count(target["value"])
        return f"{term('more_than', self.lang)} {number}" if target["more_than"] else number
