"""What can go wrong: one base, and the builtin that fits beside it; and what is warned of.

Every error has a stable ``id`` and says where it stands, as far as that is known: ``file``, ``sheet``, ``row`` and
``column`` (each ``None`` where it does not apply; the row of a campaign file is its line). No message holds a person's
identifier. A row that cannot be used is no error: it is set aside and accounted for in ``book.quality``.
"""

from __future__ import annotations

__all__ = [
    "CampaignError",
    "FreshKeyWarning",
    "GlyphError",
    "HeaderError",
    "InternalError",
    "KeyFileError",
    "NeedsTableError",
    "NotAdditiveError",
    "NotFoundError",
    "OptionError",
    "StateError",
    "UnknownNameError",
    "UnreadableError",
    "UnsoundError",
    "YijinError",
]


class YijinError(Exception):
    """The base of every error of this package."""

    def __init__(
        self,
        message: str = "",
        id: str = "",
        file: str | None = None,
        sheet: str | None = None,
        row: int | None = None,
        column: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.id = id
        self.file = file
        self.sheet = sheet
        self.row = row
        self.column = column

    def __str__(self) -> str:
        return self.message


class NotFoundError(YijinError, FileNotFoundError):
    """A path, folder or pattern that matches no file (``not-found``)."""


class UnreadableError(YijinError, ValueError):
    """A file that cannot be read.

    Ids: ``io``, ``unknown-format``, ``unsupported-encoding``, ``broken-text``, ``broken-file``, ``too-large``.
    """


class HeaderError(YijinError, ValueError):
    """A header that is no table's, or several tables' (``unknown-table``, ``ambiguous-table``, ``bad-header``)."""


class CampaignError(YijinError, ValueError):
    """A campaign file that does not say what it should (``bad-campaign``)."""


class UnknownNameError(YijinError, ValueError):
    """A dimension, value, metric, member, table or encoding that does not exist (``unknown-name``); the message lists those there are."""


class NeedsTableError(YijinError, LookupError):
    """A question that the given tables cannot answer (``needs-table``); the message names the missing table."""


class NotAdditiveError(YijinError, TypeError):
    """A sum of figures that must not be added (``not-additive``): distinct counts, ratios and the like."""


class OptionError(YijinError, ValueError):
    """An option's value that makes no sense (``bad-option``)."""


class GlyphError(YijinError, ValueError):
    """A character of a chart that the charts' font does not have (``missing-glyph``); the message names it and its text."""


class KeyFileError(YijinError, ValueError):
    """A pseudonym key that cannot be used (``bad-key``); no part of the key is ever shown."""


class FreshKeyWarning(UserWarning):
    """A set-aside file whose persons are masked under a key of this run alone: no later run can read it."""


class StateError(YijinError, ValueError):
    """A saved state that cannot be read back (``bad-state``)."""


class UnsoundError(YijinError, RuntimeError):
    """An account that does not add up (``unsound``): the run stops rather than publish it."""


class InternalError(YijinError, RuntimeError):
    """A fault of this package itself (``internal``); the message says where in its sources, and holds nothing of the exports."""
