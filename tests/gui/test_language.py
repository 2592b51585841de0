"""The window speaks one language at a time, and another one as soon as it is chosen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from cnnlab import app
from cnnlab.blocks.params import ChoiceParam, PairParam
from cnnlab.blocks.registry import kinds_by_id
from cnnlab.gui.about.details import details
from cnnlab.gui.language import use_language
from cnnlab.gui.recovery.ages import age_text
from cnnlab.sources.samples import samples
from cnnlab.text import Message
from tests.gui.program import settle, show_stack, stack_of, started
from tests.gui.said import said_by

pytestmark = pytest.mark.usefixtures("qapp")

CHINESE = re.compile("[\u4e00-\u9fff]")
WORD = re.compile(r"[A-Za-z][A-Za-z_]*\d*[A-Za-z]*")
# What stays as it is in every language: names, units, keys, letters of formulas and of shapes.
KEPT = WORD.findall("""
CNN Lab CPU CUDA PyTorch English RGB s ms fps MiB KiB GiB NaN float32 id pad
Ctrl Shift Alt Esc Enter Tab Del Delete Backspace PgUp PgDown F1 F2 F4 F5 F6 F8 F9 F10 F11
Return Space Home End NumPy sqrt L2 normal_ uniform_
orthogonal_ xavier_normal_ xavier_uniform_ kaiming_normal_ kaiming_uniform_
fan_in fan_out BN Conv VGG Inception AlexNet ConvNeXt LeNet ImageNet ResNet Net ReLU6 Transformer swish leaky
Epsilon Alpha Beta Gabor Prewitt Scharr Sobel Square
max min alpha beta top bottom left right
eval train input conv pool norm dropout jpg png
chw hw ceil_mode align_corners weight bias running_mean running_var nearest auto
Python Qt PySide6 Inter JetBrains Mono Noto Sans SC SIL Open Font License pyqtgraph Pillow CC0 MIT Debian GNU Linux
NVIDIA GPU TF32 for Min Max cnnlab px py
""")
QUOTED = re.compile("“[A-Za-z0-9_]+”")  # names of layers in the sentences of examples


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    use_language("en")


@pytest.fixture
def program(qtbot: QtBot) -> Iterator[app.Program]:
    running = started(qtbot)
    yield running
    running.close()


def _names() -> set[str]:
    """Words of the program that are names: of blocks, parameters, choices, weights and files."""
    names = set(KEPT)
    for kind in kinds_by_id().values():
        names |= {kind.kind, kind.title}
        for name, param in kind.params().items():
            names |= {name}
            names |= set(WORD.findall(" ".join(param.choices))) if isinstance(param, ChoiceParam) else set()
            names |= set(param.words) if isinstance(param, PairParam) else set()
    for sample in samples():
        names |= set(WORD.findall(sample.file))
    return names


def _english_words(program: app.Program) -> dict[str, str]:
    """Latin words that are no names, each with a place where it stands."""
    presenter = program.presenter
    names = _names() | {layer.id for layer in presenter.stack}
    names |= set(WORD.findall(" ".join(value for _what, value in details(presenter.devices, presenter.device))))
    found: dict[str, str] = {}
    for place, text in said_by(program.window):
        for word in WORD.findall(QUOTED.sub(" ", text)):
            if len(word) > 1 and word not in names:  # a letter alone is one of a formula, a shape or a key
                found.setdefault(word, f"{place}: {text[:80]!r}")
    return found


def _open_everything(program: app.Program, qtbot: QtBot) -> None:
    """Put texts into what says something only once it is used."""
    window = program.window
    window.stack_panel.open_palette()
    for panel, anchor in (
        (window.source_bar._panel, window.source_bar._picture),
        (window.source_bar._scale_panel, window.source_bar._colour),
    ):
        panel.open_below(anchor)
        qtbot.wait(10)
        panel.close()


def _trouble(program: app.Program, qtbot: QtBot) -> None:
    """A stack with a problem, a layer that waits, one that is off, and steps to undo."""
    broken = stack_of(
        ("conv2d", {"out_channels": 6, "padding": 1}),
        ("batch_norm2d", {}),
        ("group_norm", {"num_groups": 4}),
        ("linear", {}),
        ("upsample", {"scale_factor": 2}),
        size=(24, 32),
    )
    show_stack(program, broken, qtbot)
    editor, layers = program.window.editor, program.presenter.stack.layers
    editor.enable(layers[1].id, False)
    editor.set_params(layers[0].id, {"out_channels": 5})
    editor.set_params(layers[0].id, {"out_channels": 0})
    settle(program, qtbot)


def _question(program: app.Program) -> None:
    """The question what becomes of unsaved edits."""
    program.window.editor.enable("relu1", False)
    program.wiring.actions["new_project"].trigger()


def _recovery(program: app.Program) -> None:
    """The bar that offers what a crash left, and the age of what is kept now."""
    program.window.recovery_bar.offer("", datetime(2026, 1, 31, 14, 5), closed=False)
    program.window.editor.enable("relu1", False)
    program.window.status.show_kept(Message("autosaved {age}", age=age_text(7)))


def _answered(program: app.Program) -> None:
    """The page about the program, after a wish on it."""
    program.wiring.actions["about"].trigger()
    program.wiring.about.copy_report()


# Pages that are built when they are first wanted: how to open each.
PAGES: dict[str, Callable[[app.Program], None]] = {
    **{
        name: partial(lambda command, program: program.wiring.actions[command].trigger(), name)
        for name in ("gallery", "palette", "shortcuts", "preferences", "large")
    },
    "about": _answered,
    "question": _question,
    "recovery": _recovery,
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_built_in_the_language_and_follows_another_while_it_is_open(
    program: app.Program, qtbot: QtBot, page: str
) -> None:
    program.wiring.look.choose_language("zh_CN")
    PAGES[page](program)
    settle(program, qtbot)
    built = _english_words(program)
    program.wiring.look.choose_language("en")
    settle(program, qtbot)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [said for said in said_by(program.window) if CHINESE.search(said[1]) and "简体中文" not in said[1]]
    program.wiring.look.choose_language("zh_CN")
    settle(program, qtbot)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert (built, left, _english_words(program)) == ({}, [], {})


def test_the_hint_of_a_presentation_follows_the_language(program: app.Program) -> None:
    hint = program.window.findChild(QLabel, "presentationHint")
    program.wiring.actions["present"].trigger()
    program.wiring.look.choose_language("zh_CN")
    said = (hint.text(), hint.accessibleName())
    program.wiring.actions["present"].trigger()
    assert said == ("按 F5 或 Esc 结束演示",) * 2


def test_nothing_is_left_in_english_when_chinese_is_chosen(program: app.Program, qtbot: QtBot) -> None:
    program.wiring.look.choose_language("zh_CN")
    _open_everything(program, qtbot)
    settle(program, qtbot)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert _english_words(program) == {}


def test_problems_notes_refusals_and_undo_follow_the_language(program: app.Program, qtbot: QtBot) -> None:
    _trouble(program, qtbot)
    for layer in program.presenter.stack:
        program.presenter.select(layer.id)
        program.wiring.look.choose_language("zh_CN")
        settle(program, qtbot)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert _english_words(program) == {}
        program.wiring.look.choose_language("en")


def test_nothing_is_left_in_chinese_when_english_is_chosen_again(program: app.Program, qtbot: QtBot) -> None:
    before = sorted(set(said_by(program.window)))
    program.wiring.look.choose_language("zh_CN")
    _open_everything(program, qtbot)
    _trouble(program, qtbot)
    program.wiring.look.choose_language("en")
    settle(program, qtbot)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert before
    assert [said for said in said_by(program.window) if CHINESE.search(said[1]) and said[1] != "简体中文"] == []


def test_status_and_undo_are_said_anew_in_the_other_language(program: app.Program, qtbot: QtBot) -> None:
    window, layer = program.window, program.presenter.stack.layers[0].id
    undo = window.source_bar.findChild(object, "undoButton")
    status = window.status.findChild(QLabel, "statusMessage")
    assert status.text().startswith("Type a number")
    window.editor.enable(layer, False)
    assert undo.toolTip().startswith(f"Undo: switch {layer} off")
    assert status.text() == f"switch {layer} off"
    program.wiring.look.choose_language("zh_CN")
    assert undo.toolTip().startswith(f"撤销：停用 {layer}")
    assert status.text() == f"停用 {layer}"
    window.editor.undo()
    assert status.text() == f"已撤销：停用 {layer}"
    settle(program, qtbot)


def test_the_menu_switches_and_ticks_the_language(program: app.Program, qtbot: QtBot) -> None:
    actions, said = program.wiring.actions, []
    program.window.language_changed.connect(said.append)
    actions["language_zh_CN"].trigger()
    assert actions["save"].text() == "保存项目"
    assert program.window.windowTitle() == "未命名[*] — CNN Lab"
    actions["language_en"].trigger()
    assert actions["save"].text() == "Save project"
    actions["language_system"].trigger()
    ticked = [code for code in ("en", "zh_CN", "system") if actions[f"language_{code}"].isChecked()]
    assert (said[:2], ticked, program.wiring.look.language_choice) == (["zh_CN", "en"], ["system"], "system")
    settle(program, qtbot)


def test_switching_computes_nothing_anew_and_leaves_nothing_busy(program: app.Program, qtbot: QtBot) -> None:
    results = []
    program.bridge.result.connect(results.append)
    program.wiring.look.choose_language("zh_CN")
    settle(program, qtbot)
    assert results
    assert not any(result.recomputed for result in results)
    assert not program.window.source_bar._device._patience.isActive()


def test_qt_speaks_the_language_as_well(qtbot: QtBot) -> None:
    def discard() -> str:
        box = QMessageBox()
        qtbot.addWidget(box)
        return box.addButton(QMessageBox.StandardButton.Cancel).text()

    english = discard()
    use_language("zh_CN")
    chinese = discard()
    use_language("en")
    assert (english, chinese, discard()) == ("Cancel", "取消", "Cancel")


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_no_label_or_button_is_cut_off_in_chinese(program: app.Program, qtbot: QtBot, size: tuple[int, int]) -> None:
    program.window.resize(*size)
    program.wiring.look.choose_language("zh_CN")
    settle(program, qtbot)
    cut = [
        (label.objectName(), label.text())
        for label in program.window.findChildren(QLabel)
        if label.isVisible() and not label.wordWrap() and type(label) is QLabel
        if label.width() < label.minimumSizeHint().width()
    ]
    assert cut == []
