"""The stack as PyTorch code, live."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from cnnlab.document.plan import Plan
from cnnlab.formats.code.lines import Code, without_shapes
from cnnlab.formats.code.styles import Style, code_of
from cnnlab.formats.code.unsaid import without_inputs
from cnnlab.gui.drawer.code_view import CodeView
from cnnlab.gui.drawer.page import ExplainPage
from cnnlab.gui.drawer.stopped import StoppedNote
from cnnlab.gui.icons import icon
from cnnlab.gui.source_bar.segments import Choice, Segments
from cnnlab.gui.theme import Space, Theme, scaled
from cnnlab.gui.veil import HIDDEN, NOTHING_HIDDEN, Veil
from cnnlab.text import N_, Message, _

_STYLES = (
    Choice(Style.MODULE.value, N_("module"), help=N_("build() gives an nn.Module with its weights")),
    Choice(
        Style.FUNCTIONAL.value, N_("functional"), help=N_("run(x) gives the output, with a function for each layer")
    ),
)

_WORDS = 560  # width from which on the buttons have words


class CodePage(ExplainPage):
    """The code in one of two styles, with the way to the clipboard and to a file.

    Signals:
        said: a sentence for the status line (a `Message`), and its kind.
        save_requested: write the code of the stack in this `Style` to a file.
    """

    said = Signal(object, str)
    save_requested = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setObjectName("codePage")
        self._plan: Plan | None = None
        self._style = Style.MODULE
        self._written: object = None  # what the code on show follows from
        self._code = Code(())
        self._veil = NOTHING_HIDDEN
        self.styles = Segments("codeStyle", _STYLES)
        self.styles.show_current(self._style.value)
        self.note, self._selected = StoppedNote("codeNote"), ""
        self.listen_to(self.note)
        self.view = CodeView(theme)
        self._copy, self._save = QPushButton(), QPushButton()
        self._copy.setObjectName("copyCode")
        self._save.setObjectName("saveCode")
        self._arrange()
        self.styles.chosen.connect(lambda style: self.show_style(Style(style)))
        self.view.layer_chosen.connect(self.layer_chosen)
        self._copy.clicked.connect(self._on_copy_clicked)
        self._save.clicked.connect(lambda: self.save_requested.emit(self._style))
        self.setFocusProxy(self.view)
        self.set_theme(theme)
        self.retranslate()

    def _arrange(self) -> None:
        row = QHBoxLayout(self.tools)
        row.setContentsMargins(Space.S, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addStretch(1)
        for control in (self.styles, self._copy, self._save):
            row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.note.fit_into(column)
        column.addWidget(self.view)

    @property
    def code(self) -> Code:
        """The code on show."""
        return self._code

    # -- told what to show --

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.styles.set_theme(theme)
        self.view.set_theme(theme)
        for button, drawing in ((self._copy, "copy"), (self._save, "save")):
            button.setIcon(icon(drawing))
            button.setIconSize(QSize(scaled(14), scaled(14)))
        self._make_room()

    def retranslate(self) -> None:
        self.setAccessibleName(_("Code"))
        self.styles.setAccessibleName(_("Style of the code"))
        self.styles.retranslate()
        self.view.retranslate()
        self.note.show_stop(self._plan, self._selected)
        self._copy.setAccessibleName(_("Copy"))
        self._copy.setToolTip(_("Copy the whole file; Ctrl+C in the code copies what is selected there"))
        self._save.setAccessibleName(_("Save…"))
        self._save.setToolTip(_("Write the code to a file, and its weights beside it as .safetensors"))
        self._make_room()

    def show_plan(self, plan: Plan) -> None:
        """Show another plan; where only weights are other ones the code is the same, and nothing is written."""
        self._plan = plan
        self.note.show_stop(plan, self._selected)
        follows = (self._style, plan.structure, self._veil)
        if follows != self._written:
            self._written = follows
            self._write(plan)

    def show_selection(self, layer: str, out: int, into: int) -> None:
        self._selected = layer
        self.view.show_layer(layer)
        self.note.show_stop(self._plan, layer)

    def show_veil(self, veil: Veil) -> None:
        self._veil = veil
        if self._plan is not None:
            self.show_plan(self._plan)

    def show_style(self, style: Style) -> None:
        """Show the code in another style."""
        self._style = style
        self.styles.show_current(style.value)
        if self._plan is not None:
            self.show_plan(self._plan)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Leave out words where there is no room for them; signs and tooltips say the same."""
        words = self.width() >= scaled(_WORDS)
        for button in (self._copy, self._save):
            button.setText(button.accessibleName() if words else "")

    def _write(self, plan: Plan) -> None:
        code = code_of(without_inputs(plan, self._veil.inputs), self._style)
        self._code = without_shapes(code, self._veil.outputs, HIDDEN)
        self.view.show_code(self._code, {layer.id: layer.layer.block.family for layer in plan.layers})

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._code.text)
        self.said.emit(Message(N_("the code is copied: {count} lines"), count=len(self._code.lines)), "info")
