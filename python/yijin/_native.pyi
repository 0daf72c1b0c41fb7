"""The types of the compiled half; Rust computes, Python presents."""

from pathlib import Path
from typing import Any, Final, final

__all__ = [
    "FEW",
    "NOWHERE",
    "Book",
    "Campaign",
    "Evidence",
    "Forensics",
    "Headline",
    "Progress",
    "Table",
    "__version__",
    "concentration",
    "evaluate",
    "evaluate_clustered",
    "evaluate_resampled",
    "evaluate_spells",
    "forensics",
    "generate",
    "harmless",
    "held",
    "loyalty",
    "metric",
    "metrics",
    "panel",
    "per_household",
    "plain_headline",
    "sensitivity",
    "suppressed",
    "table",
]

__version__: str
FEW: Final[int]
NOWHERE: Final[int]

@final
class Progress:
    def __new__(cls) -> Progress: ...
    @property
    def phase(self) -> str: ...
    @property
    def done(self) -> int: ...
    @property
    def total(self) -> int: ...
    @property
    def rows(self) -> int: ...

@final
class Campaign:
    @staticmethod
    def community_power() -> Campaign: ...
    @staticmethod
    def load(path: str) -> Campaign: ...
    @staticmethod
    def parse(text: str) -> Campaign: ...
    def to_toml(self) -> str: ...
    @property
    def periods(self) -> list[tuple[str, str]]: ...
    @property
    def months(self) -> list[tuple[str, str, str, bool]]: ...
    def to_json(self) -> str: ...

@final
class Book:
    @staticmethod
    def open(
        inputs: list[tuple[str | None, object]],
        campaign: Campaign,
        *,
        key: bytes | None,
        key_file: str | None,
        encoding: str | None,
        fill_merged: bool,
        threads: int | None,
        memory_limit: int | None,
        progress: Progress | None,
    ) -> Book: ...
    def headline(
        self,
        *,
        as_of: str | None,
        period: str,
        start: str | None,
        end: str | None,
        by: list[str],
        where: list[tuple[str, list[str | None]]],
        cumulative: bool,
        progress: Progress | None,
    ) -> Headline: ...
    def evidence(
        self,
        metric: str,
        *,
        member: str | None,
        as_of: str | None,
        period: str,
        start: str | None,
        end: str | None,
        where: list[tuple[str, list[str | None]]],
        progress: Progress | None,
    ) -> Evidence: ...
    def quality(self) -> str: ...
    def accounting(self) -> str: ...
    def set_aside(self, path: str, *, progress: Progress | None) -> tuple[list[Path], bool]: ...
    def files(self) -> list[tuple[Path, int, int | None]]: ...
    def dimensions(self) -> list[str]: ...

@final
class Headline:
    def to_json(self) -> str: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

def plain_headline(
    inputs: list[tuple[str | None, object]],
    campaign: Campaign,
    *,
    key: bytes | None,
    key_file: str | None,
    encoding: str | None,
    fill_merged: bool,
    threads: int | None,
    as_of: str | None,
    period: str,
    start: str | None,
    end: str | None,
    by: list[str],
    where: list[tuple[str, list[str | None]]],
    cumulative: bool,
    progress: Progress | None,
) -> Headline: ...

@final
class Evidence:
    @property
    def lines(self) -> Table: ...
    @property
    def members(self) -> Table: ...

@final
class Table:
    @property
    def num_rows(self) -> int: ...
    @property
    def column_names(self) -> list[str]: ...
    def first_rows(self, rows: int) -> str: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

def metrics(campaign: Campaign) -> str: ...
def metric(
    book: Book,
    id: str,
    *,
    as_of: str | None,
    period: str,
    start: str | None,
    end: str | None,
    by: list[str],
    where: list[tuple[str, list[str | None]]],
    progress: Progress | None,
) -> tuple[Table, list[str]]: ...
def table(
    book: Book,
    name: str,
    *,
    as_of: str | None,
    period: str,
    start: str | None,
    end: str | None,
    by: list[str],
    where: list[tuple[str, list[str | None]]],
    progress: Progress | None,
) -> Table: ...
def panel(
    book: Book,
    unit: str,
    freq: str,
    *,
    measures: list[str],
    balanced: bool,
    treatment: str | None,
    as_of: str | None,
    progress: Progress | None,
) -> tuple[Table, dict[str, Any] | None]: ...
def concentration(
    book: Book,
    measure: str,
    over: str,
    *,
    by: str | None,
    zeros: bool,
    measures: str,
    level: float,
    as_of: str | None,
    where: list[tuple[str, list[str | None]]],
    progress: Progress | None,
) -> tuple[str, list[int]]: ...
def per_household(
    book: Book,
    measure: str,
    over: str | None,
    *,
    plan: str,
    as_of: str | None,
    where: list[tuple[str, list[str | None]]],
    progress: Progress | None,
) -> tuple[str, list[int]]: ...
def sensitivity(
    book: Book,
    policies: list[str],
    *,
    as_of: str | None,
    period: str,
    start: str | None,
    end: str | None,
    where: list[tuple[str, list[str | None]]],
    progress: Progress | None,
) -> str: ...

@final
class Forensics:
    def to_json(self) -> str: ...
    def table(self) -> Table: ...
    def lines(self, place: int, *, progress: Progress | None) -> Table: ...

def forensics(
    book: Book,
    checks: list[tuple[str, str]] | None,
    *,
    as_of: str | None,
    progress: Progress | None,
) -> Forensics: ...
def held(counts: list[int | None], printed: list[int], least: int) -> list[bool]: ...
def suppressed(
    tables: list[tuple[list[str], list[list[str | None]], list[int | None]]],
    crossings: list[tuple[list[str], list[list[str | None]], list[int | None]]],
    earlier: list[tuple[tuple[list[str], list[list[str | None]], list[int | None]], list[bool], list[int]]],
    least: int,
) -> list[list[bool]]: ...
def evaluate(name: str, arguments: str) -> str: ...
def evaluate_clustered(name: str, values: bytes, over: bytes | None, codes: bytes, arguments: str) -> str: ...
def evaluate_resampled(units: bytes, clusters: bytes, columns: list[bytes], arguments: str) -> str: ...
def evaluate_spells(name: str, times: bytes, events: bytes, groups: bytes, arguments: str) -> str: ...
def loyalty(
    book: Book,
    *,
    by: str | None,
    silence: int,
    level: float,
    as_of: str | None,
    progress: Progress | None,
) -> str: ...
def harmless(text: str) -> str: ...
def generate(out: str, *, lines: int, seed: int, format: str, mess: float, progress: Progress | None) -> list[Path]: ...
