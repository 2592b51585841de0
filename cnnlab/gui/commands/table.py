"""Every command of the window in one table: menus, shortcuts, palette and the page of keys are made from it."""

from __future__ import annotations

from dataclasses import dataclass

from cnnlab.gui.drawer.pages import PAGES
from cnnlab.text import N_


@dataclass(frozen=True)
class Command:
    """One row of the table.

    Attributes:
        id: names the action (`objectName` is `action_<id>`) and the function that does it.
        text: what the menu says.
        menu: which menu it stands in.
        keys: shortcuts, in Qt's portable notation.
        icon: name of its icon; empty for none.
        checkable: whether it is a switch.
        divider: whether a line stands above it in the menu.
        about: one sentence on what it does, for tooltip, status line and palette.
        under: title of the submenu of that menu in which it stands; empty for the menu itself.
        group: rows of one group are a choice, of which exactly one holds; they are switches of themselves.
        needs: what it needs, as a sentence: said where it is offered but disabled.
        opens: it is a submenu, whose entries come from `Actions.provide` each time it opens.
        list_keys: keys that the list of layers hears itself while it has the focus; the menu shows them.
    """

    id: str
    text: str
    menu: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False
    divider: bool = False
    about: str = ""
    under: str = ""
    group: str = ""
    needs: str = ""
    opens: bool = False
    list_keys: tuple[str, ...] = ()


FILE, EDIT, LAYER, INPUT = N_("File"), N_("Edit"), N_("Layer"), N_("Input")
VIEW, HELP = N_("View"), N_("Help")
MENUS = (FILE, EDIT, LAYER, INPUT, VIEW, HELP)  # in this order, whatever the order of the rows

_SCALE, _COLOURS, _THEME, _LANGUAGE = N_("Colour scale"), N_("Colours of activations"), N_("Theme"), N_("Language")
_EXPLAIN = N_("Explain")
_BATCH = N_("Items of the batch")
_SEVERAL = N_("The input is one picture: open several, or take several frames of a live source.")
_A_LAYER = N_("Select a layer first.")
_A_VARIANT = N_("Freeze a variant of the stack first.")
_A_VIDEO = N_("There is no video on show: open one first.")

