"""How a summary looks: laid out by a browser and an office program, nothing is clipped and no character is missing."""

import re
import shutil
import subprocess
from pathlib import Path

import papers
import pytest
import stagebook
from test_summary_papers import stage_book
from yijin.summary import Summary, _font, compose

HAN = re.compile("[\u4e00-\u9fff]")
WIDTHS = (1280, 800)
OVERFLOW = """<script>
const leaves = (inner, outer) => inner.left < outer.left - 1 || inner.right > outer.right + 1
  || inner.top < outer.top - 1 || inner.bottom > outer.bottom + 1;
const cut = drawing => [...drawing.querySelectorAll("text")].some(
  text => leaves(text.getBoundingClientRect(), drawing.getBoundingClientRect()));
const wide = part => !part.closest("svg") && !part.closest(".box") && part.clientWidth > 0 && part.scrollWidth > part.clientWidth + 1;
document.fonts.ready.then(() => {
  const page = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const parts = [...document.querySelectorAll("main *")].filter(wide).length;
  const drawings = [...document.querySelectorAll("svg")].filter(cut).length;
  document.title = `looked ${page} ${parts} ${drawings} ${[...document.fonts].map(font => font.status)}`;
});
</script>"""


def program(*names: str) -> str:
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(f"needs {names[0]}, which is not installed")
    return found


@pytest.fixture(scope="module", params=["zh", "en"])
def summary(request) -> Summary:
    return Summary(compose(stage_book(), stage=2, lang=request.param, metrics=stagebook.DEFINITIONS))


@pytest.mark.parametrize("width", WIDTHS)
def test_a_page_fits_its_window_and_no_text_of_a_chart_is_cut(summary: Summary, tmp_path: Path, width: int):
    chromium = program("chromium", "chromium-browser", "google-chrome")
    page = summary.to_bytes("html").decode()
    policy = re.search(r"<meta http-equiv[^>]*>", page)[0]
    (tmp_path / "page.html").write_text(page.replace(policy, "").replace("</body>", OVERFLOW + "</body>"), encoding="utf-8")
    command = [
        chromium,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--window-size={width},1000",
        "--virtual-time-budget=5000",
        "--dump-dom",
    ]
    shown = subprocess.run([*command, (tmp_path / "page.html").as_uri()], capture_output=True, text=True, check=True, timeout=120).stdout
    assert re.search(r"<title>(.*?)</title>", shown)[1] == "looked 0 0 0 loaded"


@pytest.fixture(scope="module")
def pdf(summary: Summary, tmp_path_factory) -> Path:
    """Return the Word paper as an office program prints it."""
    office, folder = program("soffice", "libreoffice"), tmp_path_factory.mktemp("pdf")
    summary.save(folder / "paper.docx")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / "paper.docx")]
    subprocess.run(command, capture_output=True, check=True, timeout=240)
    return folder / "paper.pdf"


def test_every_chinese_character_is_in_the_printed_paper(summary: Summary, pdf: Path):
    reader = program("pdftotext")
    printed = subprocess.run([reader, "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    written = set(HAN.findall(papers.markdown_text(summary.to_bytes("md"))))
    assert len(written) > (20 if summary.document.lang == "en" else 200)
    assert written <= set(HAN.findall(printed))
    assert "\ufffd" not in printed


def test_every_font_of_the_printed_paper_is_embedded(pdf: Path):
    lines = subprocess.run([program("pdffonts"), str(pdf)], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert lines
    assert all(re.search(r"\byes\s+yes\s+(yes|no)\s+\d+", line) for line in lines)


def test_no_number_of_a_table_is_broken_over_lines(pdf: Path):
    reader = program("pdftotext")
    printed = subprocess.run([reader, "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    for number in ("1,000,000", "2,900,111", "22,222,222.27", "300,862.50", "1,234.57", "100.93%", "+161,580", "123,456,789"):
        assert number in printed


def test_no_text_of_the_printed_paper_leaves_the_page(pdf: Path):
    reader = program("pdftotext")
    boxes = subprocess.run([reader, "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    width, height = (float(number) for number in re.search(r'<page width="([\d.]+)" height="([\d.]+)"', boxes).groups())
    corners = re.findall(r'xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)"', boxes)
    edges = [[float(number) for number in found] for found in corners]
    assert edges
    assert all(left >= 70 and top >= 70 and right <= width - 60 and bottom <= height - 30 for left, top, right, bottom in edges)


def test_the_charts_font_draws_every_character_of_the_summarys_words():
    from yijin import _labels
    from yijin.summary import _words

    pairs = [pair for words in (_words.WORDS, _words.UNIT_WORDS, _labels.ADDITIVITY) for pair in words.values()]
    _font.check(text for pair in pairs for text in pair)
