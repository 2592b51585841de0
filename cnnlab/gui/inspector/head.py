"""The head of the inspector: what the layer is, its shapes with their arithmetic, and what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from cnnlab.blocks.problem import Problem
from cnnlab.blocks.sizes import shape_text
from cnnlab.document.plan import LayerPlan
from cnnlab.gui.icons import icon
from cnnlab.gui.inspector.elided import ElidedLabel
from cnnlab.gui.inspector.help_text import first_sentence, help_html
from cnnlab.gui.theme import Space, scaled
from cnnlab.gui.veil import HIDDEN, NOTHING_HIDDEN, Veil
from cnnlab.text import N_, Message, _


class LayerHead(QWidget):
    """Name, kind and help; shapes; problem with its fixes; notes.

    Signals:
        fix_requested: the number of a fix.
    """

    fix_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan: LayerPlan | None = None
        self._brief = False
        self._veil = NOTHING_HIDDEN
        self._problem: Problem | None = None
        self._name = ElidedLabel(self)
        self._name.setProperty("role", "title")
        self._kind = QLabel(self)
        self._kind.setProperty("role", "muted")
        self._more = QToolButton(self)
        self._more.setCheckable(True)
        self._more.setObjectName("helpButton")
        self._about = _line(self, "muted")
        self._about.setObjectName("blockSentence")
        self._help = _line(self, "muted")
        self._help.setObjectName("blockHelp")
        self._help.setTextFormat(Qt.TextFormat.RichText)
        self._shape = _line(self, "mono")
        self._shape.setObjectName("shapeLabel")
        self._formula = _line(self, "number")
        self._formula.setObjectName("sizeFormula")
        for label in (self._shape, self._formula):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._notes = _line(self, "muted")
        self._notes.setObjectName("layerNotes")
        self._trouble = QFrame(self)
        self._trouble.setObjectName("layerProblem")
        self._sentence = _line(self._trouble, "warning")
        self._arrange()
        for hidden in (self._help, self._trouble):
            hidden.hide()
        self._more.toggled.connect(self._on_more_toggled)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        top = QHBoxLayout()
        column.addLayout(top)
        top.setSpacing(Space.S)
        top.addWidget(self._name)
        top.addWidget(self._kind)
        top.addStretch(1)
        top.addWidget(self._more)
        self._trouble.setProperty("role", "problem")
        self._links = QVBoxLayout(self._trouble)
        self._links.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        self._links.setSpacing(Space.XS)
        self._links.addWidget(self._sentence)
        for widget in (self._about, self._help, self._trouble):
            column.addWidget(widget)
        for widget in (self._shape, self._formula, self._notes):
            column.addWidget(widget)
        for label in (self._about, self._help, self._notes):
            label.setProperty("small", True)

    # -- told what to show --

    def show_plan(self, plan: LayerPlan) -> None:
        """Show a layer; only what differs from the last one is written."""
        before, self._plan = self._plan, plan
        if before is None or before.id != plan.id:
            self._more.setChecked(False)
        if before is None or type(before.layer.block) is not type(plan.layer.block):
            self._write_help()
        self._write(self._name, plan.layer.label)
        self._write_shapes(plan)
        self._show_notes(plan)
        if plan.problem != self._problem:
            self._show_problem(plan.problem)

    def show_briefly(self, brief: bool) -> None:
        """Say only what the layer is, its shapes and its problem, or also what it does and how its size follows."""
        self._brief = brief
        self._more.setVisible(not brief)
        self._show_help()
        if self._plan is not None:
            self._write_shapes(self._plan)

    def veil_shapes(self, veil: Veil) -> None:
        """Keep these shapes and the arithmetic of the outputs among them from sight, and show all others."""
        self._veil = veil
        if self._plan is not None:
            self._write_shapes(self._plan)
            self._show_notes(self._plan)

    def set_icons(self) -> None:
        """Draw the icons in the theme's colour, at the size of type of the moment."""
        self._more.setFixedSize(scaled(24), scaled(24))
        self._more.setIconSize(QSize(scaled(14), scaled(14)))
        self._more.setIcon(icon("info"))

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self._more.setToolTip(_("Show or hide the whole help"))
        self._more.setAccessibleName(_("Help"))
        self._formula.setToolTip(_("How height and width of the output follow from the input"))
        if self._plan is not None:
            self._write_help()
            self._show_problem(self._plan.problem)
            self.show_plan(self._plan)

    def _write_help(self) -> None:
        assert self._plan is not None
        block = self._plan.layer.block
        text = _(block.help())
        self._kind.setText(block.title)
        self._write(self._about, first_sentence(text))
        self._help.setText(help_html(text))
        self._kind.setToolTip(help_html(text))

    def _write_shapes(self, plan: LayerPlan) -> None:
        veiled = plan.id in self._veil.outputs
        inputs = ",\n".join(shape_text(shape) for shape in plan.input_shapes)
        inputs = HIDDEN if inputs and plan.id in self._veil.inputs else inputs
        output = shape_text(plan.output_shape) if plan.output_shape and not veiled else HIDDEN
        self._show(self._shape, f"{inputs} → {output}" if inputs else "")
        self._shape.setToolTip(_hidden_tip() if self._veil.hides_any_of(plan.id) else _shape_tip())
        self._show(self._formula, "" if self._brief or veiled else formula_text(plan))

    def _show_notes(self, plan: LayerPlan) -> None:
        self._show(self._notes, "\n".join(self._note_texts(plan)))

    def _note_texts(self, plan: LayerPlan) -> list[str]:
        texts = []
        if not plan.layer.enabled:
            texts.append(_("Switched off: it passes its input through and keeps its weights."))
        if plan.waits_for is not None:
            texts.append(str(Message(N_("Waits for {id}, whose problem stops what comes below."), id=plan.waits_for)))
        return texts + [str(note) for note in plan.notes if not self._veil.hides_any_of(plan.id)]

    def _show_problem(self, problem: Problem | None) -> None:
        self._problem = problem
        for old in self._trouble.findChildren(QPushButton):
            self._links.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._trouble.setVisible(problem is not None)
        self._sentence.setText(str(problem) if problem is not None else "")
        if problem is None:
            return
        for number, fix in enumerate(problem.fixes):
            link = QPushButton(str(fix.label), self._trouble)
            link.setObjectName(f"fix_{number}")
            link.setProperty("link", True)
            link.setProperty("number", number)
            link.setCursor(Qt.CursorShape.PointingHandCursor)
            link.setToolTip(_("Mends the problem in one step; undo takes it back"))
            link.clicked.connect(self._on_link_clicked)
            self._links.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
            link.show()

    def _show(self, label: QLabel, text: str) -> None:
        self._write(label, text)
        label.setVisible(bool(text))

    def _write(self, label: QLabel, text: str) -> None:
        if isinstance(label, ElidedLabel):
            label.show_text(text)
        elif label.text() != text:
            label.setText(text)

    def _on_more_toggled(self, _on: bool) -> None:
        self._show_help()

    def _show_help(self) -> None:
        whole = self._more.isChecked()
        self._help.setVisible(whole and not self._brief)
        self._about.setVisible(not whole and not self._brief)

    def _on_link_clicked(self) -> None:
        link = self.sender()
        assert link is not None
        self.fix_requested.emit(link.property("number"))


def _line(parent: QWidget, role: str) -> QLabel:
    label = QLabel(parent, wordWrap=True)
    label.setProperty("role", role)
    return label


def formula_text(plan: LayerPlan) -> str:
    """Height and width with their arithmetic; empty for layers that leave them alone or cannot run."""
    sizes = plan.layer.block.size_formula(plan.input_shapes) if plan.runs and plan.layer.enabled else None
    if sizes is None:
        return ""
    return "\n".join(f"{axis}: {size.text} =\u00a0{size.value}" for axis, size in zip("hw", sizes, strict=True))


def _shape_tip() -> str:
    return _("Shape of the input and of the output: batch, channels, height, width")


def _hidden_tip() -> str:
    return _("Hidden until it is predicted: Explanations, Shapes")
