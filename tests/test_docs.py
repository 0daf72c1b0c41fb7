"""Documents run: docstring examples on the mini ledger, and the READMEs' examples on a generated campaign."""

import doctest
import importlib
import os
import pkgutil
import re
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
import yijin as yj

ROOT = Path(__file__).parent.parent
READMES = ["README.md", "README.zh-CN.md"]
MODULES = [
    "yijin",
    *(module.name for module in pkgutil.walk_packages(yj.__path__, "yijin.") if module.name not in ("yijin.__main__", "yijin._native")),
]
# Every statistic has an example; how they are called has none.
EXEMPLARY = [
    name for name in MODULES if name.startswith("yijin.evaluate._") and name.rpartition(".")[2] not in ("_call", "_columns", "_words")
]


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples_run(name: str, mini: Path):
    module = importlib.import_module(name)
    found = doctest.testmod(module, extraglobs={"yj": yj, "exports": mini})
    assert found.failed == 0
    assert found.attempted > 0 or name not in EXEMPLARY


def blocks(readme: str, language: str) -> list[str]:
    text = (ROOT / readme).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a folder as `make demo` leaves the checkout."""
    subprocess.run([sys.executable, "-m", "yijin", "demo", "out/demo"], cwd=tmp_path, capture_output=True, check=True)
    return tmp_path


@pytest.mark.parametrize("readme", READMES)
def test_readme_python_runs_as_it_stands(readme: str, checkout: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(checkout)
    examples = blocks(readme, "python")
    assert examples
    names: dict[str, object] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for example in examples:
            exec(compile(example, readme, "exec"), names)


@pytest.mark.parametrize("readme", READMES)
def test_readme_campaigns_are_campaigns(readme: str, tmp_path: Path):
    (text,) = blocks(readme, "toml")
    (tmp_path / "autumn.toml").write_text(text, encoding="utf-8")
    assert yj.Campaign.load(tmp_path / "autumn.toml").id == "autumn-2025"


@pytest.mark.parametrize("readme", READMES)
def test_readme_commands_run_as_they_stand(readme: str, checkout: Path):
    (block,) = blocks(readme, "sh")
    assert "yijin headline" in block
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = ["bash", "-eu", "-c", block]
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False, env={**os.environ, "PATH": path})
    assert done.returncode == 0, done.stderr
    assert "no later run" not in done.stderr


def test_both_readmes_have_the_same_examples_and_sections():
    english, chinese = ((ROOT / name).read_text(encoding="utf-8") for name in READMES)
    code = re.compile(r"^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)
    strip = [[(kind, re.sub(r"\s*#.*", "", text)) for kind, text in code.findall(readme)] for readme in (english, chinese)]
    assert strip[0] == strip[1]
    assert len(re.findall(r"^#+ ", code.sub("", english), re.M)) == len(re.findall(r"^#+ ", code.sub("", chinese), re.M))


def test_every_make_target_of_the_documents_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name in [*READMES, "CONTRIBUTING.md"]:
        for target in re.findall(r"`?make ([a-z-]+)`", (ROOT / name).read_text(encoding="utf-8")):
            assert re.search(rf"^{target}:.*## ", makefile, re.M), (name, target)
