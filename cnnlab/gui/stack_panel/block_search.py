"""Finding a block by what somebody types: its title, its id, what it is called elsewhere, or what its help says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from cnnlab.blocks.base import Block
from cnnlab.document.edits import stem
from cnnlab.document.templates import TEMPLATES, Template
from cnnlab.text import _

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z]+|[a-z]+|\d+d?")
_SENTENCE_END = re.compile(r"(?<=。)|(?<=[.!?])\s")
_CLOSE = 0.72
_SHORTEST = 3  # a shorter query would be found in nearly every help text

Kind = type[Block]


def first_sentence(kind: Kind) -> str:
    """What a block does, in one sentence."""
    paragraph = " ".join(_(kind.help()).split("\n\n")[0].split())
    return _SENTENCE_END.split(paragraph)[0]


def search(kinds: Iterable[Kind], query: str) -> list[Kind]:
    """The blocks that a query means, the nearest first; all of them, in their order, for an empty one."""
    asked = _squashed(query)
    found = list(kinds)
    if not asked:
        return found
    ranked = [(rank, kind) for kind in found if (rank := _rank(kind, asked, query)) is not None]
    if not ranked:
        ranked = [(-score, kind) for kind in found if (score := _likeness(kind, asked)) >= _CLOSE]
    return [kind for _rank_, kind in sorted(ranked, key=lambda pair: pair[0])]


def search_templates(query: str) -> list[Template]:
    """The templates whose title or sentence holds every word of a query; all of them for an empty one."""
    words = query.casefold().split()
    if 0 < len(_squashed(query)) < _SHORTEST:
        return []
    asked = _squashed(query)
    return [
        template
        for template in TEMPLATES
        if asked in _squashed(template.title)
        or all(
            word in f"{template.title} {_(template.title)} {template.about} {_(template.about)}".casefold()
            for word in words
        )
    ]


def begins(entry: Kind | Template, query: str) -> bool:
    """Whether a query is the beginning of a title."""
    return _squashed(entry.title).startswith(_squashed(query))


def _rank(kind: Kind, asked: str, query: str) -> float | None:
    """How well a block answers, 0 the best; None if it does not."""
    title = _squashed(kind.title)
    if title.startswith(asked):
        return 0
    if any(name.startswith(asked) for name in (_squashed(kind.kind), stem(kind.kind))):
        return 1
    words = _WORD.findall(kind.title)
    if any(_squashed("".join(words[first:])).startswith(asked) for first in range(1, len(words))):
        return 2
    if "".join(word[0] for word in words).lower().startswith(asked):
        return 3
    if asked in title:
        return 4
    if len(asked) >= _SHORTEST and _said(kind, query.casefold().split()):
        return 5
    return None


def _said(kind: Kind, words: Sequence[str]) -> bool:
    """Whether family, title and help hold every word."""
    texts = (kind.title, kind.kind, kind.family.value, _(kind.family.value), kind.help(), _(kind.help()))
    text = " ".join(texts).casefold()
    return all(word in text for word in words)


def _likeness(kind: Kind, asked: str) -> float:
    """How much a misspelt query is like the title or the id, 0 … 1."""
    names = {_squashed(kind.title), _squashed(kind.kind), stem(kind.kind)}
    names |= {name.removesuffix("2d") for name in names}
    if len(asked) >= _SHORTEST and any(_in_order(asked, name) for name in names):
        return 1.0
    return max(SequenceMatcher(None, asked, name).ratio() for name in names)


def _in_order(asked: str, name: str) -> bool:
    """Whether the letters occur in the name, in order, from its first one on."""
    letters = iter(name)
    return name.startswith(asked[0]) and all(letter in letters for letter in asked)


def _squashed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
