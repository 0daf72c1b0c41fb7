"""Read an export folder into DuckDB tables of text: encodings, title rows and header names, nothing of meaning.

Each table ``raw_<table>`` has file, sheet, row, every canonical column as VARCHAR and, for quantities and money, the
bracketed unit of its header in ``<column>__unit``. What a cell means is decided in ``headline.sql``.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet
from tables import ANSWERED, TABLES, headers, required

LOSSY = "\x1a"  # stands before the text of an identifier that a spreadsheet kept as a floating-point number
FOOTER = re.compile(r"^(合计|总计|小计|填表人|制表人|审核人|填报人|……|\.\.\.)")
UNIT_KINDS = ("quantity", "money")
Row = tuple[int, list[str | None]]


def load(folder: Path, prepared: Path) -> duckdb.DuckDBPyConnection:
    """Return a connection with the raw tables of every export under ``folder``, and ``given(name)``: the tables found.

    The database begins as a copy of ``prepared``.
    """
    con = duckdb.connect()
    con.execute(f"ATTACH '{prepared}' AS prepared (READ_ONLY)")
    con.execute("COPY FROM DATABASE prepared TO memory")
    con.execute("DETACH prepared")
    con.execute("SET threads = 2")
    found = {table: [] for table in TABLES}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name not in ("truth.json", "expected.json") and path.suffix not in (".md", ".toml"):
            for sheet, rows in sheets(path):
                table, part = bind(path.relative_to(folder).as_posix(), sheet, list(rows))
                found[table].extend(part)
    for table in ANSWERED:
        create(con, table, found[table])
    given = [table for table, rows in found.items() if rows]
    con.execute("CREATE TABLE given AS SELECT unnest(?::VARCHAR[]) AS name", [given])
    return con


def sheets(path: Path) -> Iterator[tuple[str | None, Iterator[Row]]]:
    """Yield each sheet of a file with its rows, numbered as a person sees them."""
    kind = path.name.removesuffix(".gz").removesuffix(".zst").rsplit(".", 1)[-1].lower()
    if kind in ("csv", "tsv", "txt"):
        yield None, text_rows(path)
    elif kind == "xlsx":
        yield from workbook(path)
    elif kind == "parquet":
        yield None, typed_rows(pyarrow.parquet.read_table(path))
    elif kind in ("arrow", "feather", "ipc"):
        yield None, typed_rows(pyarrow.feather.read_table(path))
    else:
        raise ValueError(f"the reference does not read {path.name}")


def text_rows(path: Path) -> Iterator[Row]:
    compression = {".gz": "gzip", ".zst": "zstd"}.get(path.suffix)
    with pa.input_stream(str(path), compression=compression) as stream:
        text = decode(stream.read())
    head = text[:4096]
    separator = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    start = 1
    for cells in reader:
        yield start, [plain(cell) for cell in cells]
        start = reader.line_num + 1


def decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def workbook(path: Path) -> Iterator[tuple[str, Iterator[Row]]]:
    import openpyxl

    book = openpyxl.load_workbook(path, data_only=True)
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible" or sheet.max_row is None:
            continue
        rows = ((number, [plain(cell) for cell in row]) for number, row in enumerate(sheet.iter_rows(values_only=True), 1))
        yield sheet.title, rows


def typed_rows(table: pa.Table) -> Iterator[Row]:
    yield 1, list(table.column_names)
    columns = [column.to_pylist() for column in table.columns]
    for number, row in enumerate(zip(*columns, strict=True), 2):
        yield number, [plain(cell) for cell in row]


def plain(cell: object) -> str | None:
    """Return a cell as text: NFKC, dates in ISO form, a float as the decimal it stands for."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return real(cell)
    if isinstance(cell, (datetime.datetime, datetime.date)):
        return cell.isoformat()
    text = str(cell)
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def real(number: float) -> str | None:
    if number != number:
        return "nan"
    if abs(number) >= 1e15:
        return f"{LOSSY}{number!r}"
    fen = round(number * 100)
    return f"{fen / 100:.2f}".removesuffix(".00") if abs(number * 100 - fen) < 1e-4 else repr(number)


def bind(file: str, sheet: str | None, rows: list[Row]) -> tuple[str, list[tuple]]:
    """Return the table that a sheet holds and its rows, by the first row that is a table's header."""
    for index, (_, cells) in enumerate(rows):
        names = [split_unit(cell or "") for cell in cells]
        table, columns = table_of(names, title(rows[:index]))
        if table:
            return table, list(body(file, sheet, table, names, columns, title(rows[:index]), rows[index + 1 :]))
    raise ValueError(f"no header found in {file}, sheet {sheet}")


def title(rows: list[Row]) -> dict[str, str]:
    """Return what the title rows say: the enterprise of a project list."""
    text = " ".join(cell for _, cells in rows for cell in cells if cell)
    match = re.search(r"物业服务企业(?:名称)?\s*[:：]\s*(\S+)", text)
    return {"enterprise_id": match.group(1)} if match else {}


def split_unit(header: str) -> tuple[str, str | None]:
    """Return a header without white space, in lower case, and its bracketed unit."""
    bare = re.sub(r"\s+", "", header).lower()
    match = re.fullmatch(r"(.+?)\((.+)\)", bare)
    return (match.group(1), match.group(2)) if match else (bare, None)


def table_of(names: list[tuple[str, str | None]], said: dict[str, str]) -> tuple[str | None, list[str | None]]:
    fitting = []
    for table in TABLES:
        known = headers(table)
        columns = [known.get(name) for name, _ in names]
        has = set(columns) | set(said) if table == "projects" else set(columns)
        if required(table) <= has:
            fitting.append((sum(column is not None for column in columns), table, columns))
    fitting.sort(key=lambda it: -it[0])
    if not fitting or (len(fitting) > 1 and fitting[0][0] == fitting[1][0]):
        return None, []
    return fitting[0][1], fitting[0][2]


def body(file, sheet, table, names, columns, said, rows) -> Iterator[tuple]:
    canonical = [column for column, *_ in TABLES[table]]
    places = {column: place for place, column in enumerate(columns) if column}
    units = [names[places[column]][1] if column in places else None for column, kind, *_ in TABLES[table] if kind in UNIT_KINDS]
    for number, cells in rows:
        if not any(cell and cell.strip() for cell in cells):
            continue
        first = next(cell.strip() for cell in cells if cell and cell.strip())
        if FOOTER.match(first):
            continue
        found = {column: cells[place] for column, place in places.items() if place < len(cells)}
        values = [found.get(column) if column in found else said.get(column) for column in canonical]
        yield (file, sheet, number, *values, *units)


def create(con: duckdb.DuckDBPyConnection, table: str, rows: list[tuple]) -> None:
    names = [column for column, *_ in TABLES[table]]
    names += [f"{column}__unit" for column, kind, *_ in TABLES[table] if kind in UNIT_KINDS]
    schema = pa.schema([("file", pa.string()), ("sheet", pa.string()), ("row", pa.int64()), *((name, pa.string()) for name in names)])
    columns = list(zip(*rows, strict=True)) if rows else [[] for _ in schema]
    raw = pa.Table.from_arrays([pa.array(values, type=field.type) for values, field in zip(columns, schema, strict=True)], schema=schema)
    con.register("incoming", raw)
    con.execute(f"CREATE TABLE raw_{table} AS SELECT * FROM incoming")
    con.unregister("incoming")
