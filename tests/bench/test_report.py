"""What is printed: the JSON that others read, and a table that people read."""

from __future__ import annotations

import json

from cnnlab.app.bench.report import as_json, as_text
from cnnlab.app.bench.result import Bar, Result

MACHINE = {
    "cpu": "Z80",
    "cores": 2,
    "threads": 1,
    "device": "CPU",
    "torch": "2.9.0",
    "pyside6": "6.9.0",
    "python": "3.12.0",
    "system": "CP/M",
}
RESULTS = (
    Result("live", "640×480", 0.71234, 0.6, (0.7, 0.75), Bar(0.7, at_least=True)),
    Result("edit", "640×480", 1.2, 2.75, (1.1, 1.4), Bar(1.5, p95=2.5)),
    Result("memory", "200…2000", 12.25, 12.5, (-0.25, 12.5), Bar(5, unit="MiB")),
)


def test_json_has_the_machine_and_one_entry_for_each_result() -> None:
    read = json.loads(as_json(MACHINE, RESULTS))
    assert list(read) == ["machine", "results"]
    assert read["machine"] == MACHINE
    assert read["results"][0] == {
        "name": "live",
        "size": "640×480",
        "ratio": 0.7123,
        "p95": 0.6,
        "spread": [0.7, 0.75],
        "bar": 0.7,
        "holds": True,
    }
    assert [entry["holds"] for entry in read["results"]] == [True, False, False]


def test_the_table_says_what_was_measured_on_what_and_whether_it_holds() -> None:
    expected = """\
Z80; cores: 2, threads used: 1, device: CPU; torch 2.9.0, PySide6 6.9.0, Python 3.12.0, CP/M

measure  size          ratio   p95        spread  bar               holds
live     640×480        0.71  0.60   0.70 – 0.75  ≥ 0.7             yes
edit     640×480        1.20  2.75   1.10 – 1.40  ≤ 1.5, p95 ≤ 2.5  fails
memory   200…2000  12.2 MiB  12.5  -0.25 – 12.5  ≤ 5 MiB           fails"""
    assert as_text(MACHINE, RESULTS).split() == expected.split()
    lines = as_text(MACHINE, RESULTS).splitlines()[2:]
    assert len({line.index(bar) for line, bar in zip(lines, ("bar", "≥", "≤", "≤ 5"), strict=True)}) == 1


def test_the_table_is_in_the_language_of_the_moment() -> None:
    from cnnlab.resources import resource
    from cnnlab.text import set_language

    set_language("zh_CN", resource("translations"))
    try:
        text = as_text(MACHINE, RESULTS)
    finally:
        set_language("en", resource("translations"))
    assert "≥ 0.7" in text
    assert not {"measure", "holds", "yes", "fails"} & set(text.split())
