"""Whole stacks: ten networks by hand and others by chance, in both styles, layer by layer the program's numbers."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnlab.blocks.registry import kinds_by_id
from cnnlab.blocks.weight import Shape
from cnnlab.document.frame import Frame
from cnnlab.document.plan import infer
from cnnlab.document.stack import INPUT, Layer, Mode, Stack
from cnnlab.engine.forward import Runner
from cnnlab.formats.code.naming import code_names
from cnnlab.formats.code.styles import Style, code_of
from tests.building import frame_of, layer_of, noise, stack_of
from tests.formats.code.apart import Apart, assert_close, assert_same
from tests.formats.code.filled import filled
from tests.stacks import params_above
from tests.ten_stacks import NETS

every_style = pytest.mark.parametrize("style", Style, ids=[style.value for style in Style])

CLASHING = (
    *("lambda", "None", "self", "x", "w", "torch", "nn", "F", "net", "Net", "forward", "build", "run", "image"),
    *("training", "eval", "type", "state_dict", "_modules", "__init__", "__secret", "_", "__", "match", "print"),
    *("lambda_", "x_", "x_2", "OrderedDict", "Path", "load_file", "append", "super", "conv1", "Conv1", "weight"),
)


@every_style
@pytest.mark.parametrize("name", NETS)
def test_ten_stacks_give_the_programs_numbers(name: str, style: Style, apart: Apart) -> None:
    net = NETS[name]()
    stack = stack_of(*net.rows, mode=Mode.TRAIN if net.training else Mode.EVAL)
    plan, statistics = filled(stack, net.shape)
    seen = assert_same(apart, plan, style, noise(net.shape), statistics)
    assert seen.layers.keys() == {layer_id for layer_id, _, _ in net.rows}


@pytest.mark.parametrize("mode", Mode)
def test_module_has_the_documents_mode_and_keys_named_by_the_layers(mode: Mode, apart: Apart) -> None:
    net = NETS["residual"]()
    plan, statistics = filled(stack_of(*net.rows, mode=mode), net.shape)
    seen = assert_same(apart, plan, Style.MODULE, noise(net.shape), statistics)
    assert seen.training is (mode is Mode.TRAIN)
    expected = {f"{layer.id}.{name}" for layer in plan.layers for name in (*layer.specs, *layer.statistic_specs)}
    assert {key for key in seen.keys if not key.endswith("num_batches_tracked")} == expected


def test_module_in_train_mode_moves_the_running_statistics_as_the_program_does(apart: Apart) -> None:
    net = NETS["norms in train mode"]()
    plan, statistics = filled(stack_of(*net.rows, mode=Mode.TRAIN), net.shape)
    values = noise(net.shape)
    seen = apart.run(plan, Style.MODULE, values, statistics)
    moved = Runner().run(plan, Frame(values, 0), statistics).statistics
    assert seen.moved
    for key, found in seen.moved.items():
        layer, name = key.split(".")
        assert not np.allclose(found, statistics[layer][name])
        assert_close(found, moved[layer][name], key)


@every_style
def test_untouched_and_adapted_weights_are_those_that_run(style: Style, apart: Apart) -> None:
    typed = noise((5, 2, 3, 3))
    grown = layer_of("grown", "conv2d", {"out_channels": 8, "kernel_size": 5}, weight=typed)
    plan = infer(Stack((layer_of("new", "conv2d"), grown, layer_of("norm", "batch_norm2d"))), (1, 3, 12, 12))
    assert plan.layers[1].notes
    assert_same(apart, plan, style, frame_of((1, 3, 12, 12)).values)


@every_style
def test_what_is_dropped_in_train_mode_is_said_to_differ(style: Style, apart: Apart) -> None:
    rows = (("conv1", "conv2d"), ("drop1", "dropout", {"p": 0.25}), ("drop2", "dropout2d", {"p": 0.0}), ("r", "relu"))
    evaluated, _ = filled(stack_of(*rows), (1, 3, 8, 8))
    assert_same(apart, evaluated, style, noise((1, 3, 8, 8)))
    assert "Random" not in code_of(evaluated, style).text
    trained, _ = filled(stack_of(*rows, mode=Mode.TRAIN), (1, 3, 8, 8))
    seen = apart.run(trained, style, noise((1, 3, 8, 8)))
    dropped = seen.layers["drop1"] == 0
    assert 0.15 < dropped.mean() < 0.35
    assert_close(seen.layers["drop1"][~dropped], seen.layers["conv1"][~dropped] / 0.75, "kept")
    assert code_of(trained, style).text.count("# Random: CNN Lab drops other values.") == 1


@every_style
def test_layers_that_are_off_hand_on_what_they_get(style: Style, apart: Apart) -> None:
    rows = (
        *(("a", "conv2d", {"out_channels": 4, "kernel_size": 3, "padding": 1}), ("off", "relu"), ("b", "sigmoid")),
        *(("add1", "add", {"layers": ["off"]}), ("off2", "pick", {"layers": [INPUT]}), ("c", "tanh")),
    )
    stack = stack_of(*rows)
    for layer_id in ("off", "off2"):
        stack = stack.with_layer(dataclasses.replace(stack.layer(layer_id), enabled=False))
    plan, _ = filled(stack, (1, 3, 6, 6))
    assert_same(apart, plan, style, noise((1, 3, 6, 6)))
    assert "# off is switched off" in code_of(plan, style).text


@every_style
@pytest.mark.parametrize("rows", [(), (("off", "relu"),)], ids=["no layer", "one that is off"])
def test_nothing_to_compute_gives_the_input(rows: tuple[tuple[str, str], ...], style: Style, apart: Apart) -> None:
    stack = stack_of(*rows)
    stack = stack.with_layers(tuple(dataclasses.replace(layer, enabled=False) for layer in stack))
    assert_same(apart, infer(stack, (1, 3, 4, 5)), style, noise((1, 3, 4, 5)))


@every_style
def test_what_cannot_run_is_a_comment_and_what_does_not_need_it_runs(style: Style, apart: Apart) -> None:
    rows = (
        *(("a", "relu"), ("big", "conv2d", {"kernel_size": 9}), ("after", "relu")),
        *(("back", "pick", {"layers": ["a"]}), ("b", "tanh")),
    )
    plan, _ = filled(stack_of(*rows), (1, 3, 6, 6))
    assert not plan.layers[1].runs
    assert_same(apart, plan, style, noise((1, 3, 6, 6)))
    text = code_of(plan, style).text
    assert "# big cannot run" in text
    assert "# after waits for big" in text


@every_style
def test_ids_that_are_words_of_the_code_keep_their_numbers(style: Style, apart: Apart) -> None:
    kinds = (("conv2d", {"out_channels": 3, "kernel_size": 1}), ("relu", {}), ("sqrt", {}), ("abs", {}))
    layers = [layer_of(layer_id, *kinds[number % 4]) for number, layer_id in enumerate(CLASHING)]
    every = layer_of("all", "add", {"layers": [INPUT, *CLASHING]})
    plan, _ = filled(Stack((*layers, every)), (1, 3, 4, 4))
    seen = assert_same(apart, plan, style, np.abs(noise((1, 3, 4, 4))))
    names = code_names(CLASHING)
    if style is Style.MODULE:
        assert {f"{names[i]}.weight" for i in CLASHING[::4]} <= set(seen.keys)


@st.composite
def running_stacks(draw: st.DrawFn, shape: Shape) -> Stack:
    """Layers of all kinds that run one below the other, some of them off, many with clashing ids."""
    stack = Stack((), draw(st.sampled_from(Mode)))
    for layer_id in draw(st.lists(st.sampled_from(CLASHING), max_size=7, unique=True)):
        kind = draw(st.sampled_from(list(kinds_by_id().values())))
        block = kind.from_params(draw(params_above(kind, (INPUT, *(layer.id for layer in stack)))))
        longer = stack.with_layers((*stack.layers, Layer(layer_id, block, enabled=draw(st.integers(0, 5)) > 0)))
        stack = longer if all(layer.runs for layer in infer(longer, shape).layers) else stack
    return stack


@settings(max_examples=120)
@given(data=st.data(), shape=st.sampled_from([(2, 3, 9, 7), (1, 4, 8, 8), (1, 1, 6, 5)]))
def test_stacks_by_chance_give_the_programs_numbers(apart: Apart, data: st.DataObject, shape: Shape) -> None:
    plan, statistics = filled(data.draw(running_stacks(shape)), shape)
    for style in Style:
        assert_same(apart, plan, style, noise(shape), statistics)


@every_style
def test_kind_without_a_module_in_torch_keeps_its_weights(
    style: Style, apart: Apart, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = kinds_by_id()["batch_norm2d"]
    monkeypatch.setattr(kind, "module_code", lambda _self, _inputs: None)
    plan, statistics = filled(stack_of(("norm", "batch_norm2d"), ("relu1", "relu")), (1, 3, 4, 4))
    seen = assert_same(apart, plan, style, noise((1, 3, 4, 4)), statistics)
    if style is Style.MODULE:
        assert set(seen.keys) == {f"norm.{n}" for n in ("weight", "bias", "running_mean", "running_var")}


def test_program_is_not_to_be_had_where_code_runs(apart: Apart) -> None:
    assert apart.cannot_import == ["cnnlab", "PySide6"]
