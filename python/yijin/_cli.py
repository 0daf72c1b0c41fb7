"""The command line. Results go to stdout and nothing else does; messages, progress and errors go to stderr.

Exit codes: 0 done, 1 more rows set aside than --max-set-aside or a file that is not as its manifest says, 2 wrong use, 3 input unreadable,
130 interrupted.
"""

from __future__ import annotations

import csv
import dataclasses
import functools
import inspect
import io
import json
import secrets
import sys
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, ParamSpec, TypeAlias, get_args, get_origin

import typer

from yijin import _demo, _native
from yijin import _papers as papers
from yijin._book import Book
from yijin._campaign import Campaign
from yijin._headline import SUMS, Headline
from yijin._labels import DIMENSIONS, METRICS
from yijin._metrics import MetricResult, explained
from yijin._metrics import metrics as metrics_of
from yijin._open import MOST_BYTES, MOST_THREADS, open, plain_headline
from yijin._progress import LANGUAGE
from yijin._quality import set_aside_rows
from yijin._text import counted
from yijin._whole import put
from yijin.errors import CampaignError, KeyFileError, NeedsTableError, OptionError, UnknownNameError, YijinError

if TYPE_CHECKING:
    from yijin.summary import Difference

ABOVE_LIMIT, WRONG_USE, UNREADABLE, INTERRUPTED = 1, 2, 3, 130
MISUSES = (CampaignError, KeyFileError, NeedsTableError, OptionError, UnknownNameError)

P = ParamSpec("P")
Accounting: TypeAlias = "Mapping[str, Mapping[str, Any]]"
Options: TypeAlias = "dict[str, Any]"

app = typer.Typer(
    name="yijin",
    help="The five headline metrics of a consumption poverty-relief campaign, from ledger exports as they are.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Paths = Annotated[list[str], typer.Argument(metavar="PATH", help="Files, folders or patterns of exports.")]
CampaignFile = Annotated[
    str | None, typer.Option("--campaign", metavar="FILE", help="A campaign's TOML file instead of the 2019 campaign.")
]
Encoding = Annotated[
    str | None, typer.Option(metavar="NAME", help="The encoding of text files (utf-8, gb18030, utf-16) instead of the one found out.")
]
FillMerged = Annotated[bool, typer.Option("--fill-merged", help="A merged cell's value stands in every cell of its range.")]
Threads = Annotated[
    int | None, typer.Option(min=1, max=MOST_THREADS, metavar="N", help="The number of threads; 2 where absent. No result depends on it.")
]
Memory = Annotated[
    int | None,
    typer.Option(
        "--memory-limit",
        min=0,
        max=MOST_BYTES >> 20,
        metavar="MIB",
        help="MiB of lines held in memory; 512 where absent. The others go to a file.",
    ),
]
Language = Annotated[Literal["en", "zh"], typer.Option("--lang", help="The language of tables.")]
SetAside = Annotated[str | None, typer.Option("--set-aside", metavar="FILE", help="Write the set-aside rows there, to be mended.")]
Limit = Annotated[int | None, typer.Option("--max-set-aside", min=0, metavar="ROWS", help="Exit 1 where more rows are set aside.")]


def reported(command: Callable[P, None]) -> Callable[P, None]:
    """Return `command` with its errors as one line on stderr and an exit code."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except (YijinError, OSError) as error:
            say(f"yijin: {error}")
            raise typer.Exit(WRONG_USE if isinstance(error, MISUSES) else UNREADABLE) from None
        except KeyboardInterrupt:
            say("yijin: interrupted")
            raise typer.Exit(INTERRUPTED) from None

    return run


def say(text: str) -> None:
    """Write a message to stderr."""
    typer.echo(text, err=True)


def result(text: str) -> None:
    """Write a result to stdout, as UTF-8 whatever the locale."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.rstrip("\n").encode() + b"\n")
    sys.stdout.buffer.flush()


def paired(where: list[str] | None) -> list[str] | None:
    """Return the filters of --where as they are, each a dimension and a value."""
    for given in where or []:
        if given.find("=") < 1:
            raise typer.BadParameter(f"expected DIM=VALUE, found {given!r}")
    return where


AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="The day up to which purchases and refunds are known.")]
Period = Annotated[Literal["cumulative", "within"], typer.Option(help="From the campaign's start, or within --from to --to.")]
Start = Annotated[str | None, typer.Option("--from", metavar="DATE", help="The first order date that counts.")]
End = Annotated[str | None, typer.Option("--to", metavar="DATE", help="The last order date that counts.")]
By = Annotated[
    list[str] | None, typer.Option(metavar="DIM", help=f"A dimension of the rows; may be repeated. DIM is {', '.join(DIMENSIONS)}.")
]
Filters = Annotated[
    list[str] | None, typer.Option(metavar="DIM=VALUE", callback=paired, help="A filter; may be repeated. DIM= admits the missing.")
]
Running = Annotated[bool, typer.Option("--cumulative", help="With --by over time: running distinct counts.")]
Format = Annotated[Literal["table", "json", "csv"], typer.Option("--format", help="How the result is written to stdout.")]


