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
    values = {"version": Quantity(__version__, "id"), "campaign": Quantity(campaign.id, "id")}
    columns = (Column(say("file", source.lang)), Column(say("bytes", source.lang), "count"), Column(say("sha256", source.lang), "id"))
    rows = tuple((file, size, digest) for file, digest, size in (*source.book.inputs, _campaign(source)))
    blocks = (
        Heading(say("inputs", source.lang)),
        Paragraph(say("made_with", source.lang), values),
        Table(say("inputs_table", source.lang), columns, rows),
    )
    return Section("inputs", blocks, own_page=True)


def _campaign(source: Source) -> tuple[str, str, int]:
    """Return the campaign's file as an input; its text as TOML where it was loaded from none."""
    campaign = source.book.campaign
    if campaign.file is not None:
        return say("campaign_file", source.lang).format(campaign=campaign.id, file=campaign.file.file), *campaign.file[1:]
    text = campaign.to_toml().encode()
    return say("campaign_text", source.lang).format(campaign=campaign.id), hashlib.sha256(text).hexdigest(), len(text)
