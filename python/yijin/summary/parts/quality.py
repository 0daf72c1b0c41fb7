"""Data quality: what was read, accepted, set aside and flagged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yijin._labels import ACCOUNT, FLAGS, TABLES, pick
from yijin._reasons import reason
from yijin.summary._document import Column, Heading, Paragraph, Quantity, Rows, Section, Table
from yijin.summary._source import Source
from yijin.summary._words import say

COUNTS = ("read", "accepted", "outside_campaign", "superseded", "set_aside")


def section(source: Source) -> Section:
    """Return the section of the account of rows."""
    quality = source.book.quality
    tables = [_accounts(source, quality.accounting), _reasons(source, quality.accounting), _flags(source, quality.flags)]
    said = [_said(source, account) for name, account in quality.accounting.items() if name == "ledger"]
    return Section("quality", (Heading(say("quality", source.lang)), *said, *(table for table in tables if table.rows)))


def _said(source: Source, account: Mapping[str, Any]) -> Paragraph:
    counts = {name: Quantity(_count(account, name), "count") for name in ("read", "accepted", "set_aside")}
    return Paragraph(say("account_said", source.lang), counts)


def _accounts(source: Source, accounting: Mapping[str, Mapping[str, Any]]) -> Table:
    columns = (Column(say("table", source.lang)), *(Column(pick(ACCOUNT, name, source.lang), "count") for name in COUNTS))
    rows: Rows = tuple(
        (pick(TABLES, table, source.lang), *(_count(account, name) for name in COUNTS)) for table, account in accounting.items()
    )
    return Table(say("account_table", source.lang), columns, rows)


def _reasons(source: Source, accounting: Mapping[str, Mapping[str, Any]]) -> Table:
    columns = (Column(say("table", source.lang)), Column(say("reason", source.lang)), Column(say("rows", source.lang), "count"))
    rows = tuple(
        (pick(TABLES, table, source.lang), reason(name, source.lang), count)
        for table, account in accounting.items()
        for name, count in account["set_aside"].items()
    )
    return Table(say("reasons_table", source.lang), columns, rows)


def _flags(source: Source, flags: Mapping[str, int]) -> Table:
    columns = (Column(say("flag", source.lang)), Column(say("rows", source.lang), "count"))
    return Table(say("flags_table", source.lang), columns, tuple((pick(FLAGS, name, source.lang), count) for name, count in flags.items()))


def _count(account: Mapping[str, Any], name: str) -> int:
    """Return a count of an account; that of the set-aside rows stands by reason."""
    return sum(account[name].values()) if name == "set_aside" else int(account[name])
