"""The statement of inputs: files, hashes, version and campaign."""

from __future__ import annotations

import hashlib

from yijin._native import __version__
from yijin.summary._document import Column, Heading, Paragraph, Quantity, Section, Table
from yijin.summary._source import Source
from yijin.summary._words import say


def section(source: Source) -> Section:
    """Return the last page."""
    campaign = source.book.campaign
    digest = hashlib.sha256(campaign.to_toml().encode()).hexdigest()
    values = {"version": Quantity(__version__, "id"), "campaign": Quantity(campaign.id, "id"), "hash": Quantity(digest, "id")}
    columns = (Column(say("file", source.lang)), Column(say("bytes", source.lang), "count"), Column(say("sha256", source.lang), "id"))
    rows = tuple((file, size, digest) for file, digest, size in source.book.inputs)
    blocks = (
        Heading(say("inputs", source.lang)),
        Paragraph(say("made_with", source.lang), values),
        Table(say("inputs_table", source.lang), columns, rows),
    )
    return Section("inputs", blocks, own_page=True)
