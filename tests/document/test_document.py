"""Undo and redo over everything, gestures, the byte budget and the running statistics."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from cnnlab.blocks.registry import kinds_by_id
from cnnlab.blocks.weight import Weight, frozen
from cnnlab.document import edits
from cnnlab.document.document import Document
from cnnlab.document.history import held_bytes
from cnnlab.document.input import InputSpec
from cnnlab.document.plan import infer
from cnnlab.document.stack import Mode, Stack
from cnnlab.formats.project_json import dump_project

KINDS = kinds_by_id()
SHAPE = (1, 3, 12, 12)


def conv_stack() -> Stack:
    return edits.add_layer(Stack(), KINDS["conv2d"].initial(out_channels=2), 0)[0]


def typed(stack: Stack, value: float) -> Stack:
    return edits.set_value(stack, infer(stack, SHAPE).layer("conv1"), "weight", (0, 0, 0, 0), value)


def test_undo_and_redo_bring_back_the_very_same_stacks() -> None:
    first = conv_stack()
    document = Document(first)
    second = typed(first, 1.0)
    document.apply(second, "type")
    assert document.undo()
    assert document.stack is first
    assert document.redo()
    assert document.stack is second
    assert not document.redo()


def test_an_edit_after_undo_drops_what_was_undone() -> None:
    document = Document(conv_stack())
    document.apply(typed(document.stack, 1.0), "one")
    document.undo()
    document.apply(typed(document.stack, 2.0), "two")
    assert document.redo_label is None
    assert document.undo_label == "two"


def test_listeners_hear_every_change_once_with_before_and_after() -> None:
    document = Document(conv_stack())
    heard: list[tuple[Stack, Stack]] = []
    document.listen(lambda before, after: heard.append((before, after)))
    first, second = document.stack, typed(document.stack, 1.0)
    document.apply(second, "type")
    document.apply(second, "nothing")
    document.undo()
    assert heard == [(first, second), (second, first)]


def test_a_gesture_is_one_step_and_the_next_one_another() -> None:
    document = Document(conv_stack())
    start = document.stack
    for value in range(50):
        document.apply(typed(document.stack, value), "drag", merge="a")
    document.end_gesture()
    middle = document.stack
    for value in range(50):
        document.apply(typed(document.stack, -value), "drag", merge="a")
    assert document.steps == 2
    document.undo()
    assert document.stack is middle
    document.undo()
    assert document.stack is start


def test_the_history_stays_within_its_bytes_and_the_current_stack_does_not_count() -> None:
    document = Document(conv_stack(), budget=100_000)
    rng = np.random.default_rng(0)
    for _ in range(60):
        layer = document.stack.layer("conv1")
        weight = Weight.from_array(rng.normal(size=(2, 3, 30, 30)))  # 21,600 bytes
        document.apply(
            document.stack.with_layer(edits.Layer(layer.id, layer.block.replace(weights={"weight": weight}))), ""
        )
    steps = document._history._done
    assert held_bytes(steps, steps[-1].after) <= 100_000
    assert 2 <= document.steps < 6
    assert document.undo()


def test_running_statistics_come_and_go_without_a_step() -> None:
    document = Document(conv_stack())
    moved = {"norm1": {"running_mean": frozen(np.ones(3))}}
    document.set_statistics(moved)
    assert document.steps == 0
    document.apply(typed(document.stack, 1.0), "type")
    document.undo()
    assert document.statistics is moved


def test_undo_brings_statistics_back_only_where_the_step_edited_them() -> None:
    document = Document(conv_stack())
    old = document.statistics
    edited = {"norm1": {"running_mean": frozen(np.ones(3))}}
    version = document.statistics_version
    document.apply(document.stack, "edit statistics", statistics=edited)
    assert document.statistics is edited
    document.set_statistics({"norm1": {"running_mean": frozen(np.zeros(3))}})
    document.undo()
    assert document.statistics is old
    assert document.statistics_version == version + 2


def test_a_new_layer_does_not_inherit_the_statistics_of_a_deleted_one() -> None:
    stack, _ = edits.add_layer(Stack(), KINDS["batch_norm2d"].initial(), 0)
    moved = {"norm1": {"running_mean": frozen(np.ones(3))}}
    document = Document(stack)
    document.set_statistics(moved)
    document.apply(edits.remove_layers(stack, ["norm1"]), "delete")
    document.apply(edits.add_layer(document.stack, KINDS["batch_norm2d"].initial(), 0)[0], "add")
    assert "norm1" not in document.statistics
    document.undo()
    document.undo()
    assert document.statistics == moved


def test_an_id_that_another_layer_refers_to_is_not_given_away() -> None:
    stack, _ = edits.add_layer(Stack(), KINDS["relu"].initial(), 0)
    stack, _ = edits.add_layer(stack, KINDS["add"].initial(layers=["relu1"]), 1)
    stack = edits.remove_layers(stack, ["relu1"])
    assert edits.add_layer(stack, KINDS["relu"].initial(), 0)[1] == "relu2"


def test_saved_is_the_stack_on_disk_also_after_undo() -> None:
    document = Document(conv_stack())
    document.apply(typed(document.stack, 1.0), "type")
    assert document.modified
    document.mark_saved()
    assert not document.modified
    document.undo()
    assert document.modified
    document.redo()
    assert not document.modified


def picture(stack: Stack) -> tuple[bytes, tuple[tuple[str, str, bytes], ...]]:
    """All that is in a stack, as a value."""
    weights = tuple(
        (layer.id, name, weight.array().tobytes())
        for layer in stack
        for name, weight in sorted(layer.block.weights.items())
    )
    return dump_project(stack, {}), weights


class Walker:
    """Edits a document at random and remembers every stack it came past."""

    def __init__(self) -> None:
        self.start = conv_stack()
        self.document = Document(self.start)
        self.trail = [self.start]
        self.place = 0
        self.steps = 0

    def step(self, rng: random.Random) -> None:
        self.steps += 1
        kinds = (self.undo, self.undo, self.redo, self.add, self.change, self.change, self.type, self.type, self.whole)
        rng.choice(kinds)(rng)
        assert self.document.stack is self.trail[self.place]

    def applied(self, stack: Stack) -> None:
        if stack is self.document.stack:
            return
        self.document.apply(stack, "edit")
        self.trail = [*self.trail[: self.place + 1], stack]
        self.place += 1

    def add(self, rng: random.Random) -> None:
        stack = self.document.stack
        if len(stack) < 12:
            kind = KINDS[rng.choice(list(KINDS))]
            self.applied(edits.add_layer(stack, kind.initial(), rng.randint(0, len(stack)))[0])

    def change(self, rng: random.Random) -> None:
        stack = self.document.stack
        if not len(stack):
            return
        layer = rng.choice(stack.layers).id
        changes = (
            lambda: edits.remove_layers(stack, [layer]),
            lambda: edits.move_layer(stack, layer, rng.randrange(len(stack))),
            lambda: edits.duplicate_layer(stack, layer)[0] if len(stack) < 12 else stack,
            lambda: edits.rename_layer(stack, layer, f"name {rng.random()}"),
            lambda: edits.set_enabled(stack, layer, not stack.layer(layer).enabled),
            lambda: edits.new_weights(stack, layer),
        )
        self.applied(rng.choice(changes)())

    def type(self, rng: random.Random) -> None:
        plans = [plan for plan in infer(self.document.stack, SHAPE).layers if plan.specs]
        if plans:
            plan = rng.choice(plans)
            name, spec = rng.choice(list(plan.specs.items()))
            index = [rng.randrange(size) for size in spec.shape]
            self.applied(edits.set_value(self.document.stack, plan, name, index, rng.uniform(-9, 9)))

    def whole(self, rng: random.Random) -> None:
        stack = edits.set_mode(self.document.stack, rng.choice(list(Mode)))
        self.applied(edits.set_input(stack, InputSpec(channels=rng.choice((1, 3)))))

    def undo(self, rng: random.Random) -> None:
        assert self.document.undo() == (self.place > 0)
        self.place = max(0, self.place - 1)

    def redo(self, rng: random.Random) -> None:
        assert self.document.redo() == (self.place < len(self.trail) - 1)
        self.place = min(len(self.trail) - 1, self.place + 1)


class RandomWalk(RuleBasedStateMachine):
    """Fifty stretches of forty steps each; at the end everything is undone."""

    @initialize()
    def begin(self) -> None:
        self.walker = Walker()
        self.first = picture(self.walker.start)

    @rule(seed=st.integers(0, 2**32))
    def walk(self, seed: int) -> None:
        rng = random.Random(seed)
        for _ in range(40):
            self.walker.step(rng)

    def teardown(self) -> None:
        rest = random.Random(self.walker.steps)  # hypothesis may end an example early
        while self.walker.steps < 2000:
            self.walker.step(rest)
        document = self.walker.document
        while document.undo():
            pass
        assert document.stack is self.walker.start
        assert picture(document.stack) == self.first


def test_a_random_walk_of_2000_edits_and_undos_ends_where_it_began() -> None:
    run_state_machine_as_test(RandomWalk, settings=settings(max_examples=3, stateful_step_count=50, deadline=None))


def test_statistics_that_frames_move_are_no_edit_while_the_stack_is_the_saved_one() -> None:
    document = Document()
    document.set_statistics({"norm1": {"running_mean": frozen(np.ones(3))}})
    assert not document.modified
    document.mark_unsaved()
    assert document.modified
    document.mark_saved()
    assert not document.modified


def test_of_a_long_session_the_last_steps_can_be_undone() -> None:
    document = Document(conv_stack())
    for number in range(1200):
        document.apply(edits.rename_layer(document.stack, "conv1", f"n{number}"), "rename")
    steps = document.steps
    assert 800 < steps <= 1000
    while document.undo():
        pass
    assert document.stack.layer("conv1").name == f"n{1199 - steps}"


def test_documents_that_are_opened_are_counted_and_edits_are_not() -> None:
    document = Document(conv_stack())
    before = document.opened
    document.apply(typed(document.stack, 2.0), "edit")
    document.undo()
    assert document.opened == before
    document.replace(conv_stack())
    assert document.opened == before + 1