COMMANDS: tuple[Command, ...] = (
    Command("new_project", N_("New project"), FILE, ("Ctrl+N",), "file"),
    Command("open", N_("Open…"), FILE, ("Ctrl+O",), "open"),
    Command("open_project", N_("Open project…"), FILE),
    Command("save", N_("Save project"), FILE, ("Ctrl+S",), "save"),
    Command("save_as", N_("Save project as…"), FILE, ("Ctrl+Shift+S",)),
    Command("open_example", N_("Open the first example"), FILE, about=N_("The stack that the program starts with")),
    Command(
        "gallery",
        N_("Examples…"),
        FILE,
        ("Ctrl+G",),
        "gallery",
        about=N_("Ready-made stacks that each show one thing"),
    ),
    Command("open_image", N_("Open picture…"), FILE, ("Ctrl+Shift+O",), "image", divider=True),
    Command("open_video", N_("Open video…"), FILE, (), "video"),
    Command("paste_image", N_("Paste picture"), FILE, ("Ctrl+V",), "paste"),
    Command("preferences", N_("Preferences…"), FILE, ("Ctrl+,",), "settings", divider=True),
    Command("quit", N_("Quit"), FILE, ("Ctrl+Q",), divider=True),
    Command("undo", N_("Undo"), EDIT, ("Ctrl+Z",), "undo", needs=N_("There is nothing to undo.")),
    Command("redo", N_("Redo"), EDIT, ("Ctrl+Shift+Z", "Ctrl+Y"), "redo", needs=N_("There is nothing to redo.")),
    Command(
        "train",
        N_("Train mode"),
        EDIT,
        ("Ctrl+T",),
        "",
        checkable=True,
        divider=True,
        about=N_("Norms take the statistics of this input and dropout drops, as in training"),
    ),
    Command(
        "variant_freeze",
        N_("Freeze as A"),
        EDIT,
        ("Ctrl+Shift+A",),
        "pause",
        divider=True,
        about=N_("Keep the stack as it is now as variant A, and compare what you edit with it"),
    ),
    Command(
        "variant_back",
        N_("Back to A"),
        EDIT,
        ("Ctrl+Shift+B",),
        "reset",
        about=N_("Make the frozen variant the stack again, as an edit that can be undone"),
        needs=_A_VARIANT,
    ),
    Command("variant_forget", N_("Forget A"), EDIT, (), "delete", needs=_A_VARIANT),
    Command("device", N_("Device"), EDIT, (), "device", opens=True, about=N_("Where the network runs")),
    Command("add_block", N_("Add block…"), LAYER, ("Ctrl+B",), "add", about=N_("Below the selected layer")),
    Command("duplicate", N_("Duplicate layer"), LAYER, (), "copy", needs=_A_LAYER),
    Command("delete", N_("Delete layer"), LAYER, (), "delete", needs=_A_LAYER),
    Command(
        "switch",
        N_("Switch layer on or off"),
        LAYER,
        ("Ctrl+E",),
        "eye",
        needs=_A_LAYER,
        about=N_("A layer that is off passes its input through and keeps its weights"),
    ),
    Command("expand", N_("Show all channels of the layer"), LAYER, ("Ctrl+Return",), divider=True, needs=_A_LAYER),
    Command(
        "new_weights",
        N_("Back to initial weights"),
        LAYER,
        ("Ctrl+R",),
        "reset",
        needs=_A_LAYER,
        about=N_("Gives the whole layer the weights that a new layer has"),
    ),
    Command(
        "fix",
        N_("Apply the first fix"),
        LAYER,
        (),
        "check",
        needs=N_("The selected layer has no problem to mend."),
        about=N_("Mends the problem of the selected layer"),
    ),
    Command("rename", N_("Rename layer"), LAYER, (), "rename", divider=True, list_keys=("F2",), needs=_A_LAYER),
    Command(
        "move_up",
        N_("Move layers up"),
        LAYER,
        (),
        "chevron-up",
        list_keys=("Alt+Up",),
        needs=N_("The selected layer is the first, or none is selected."),
    ),
    Command(
        "move_down",
        N_("Move layers down"),
        LAYER,
        (),
        "chevron-down",
        list_keys=("Alt+Down",),
        needs=N_("The selected layer is the last, or none is selected."),
    ),
    Command("cut_layers", N_("Cut layers"), LAYER, (), "cut", divider=True, list_keys=("Ctrl+X",), needs=_A_LAYER),
    Command("copy_layers", N_("Copy layers"), LAYER, (), "copy", list_keys=("Ctrl+C",), needs=_A_LAYER),
    Command("paste_layers", N_("Paste layers below"), LAYER, (), "paste", list_keys=("Ctrl+V",)),
    Command("select_layers", N_("Select all layers"), LAYER, (), "", list_keys=("Ctrl+A",)),
    Command(
        "previous_layer",
        N_("Previous layer"),
        LAYER,
        ("Ctrl+PgUp",),
        divider=True,
        needs=N_("There is no layer before it."),
    ),
    Command("next_layer", N_("Next layer"), LAYER, ("Ctrl+PgDown",), needs=N_("There is no layer after it.")),
    Command("sample", N_("Samples"), INPUT, (), "image", opens=True, about=N_("Pictures that come with the program")),
    Command(
        "freeze",
        N_("Freeze the picture"),
        INPUT,
        ("F4",),
        "pause",
        checkable=True,
        divider=True,
        about=N_("Keep the live picture of this moment, to edit kernels on it and to save it; again to go on"),
        needs=N_("Only a live picture can be frozen."),
    ),
    Command("play", N_("Play or pause the video"), INPUT, ("Ctrl+Space",), "play", divider=True, needs=_A_VIDEO),
    Command("frame_back", N_("One frame back"), INPUT, ("Alt+,",), "frame-back", needs=_A_VIDEO),
    Command("frame_forward", N_("One frame forward"), INPUT, ("Alt+.",), "frame-forward", needs=_A_VIDEO),
    Command(
        "loop",
        N_("Loop the video"),
        INPUT,
        (),
        "loop",
        checkable=True,
        about=N_("At its end it begins again; otherwise its last frame stays"),
        needs=_A_VIDEO,
    ),
    Command("speed", N_("Speed of the video"), INPUT, (), "video", opens=True, about=N_("How fast it is played")),
    Command(
        "drift",
        N_("Let the signal drift"),
        INPUT,
        (),
        "signal",
        checkable=True,
        divider=True,
        about=N_("A picture drawn by a formula moves in time; it stops where it is"),
        needs=N_("Show a grating, an edge, or another picture made by a formula that can move."),
    ),
    Command(
        "save_frame",
        N_("Save frame as picture…"),
        INPUT,
        (),
        "export",
        about=N_("The picture on show, live or still, at its full size"),
        needs=N_("There is no picture on show."),
    ),
    Command("channels", N_("Channels"), INPUT, divider=True, opens=True, about=N_("Grey or colour")),
    Command("size", N_("Working size"), INPUT, opens=True, about=N_("The size at which the network sees the picture")),
    Command("range", N_("Range of values"), INPUT, opens=True, about=N_("The numbers that black and white become")),
    Command("fit", N_("Proportions"), INPUT, opens=True, about=N_("What is done to pictures of other proportions")),
    Command("frames", N_("Frames in the batch"), INPUT, opens=True, about=N_("The last frames of a live source")),
    Command(
        "open_several",
        N_("Open several pictures…"),
        INPUT,
        (),
        "batch",
        divider=True,
        about=N_("Several pictures as the items of a batch"),
    ),
    Command(
        "open_folder",
        N_("Open a folder of pictures…"),
        INPUT,
        (),
        "open",
        about=N_("All pictures of a folder as the items of a batch"),
    ),
    Command(
        "palette",
        N_("Find a command…"),
        VIEW,
        ("Ctrl+K", "Ctrl+Shift+P"),
        "search",
        about=N_("Everything the program can do, found by typing"),
    ),
    Command("large", N_("One channel large"), VIEW, ("Ctrl+F",), divider=True),
    Command("back", N_("One level back"), VIEW, ("Esc",), needs=N_("All layers are shown already.")),
    Command(
        "explain",
        N_("Drawer of explanations"),
        VIEW,
        ("Ctrl+J",),
        "drawer",
        checkable=True,
        about=N_("Opens below the layers and explains the stack and the selected layer"),
    ),
    *(
        Command(f"explain_{page.id}", page.title, VIEW, (f"Alt+{number}",), under=_EXPLAIN, about=page.about)
        for number, page in enumerate(PAGES, 1)
    ),
    Command(
        "times",
        N_("Frame meter"),
        VIEW,
        ("F9",),
        "",
        checkable=True,
        about=N_("How long each layer took, as a number and a bar in its row, and the memory held"),
    ),
    Command("tiles_larger", N_("Larger tiles"), VIEW, ("Ctrl+=", "Ctrl++"), "add", divider=True),
    Command("tiles_smaller", N_("Smaller tiles"), VIEW, ("Ctrl+-",), "minus"),
    Command("tiles_automatic", N_("Tiles of automatic size"), VIEW, ("Ctrl+0",)),
    Command("wrap", N_("All channels, in lines"), VIEW, (), "", checkable=True),
    Command("sort_id", N_("Channels by number"), VIEW, (), "", checkable=True, divider=True),
    Command("sort_strength", N_("Channels by strength"), VIEW, (), "", checkable=True),
    Command("sort_variance", N_("Channels by variance"), VIEW, (), "", checkable=True),
    Command("collapse_all", N_("Collapse all rows"), VIEW, (), "collapse-rows", divider=True),
    Command("show_all", N_("Show all rows"), VIEW, (), "expand-rows"),
    Command("batch_one", N_("One item"), VIEW, divider=True, under=_BATCH, group="batch", needs=_SEVERAL),
    Command("batch_rows", N_("All items in rows"), VIEW, under=_BATCH, group="batch", needs=_SEVERAL),
    Command("batch_side", N_("All items side by side"), VIEW, under=_BATCH, group="batch", needs=_SEVERAL),
    Command(
        "previous_item", N_("Previous item"), VIEW, ("[",), "chevron-left", divider=True, under=_BATCH, needs=_SEVERAL
    ),
    Command("next_item", N_("Next item"), VIEW, ("]",), "chevron-right", under=_BATCH, needs=_SEVERAL),
    Command(
        "scale_channel",
        N_("Per channel"),
        VIEW,
        divider=True,
        under=_SCALE,
        group="scale",
        about=N_("Each channel by itself: every picture uses all colours"),
    ),
    Command(
        "scale_layer",
        N_("Per layer"),
        VIEW,
        under=_SCALE,
        group="scale",
        about=N_("The channels of a layer share one scale and can be compared"),
    ),
    Command(
        "scale_stack",
        N_("Per stack"),
        VIEW,
        under=_SCALE,
        group="scale",
        about=N_("All layers share one scale: where values grow and shrink"),
    ),
    Command(
        "scale_fixed",
        N_("Fixed"),
        VIEW,
        under=_SCALE,
        group="scale",
        about=N_("Full colour at a value that you choose; it stays while values change"),
    ),
    Command(
        "colours_diverging",
        N_("Blue and orange"),
        VIEW,
        under=_COLOURS,
        group="colours",
        about=N_("Blue below zero, orange above, zero the background"),
    ),
    Command(
        "colours_grey",
        N_("Grey"),
        VIEW,
        under=_COLOURS,
        group="colours",
        about=N_("Black below zero, white above, zero the grey between them"),
    ),
    Command("theme_dark", N_("Dark"), VIEW, (), "", checkable=True, under=_THEME, group="theme"),
    Command("theme_light", N_("Light"), VIEW, (), "", checkable=True, under=_THEME, group="theme"),
    Command("theme_system", N_("As the system"), VIEW, (), "", checkable=True, under=_THEME, group="theme"),
    # Each language is called what its speakers call it.
    Command("language_en", "English", VIEW, under=_LANGUAGE, group="language", about=N_("English in every text")),
    Command(
        "language_zh_CN",
        "简体中文",
        VIEW,
        under=_LANGUAGE,
        group="language",
        about=N_("Simplified Chinese in every text"),
    ),
    Command("language_system", N_("As the system"), VIEW, under=_LANGUAGE, group="language"),
    Command(
        "full_screen",
        N_("Full screen"),
        VIEW,
        ("F11",),
        "screen",
        checkable=True,
        divider=True,
        about=N_("The window without its frame, on the whole screen"),
    ),
    Command(
        "present",
        N_("Presentation"),
        VIEW,
        ("F5",),
        "play",
        checkable=True,
        about=N_("Large type, and only pictures and kernels: for people who sit far away"),
    ),
    Command("next_pane", N_("Next part of the window"), VIEW, ("F6",), divider=True),
    Command("previous_pane", N_("Previous part of the window"), VIEW, ("Shift+F6",)),
    Command(
        "shortcuts", N_("Keyboard shortcuts"), HELP, ("F1",), "info", about=N_("All keys of the program on one page")
    ),
    Command("show_log", N_("Show log file"), HELP, divider=True),
    Command("copy_report", N_("Copy details for a report"), HELP, (), "copy"),
    Command("about", N_("About CNN Lab"), HELP, (), "info", divider=True),
)
