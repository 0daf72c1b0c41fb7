"""The Python surface: what is there, what it imports, and what it says to a misspelt keyword."""

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest
import yijin as yj

PACKAGE = Path(yj.__file__).parent


def test_everything_public_has_a_docstring():
    for name in yj.__all__:
        thing = getattr(yj, name)
        assert name == "__version__" or inspect.getdoc(thing), name
        for attribute, member in vars(thing).items() if inspect.isclass(thing) else ():
            if not attribute.startswith("_") and (callable(member) or isinstance(member, property)):
                assert inspect.getdoc(member), f"{name}.{attribute}"


def test_nothing_heavy_is_imported():
    heavy = ["polars", "pandas", "pyarrow", "duckdb", "tqdm", "typer", "rich", "altair", "numpy"]
    code = f"import sys, yijin; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("call", "hint"),
    [
        (lambda _: yj.open("x", encodng="gbk"), "did you mean 'encoding'?"),
        (lambda _: yj.generate("x", line=3), "did you mean 'lines'?"),
        (lambda book: book.headline(asof="2019-08-31"), "did you mean 'as_of'?"),
        (lambda book: book.headline(cumulativ=True), "did you mean 'cumulative'?"),
        (lambda book: book.evidence("households", were={}), "did you mean 'where'?"),
    ],
)
def test_a_misspelt_keyword_is_answered_with_the_nearest(book, call, hint):
    with pytest.raises(TypeError) as caught:
        call(book)
    assert hint in str(caught.value)


@pytest.mark.parametrize("result", [yj.Metric, yj.Row])
def test_results_are_frozen_and_slotted(result):
    assert result.__dataclass_params__.frozen
    assert "__slots__" in vars(result)


def test_python_computes_nothing_over_rows_of_a_ledger():
    imported = {
        alias.name.split(".")[0]
        for path in PACKAGE.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert not imported & {"numpy", "statistics", "math", "collections"}


def test_the_version_is_the_wheels():
    import importlib.metadata

    assert yj.__version__ == importlib.metadata.version("yijin")
