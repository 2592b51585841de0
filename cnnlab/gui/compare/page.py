"""Two variants of the stack on the very same frame."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from cnnlab.document.plan import Plan
from cnnlab.engine.memory import NoRoom
from cnnlab.engine.view import Result
from cnnlab.explain.compared import Compared
from cnnlab.gui.compare.differences import DifferenceList
from cnnlab.gui.compare.numbers import NumbersTable
from cnnlab.gui.compare.subject import Subject
from cnnlab.gui.compare.tools import SIDE, SPLIT, CompareTools
from cnnlab.gui.compare.view import CompareView
from cnnlab.gui.compare.writing import pinned, table
from cnnlab.gui.drawer.page import ExplainPage
from cnnlab.gui.drawer.stopped import StoppedNote
from cnnlab.gui.fonts import mono_font
from cnnlab.gui.inspector.elided import ElidedLabel
from cnnlab.gui.theme import Space, TextSize, Theme, scaled
from cnnlab.text import Message, _

_EVERY = 66  # milliseconds between two sets of numbers while frames follow each other: more cannot be read
_COLUMN = 308  # width of the numbers, at the usual size of type


class ComparePage(ExplainPage):
    """Pictures of A, of B and of what lies between them; numbers; and in what the stacks differ.

    Signals:
        picked: pin this row and column of the channel on show.
        moved: move the pin by so many rows and columns.
    """

    tells = True

    picked = Signal(int, int)
    moved = Signal(int, int)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setObjectName("comparePage")
        self._subject: Subject | None = None
        self._compared: Compared | None = None
        self._title, self._values, self._note = QLabel(), ElidedLabel(), ElidedLabel()
        self._heading = QLabel()
        self._plan: Plan | None = None
        self._selected = ""
        self.stop = StoppedNote("compareStop")
        self.listen_to(self.stop)
        self.view, self.numbers, self.differences = CompareView(theme), NumbersTable(theme), DifferenceList()
        self._side = QScrollArea(widgetResizable=True)
        self._area = QScrollArea(widgetResizable=True)  # the whole scrolls where it has no room, lest the window grows
        self.controls = CompareTools(self.tools)
        self._shown = QElapsedTimer()
        self._due = QTimer(self, singleShot=True)
        self._due.timeout.connect(self._write)
        self._arrange()
        self.view.picked.connect(self.picked)
        self.view.moved.connect(self.moved)
        self.view.mode_asked.connect(lambda: self.show_mode(SIDE if self.controls.modes.current == SPLIT else SPLIT))
        self.view.details_asked.connect(self.controls.details.click)
        self.controls.details.toggled.connect(self._show_subject)
        self.controls.mode_chosen.connect(self.show_mode)
        self.differences.layer_chosen.connect(self.layer_chosen)
        self.setFocusProxy(self.view)
        self.set_theme(theme)
        self.retranslate()
        self.show_subject(None)

    def _arrange(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(Space.L, Space.XS, Space.S, Space.S)
        column.setSpacing(Space.XS)
        head = QHBoxLayout()
        column.addLayout(head)
        head.setSpacing(Space.L)
        self._title.setObjectName("compareTitle")
        self._values.setObjectName("compareValues")
        self._note.setObjectName("compareNote")
        self._note.setProperty("role", "warning")
        head.addWidget(self._title)
        head.addWidget(self._values)
        head.addStretch(1)
        column.addWidget(self._note)
        column.addWidget(self.stop)
        row = QHBoxLayout()
        column.addLayout(row, 1)
        row.setSpacing(Space.L)
        row.addWidget(self.view, 1)
        row.addWidget(self._made_side())
        self._area.setObjectName("compareArea")
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._area)

    def _made_side(self) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, Space.S, 0)
        column.setSpacing(Space.XS)
        self._heading.setProperty("role", "section")
        column.addWidget(self.numbers)
        column.addSpacing(Space.XS)
        column.addWidget(self._heading)
        column.addWidget(self.differences, 1)
        self._side.setFrameShape(QFrame.Shape.NoFrame)
        self._side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._side.setWidget(inner)
        return self._side

    @property
    def compared(self) -> Compared | None:
        """What is on show."""
        return self._compared

    @property
    def subject(self) -> Subject | None:
        """What is compared; None where nothing is frozen."""
        return self._subject

    # -- told what to show --

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        for part in (self.view, self.numbers, self.controls):
            part.set_theme(theme)
        self._title.setFont(mono_font(TextSize.SMALL, 600))
        self._values.setFont(mono_font(TextSize.SMALL))
        self._side.setFixedWidth(scaled(_COLUMN))

    def retranslate(self) -> None:
        self.setAccessibleName(_("Compare"))
        for part in (self.view, self.numbers, self.differences, self.controls):
            part.retranslate()
        self._heading.setText(_("What differs in B"))
        self._show_subject()
        self._write()

    def show_mode(self, mode: str) -> None:
        """Show both `side` by side, or one picture that is `split`."""
        self.controls.modes.show_current(mode)
        self.view.show_split(mode == SPLIT)

    def show_plan(self, plan: Plan) -> None:
        self._plan = plan

    def show_selection(self, layer: str, out: int, into: int) -> None:
        self._selected = layer
        self._show_subject()

    @property
    def _layer(self) -> str:
        """Whose output is compared: the pinned element's, or the selected layer's, which may have none to pin."""
        at = self._subject.at if self._subject is not None else None
        return at[0] if at is not None else self._selected

    def show_subject(self, subject: Subject | None) -> None:
        """Compare something else; None where nothing is frozen."""
        self._subject = subject
        self._show_subject()
        if subject is None or subject.question is None:
            self._compared = None
            self.view.show_compared(None, None)
            self.ask()
        else:
            self.ask(subject.question)
        self._write()

    def _show_subject(self) -> None:
        subject = self._subject
        self.controls.show_frozen(subject is not None)
        self._side.setVisible(subject is not None and self.controls.details.isChecked())
        self._title.setText(subject.title if subject is not None else "")
        alone = subject is not None and subject.question is None
        note = str(subject.note) if subject is not None and subject.note is not None else ""
        self._note.show_text("" if alone else note)
        self._note.setVisible(bool(note) and not alone)
        lack = subject.note if subject is not None and isinstance(subject.note, NoRoom) else ""
        stopped = self.stop.show_stop(self._plan if subject is not None else None, self._layer, lack)
        self.view.say(_nothing_frozen() if subject is None else note if alone and not stopped else "")
        self.view.show_kernels(subject.kernels if subject is not None else None)
        self.differences.show_differences(subject.differences if subject is not None else ())

    def show_result(self, result: Result) -> None:
        """Compare in another result: pictures always, live numbers as often as they can be read."""
        question = self._subject.question if self._subject is not None else None
        answer = result.answers.get(question) if question is not None else None
        if isinstance(answer, Message):
            self._compared = None
            self.view.show_compared(None, None)
            self.view.say("")
            self.stop.show_stop(self._plan, self._layer, answer, failures=result.failures)
        elif isinstance(answer, Compared):
            self._compared = answer
            self.stop.show_stop(None, "")
            self.view.say("")
            self.view.show_compared(answer, result.job.view.colours)
        else:
            return
        if not result.job.frame.live or not self._shown.isValid() or self._shown.elapsed() >= _EVERY:
            self._write()
        elif not self._due.isActive():
            self._due.start(max(0, _EVERY - self._shown.elapsed()))

    def _write(self) -> None:
        """Write the numbers of the last answer."""
        self._due.stop()
        self._shown.start()
        subject, compared = self._subject, self._compared
        if subject is None:
            self._values.show_text("")
            return
        self.numbers.show_lines(table(compared, subject))
        cell = self._cell()
        self.view.show_pin(cell)
        if compared is None or cell is None:
            self._values.show_text("")
            return
        a, b, gap = pinned(compared, *cell)
        self._values.show_text(f"A {a}  B {b}  B − A {gap}")

    def _cell(self) -> tuple[int, int] | None:
        """Row and column of the pinned element in the picture."""
        at = self._subject.at if self._subject is not None else None
        if at is None or self._compared is None:
            return None
        return (0, at[2]) if self._compared.single else (at[3], at[4])


def _nothing_frozen() -> str:
    return _(
        "Nothing is frozen yet. Freeze the stack as A, then change a kernel, a pooling or a norm: the same frame goes "
        "through both, and here you see what the change has done."
    )