def scope(
    as_of: AsOf = None,
    period: Period = "cumulative",
    start: Start = None,
    end: End = None,
    by: By = None,
    where: Filters = None,
    lang: Language = "en",
) -> Options:
    """Return which lines a figure is about, and how it is sliced."""
    slices: Options = {"by": by or [], "where": admitted(where or [])}
    return {"as_of": as_of, "period": period, "start": start, "end": end, **slices, "lang": lang}


Scope = Annotated[Options, scope]


def question(asked: Scope, cumulative: Running = False) -> Options:
    """Return what a headline is asked."""
    return {**asked, "cumulative": cumulative}


def reading(campaign: CampaignFile = None, encoding: Encoding = None, fill_merged: FillMerged = False, threads: Threads = None) -> Options:
    """Return how exports are read."""
    return {"campaign": campaign_of(campaign), "encoding": encoding, "fill_merged": fill_merged, "threads": threads}


Question = Annotated[Options, question]
Reading = Annotated[Options, reading]


def opened(paths: Paths, how: Reading, memory_limit: Memory = None) -> Book:
    """Return the book of the exports; the memory limit is in MiB."""
    return open(paths, **how, memory_limit=None if memory_limit is None else memory_limit << 20)


def campaign_of(path: str | None) -> Campaign | None:
    """Return the campaign of a file; whatever is wrong with it is wrong use, since it is no export."""
    try:
        return None if path is None else Campaign.load(path)
    except YijinError as error:
        say(f"yijin: {error}")
        raise typer.Exit(WRONG_USE) from None


def account(book: Book, accounting: Accounting, why: str, set_aside: SetAside = None, max_set_aside: Limit = None) -> None:
    """Say how many rows are set aside, write them where asked, and exit 1 where they are more than allowed."""
    rows = set_aside_rows(accounting)
    if set_aside is not None:
        written = book.set_aside(set_aside)
        say(f"set aside {counted(rows, 'row')}: {', '.join(written) or 'nothing to write'}")
    elif rows:
        say(f"set aside {counted(rows, 'row')}; {why}--set-aside FILE writes them")
    if max_set_aside is not None and rows > max_set_aside:
        limit = counted(max_set_aside, "row")
        say(f"yijin: expected at most {limit} set aside, found {rows:,}; mend them or raise --max-set-aside")
        raise typer.Exit(ABOVE_LIMIT)


def on_exports(why: str) -> Callable[[Callable[..., Accounting]], Callable[..., None]]:
    """Return a decorator: a command on a book becomes one on exports, with the options of :func:`opened` and :func:`account`."""

    def decorated(command: Callable[..., Accounting]) -> Callable[..., None]:
        def run(given: Options) -> None:
            book = called(opened, given)
            accounting = called(command, given, book)
            called(account, given, book, accounting, why)

        return joined(run, command, opened, account)

    return decorated


