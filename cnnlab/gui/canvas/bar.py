"""The strip above the canvas: collapsing rows, the order of channels, lines, the size of tiles, and the drawer."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QFontMetrics, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from cnnlab.engine.view import Sort
from cnnlab.gui.commands.keys import with_keys
from cnnlab.gui.fonts import ui_font
from cnnlab.gui.icons import icon
from cnnlab.gui.theme import Space, TextSize, Theme, scaled
from cnnlab.text import N_, _

HEIGHT = 36
_BUTTON = 26
_SORTS = {Sort.ID: N_("by number"), Sort.STRENGTH: N_("by strength"), Sort.VARIANCE: N_("by variance")}
_SORT_HELP = {
    Sort.ID: N_("By channel number"),
    Sort.STRENGTH: N_("By strength, the mean |x|"),
    Sort.VARIANCE: N_("By variance"),
}


class BarButton(QToolButton):
    """A quiet button of the strip; Enter presses it as Space does."""

    def __init__(self, name: str, drawing: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.drawing = drawing
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def explain(self, text: str, help_text: str = "", keys: str = "") -> None:
        """Say what it does and which keys do it."""
        first = with_keys(text, keys)
        self.setToolTip(f"{first}\n{help_text}" if help_text else first)
        self.setAccessibleName(text)
        self.setAccessibleDescription(help_text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class CanvasBar(QWidget):
    """Says how rows are laid out, and lets it be chosen.

    Signals:
        zoomed: larger (1), smaller (−1) or back to the automatic size (0).
        wrap_chosen: all channels in lines, or one line a row.
        sort_chosen: a `Sort`; also the current one, to sort again.
        collapse_chosen: all rows to their headers, or all back.
        drawer_wanted: open the drawer of explanations, or close it.
    """

    zoomed = Signal(int)
    wrap_chosen = Signal(bool)
    sort_chosen = Signal(object)
    collapse_chosen = Signal(bool)
    drawer_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("canvasBar")
        self._layout = (0, 0, False, Sort.ID)
        self._collapse = BarButton("collapseAll", "collapse-rows", self)
        self._show = BarButton("showAll", "expand-rows", self)
        self._sort = BarButton("channelOrder", "sort", self)
        self._wrap = BarButton("wrapChannels", "wrap", self)
        self._smaller = BarButton("tilesSmaller", "minus", self)
        self._size = BarButton("tileSize", "", self)
        self._larger = BarButton("tilesLarger", "add", self)
        self._drawer = BarButton("drawerToggle", "drawer", self)
        self._label = QLabel(self)
        self._label.setProperty("role", "muted")
        self._label.setProperty("small", True)
        self._make_menu()
        for switch in (self._wrap, self._drawer):
            switch.setCheckable(True)
        self._size.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        for button in self._buttons():
            button.setProperty("quiet", True)
        self._collapse.clicked.connect(lambda: self.collapse_chosen.emit(True))
        self._show.clicked.connect(lambda: self.collapse_chosen.emit(False))
        self._wrap.clicked.connect(self._on_wrap_clicked)
        self._drawer.clicked.connect(self._on_drawer_clicked)
        for button, step in ((self._smaller, -1), (self._size, 0), (self._larger, 1)):
            button.clicked.connect(lambda _checked=False, step=step: self.zoomed.emit(step))
        self._arrange()
        self.setAutoFillBackground(True)
        self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def show_layout(self, chosen: int, width: int, wrapped: bool, sort: Sort) -> None:
        """Show the chosen tile width (0: automatic), the one in use, and the rest."""
        if (chosen, width, wrapped, sort) != self._layout:
            self._layout = (chosen, width, wrapped, sort)
            self._fill()

    def show_drawer(self, opened: bool) -> None:
        """Say whether the drawer of explanations is open."""
        self._drawer.setChecked(opened)

    def set_theme(self, theme: Theme) -> None:
        """Stand on the ground of the canvas, and draw the icons in the theme of the moment."""
        ground = self.palette()
        ground.setColor(QPalette.ColorRole.Window, QColor(theme.background))
        self.setPalette(ground)
        for button in self._buttons():
            button.setIconSize(QSize(scaled(16), scaled(16)))
            button.setFixedHeight(scaled(_BUTTON))
            if button.drawing:
                button.setIcon(icon(button.drawing, theme.muted))
        self._fit()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Layout of the canvas"))
        self._label.setText(_("tiles"))
        self._collapse.explain(_("Collapse all rows"), _("Only their headers stay; what is not shown costs no time."))
        self._show.explain(_("Show all rows"))
        self._smaller.explain(_("Smaller tiles"), _("Ctrl and wheel do the same, at the pointer."), "Ctrl+-")
        self._larger.explain(_("Larger tiles"), _("Ctrl and wheel do the same, at the pointer."), "Ctrl+=")
        self._drawer.explain(
            _("Drawer of explanations"),
            _("Opens below the layers and explains the stack and the selected layer"),
            "Ctrl+J",
        )
        for sort, action in self._actions.items():
            action.setText(_(_SORT_HELP[sort]))
        self._again.setText(_("Sort again"))
        self._fill()
        self._fit()

    def _make_menu(self) -> None:
        self._menu = QMenu(self)
        group = QActionGroup(self)
        self._actions: dict[Sort, QAction] = {}
        for sort in Sort:
            action = self._menu.addAction("")
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, sort=sort: self.sort_chosen.emit(sort))
            self._actions[sort] = action
        self._menu.addSeparator()
        self._again = self._menu.addAction("")
        self._again.triggered.connect(lambda: self.sort_chosen.emit(self._layout[3]))
        self._sort.setMenu(self._menu)
        self._sort.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._sort.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.XS, Space.M, 0)
        row.setSpacing(0)
        for widget in (self._collapse, self._show):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._sort)
        row.addSpacing(Space.S)
        row.addWidget(self._wrap)
        row.addSpacing(Space.S)
        row.addWidget(self._label)
        row.addSpacing(Space.XS)
        for widget in (self._smaller, self._size, self._larger):
            row.addWidget(widget)
        row.addSpacing(Space.S)
        row.addWidget(self._drawer)

    def _fill(self) -> None:
        chosen, width, wrapped, sort = self._layout
        self._size.setText(f"{width}" if chosen else _("auto"))
        state = _("Now {width} pixels wide.").format(width=width)
        self._size.explain(_("Tiles of automatic size"), state, "Ctrl+0")
        self._wrap.setChecked(wrapped)
        self._wrap.explain(
            _("All channels, in lines"),
            _("Switched off, each row is one line, and a chip says how many channels wait."),
        )
        self._sort.setText(_(_SORTS[sort]))
        self._sort.explain(
            _("Order of the channels: {order}").format(order=_(_SORTS[sort])),
            _("Found once and then kept, so that tiles stay in place while values change; large planes are sampled."),
        )
        self._actions[sort].setChecked(True)
        self._again.setEnabled(sort is not Sort.ID)

    def _make_room(self) -> None:
        """Leave out words where there is no room for them; signs and tooltips say the same."""
        style = Qt.ToolButtonStyle
        self._sort.setToolButtonStyle(style.ToolButtonTextBesideIcon)
        buttons = sum(button.sizeHint().width() for button in self._buttons())
        spare = self.width() - buttons - self._label.sizeHint().width() - 4 * Space.M
        self._label.setVisible(spare >= 0)
        if spare + self._label.sizeHint().width() < 0:
            self._sort.setToolButtonStyle(style.ToolButtonIconOnly)

    def _fit(self) -> None:
        """Room for the widest size there is, so that minus and plus stay where they are."""
        widest = max(QFontMetrics(ui_font(TextSize.SMALL)).horizontalAdvance(text) for text in ("000", _("auto")))
        self._size.setFixedWidth(widest + 2 * Space.S)
        self._make_room()

    def _on_wrap_clicked(self, wrapped: bool) -> None:
        self._wrap.setChecked(self._layout[2])  # a wish: what holds is shown when it is told
        self.wrap_chosen.emit(wrapped)

    def _on_drawer_clicked(self, opened: bool) -> None:
        self._drawer.setChecked(not opened)  # a wish, too
        self.drawer_wanted.emit()

    def _buttons(self) -> tuple[BarButton, ...]:
        layout = (self._collapse, self._show, self._sort, self._wrap, self._smaller, self._size, self._larger)
        return (*layout, self._drawer)
