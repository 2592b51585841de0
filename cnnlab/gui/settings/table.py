"""Every setting, declared once: key, default, range, and what the preferences say of it."""

from __future__ import annotations

from typing import Any

from cnnlab.engine.memory import SHARE
from cnnlab.gui.drawer.pages import PAGES
from cnnlab.gui.settings.settings import Choice, Setting
from cnnlab.text import N_, SYSTEM

APPEARANCE, LANGUAGES, COMPUTING, SAVING = N_("Appearance"), N_("Language"), N_("Computing"), N_("Saving and files")
SECTIONS = (APPEARANCE, LANGUAGES, COMPUTING, SAVING)

THEME = Setting(
    "appearance/theme",
    "system",
    N_("Theme"),
    N_("Pictures stand out more on dark ground; light is easier to read in a bright room or on a projector."),
    APPEARANCE,
    choices=(Choice("system", N_("as the system")), Choice("dark", N_("dark")), Choice("light", N_("light"))),
)
TEXT = Setting(
    "appearance/text",
    100,
    N_("Text size"),
    N_("All text in the window, relative to the system's own size. F5 enlarges it for a presentation."),
    APPEARANCE,
    least=80,
    most=200,
    step=10,
    unit=" %",
)
COLOURS = Setting(
    "appearance/colours",
    "diverging",
    N_("Colours of activations"),
    N_("Blue below zero and orange above, or shades of grey with zero in the middle."),
    APPEARANCE,
    choices=(Choice("diverging", N_("blue and orange")), Choice("grey", N_("grey"))),
)
SCALE = Setting(
    "appearance/scale",
    "channel",
    N_("One colour scale"),
    N_("What shares one scale: a scale of its own shows a channel best, a common one lets channels be compared."),
    APPEARANCE,
    choices=(
        Choice("channel", N_("per channel")),
        Choice("layer", N_("per layer")),
        Choice("stack", N_("per stack")),
    ),
)  # fmt: skip
LANGUAGE = Setting(
    "language/language",
    SYSTEM,
    N_("Language"),
    N_("The language of all texts. Names of layers and parameters stay PyTorch's."),
    LANGUAGES,
)
DEVICE = Setting(
    "computing/device",
    "",
    N_("Device"),
    N_("Where to compute when the program starts. The menu in the bar changes it for the moment."),
    COMPUTING,
)
MEMORY = Setting(
    "computing/memory",
    round(100 * SHARE),
    N_("Share of free memory"),
    N_("A layer that would need more does not run; its card says how much it needs."),
    COMPUTING,
    least=10,
    most=95,
    step=5,
    unit=" %",
)
EXACT = Setting(
    "computing/exact",
    True,
    N_("Exact arithmetic"),
    N_("Digits agree between devices. If off, NVIDIA GPUs are faster, but round to 10 bits (TF32)."),
    COMPUTING,
)
RATE = Setting(
    "computing/rate",
    15,
    N_("Live frames a second, at least"),
    N_("Where the machine is slower, live pictures are computed smaller until it keeps up. 0 keeps their size."),
    COMPUTING,
    least=0,
    most=60,
    step=5,
)
AUTOSAVE = Setting(
    "saving/autosave",
    True,
    N_("Keep edits in case of a crash"),
    N_("Edits that are not saved yet are kept aside, and offered when the program starts again."),
    SAVING,
)
INTERVAL = Setting(
    "saving/interval",
    5,
    N_("Lose at most"),
    N_("How many seconds of edits a crash or a power cut may cost."),
    SAVING,
    least=1,
    most=10,
    unit=N_(" s"),
)
ASK = Setting(
    "saving/ask",
    True,
    N_("Ask about unsaved edits when closing"),
    N_("If off, unsaved edits are kept when the window closes, and offered at the next start."),
    SAVING,
)
REOPEN = Setting(
    "saving/reopen",
    False,
    N_("Open the last project at the start"),
    N_("If off, the program opens with its example."),
    SAVING,
)
RECENT_LENGTH = Setting(
    "files/recent_length",
    10,
    N_("Recent files"),
    N_("How many projects and pictures File → Open recent lists."),
    SAVING,
    least=0,
    most=30,
)

# Remembered without being offered.
RECENT = Setting("files/recent", "")
FOLDERS = Setting("files/folders", "")
GEOMETRY = Setting("window/geometry", "")
COLUMNS = Setting("window/columns", "")
DRAWER = Setting("window/drawer", 0, least=0, most=10_000)  # its height, at the usual size of type
DRAWER_OPEN = Setting("window/drawer_open", False)
DRAWER_PAGE = Setting("window/drawer_page", PAGES[0].id, choices=tuple(Choice(row.id, row.title) for row in PAGES))
CAMERA = Setting("sources/camera", "")
REGION = Setting("input/region", "")  # of a screen, chosen last

SETTINGS: tuple[Setting[Any], ...] = (
    THEME, TEXT, COLOURS, SCALE, LANGUAGE, DEVICE, MEMORY, EXACT, RATE, AUTOSAVE, INTERVAL, ASK, REOPEN, RECENT_LENGTH,
    RECENT, FOLDERS, GEOMETRY, COLUMNS, DRAWER, DRAWER_OPEN, DRAWER_PAGE, CAMERA, REGION,
)  # fmt: skip
OFFERED: tuple[Setting[Any], ...] = tuple(setting for setting in SETTINGS if setting.title)
