"""Parameters are read strictly, and every refusal says what was wrong."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from cnnlab.blocks.kinds.conv2d import Conv2d
from cnnlab.blocks.kinds.max_pool2d import MaxPool2d
from cnnlab.blocks.kinds.upsample import Upsample
from cnnlab.blocks.params import (
    BoolParam,
    ChoiceParam,
    FloatPairParam,
    FloatParam,
    IntParam,
    LayersParam,
    PairParam,
    Param,
    QuadParam,
    choice,
    integer,
    params_of,
    shown,
)
from cnnlab.text import UserError

WHOLE = IntParam(label="n", help="", minimum=1, maximum=9)
REAL = FloatParam(label="x", help="", minimum=0, maximum=1, step=0.1)
FLAG = BoolParam(label="b", help="")
WORD = ChoiceParam(label="c", help="", choices=("chw", "hw"))
PAIR = PairParam(label="p", help="", minimum=0, maximum=9, words=("same",))
PLAIN_PAIR = PairParam(label="p", help="", minimum=0, maximum=9)
FACTORS = FloatPairParam(label="f", help="", minimum=0.5, maximum=4, step=0.5)
SIDES = QuadParam(label="q", help="", minimum=-2, maximum=9)
LAYERS = LayersParam(label="l", help="")
EMPTY = PairParam(label="p", help="", minimum=1, maximum=9, optional=True)


@pytest.mark.parametrize(
    ("param", "given", "parsed"),
    [
        (WHOLE, 9, 9),
        (REAL, 1, 1.0),
        (FLAG, False, False),
        (WORD, "hw", "hw"),
        (PAIR, 3, (3, 3)),
        (PAIR, [3, 2], (3, 2)),
        (PAIR, "same", "same"),
        (FACTORS, 2, (2.0, 2.0)),
        (FACTORS, [2, 1.5], (2.0, 1.5)),
        (SIDES, 1, (1, 1, 1, 1)),
        (SIDES, [0, 1, -2, 3], (0, 1, -2, 3)),
        (LAYERS, ["conv1", "input"], ("conv1", "input")),
        (EMPTY, None, None),
    ],
)
def test_a_value_in_range_is_read_and_written_back(param: Param, given: object, parsed: object) -> None:
    value = param.parse(given)
    assert value == parsed
    assert type(value) is type(parsed)
    assert param.parse(json.loads(json.dumps(param.dump(value)))) == value


@pytest.mark.parametrize(
    ("param", "given", "says"),
    [
        (WHOLE, 10, "must be from 1 to 9, not 10"),
        (WHOLE, True, "must be a whole number, not true"),
        (WHOLE, 2.0, "must be a whole number, not 2.0"),
        (WHOLE, None, "must be a whole number, not null"),
        (WHOLE, "3", 'must be a whole number, not "3"'),
        (REAL, 1.5, "must be from 0 to 1, not 1.5"),
        (REAL, float("nan"), "must be a finite number, not NaN"),
        (REAL, True, "must be a number, not true"),
        (REAL, 10**400, "must be from 0 to 1, not 1000000000000000000000000000000000000…"),
        (FLAG, 1, "must be true or false, not 1"),
        (WORD, "wh", 'must be one of chw, hw, not "wh"'),
        (WORD, ["hw"], 'must be one of chw, hw, not ["hw"]'),
        (PAIR, [1, 2, 3], "must be one number or [height, width], not [1, 2, 3]"),
        (PAIR, "full", 'must be a number, [height, width] or one of same, not "full"'),
        (PAIR, [1, 10], "must be from 0 to 9, not 10"),
        (PLAIN_PAIR, "same", 'must be a whole number, not "same"'),
        (FACTORS, [1], "must be one number or [height, width], not [1]"),
        (FACTORS, [1, 5], "must be from 0.5 to 4, not 5"),
        (SIDES, [1, 2], "must be one number or [left, right, top, bottom], not [1, 2]"),
        (LAYERS, [], "must be a list of layer ids, not []"),
        (LAYERS, "conv1", 'must be a list of layer ids, not "conv1"'),
        (LAYERS, [1], "must be a list of layer ids, not [1]"),
        (LAYERS, ["a"] * 65, "must name at most 64 layers, not 65"),
        (EMPTY, 0, "must be from 1 to 9, not 0"),
    ],
)
def test_a_wrong_value_is_refused_in_one_sentence(param: Param, given: object, says: str) -> None:
    with pytest.raises(UserError) as caught:
        param.parse(given)
    assert str(caught.value) == says


def test_a_long_value_is_shown_short() -> None:
    assert len(shown("x" * 1000)) == 38
    assert shown({"a": object}).startswith("{")


def test_a_new_block_starts_with_initial_values_and_a_file_with_torchs_defaults() -> None:
    assert Conv2d.initial().kernel_size == (3, 3)
    assert Upsample.initial().scale_factor == (2.0, 2.0)
    assert Upsample.from_params({}).scale_factor is None
    assert Conv2d.initial(kernel_size=5).kernel_size == (5, 5)


def test_a_choice_starts_with_its_default_and_a_required_one_with_the_first_word() -> None:
    def start(**given: str) -> object:
        return choice("Word", "One of them.", ("a", "b"), **given).metadata["initial"]

    assert [start(default="b"), start(), start(initial="b"), start(default="a", initial="b")] == ["b", "a", "b", "b"]


def test_declared_parameters_keep_their_order() -> None:
    assert list(params_of(MaxPool2d)) == ["kernel_size", "stride", "padding", "dilation", "ceil_mode"]


@pytest.mark.parametrize(
    ("params", "says"),
    [
        ({"kernel_size": 3}, "Conv2d needs the parameter 'out_channels'"),
        ({"out_channels": 0}, "out_channels must be from 1 to 65536, not 0"),
        ({"kernel": 3}, "Conv2d has no parameter 'kernel': it has out_channels, kernel_size, stride"),
    ],
)
def test_parameters_of_a_block_are_refused_by_name(params: dict[str, Any], says: str) -> None:
    with pytest.raises(UserError) as caught:
        Conv2d.from_params(params)
    assert str(caught.value).startswith(says)


def test_a_parameter_without_default_is_a_required_field() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Counted:
        count: int = integer("Count", "How many.", minimum=1, maximum=3, initial=2)

    with pytest.raises(TypeError, match="count"):
        Counted()
