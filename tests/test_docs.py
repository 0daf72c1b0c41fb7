"""Documents run: docstring examples on the mini ledger, and the READMEs' examples on a generated campaign."""

import doctest
import importlib
import os
import pkgutil
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yijin as yj

ROOT = Path(__file__).parent.parent
READMES = ["README.md", "README.zh-CN.md"]
MODULES = ["yijin", *(f"yijin.{module.name}" for module in pkgutil.iter_modules(yj.__path__) if module.name not in ("__main__", "_native"))]


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples_run(name: str, mini: Path):
    module = importlib.import_module(name)
    assert doctest.testmod(module, extraglobs={"yj": yj, "exports": mini}).failed == 0


def blocks(readme: str, language: str) -> list[str]:
    text = (ROOT / readme).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readme")
    yj.generate(folder / "exports", lines=20_000, seed=1, format="csv", mess=0.2)
    return folder


@pytest.mark.parametrize("readme", READMES)
def test_readme_python_runs(readme: str, campaign: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(campaign)
    examples = blocks(readme, "python")
    assert examples
    names: dict[str, object] = {}
    for example in examples:
        exec(compile(example, readme, "exec"), names)


@pytest.mark.parametrize("readme", READMES)
def test_readme_campaigns_are_campaigns(readme: str, tmp_path: Path):
    (text,) = blocks(readme, "toml")
    (tmp_path / "autumn.toml").write_text(text, encoding="utf-8")
    assert yj.Campaign.load(tmp_path / "autumn.toml").id == "autumn-2025"


@pytest.mark.parametrize("readme", READMES)
def test_readme_commands_run(readme: str, campaign: Path, tmp_path: Path):
    shutil.copytree(campaign / "exports", tmp_path / "exports")
    commands = [line for block in blocks(readme, "sh") for line in block.splitlines() if line.startswith("yijin ")]
    assert commands
    for command in commands:
        words = shlex.split(command, comments=True)
        done = subprocess.run(
            [sys.executable, "-m", *words], cwd=tmp_path, capture_output=True, text=True, check=False, env=dict(os.environ)
        )
        assert done.returncode == 0, (command, done.stderr)


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