def of_parts(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command with the options of its parts in their place."""
    return joined(functools.partial(called, command), command)


def joined(run: Callable[[Options], None], *functions: Callable[..., Any]) -> Callable[..., None]:
    """Return a command with the options of all the functions, which hands them on to `run`; it has the name and the help of the first."""

    @functools.wraps(functions[0])
    def command(**given: Any) -> None:
        LANGUAGE.set(given["lang"])
        run(given)

    taken = [one.replace(kind=one.KEYWORD_ONLY) for function in functions for one in options(function).values()]
    command.__signature__ = inspect.Signature(taken)  # type: ignore[attr-defined]
    return command


def options(function: Callable[..., Any]) -> dict[str, inspect.Parameter]:
    """Return the arguments and options of the command line that a function takes, those of its parts in their place."""
    taken: dict[str, inspect.Parameter] = {}
    for name, one in annotated(function).items():
        part = part_of(one)
        taken |= {name: one} if part is None else options(part)
    return taken


def called(function: Callable[..., Any], given: Options, *first: Any) -> Any:
    """Call a function with its options as they were given, and with what its parts make of theirs."""
    parts = {name: part_of(one) for name, one in annotated(function).items()}
    return function(*first, **{name: given[name] if part is None else called(part, given) for name, part in parts.items()})


def annotated(function: Callable[..., Any]) -> dict[str, inspect.Parameter]:
    """Return the parameters of a function that are options, or parts with options of their own."""
    parameters = inspect.signature(function, eval_str=True).parameters
    return {name: one for name, one in parameters.items() if get_origin(one.annotation) is Annotated}


def part_of(one: inspect.Parameter) -> Callable[..., Any] | None:
    """Return the function that makes a parameter's value of options of its own; None where the parameter is an option."""
    _, said = get_args(one.annotation)
    return said if inspect.isfunction(said) else None


@app.command()
@reported
@on_exports(why="`yijin check` says why, ")
def headline(book: Book, asked: Question, format: Format = "table") -> Accounting:
    """Print the five headline metrics against their targets."""
    answer = book.headline(**asked)
    result(FORMATS[format](answer))
    return answer.accounting


@app.command()
@reported
@of_parts
def plain(paths: Paths, asked: Question, *, format: Format = "table", how: Reading) -> None:
    """Print the headline of lines as they stand, in one pass: no refunds are netted, no repeated rows looked for."""
    answer = plain_headline(paths, **asked, **how)
    result(FORMATS[format](answer))
    if rows := set_aside_rows(answer.accounting):
        say(f"set aside {counted(rows, 'row')}; `yijin check` says why")


@app.command()
@reported
@on_exports(why="`yijin check` says why, ")
def metric(
    book: Book,
    id: Annotated[str, typer.Argument(metavar="ID", help="The metric's id; `yijin metrics` lists them.")],
    asked: Scope,
    format: Format = "table",
) -> Accounting:
    """Print the figures of a metric of the catalogue. Its own table says which dimensions it has."""
    answer = book.metric(id, **asked)
    result({"table": repr, "json": MetricResult.to_json, "csv": metric_csv}[format](answer))
    return book.quality.accounting


@app.command()
@reported
def metrics(
    campaign: CampaignFile = None,
    lang: Language = "en",
    format: Annotated[Literal["table", "json"], typer.Option("--format", help="How the catalogue is written to stdout.")] = "table",
) -> None:
    """Print the catalogue of metrics: the shipped ones and those of the campaign file."""
    catalogue = metrics_of(campaign_of(campaign))
    if format == "json":
        result(json.dumps([dataclasses.asdict(one) for one in catalogue], ensure_ascii=False, indent=1))
    else:
        result("\n\n".join(explained(one, lang) for one in catalogue))


@app.command()
@reported
def summary(
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Files, folders or patterns of exports; or verify MANIFEST.")],
    stage: Annotated[str | None, typer.Option(metavar="ID", help="The stage; the summary is as of its last day.")] = None,
    as_of: AsOf = None,
    final: Annotated[bool, typer.Option("--final", help="The final summary, as of the campaign's last day.")] = False,
    lang: Annotated[Literal["zh", "en"], typer.Option("--lang", help="The language of the papers.")] = "zh",
    out: Annotated[
        list[str] | None, typer.Option("--out", "-o", metavar="FILE", help="A paper: .docx, .html, .xlsx or .md; may be repeated.")
    ] = None,
    template: Annotated[str | None, typer.Option(metavar="FILE", help="A .docx with named places for the Word paper.")] = None,
    figures: Annotated[bool, typer.Option("--figures/--no-figures", help="Whether charts are drawn.")] = True,
    campaign: CampaignFile = None,
    encoding: Encoding = None,
    fill_merged: FillMerged = False,
    threads: Threads = None,
    memory_limit: Memory = None,
) -> None:
    """Write the summary of a stage as papers, with a manifest beside the first; `summary verify MANIFEST` checks one."""
    LANGUAGE.set(lang)
    if paths[0] == "verify" and not out:
        checked(paths[1:])
        return
    if not out:
        raise typer.BadParameter("expected -o FILE, a paper that ends in .docx, .html, .xlsx or .md")
    how = reading(campaign, encoding, fill_merged, threads)
    written = papers.write(
        opened(paths, how, memory_limit),
        [Path(path) for path in out],
        asked={"stage": stage, "as_of": as_of, "final": final, "lang": lang, "figures": figures},
        read={"encoding": encoding, "fill_merged": fill_merged},
        template=None if template is None else Path(template),
        campaign=None if campaign is None else Path(campaign),
    )
    say("\n".join(["wrote", *(f"  {path}" for path in written)]))


def checked(manifests: list[str]) -> None:
    """Check a manifest, say what is not as it states, and exit 1 where anything is."""
    from yijin.summary import verify

    if len(manifests) != 1:
        raise typer.BadParameter("expected one manifest after verify")
    differences = verify(manifests[0])
    for one in differences:
        say(f"yijin: {differing(one)}")
    if differences:
        raise typer.Exit(ABOVE_LIMIT)
    result("every file is as the manifest says")


def differing(one: Difference) -> str:
    """Return what is not as a manifest states, and what to do where it is the version."""
    if one.part == "version":
        return f"expected yijin {one.expected}, found {one.found}; check with yijin {one.expected}, or write the papers again"
    return f"{one.file} ({one.part}): expected sha256 {one.expected}, found {one.found or 'no such file'}"


@app.command()
@reported
@on_exports(why="")
def check(
    book: Book,
    lang: Language = "en",
    format: Annotated[Literal["table", "json"], typer.Option("--format", help="How the report is written to stdout.")] = "table",
) -> Accounting:
    """Print what became of every row: accepted, outside the campaign, superseded or set aside, and why."""
    quality = book.quality.in_(lang)
    result(quality.to_json() if format == "json" else quality.to_text("--format json"))
    return quality.accounting


@app.command()
@reported
def generate(
    out: Annotated[str, typer.Argument(metavar="OUT", help="The folder to write to.")],
    lines: Annotated[int, typer.Option(min=1, max=_demo.MOST_LINES, help="The number of ledger lines.")] = _demo.DEMO_LINES,
    seed: Annotated[int, typer.Option(min=0, max=_demo.MOST_SEED, help="The same seed gives the same files.")] = _demo.DEMO_SEED,
    format: Annotated[Literal["csv", "xlsx", "parquet", "mixed"], typer.Option("--format", help="The format of the tables.")] = "mixed",
    mess: Annotated[float, typer.Option(min=0, max=1, help="How many faults, from 0 to 1.")] = 0.0,
) -> None:
    """Write a whole campaign's exports, with the right answers in truth.json."""
    files = _demo.generate(out, lines=lines, seed=seed, format=format, mess=mess)
    say(f"wrote {len(files)} files to {out}")


@app.command()
@reported
def demo(
    out: Annotated[str, typer.Argument(metavar="OUT", help="The folder to write to.")] = "out/demo",
    lang: Language = "en",
) -> None:
    """Write the demo campaign's messy exports, answer the main questions about them, and say where the results lie."""
    LANGUAGE.set(lang)
    folder = Path(out)
    say(f"writing the demo campaign's exports to {folder / 'exports'}")
    folder.mkdir(parents=True, exist_ok=True)
    book = _demo.demo(folder / "exports", key=kept_key(folder / "key"))
    answer, quality = book.headline(lang=lang), book.quality.in_(lang)
    say(f"{answer!r}\n\n{quality!r}\n")
    pages = {"headline.json": answer.to_json() + "\n", "headline.html": answer.to_html(), "quality.html": quality.to_html()}
    for name, text in pages.items():
        put(folder / name, text.encode())
    written = [str(folder / name) for name in pages] + book.set_aside(folder / "set-aside.csv")
    say("writing the summaries of the three stages in both languages")
    written += [str(path) for path in summaries(book, folder / "summaries")]
    say("\n".join(["the results lie in", *(f"  {path}" for path in written), f"and the key of the persons in {folder / 'key'}"]))


def summaries(book: Book, folder: Path) -> list[Path]:
    """Write the summary of every stage in both languages as Word, HTML, Excel and Markdown."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for stage in book.campaign.stages:
        for lang, name in (("zh", "阶段总结-{}"), ("en", "stage-{}")):
            stem = name.format(stage["id"])
            out = [folder / f"{stem}.{ending}" for ending in ("docx", "html", "xlsx", "md")]
            asked = {"stage": stage["id"], "as_of": None, "final": False, "lang": lang, "figures": True}
            written += papers.write(book, out, asked=asked)
    return written


def kept_key(path: Path) -> str:
    """Return the key in a file that its owner alone may read; made where there is none."""
    if not path.exists():
        put(path, secrets.token_hex(32).encode(), mode=0o600)
    return path.read_text()


def admitted(where: list[str]) -> dict[str, list[str | None]]:
    """Return the filters of --where: a dimension given twice admits both values."""
    filters: dict[str, list[str | None]] = {}
    for given in where:
        name, _, value = given.partition("=")
        filters.setdefault(name.strip(), []).append(value or None)
    return filters


def metric_csv(answer: MetricResult) -> str:
    """Return the figures as CSV: the dimensions, value and persons; a missing value is empty, and no text is a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*answer.by, "value", "persons"])
    for row in answer:
        writer.writerow([*(None if value is None else _native.harmless(value) for value in row.by.values()), row.value, row.persons])
    return text.getvalue()


def as_table(answer: Headline) -> str:
    """Return the rows as a table for the terminal."""
    return answer.to_text("--format csv")


def as_csv(answer: Headline) -> str:
    """Return the rows as CSV under the names of the JSON contract; a missing value is empty, and no text is a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*answer.by, *METRICS, *SUMS])
    for row in answer.rows:
        group = [None if value is None else _native.harmless(value) for value in (row.by[name] for name in answer.by)]
        writer.writerow([*group, *(one.value for one in row.metrics), *(getattr(row, name) for name in SUMS)])
    return text.getvalue()


FORMATS: Mapping[str, Callable[[Headline], str]] = {"table": as_table, "json": Headline.to_json, "csv": as_csv}


def warn(message: Warning | str, *_: Any, **__: Any) -> None:
    """Write a warning to stderr, in one line."""
    say(f"yijin: {message}")


def main() -> None:
    """Run the command line."""
    warnings.showwarning = warn
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    app()
