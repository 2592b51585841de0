"""Makes the Chinese faces that are shipped: the part of Noto Sans CJK SC that the program needs.

    python -m pip install "fonttools>=4.50"
    apt-get download fonts-noto-cjk && dpkg -x fonts-noto-cjk_*.deb noto
    python tools/chinese_font.py noto/usr/share/fonts/opentype/noto

The faces hold the 3,755 common characters (level 1 of GB 2312), so that names of files and layers are readable, every
character of the translation, and the punctuation. Anything rarer comes from the system's fonts.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

ROOT = Path(__file__).resolve().parent.parent
FAMILY = "CNN Lab Noto Sans SC"  # a name of its own: a system's full Noto Sans SC must not be mixed up with the part
FACES = (("NotoSansCJK-Regular.ttc", "NotoSansSC-Regular.otf"), ("NotoSansCJK-Bold.ttc", "NotoSansSC-Bold.otf"))
_PUNCTUATION = ((0x3000, 0x3020), (0xFF01, 0xFF5F), (0xFFE0, 0xFFE6), (0x2460, 0x2474))
_FAMILY_NAMES, _UNIQUE_NAME, _FULL_NAME, _POSTSCRIPT_NAME = (1, 16), 3, 4, 6


def common_characters() -> Iterator[str]:
    """Level 1 of GB 2312: rows 16 to 55, 94 places each; the last five of row 55 are empty."""
    for row in range(0xB0, 0xD8):
        for place in range(0xA1, 0xFF):
            yield from bytes((row, place)).decode("gb2312", "ignore")


def wanted() -> set[int]:
    """Code points of the faces."""
    text = "".join(path.read_text("utf-8") for path in (ROOT / "resources/translations").rglob("*.po"))
    points = {ord(sign) for sign in (*common_characters(), *text)}
    points |= {point for first, end in _PUNCTUATION for point in range(first, end)}
    return {point for point in points if point >= 0x2460}  # the rest comes from the faces of words and numbers


def part_of(collection: Path) -> TTFont:
    """The Simplified Chinese face of a collection, with the wanted characters alone."""
    font = next(f for f in TTCollection(collection).fonts if f["name"].getDebugName(1).startswith("Noto Sans CJK SC"))
    options = Options(layout_features=[], hinting=True, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted())
    subsetter.subset(font)
    for record in font["name"].names:
        style = font["name"].getDebugName(2)
        if record.nameID in _FAMILY_NAMES:
            record.string = FAMILY
        elif record.nameID in (_UNIQUE_NAME, _FULL_NAME):
            record.string = f"{FAMILY} {style}"
        elif record.nameID == _POSTSCRIPT_NAME:
            record.string = f"{FAMILY.replace(' ', '')}-{style}"
    return font


def main(folder: Path) -> None:
    """Write the faces into `resources/fonts`."""
    for collection, file in FACES:
        target = ROOT / "resources/fonts" / file
        part_of(folder / collection).save(target)
        print(f"{target.relative_to(ROOT)}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
