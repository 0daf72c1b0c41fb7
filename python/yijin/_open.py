"""Opening: exports become a book, or the plain headline of a first look."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias, TypedDict

from yijin import _native
from yijin._book import Book, Path
from yijin._campaign import Campaign, chosen_of
from yijin._headline import Headline
from yijin._labels import lang_of
from yijin._options import By, Day, Where, dimensions, helpful, scope, whole
from yijin._progress import watched

KEY_FILE = "YIJIN_KEY_FILE"
MOST_THREADS = 1024
MOST_BYTES = sys.maxsize

Inputs: TypeAlias = "Path | Iterable[Path] | Mapping[str, Any]"


class Secret(TypedDict):
    """The key of the persons, or its file."""

    key: bytes | None
    key_file: str | None


@helpful
def open(
    exports: Inputs,
    *,
    campaign: Campaign | Path | None = None,
    key: bytes | str | None = None,
    encoding: str | None = None,
    fill_merged: bool = False,
    threads: int | None = None,
    memory_limit: int | None = None,
    progress: bool | None = None,
) -> Book:
    """Read exports and return the book of their lines.

    Parameters
    ----------
    exports : path, iterable of paths, or mapping
        A folder, a file or a pattern (``exports/*.xlsx``), or several of them; or table name to a path or to anything with
        ``__arrow_c_stream__`` (a polars, pandas or pyarrow table, a DuckDB relation), or a list of these. Which table a file
        holds is decided by its header.
    campaign : Campaign or path, optional
        The campaign, or its TOML file. The 2019 campaign where absent.
    key : bytes or str, optional
        The secret of the pseudonyms, at least 16 bytes. Where absent: the file that the environment variable YIJIN_KEY_FILE
        names, else a fresh one for this run, whose pseudonyms match no other run's.
    encoding : str, optional
        The encoding of text files. Where absent it is found out, file by file.
    fill_merged : bool
        Whether a merged cell's value stands in every cell of its range; else only in the first, and the others are empty. An .xlsb workbook
        is refused with it: which of its cells are merged is not known.
    threads : int, optional
        The number of threads, from 1 to 1024; 2 where absent. It does not change any result.
    memory_limit : int, optional
        How many bytes of lines are held in memory, 0 or more; 512 MiB where absent. Lines beyond it go to a temporary file (in the
        folder that TMPDIR names) that is gone however the run ends. Distinct members, refunds and set-aside rows are held beside
        them. It does not change any result.
    progress : bool, optional
        Whether to show a bar once reading has taken two seconds. Where absent: in notebooks and terminals
        (YIJIN_PROGRESS=0 switches it off).

    Returns
    -------
    Book

    Raises
    ------
    NotFoundError, UnreadableError, HeaderError, CampaignError, KeyFileError, OptionError
        See :mod:`yijin.errors`; each says which file, and how to mend it. Rows that cannot be used are no error: see :attr:`Book.quality`.
    UnknownNameError
        A table or an encoding that does not exist.
    NeedsTableError
        No ledger among the exports.
    UnsoundError
        The account of the rows does not add up.

    Examples
    --------
    >>> book = yj.open(exports)
    >>> book
    Book of community-power-2019: ledger: 7 / 9, projects: 3 / 3, products: 3 / 3 rows accepted / read
    """
    chosen = chosen_of(campaign)
    with watched(progress) as counters:
        native = _native.Book.open(
            _inputs(exports),
            chosen.native,
            **_secret(key),
            encoding=encoding,
            fill_merged=fill_merged,
            threads=_threads(threads),
            memory_limit=None if memory_limit is None else whole("memory_limit", memory_limit, 0, MOST_BYTES),
            progress=counters,
        )
    return Book(native, chosen)


@helpful
def plain_headline(
    exports: Inputs,
    *,
    as_of: Day = None,
    by: By = (),
    where: Where = None,
    period: str = "cumulative",
    start: Day = None,
    end: Day = None,
    cumulative: bool = False,
    lang: str = "en",
    campaign: Campaign | Path | None = None,
    key: bytes | str | None = None,
    encoding: str | None = None,
    fill_merged: bool = False,
    threads: int | None = None,
    progress: bool | None = None,
) -> Headline:
    """Read exports once and return the headline of completed lines as they stand.

    For a first look at very large exports, at about the cost of reading them: nothing is kept, and only the columns that the question needs
    are read. Refunds are not netted, repeated rows are not looked for, and cells of other columns are not checked, so that the figures
    are those of :meth:`Book.headline` only for a ledger without repeats and refunds. Lines of the status `refunded` do not count. Sums
    are None.

    Parameters
    ----------
    exports, campaign, key, encoding, fill_merged, threads, progress
        As in :func:`yijin.open`.
    as_of, by, where, period, start, end, cumulative, lang
        As in :meth:`Book.headline`. The dimensions ``community``, ``enterprise``, ``product`` and ``supplier`` need a book: their values
        are the ledger's own.

    Returns
    -------
    Headline
        Its ``accounting`` is of the rows as far as they were read.

    Raises
    ------
    NotFoundError, UnreadableError, HeaderError, CampaignError, KeyFileError, OptionError, UnknownNameError, NeedsTableError
        As :func:`yijin.open` and :meth:`Book.headline`.

    Examples
    --------
    >>> yj.plain_headline(exports)["households"].value
    4
    >>> yj.plain_headline(exports, by="stage").rows[0].amount_fen is None
    True
    """
    language, chosen = lang_of(lang), chosen_of(campaign)
    with watched(progress) as counters:
        native = _native.plain_headline(
            _inputs(exports),
            chosen.native,
            **_secret(key),
            encoding=encoding,
            fill_merged=fill_merged,
            threads=_threads(threads),
            **scope(as_of, period, start, end, where),
            by=dimensions(by),
            cumulative=cumulative,
            progress=counters,
        )
    return Headline(native, chosen, language)


def _secret(key: bytes | str | None) -> Secret:
    secret = key.encode() if isinstance(key, str) else key
    return {"key": secret, "key_file": None if secret is not None else os.environ.get(KEY_FILE) or None}


def _threads(threads: int | None) -> int | None:
    return None if threads is None else whole("threads", threads, 1, MOST_THREADS)


def _inputs(exports: Inputs) -> list[tuple[str | None, object]]:
    if isinstance(exports, Mapping):
        return [(table, _input(one)) for table, given in exports.items() for one in _several(given)]
    return [(None, _input(one)) for one in _several(exports)]


def _several(given: Any) -> list[Any]:
    one = isinstance(given, (str, bytes, os.PathLike, Mapping)) or hasattr(given, "__arrow_c_stream__") or hasattr(given, "collect")
    return [given] if one or not isinstance(given, Iterable) else list(given)


def _input(one: Any) -> object:
    if isinstance(one, (str, os.PathLike)):
        return os.fspath(one)
    if hasattr(one, "__arrow_c_stream__"):
        return one
    hint = "; call .collect() first" if hasattr(one, "collect") else ""
    raise TypeError(f"expected a path or a table with __arrow_c_stream__, found {type(one).__name__}{hint}")
