"""Enterprises ranked: criteria of a book become an index, and what is told of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from yijin import _native
from yijin._labels import Lang, lang_of, listed
from yijin._options import Day, day, near, refused, whole
from yijin.errors import OptionError
from yijin.evaluate._call import directions
from yijin.evaluate._estimate import Estimate
from yijin.evaluate._goalposts import complete
from yijin.evaluate._index import ahp_weights, critic_weights, entropy_weights, normalise
from yijin.evaluate._resampled import WEIGHTINGS, ResampledRanks, resampled_ranks
from yijin.evaluate._robustness import METHOD, RankInterval, ranks_without_each
from yijin.evaluate._scorecard import Scorecard, UnitCard, scorecard
from yijin.evaluate._words import told
from yijin.evaluation._criteria import Measured, Parts
from yijin.evaluation._enterprises import EnterpriseRanking, RankedCriterion, RankedEnterprise

if TYPE_CHECKING:
    from yijin._book import Book

Weights: TypeAlias = "Mapping[str, float] | str | Iterable[Iterable[float]]"
LEVEL = 0.9
"""Of the 5 % and the 95 % rank."""


def ranked(
    book: Book,
    criteria: Mapping[str, int],
    *,
    weights: Weights,
    normalisation: str,
    aggregation: str,
    missing: str,
    concentration: float | None,
    as_of: Day,
    lang: str,
    draws: int,
    replicates: int,
    seed: int,
    threads: int | None,
) -> EnterpriseRanking:
    """Return the enterprises of a book by a composite index; ``book.evaluate.enterprises`` says how."""
    language, better = lang_of(lang), _directions(criteria)
    known = day("as_of", as_of) or book.campaign.window[1]
    whole("replicates", replicates, 1, 1_000_000)
    measured = Measured(book, list(criteria), known, language)
    whole_rows = complete(measured.matrix(), better, missing=missing)
    names = [measured.names[place] for place in whole_rows.units]
    scaled = normalise(whole_rows.matrix, better, normalisation)
    shares, chosen, ratio = _weighted(weights, list(criteria), whole_rows.matrix, scaled)
    cards = scorecard(
        measured.names,
        [one.label[language] for one in measured.definitions],
        measured.matrix(),
        better,
        shares,
        normalisation=normalisation,
        aggregation=aggregation,
        concentration=concentration,
        missing=missing,
        draws=draws,
        seed=seed,
        threads=threads,
        lang=lang,
    )
    filled = {place for _, place in whole_rows.filled}
    parts = measured.parts(names, whole_rows.matrix, filled)
    conventions = {"normalisation": normalisation, "aggregation": aggregation, "missing": missing}
    resampled = _resampled(parts, better, chosen if chosen in WEIGHTINGS else shares, conventions, replicates, seed, threads)
    told_of = _Told(measured, parts, cards, resampled, language)
    rows = tuple(told_of.row(card) for card in cards.units)
    return EnterpriseRanking(
        rows=rows,
        criteria=_criteria(measured, parts, better, shares, scaled, aggregation),
        dropped=cards.dropped,
        conventions={
            "weights": chosen,
            **({} if ratio is None else {"consistency_ratio": ratio}),
            **conventions,
            "concentration": concentration,
            "draws": draws,
            "replicates": replicates,
            "seed": seed,
        },
        method=METHOD if resampled is None else f"{METHOD}; {resampled.method}",
        definition=told("ranked_by", language, names=listed((one.label[language] for one in measured.definitions), language)),
        as_of=known,
        n=len(rows),
        warnings=told_of.warnings(),
        lang=language,
        cards=replace(cards, units=tuple(told_of.marked(card) for card in cards.units)),
        least=book.campaign.min_cell,
    )


def _resampled(
    parts: Parts,
    better: list[int],
    weights: str | list[float],
    conventions: dict[str, str],
    replicates: int,
    seed: int,
    threads: int | None,
) -> ResampledRanks | None:
    """Return the ranks under resampled households; None where no criterion can be resampled."""
    if all(one.kind == "fixed" for one in parts.criteria):
        return None
    return resampled_ranks(
        parts.units, parts.clusters, parts.criteria, better, weights, **conventions, replicates=replicates, seed=seed, threads=threads
    )


def _criteria(
    measured: Measured, parts: Parts, better: list[int], weights: list[float], scaled: list[list[float]], aggregation: str
) -> tuple[RankedCriterion, ...]:
    """Return the criteria, each with the ranking without it."""
    without = ranks_without_each(scaled, weights, aggregation, lang=measured.lang) if len(better) > 1 else [None]
    total, lang = sum(weights), measured.lang
    return tuple(
        RankedCriterion(
            id=one.id,
            label=one.label[lang],
            definition=one.definition[lang],
            unit=one.unit,
            better=better[place],
            weight=weights[place] / total,
            is_resampled=parts.criteria[place].kind != "fixed",
            without=without[place],
        )
        for place, one in enumerate(measured.definitions)
    )


def _directions(criteria: Mapping[str, int]) -> list[int]:
    if not isinstance(criteria, Mapping) or not criteria:
        raise refused("criteria", "a mapping of one or more metrics to 1 (more is better) or -1 (less is)", criteria)
    directions(list(criteria.values()))
    return list(criteria.values())


def _weighted(
    weights: Weights, ids: list[str], matrix: list[list[float]], scaled: list[list[float]]
) -> tuple[list[float], str, float | None]:
    """Return the weights, how they were found, and of judgements their consistency ratio."""
    if isinstance(weights, Mapping):
        if set(weights) != set(ids):
            raise OptionError(
                f"expected a weight for each of {', '.join(ids)}, found {', '.join(map(str, weights)) or 'none'}", "bad-option"
            )
        return [weights[name] for name in ids], "given", None
    if not isinstance(weights, str):
        return _judged(weights, ids)
    found = {
        "equal": lambda: [1.0] * len(ids),
        "entropy_of_values": lambda: entropy_weights(matrix)[0],
        "entropy_of_normalised": lambda: entropy_weights(scaled)[0],
        "critic": lambda: critic_weights(scaled),
    }
    if weights not in found:
        allowed = f"a weight for each metric, judgements in pairs, or one of {', '.join(found)}"
        raise OptionError(f"expected {allowed} for weights, found {weights!r}{near(weights, found)}", "bad-option")
    return found[weights](), weights, None


def _judged(judgements: Iterable[Iterable[float]], ids: list[str]) -> tuple[list[float], str, float]:
    try:
        rows = [list(row) for row in judgements]
    except TypeError:
        raise refused("weights", "a weight for each metric, rows of judgements, or how they are found", judgements) from None
    if len(rows) != len(ids):
        raise refused("weights", f"judgements of {len(ids)} criteria", len(rows))
    found = ahp_weights(rows)
    if not found.is_consistent:
        raise refused("weights", "judgements with a consistency ratio of at most 0.10", found.ratio)
    return found.weights, "ahp", found.ratio


@dataclass(frozen=True, slots=True)
class _Told:
    """What a ranking tells of each enterprise, and of itself."""

    measured: Measured
    parts: Parts
    cards: Scorecard
    resampled: ResampledRanks | None
    lang: Lang

    def row(self, card: UnitCard) -> RankedEnterprise:
        households, communities = self.measured.households.get(card.name, 0), self.communities(card.name)
        interval = None if self.resampled is None else self.resampled[card.name]
        alone = (told("one_community_own", self.lang),) if communities < 2 else ()
        return RankedEnterprise(
            name=card.name,
            rank=card.rank,
            score=card.score,
            values=dict(zip((one.id for one in self.measured.definitions), card.values, strict=True)),
            households=households,
            communities=communities,
            by_weights=self.estimate(card, card.interval, self.cards.method, told("by_weights", self.lang)),
            by_households=None
            if interval is None or self.resampled is None
            else self.estimate(card, interval, self.resampled.method, told("by_households", self.lang), alone),
            weights_interval=card.interval,
            households_interval=interval,
            is_working=self.is_working(card.name),
        )

    def is_working(self, name: str) -> bool:
        """Return whether an enterprise rests on fewer buying households than may be published."""
        return self.measured.households.get(name, 0) < self.measured.book.campaign.min_cell

    def marked(self, card: UnitCard) -> UnitCard:
        """Return the card of an enterprise with its day, and whether it is a working one."""
        return replace(card, as_of=self.measured.as_of, is_working=self.is_working(card.name))

    def estimate(self, card: UnitCard, interval: RankInterval, method: str, definition: str, warnings: tuple[str, ...] = ()) -> Estimate:
        households, communities = self.measured.households.get(card.name, 0), self.communities(card.name)
        return Estimate(
            value=card.rank,
            lower=interval.p5,
            upper=interval.p95,
            level=LEVEL,
            method=method,
            n=households,
            clusters=communities,
            definition=definition,
            as_of=self.measured.as_of,
            warnings=warnings,
            lang=self.lang,
        )

    def communities(self, name: str) -> int:
        """Return how many communities an enterprise's figures are made of: none where no criterion is a sum over communities."""
        return 0 if self.resampled is None else self.resampled.clusters[self.resampled.units.index(name)]

    def warnings(self) -> tuple[str, ...]:
        labels, lang = [one.label[self.lang] for one in self.measured.definitions], self.lang
        fixed = [
            label
            for label, one in zip(labels, self.parts.criteria, strict=True)
            if one.kind == "fixed" and label not in self.parts.for_gaps
        ]
        names = {"fixed_criteria": fixed, "fixed_for_gaps": self.parts.for_gaps, "uneven": self.parts.uneven}
        told_of = [told(name, lang, names=listed(given, lang)) for name, given in names.items() if given]
        return (*self.cards.warnings, *told_of, *self._of_resamples(), *self._nameless())

    def _of_resamples(self) -> list[str]:
        if self.resampled is None:
            return [told("none_resampled", self.lang)]
        counts, nowhere = self.resampled.clusters, self.parts.nowhere
        one, few = sum(count < 2 for count in counts), sum(count < _native.FEW for count in counts)
        left_out, replicates = self.resampled.left_out, self.resampled.replicates + self.resampled.left_out
        found = [told("one_community", self.lang, count=one, units=len(counts))] if one else []
        found += [told("few_communities", self.lang, count=few, units=len(counts), few=_native.FEW)] if few else []
        found += [told("nowhere", self.lang, count=nowhere, units=len(counts))] if nowhere else []
        found += [told("left_out", self.lang, count=left_out, replicates=replicates)] if left_out else []
        return [*found, told("middle", self.lang)]

    def _nameless(self) -> list[str]:
        return [told("nameless", self.lang)] if self.measured.is_nameless else []
