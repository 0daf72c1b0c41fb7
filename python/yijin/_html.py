"""Tables as HTML for notebooks and files: every value escaped, light and dark, in their own scroll box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

HTML_ROWS = 200

STYLE = """
.yijin{--line:#d0d7de;--ink:#1f2328;--soft:#59636e;--page:#fff;--fill:#2f6f4f;--rail:#e6e9ec;color:var(--ink);
 background:var(--page);font:13px/1.5 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;padding:4px 0}
@media (prefers-color-scheme:dark){.yijin{--line:#3d444d;--ink:#e6edf3;--soft:#9198a1;--page:#0d1117;--fill:#57ab7d;--rail:#2a3038}}
[data-jp-theme-light="true"] .yijin{--line:#d0d7de;--ink:#1f2328;--soft:#59636e;--page:#fff;--fill:#2f6f4f;--rail:#e6e9ec}
[data-jp-theme-light="false"] .yijin,.vscode-dark .yijin{--line:#3d444d;--ink:#e6edf3;
 --soft:#9198a1;--page:#0d1117;--fill:#57ab7d;--rail:#2a3038}
.yijin h4{margin:8px 0 2px;font-size:14px}.yijin p{margin:2px 0;color:var(--soft)}
.yijin .box{overflow:auto;max-height:480px;max-width:100%;border:1px solid var(--line);border-radius:4px;width:fit-content;margin:4px 0}
.yijin table{border-collapse:separate;border-spacing:0;margin:0;font-variant-numeric:tabular-nums}
.yijin th,.yijin td{padding:3px 10px;border-bottom:1px solid var(--line);text-align:left;background:var(--page);color:var(--ink);
 white-space:nowrap}
.yijin td{max-width:360px;overflow:hidden;text-overflow:ellipsis}
.yijin thead th{position:sticky;top:0;z-index:1}.yijin .num{text-align:right}
.yijin .fix{position:sticky;left:0;z-index:1;border-right:1px solid var(--line)}.yijin thead .fix{z-index:2}
.yijin tbody tr:last-child>*{border-bottom:0}
.yijin .rail{display:inline-block;vertical-align:middle;width:72px;height:8px;margin-left:8px;background:var(--rail);border-radius:2px}
.yijin .rail i{display:block;height:8px;background:var(--fill);border-radius:2px}
""".strip()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, whether it holds numbers, and whether it stays while the rest scrolls."""

    head: str
    number: bool = False
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, and a share of the target to draw."""

    text: str
    share: float | None = None


def page(lang: str, *parts: str) -> str:
    """Return the parts as one fragment that carries its own style."""
    return f'<div class="yijin" lang="{escape(lang)}"><style>{STYLE}</style>{"".join(parts)}</div>'


def document(title: str, lang: str, fragment: str) -> str:
    """Return a fragment as a page of its own."""
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
    style = "<style>body{margin:24px}@media (prefers-color-scheme:dark){body{background:#0d1117}}</style>"
    return f'<!doctype html>\n<html lang="{escape(lang)}"><head>{head}{style}</head><body>{fragment}</body></html>\n'


def heading(text: str) -> str:
    """Return a heading."""
    return f"<h4>{escape(text)}</h4>"


def paragraph(text: str) -> str:
    """Return a paragraph in small ink."""
    return f"<p>{escape(text)}</p>"


def table(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> str:
    """Return a table in its own scroll box."""
    head = "".join(_cell("th", column, Cell(column.head)) for column in columns)
    body = "".join(
        f"<tr>{''.join(_cell('th' if column.fixed else 'td', column, cell) for column, cell in zip(columns, row, strict=True))}</tr>"
        for row in rows
    )
    return f'<div class="box"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _cell(tag: str, column: Column, cell: Cell) -> str:
    classes = " ".join(name for name, on in (("num", column.number), ("fix", column.fixed)) if on)
    marked = f' class="{classes}"' if classes else ""
    text = escape(cell.text)
    return f'<{tag}{marked} title="{text}">{text}{"" if cell.share is None else _rail(cell.share)}</{tag}>'


def _rail(share: float) -> str:
    return f'<span class="rail"><i style="width:{max(0.0, min(1.0, share)):.1%}"></i></span>'
