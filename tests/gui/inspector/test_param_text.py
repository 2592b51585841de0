from __future__ import annotations

import pytest
from hypothesis import given

from cnnlab.blocks.params import BoolParam, ChoiceParam
from cnnlab.blocks.registry import kinds_by_id
from cnnlab.gui.inspector.param_text import ParamCodec, WeightCodec, about
from cnnlab.text import UserError
from tests.strategies import param_dicts


def codec(kind: str, name: str) -> ParamCodec:
    return ParamCodec(name, kinds_by_id()[kind].params()[name])


@pytest.mark.parametrize("kind", list(kinds_by_id()))
def test_every_value_that_a_field_shows_is_read_back_as_the_same(kind: str) -> None:
    @given(param_dicts(kinds_by_id()[kind]))
    def check(values: dict[str, object]) -> None:
        block = kinds_by_id()[kind].from_params(values)
        for name, param in block.params().items():
            if not isinstance(param, BoolParam | ChoiceParam):
                value = getattr(block, name)
                shown = codec(kind, name)
                assert shown.read(shown.text(value)) == value

    check()


@pytest.mark.parametrize("text", ["3 × 5", "3x5", "3,5", "3 5", "[3, 5]", "(3, 5)", "3*5"])
def test_a_pair_may_be_written_in_many_ways(text: str) -> None:
    assert codec("conv2d", "kernel_size").read(text) == (3, 5)


def test_one_number_stands_for_both_and_words_are_taken() -> None:
    assert codec("conv2d", "padding").read("2") == (2, 2)
    assert codec("conv2d", "padding").read("Same") == "same"
    assert codec("max_pool2d", "stride").read("") is None
    assert codec("concat", "layers").read("input, conv1") == ("input", "conv1")
    assert codec("zero_pad2d", "padding").read("1, -2, 3, 4") == (1, -2, 3, 4)
    assert codec("batch_norm2d", "eps").read("1/4") == 0.25


def test_sizes_read_as_two_numbers_and_strides_as_one() -> None:
    assert codec("conv2d", "kernel_size").text((3, 3)) == "3 × 3"
    assert codec("conv2d", "stride").text((1, 1)) == "1"
    assert codec("conv2d", "stride").text((1, 2)) == "1 × 2"


@pytest.mark.parametrize(
    ("kind", "name", "text"),
    [
        ("conv2d", "out_channels", "0"),
        ("conv2d", "out_channels", "many"),
        ("conv2d", "out_channels", "2.5"),
        ("conv2d", "kernel_size", "1 2 3"),
        ("conv2d", "kernel_size", ""),
        ("conv2d", "padding", "some"),
        ("dropout", "p", "2"),
        ("concat", "layers", ""),
    ],
)
def test_a_wrong_text_is_refused_in_a_sentence(kind: str, name: str, text: str) -> None:
    with pytest.raises(UserError) as raised:
        codec(kind, name).read(text)
    assert "must" in str(raised.value)


def test_steps_stop_at_the_ends_of_the_range() -> None:
    assert codec("conv2d", "out_channels").stepped(8, 1) == 9
    assert codec("conv2d", "out_channels").stepped(1, -1) == 1
    assert codec("conv2d", "kernel_size").stepped((3, 5), 1) == (4, 6)
    assert codec("conv2d", "out_channels").stepped(8, 0.1) == 9
    assert codec("conv2d", "padding").stepped("same", 1) == "same"
    assert codec("dropout", "p").stepped(1.0, 1) == 1.0
    assert WeightCodec().stepped(0.333, 1) == 0.433


@pytest.mark.parametrize("kind", list(kinds_by_id()))
def test_every_parameter_explains_itself(kind: str) -> None:
    for param in kinds_by_id()[kind].params().values():
        assert param.help in about(param)
