"""Lines, their layers and their comments."""

from __future__ import annotations

import ast

from cnnlab.formats.code.lines import Code, Line, Remarked, aligned, indented


def test_lines_know_their_layers_and_layers_their_lines() -> None:
    code = Code((Line("import torch"), Line("a = 1", "conv1"), Line("b = 2", "relu1"), Line("c = 3", "conv1")))
    assert code.text == "import torch\na = 1\nb = 2\nc = 3\n"
    assert code.lines_of("conv1") == (1, 3)
    assert code.lines_of("gone") == ()
    assert [code.layer_at(number) for number in (-1, 0, 1, 3, 4)] == [None, None, "conv1", "conv1", None]


def test_comments_stand_below_each_other() -> None:
    rows = [Remarked("a = 1", "[1]"), Remarked("# off"), Remarked("long_name = 2", "[2]"), Remarked("return a")]
    texts = [line.text for line in aligned(indented(rows, 1))]
    assert texts == ["    a = 1          # [1]", "    # off", "    long_name = 2  # [2]", "    return a"]


def test_long_call_is_broken_and_stays_with_its_layer() -> None:
    names = [f"argument{number}" for number in range(8)]
    (head, inside, end) = aligned([Remarked(f"    x = call({', '.join(names)})", "[1]", "conv1")])
    assert (head.text, end.text) == ("    x = call(  # [1]", "    )")
    assert inside.text == f"        {', '.join(names)}"
    assert {line.layer for line in (head, inside, end)} == {"conv1"}


def test_call_that_is_longer_than_a_line_has_an_argument_in_each() -> None:
    names = [*(f"w[{'name' * 16}{number}]" for number in range(3)), "g((1, 2), k=3)"]
    lines = aligned([Remarked(f"x = F.call({', '.join(names)})", "[1]", "conv1")])
    assert [line.text for line in lines] == ["x = F.call(  # [1]", *(f"    {name}," for name in names), ")"]
    ast.parse("\n".join(line.text for line in lines))


def test_what_follows_a_long_call_stays_behind_it() -> None:
    lines = aligned([Remarked(f"x = first({'a' * 50}, b(1)).second({'c' * 40})", "[1]")])
    assert [line.text for line in lines] == ["x = first(  # [1]", f"    {'a' * 50}, b(1)", f").second({'c' * 40})"]


def test_what_cannot_be_broken_leaves_the_comments_of_the_others_where_they_are() -> None:
    long = f"x = {'a' * 90}"
    assert [line.text for line in aligned([Remarked("y = 1", "[1]"), Remarked(long, "[2]")])] == [
        "y = 1  # [1]",
        f"{long}  # [2]",
    ]
