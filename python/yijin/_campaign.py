"""Campaigns: their window, stages, targets and words."""

from __future__ import annotations

import json
import os
import pathlib
from collections.abc import Mapping
from typing import Any

from yijin import _html, _native, _text
from yijin._fixed import Fixed, fixed
from yijin._inputs import Input, digest
from yijin._labels import METRICS, POLICY, WORDS, Lang, Pair, lang_of, listed, pick, said, term


class Campaign:
    """A campaign: its window, stages, targets, policy and words, as its TOML file says.

    Made by :meth:`default` (the 2019 campaign 社区的力量), :meth:`load` (a file) or :meth:`parse` (a text); it does not change, nor does
    what its attributes give. Another campaign is another file: :meth:`to_toml` is a start for it.

    Examples
    --------
    >>> campaign = yj.Campaign.default()
    >>> campaign.id, campaign.window
    ('community-power-2019', ('2019-05-01', '2020-09-30'))
    >>> campaign.targets["communities"]
    {'value': 10000, 'more_than': True}
    >>> other = yj.Campaign.parse(campaign.to_toml().replace('end = "2020-09-30"', 'end = "2020-12-31"'))
    >>> other.window, other == campaign
    (('2019-05-01', '2020-12-31'), False)

    References
    ----------
    The 2019 campaign is that of the China Property Management Institute's notice 中物协函〔2019〕13 号: targets 三、主要目标, stages
    五、总体进度, ways of taking part 四、参战方式, ledger 六、(五).
    """

    __slots__ = ("_data", "_file", "_lang", "_native")

    def __init__(self, native: _native.Campaign, lang: str = "en", file: Input | None = None) -> None:
        self._native = native
        self._file = file
        self._data: Mapping[str, Any] = fixed(json.loads(native.to_json()))
        self._lang: Lang = lang_of(lang)

    @staticmethod
    def default() -> Campaign:
        """Return the 2019 campaign 社区的力量."""
        return Campaign(_native.Campaign.community_power())

    @staticmethod
    def load(path: str | os.PathLike[str]) -> Campaign:
        """Return the campaign of a TOML file.

        Parameters
        ----------
        path : path
            The file, in UTF-8. A date may be a text or a TOML date.

        Raises
        ------
        CampaignError
            Where the file does not say what it should, with the line where it is known.
        NotFoundError, UnreadableError
            Where there is no such file, or it cannot be read.
        """
        native, file = _native.Campaign.load(os.fspath(path)), pathlib.Path(path)
        return Campaign(native, file=Input(file.name, *digest(file)))

    @staticmethod
    def parse(text: str) -> Campaign:
        """Return the campaign of a TOML text.

        Parameters
        ----------
        text : str
            What a campaign file would hold.

        Raises
        ------
        CampaignError
            Where the text does not say what it should.
        """
        return Campaign(_native.Campaign.parse(text))

    @property
    def lang(self) -> Lang:
        """Return the language it is shown in, `en` or `zh`."""
        return self._lang

    @property
    def file(self) -> Input | None:
        """Return the file that it was loaded from, with its hash; None where it was loaded from none."""
        return self._file

    @property
    def native(self) -> _native.Campaign:
        """Return the campaign as the native half takes it."""
        return self._native

    @property
    def id(self) -> str:
        """Return the short name for machines."""
        return str(self._data["id"])

    @property
    def name(self) -> Mapping[str, str]:
        """Return the names for people, `zh` and `en`."""
        name: Mapping[str, str] = self._data["name"]
        return name

    @property
    def window(self) -> tuple[str, str]:
        """Return the first and the last day on which a purchase counts, YYYY-MM-DD."""
        return self._data["window"]["start"], self._data["window"]["end"]

    @property
    def stages(self) -> tuple[Mapping[str, Any], ...]:
        """Return the stages in order: id, name, start, end."""
        return tuple(self._data["stages"])

    @property
    def targets(self) -> Mapping[str, Mapping[str, Any]]:
        """Return what the metrics are to reach, in the notice's order: value, and more_than where the target is met only above it."""
        targets = self._data["targets"]
        return Fixed({name: targets[name] for name in METRICS if name in targets})

    @property
    def policy(self) -> Mapping[str, Any]:
        """Return what counts as what, by the names of the campaign file: statuses, ways of helping, days, least numbers."""
        policy: Mapping[str, Any] = self._data["policy"]
        return policy

    @property
    def own_metrics(self) -> tuple[str, ...]:
        """Return the ids of the metrics that the campaign file adds to the catalogue."""
        return tuple(one["id"] for one in self._data.get("metric", ()))

    @property
    def min_cell(self) -> int:
        """Return on how many persons at least a row of a published table rests."""
        return int(self._data["policy"]["min_cell"])

    @property
    def published(self) -> tuple[Mapping[str, Any], ...]:
        """Return the figures that the campaign published: metric, value, source and, where known, wording and date."""
        return tuple(self._data.get("published", ()))

    @property
    def stage_names(self) -> dict[str, Pair]:
        """Return the English and the Chinese name of each stage by its id."""
        return {stage["id"]: (stage["name"]["en"], stage["name"]["zh"]) for stage in self.stages}

    def in_(self, lang: str) -> Campaign:
        """Return the same campaign shown in another language.

        Parameters
        ----------
        lang : {"en", "zh"}
            The language of labels.
        """
        return Campaign(self._native, lang, self._file)

    def to_toml(self) -> str:
        """Return the campaign as TOML: a start for a campaign file of one's own."""
        return self._native.to_toml()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Campaign) and self._data == other._data

    def __hash__(self) -> int:
        return hash(self._native.to_json())

    def __repr__(self) -> str:
        tables = [_text.table(grid) for grid in self._grids() if grid.rows]
        about = [self.name[self.lang], self._about()]
        return "\n\n".join(["\n".join(map(_text.paragraph, about)), *tables, "\n".join(map(_text.paragraph, self._policies()))])

    def _repr_html_(self) -> str:
        tables = []
        for grid in self._grids():
            columns = [_html.Column(name, number) for name, number in zip(grid.head, grid.right, strict=True)]
            tables.append(_html.table(columns, [list(map(_html.Cell, row)) for row in grid.rows]))
        parts = [_html.heading(self.name[self.lang]), _html.paragraph(self._about()), *tables]
        return _html.page(self.lang, *parts, *map(_html.paragraph, self._policies()))

    def _about(self) -> str:
        return f"{self.id} · {term('window', self.lang)} {' – '.join(self.window)}"

    def _grids(self) -> tuple[_text.Grid, _text.Grid]:
        stages = [[stage["name"][self.lang], stage["start"], stage["end"]] for stage in self.stages]
        targets = [[pick(METRICS, name, self.lang), self._target(target)] for name, target in self.targets.items()]
        head = {name: term(name, self.lang) for name in ("stage", "start", "end", "metric", "target")}
        return (
            _text.Grid([head["stage"], head["start"], head["end"]], stages, [False] * 3),
            _text.Grid([head["metric"], head["target"]], targets, [False, True]),
        )

    def _target(self, target: Mapping[str, Any]) -> str:
        number = _text.count(target["value"])
        return f"{term('more_than', self.lang)} {number}" if target["more_than"] else number

    def _policies(self) -> list[str]:
        """Return what counts as what, one line a list."""
        lines = []
        for name, (vocabulary, label) in POLICY.items():
            words = listed((pick(WORDS[vocabulary], word, self.lang) for word in self.policy[name]), self.lang)
            lines.append(said(pick({name: label}, name, self.lang), words, self.lang))
        return lines


def chosen_of(campaign: Campaign | str | os.PathLike[str] | None) -> Campaign:
    """Return a campaign, that of a file, or the 2019 campaign where none is named."""
    return campaign if isinstance(campaign, Campaign) else Campaign.default() if campaign is None else Campaign.load(campaign)
