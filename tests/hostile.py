"""Files made to do harm, and a child process to read them in.

Every file holds one person, whose number is invented (region code 9999 is assigned to nobody) and must not be seen again.
"""

import io
import json
import os
import struct
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PERSON = "999901199003078237"
HEADER = ["订单编号", "下单日期", "社区编号", "户号", "产品编号", "数量", "单位", "金额(元)", "订单状态"]
ROW = ["D1", "2019-05-03", "C1", PERSON, "P1", "2", "斤", "30.00", "已完成"]
LEDGER = f"{','.join(HEADER)}\n{','.join(ROW)}\n"

READ = """
import json, sys
import yijin as yj

def peak():
    status = open("/proc/self/status").read() if sys.platform == "linux" else "VmHWM: 0 kB"
    return int(status.split("VmHWM:")[1].split()[0]) // 1024

def read(path):
    try:
        book = yj.open(path)
        rows = book.headline().rows
        return {"lines": rows[0].lines, "amount_fen": rows[0].amount_fen}
    except yj.YijinError as error:
        return {name: getattr(error, name) for name in ("id", "message", "file", "row")}

before = peak()
answers = [read(path) for path in sys.argv[1:]]
print(json.dumps({"answers": answers, "megabytes": peak() - before}))
"""

HANG = 120


@dataclass(frozen=True)
class Child:
    """What a child process said. Its memory is that above the interpreter's; a parent's does not count, as it would in `ru_maxrss`."""

    code: int
    out: str
    err: str

    @property
    def answers(self) -> list[dict[str, Any]]:
        return json.loads(self.out)["answers"]

    @property
    def megabytes(self) -> int:
        return json.loads(self.out)["megabytes"]


def child(*words: object, **environment: str) -> Child:
    """Return what a Python process said; a hang is an error of the test."""
    command = [sys.executable, *map(str, words)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=HANG, env={**os.environ, **environment})
    return Child(done.returncode, done.stdout.decode(), done.stderr.decode())


def opened(*paths: Path | str) -> Child:
    """Return what `yijin.open` and `headline` make of each path."""
    return child("-c", READ, *paths)


def sheet_xml(*rows: str) -> str:
    return (
        f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{"".join(rows)}</sheetData></worksheet>'
    )


def row_xml(number: int, cells: list[str]) -> str:
    texts = (f'<c r="{chr(65 + at)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>' for at, cell in enumerate(cells))
    return f'<row r="{number}">{"".join(texts)}</row>'


LEDGER_XML = [row_xml(1, HEADER), row_xml(2, ROW)]

PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="台账" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>',
}
SHEET = "xl/worksheets/sheet1.xml"


def xlsx(sheet: str = "", **parts: str) -> bytes:
    """Return a workbook of one sheet; `parts` replace others, by their names' last part before the point."""
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in PARTS.items():
            package.writestr(name, parts.get(Path(name).stem, text))
        package.writestr(SHEET, sheet or sheet_xml(*LEDGER_XML))
    return stored.getvalue()


