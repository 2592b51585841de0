"""`cnnlab bench` on the command line: what it prints, its status, and what is wrong in a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cnnlab.app.bench import command, notebook
from cnnlab.app.bench.command import chosen
from cnnlab.app.bench.measures import MEASURES
from cnnlab.app.bench.result import Bar, Result
from cnnlab.text import UserError
from tests.app.running import cnnlab

FAILING = Result("live", "320×240", 0.4, 0.3, (0.3, 0.5), Bar(0.5, at_least=True))
HOLDING = Result("start", "1600×1000", 1.2, 1.3, (1.1, 1.3), Bar(1.5))


def test_a_short_run_prints_json_alone_on_standard_output(tmp_path: Path) -> None:
    done = cnnlab("bench", "memory", "--seconds", "0.02", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    read = json.loads(done.stdout)
    assert set(read["machine"]) == {"cpu", "cores", "threads", "device", "torch", "pyside6", "python", "system"}
    (entry,) = read["results"]
    assert list(entry) == ["name", "size", "ratio", "p95", "spread", "bar", "holds"]
    assert (entry["name"], entry["size"], entry["bar"]) == ("memory", "5…15 × 640×480", 5)
    assert all(line.startswith("cnnlab: bench: ") for line in done.stderr.splitlines())
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["fps"], "no measure 'fps': choose one of live, edit, last-layer, "),
        (["live", "--seconds", "0"], "'0' is no time to measure"),
        (["live", "--seconds", "long"], "from 0.01 to 600"),
        (["--rounds", "3"], "--rounds"),
        (["--language", "tlh"], "tlh"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_measured(
    arguments: list[str], part: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from cnnlab.__main__ import main

    monkeypatch.setattr(command, "_measured", lambda _names, _effort: pytest.fail("measured"))
    assert main(["bench", *arguments]) == 2
    said = capsys.readouterr().err
    assert said.startswith("cnnlab: error: ")
    assert part in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("results", "arguments", "status"),
    [
        ([FAILING, HOLDING], [], 0),
        ([FAILING, HOLDING], ["--strict"], 1),
        ([HOLDING], ["--strict"], 0),
        ([FAILING], ["--strict", "--json"], 1),
    ],
)
def test_only_a_strict_run_fails_where_a_bar_does_not_hold(
    results: list[Result],
    arguments: list[str],
    status: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from cnnlab.__main__ import main

    monkeypatch.setattr(command, "_measured", lambda _names, _effort: results)
    assert main(["bench", "live", *arguments]) == status
    printed = capsys.readouterr().out
    assert all(result.name in printed for result in results)


def test_help_explains_every_measure() -> None:
    done = cnnlab("bench", "--help")
    assert done.returncode == 0
    assert done.stderr == ""
    for name in (*MEASURES, "--json", "--strict", "--seconds"):
        assert name in done.stdout
    assert "'cnnlab bench'" in " ".join(cnnlab("--help").stdout.split())


def test_the_order_is_that_of_the_table() -> None:
    assert chosen(["memory", "live", "memory"]) == ["live", "memory"]
    assert chosen([]) == list(MEASURES)


def test_without_matplotlib_a_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(notebook, "find_spec", lambda _name: None)
    assert chosen([]) == [name for name in MEASURES if name != "notebook"]
    assert "python -m pip install matplotlib" in capsys.readouterr().err
    with pytest.raises(UserError, match="not installed"):
        chosen(["notebook"])


def test_the_program_never_loads_matplotlib() -> None:
    """Only the measure that compares with it does."""
    root = Path(command.__file__).resolve().parents[2]
    having = [file.name for file in root.rglob("*.py") if "import matplotlib" in file.read_text("utf-8")]
    having += [file.name for file in root.rglob("*.py") if "from matplotlib" in file.read_text("utf-8")]
    assert having == ["notebook.py"]
