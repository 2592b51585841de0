"""The drawer: tabs, the controls of the page on show, and the page itself."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QStackedWidget, QTabBar, QToolButton, QVBoxLayout

from cnnlab.document.plan import Plan
from cnnlab.engine.view import Result
from cnnlab.gui.drawer.page import ExplainPage
from cnnlab.gui.drawer.pages import PAGES
from cnnlab.gui.drawer.stopped import StoppedNote
from cnnlab.gui.drawer.unsaid import UnsaidNote
from cnnlab.gui.icons import icon
from cnnlab.gui.tab_order import controls_of
from cnnlab.gui.theme import Space, Theme, scaled
from cnnlab.gui.veil import NOTHING_HIDDEN, Veil
from cnnlab.text import Message, _

_LEAST = 150  # height in which a page still shows something


class ExplainDrawer(QFrame):
    """A page for each row of the table, made when it is first shown; only the one on show hears what changes.

    Signals:
        page_made: the id of a page that was made just now, and the page.
        page_changed: another page is on show: tell it what holds.
        layer_chosen: select a layer: its id.
        fix_requested: mend a layer that cannot run: its id, number of the fix.
        switch_off_requested: switch off a layer that failed: its id.
        smaller_requested: lower the working size: memory does not suffice.
        questions_changed: the page on show asks something else, or another one is on show.
        close_requested: the button was clicked.
    """

    page_made = Signal(str, object)
    page_changed = Signal()
    layer_chosen = Signal(str)
    fix_requested = Signal(str, int)
    switch_off_requested = Signal(str)
    smaller_requested = Signal()
    questions_changed = Signal()
    close_requested = Signal()

    def __init__(self, theme: Theme, first: str = PAGES[0].id) -> None:
        """`first` is the id of the page that comes forward when none is named."""
        super().__init__()
        self.setObjectName("explainDrawer")
        self.setProperty("role", "panel")
        self._theme = theme
        self._pages: dict[str, ExplainPage] = {}
        self._veil = NOTHING_HIDDEN
        self._layer = ""
        self.unsaid = UnsaidNote()
        self.lack = StoppedNote("drawerNote")
        self.tabs = QTabBar(expanding=False)
        self.tabs.setObjectName("explainTabs")
        for row in PAGES:
            self.tabs.setTabData(self.tabs.addTab(row.title), row.id)
        self.tabs.setCurrentIndex(_place(first))
        self._tools, self._body = QStackedWidget(), QStackedWidget()
        self._tools_below = False
        self._close = QToolButton()
        self._close.setObjectName("closeDrawer")
        self._arrange()
        self.tabs.currentChanged.connect(self._on_tabs_current_changed)
        self._close.clicked.connect(self.close_requested)
        self.lack.smaller_requested.connect(self.smaller_requested)
        self.unsaid.predict_requested.connect(lambda: self.show_page("shapes"))
        self.set_theme(theme)
        self.retranslate()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._head = head = QGridLayout()
        column.addLayout(head)
        head.setContentsMargins(Space.L, Space.XS, Space.S, Space.XS)
        head.setSpacing(Space.S)
        head.setColumnStretch(1, 1)
        head.addWidget(self.tabs, 0, 0)
        head.addWidget(self._tools, 0, 1)
        head.addWidget(self._close, 0, 2)
        self.lack.fit_into(column)
        column.addWidget(self._body, 1)
        self._body.addWidget(self.unsaid)

    @property
    def current(self) -> str:
        """Id of the page whose tab is chosen."""
        return str(self.tabs.tabData(self.tabs.currentIndex()))

    @property
    def page(self) -> ExplainPage:
        """The page on show, made if need be."""
        page_id = self.current
        if page_id not in self._pages:
            self._pages[page_id] = self._made(page_id)
        return self._pages[page_id]

    def show_page(self, page_id: str) -> None:
        """Bring a page forward; the one that was forward last if the id is empty."""
        if page_id and page_id != self.current:
            self.tabs.setCurrentIndex(_place(page_id))
        else:
            self._on_tabs_current_changed()

    # -- told what to show --

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme, at the size of type of the moment."""
        self._theme = theme
        self._close.setIcon(icon("close"))
        self._close.setIconSize(QSize(scaled(16), scaled(16)))
        self.setMinimumHeight(scaled(_LEAST))
        for page in self._pages.values():
            page.set_theme(theme)

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Explanations"))
        self.tabs.setAccessibleName(_("Explanations"))
        for index, row in enumerate(PAGES):
            self.tabs.setTabText(index, _(row.title))
            self.tabs.setTabToolTip(index, _("{text} (Alt+{number})").format(text=_(row.about), number=index + 1))
        self._close.setToolTip(_("Close (Esc)"))
        self._close.setAccessibleName(_("Close the explanations"))
        self.unsaid.retranslate()
        for page in self._pages.values():
            page.retranslate()

    def show_plan(self, plan: Plan) -> None:
        """Show another plan."""
        self.page.show_plan(plan)

    def show_selection(self, layer: str, out: int, into: int) -> None:
        """Show another selection."""
        self._layer = layer
        self.page.show_selection(layer, out, into)
        self._show_page()
        self._make_room()

    def show_veil(self, veil: Veil) -> None:
        """Keep these shapes from sight on all pages."""
        self._veil = veil
        for page in self._pages.values():
            page.show_veil(veil)
        if self._pages:
            self._show_page()

    def show_lack(self, plan: Plan, notice: Message | None) -> None:
        """Say on all pages that the device's memory does not suffice, with the way out; None if it does."""
        self.lack.show_stop(plan, "", notice or "")

    def show_result(self, result: Result) -> None:
        """Show what the worker made."""
        self.page.show_result(result)

    # -- room --

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Put the controls of the page below the tabs where there is no room beside them."""
        tools = self._tools.currentWidget()
        layout = tools.layout() if tools is not None else None
        wanted = layout.minimumSize().width() if layout is not None else 0
        beside = self.tabs.sizeHint().width() + self._close.sizeHint().width() + 2 * Space.XL + wanted
        below = self.width() < beside
        if below != self._tools_below:
            self._tools_below = below
            self._head.removeWidget(self._tools)
            self._head.addWidget(self._tools, *((1, 0, 1, 3) if below else (0, 1, 1, 1)))

    # -- pages --

    def _made(self, page_id: str) -> ExplainPage:
        page = next(row for row in PAGES if row.id == page_id).make(self._theme)
        page.tools.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # the layers need the room
        page.show_veil(self._veil)
        self._tools.addWidget(page.tools)
        self._body.addWidget(page)
        page.layer_chosen.connect(self.layer_chosen)
        page.fix_requested.connect(self.fix_requested)
        page.switch_off_requested.connect(self.switch_off_requested)
        page.smaller_requested.connect(self.smaller_requested)
        page.questions_changed.connect(self.questions_changed)
        parts = (self.tabs, self._tools, self._close, self._body)
        for before, after in pairwise(control for part in parts for control in controls_of(part)):
            self.setTabOrder(before, after)
        self.page_made.emit(page_id, page)
        return page

    def _on_tabs_current_changed(self) -> None:
        self._tools.setCurrentWidget(self.page.tools)
        self._show_page()
        self.page_changed.emit()
        self._make_room()  # now that its controls say what they have to say
        self.questions_changed.emit()

    def _show_page(self) -> None:
        """Show the page with its controls, or that it would tell what is still to be predicted."""
        page = self.page
        unsaid = page.tells and self._veil.hides_any_of(self._layer)
        self._tools.setVisible(not unsaid)
        self._body.setCurrentWidget(self.unsaid if unsaid else page)


def _place(page_id: str) -> int:
    """Which tab a page has."""
    return [row.id for row in PAGES].index(page_id)
