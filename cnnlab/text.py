"""Translation: every sentence a user reads passes through here.

`_` looks a text up in the language of the moment, so it must be called when a text is *shown*; calling it while a
module is imported would fix the language for good. Texts that are declared early (parameter labels, help) are plain
strings marked with `N_` and translated where they are shown.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import cast

from cnnlab.catalogue import read_catalogue

SYSTEM = "system"  # stands for a code: the language that the system asks for

_translation: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def languages(folder: Path) -> tuple[str, ...]:
    """Codes of the languages whose catalogues lie in `folder`; English, the language of the source, is always one."""
    return tuple(sorted({"en", *(entry.parents[1].name for entry in folder.glob(_catalogue("*")))}))


def _catalogue(code: str) -> str:
    return f"{code}/LC_MESSAGES/cnnlab.po"


def language() -> str:
    """Code of the language in use."""
    return _language


def wanted_languages(environment: Mapping[str, str]) -> tuple[str, ...]:
    """What the environment of a process asks for, the most wanted first, as POSIX and gettext define it."""
    variables = ("LC_ALL", "LC_MESSAGES", "LANG")
    first = next((value for name in variables if (value := environment.get(name, ""))), "")
    if first.partition(".")[0] in ("", "C", "POSIX"):
        return ()
    return (*environment.get("LANGUAGE", "").split(":"), first)


def nearest_language(wanted: Iterable[str], folder: Path) -> str:
    """The first wanted language that has a catalogue in `folder`; English if none has.

    Where the country is another the language is taken all the same: `zh_TW` gets `zh_CN`, `en-GB` gets `en`.
    """
    known = languages(folder)
    for code in wanted:
        parts = re.split(r"[-_.@]", code)
        for have in known:
            if parts[0].lower() == have.partition("_")[0]:
                return have
    return "en"


def set_language(code: str, folder: Path) -> None:
    """Use the language `code`, whose catalogue lies in `folder`, for every text shown from now on.

    Raises:
        UserError: there is no such translation.
    """
    global _translation, _language
    known = languages(folder)
    if code not in known:
        raise UserError(N_("there is no translation '{code}': choose one of {known}"), code=code, known=Listed(known))
    _translation = gettext.NullTranslations() if code == "en" else read_catalogue(folder / _catalogue(code))
    _language = code


def _(text: str) -> str:
    """`text` in the language of the moment."""
    return _translation.gettext(text) if text else ""


def N_(text: str) -> str:
    """Mark `text` for translation without translating it yet."""
    return text


def plural(one: str, many: str, count: int) -> str:
    """The form of a text that fits `count`, with `{count}` filled in."""
    return _translation.ngettext(one, many, count).format(count=count)


class Message:
    """A sentence with its numbers, kept apart so that it can be shown in any language at any time."""

    __slots__ = ("template", "values")

    def __init__(self, template: str, /, **values: object) -> None:
        self.template = template
        self.values = values

    def __str__(self) -> str:
        return _(self.template).format(**self.values)

    def __repr__(self) -> str:
        return f"Message({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and (self.template, self.values) == (other.template, other.values)

    def __hash__(self) -> int:
        return hash((self.template, tuple(sorted((k, str(v)) for k, v in self.values.items()))))


class Plural(Message):
    """A text whose form depends on a count, to be shown in any language at any time."""

    __slots__ = ("_count", "_many")

    def __init__(self, one: str, many: str, count: int) -> None:
        super().__init__(one, count=count)
        self._many = many
        self._count = count

    def __str__(self) -> str:
        return plural(self.template, self._many, self._count)


class Listed(Message):
    """Names in a row, with the commas of the language in which they are shown."""

    __slots__ = ()

    def __init__(self, names: Iterable[object]) -> None:
        super().__init__("", names=tuple(names))

    def __str__(self) -> str:
        return _(", ").join(map(str, cast(tuple[object, ...], self.values["names"])))


class Sentences(Message):
    """Several sentences one after the other."""

    __slots__ = ()

    def __init__(self, sentences: Iterable[Message]) -> None:
        super().__init__("", sentences=tuple(sentences))

    def __str__(self) -> str:
        return " · ".join(map(str, cast(tuple[object, ...], self.values["sentences"])))


class UserError(Exception):
    """Something the user can mend; its text is one sentence with the numbers and a way out."""

    def __init__(self, template: str, /, **values: object) -> None:
        self.message = Message(template, **values)
        super().__init__(template)

    def __str__(self) -> str:
        return str(self.message)


def first_line(error: BaseException, most: int = 200) -> str:
    """What an error of another library says, as far as it fits into a sentence."""
    text = str(error).strip() or type(error).__name__
    return text.splitlines()[0][:most]


def byte_text(count: int) -> str:
    """A number of bytes as people write it: `512 B`, `21.5 MiB`."""
    value = float(count)
    for unit in ("B", "KiB", "MiB", "GiB", "TiB"):
        if round(value, 1) < 1024 or unit == "TiB":
            break
        value /= 1024
    return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