def bomb(path: Path, piece: str, megabytes: int) -> None:
    """Write a workbook whose sheet is `piece` over and over, so many megabytes of it in less than a hundredth."""
    chunk = piece.encode() * ((1 << 20) // len(piece.encode()))
    before, after = sheet_xml(*LEDGER_XML, "|").split("|")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, text in PARTS.items():
            package.writestr(name, text)
        with package.open(SHEET, "w", force_zip64=True) as sheet:
            sheet.write(before.encode())
            for _ in range(megabytes):
                sheet.write(chunk)
            sheet.write(after.encode())


def lying_size(book: bytes) -> bytes:
    """Return the package with every size in its directory halved."""
    lie = bytearray(book)
    at = book.find(b"PK\1\2")
    while at >= 0:
        (size,) = struct.unpack_from("<I", lie, at + 24)
        struct.pack_into("<I", lie, at + 24, size // 2)
        at = book.find(b"PK\1\2", at + 4)
    return bytes(lie)


def twice(book: bytes, other: str) -> bytes:
    """Return the package with a second sheet1.xml under the same name."""
    stored, spare = io.BytesIO(book), SHEET.replace("1", "2")
    with zipfile.ZipFile(stored, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(spare, other)
    return stored.getvalue().replace(spare.encode(), SHEET.encode())


def ods(rows: str = "") -> bytes:
    """Return an OpenDocument sheet of these rows; the ledger where none are given."""
    line = "".join
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'.format
    rows = rows or line(f"<table:table-row>{line(map(cell, cells))}</table:table-row>" for cells in (HEADER, ROW))
    names = line(f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text"))
    content = (
        f"<office:document-content{names}><office:body><office:spreadsheet>"
        f'<table:table table:name="台账">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
        package.writestr("META-INF/manifest.xml", manifest)
        package.writestr("content.xml", content)
    return stored.getvalue()


def xls(*rows: list[str | int], merged: tuple[int, ...] = (), date1904: bool = False) -> bytes:
    """Return these rows, or the ledger, as an Excel 97 workbook: BIFF8 records in the only stream of a compound file.

    `merged` is a range of merged cells: its first and last row, its first and last column, from 0.
    """

    def record(kind: int, body: bytes = b"") -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    def text(value: str) -> bytes:
        return b"\1" + value.encode("utf-16-le")

    begin = struct.pack("<HHHHII", 0x0600, 0, 0x0DBB, 0x07CC, 0, 6)
    bounds = struct.pack("<IHB", 0, 0, 2) + text("台账")
    system = record(0x22, struct.pack("<H", date1904))
    offset = len(record(0x809, begin) + system + record(0x85, bounds) + record(0x0A))
    bounds = struct.pack("<I", offset) + bounds[4:]

    def cell(row: int, at: int, value: str | int) -> bytes:
        if isinstance(value, int):
            return record(0x203, struct.pack("<HHHd", row, at, 0, value))
        return record(0x204, struct.pack("<HHHH", row, at, 0, len(value)) + text(value))

    cells = [cell(row, at, value) for row, values in enumerate(rows or (HEADER, ROW)) for at, value in enumerate(values) if value != ""]
    cells += [record(0xE5, struct.pack("<HHHHH", 1, *merged))] if merged else []
    whole = struct.pack("<HH", 0x0600, 5) + begin[4:]
    sheet = struct.pack("<HH", 0x0600, 0x10) + begin[4:]
    stream = record(0x809, whole) + system + record(0x85, bounds) + record(0x0A) + record(0x809, sheet) + b"".join(cells) + record(0x0A)
    return compound("Workbook", stream.ljust(4096, b"\0"))


def compound(name: str, stream: bytes) -> bytes:
    """Return a compound file of one stream of 4 KiB or more: its table of sectors, its directory, the stream."""
    end, free, table = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    sectors = -(-len(stream) // 512)

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        spelt = name.encode("utf-16-le") + b"\0\0"
        links = struct.pack("<HBBIII", len(spelt) if name else 0, kind, 1, free, free, child)
        return (spelt if name else b"").ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)

    chain = [table, end, *range(3, 2 + sectors), end]
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    directory = entry("Root Entry", 5, 1, end, 0) + entry(name, 2, free, 2, len(stream)) + entry("", 0, free, 0, 0) * 2
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<109I", 0, *[free] * 108)
    return head + fat + directory + stream.ljust(sectors * 512, b"\0")


def damaged(whole: bytes, step: int) -> list[bytes]:
    """Return copies with one byte changed, at every `step`th place."""
    masks = (0xFF, 0x80, 0x01, 0x5A)
    return [whole[:at] + bytes([whole[at] ^ masks[at // step % 4]]) + whole[at + 1 :] for at in range(0, len(whole), step)]


def cut(whole: bytes, pieces: int = 24) -> list[bytes]:
    """Return the beginnings of a file, none of them whole."""
    return [whole[: len(whole) * piece // pieces] for piece in range(1, pieces)]


def written(folder: Path, suffix: str, contents: list[bytes]) -> list[Path]:
    """Write each content to a file of its own."""
    paths = [folder / f"{number:04}{suffix}" for number in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    return paths
