"""How well a text answers what somebody types: letters in order, and the better the fewer pieces they come in."""

from __future__ import annotations

from dataclasses import dataclass

_START, _WORD, _NEXT, _PLAIN = 12, 9, 6, 1
_WHOLE = 1  # where a word ends with the last letter asked for
_GAP, _LENGTH = 0.3, 0.05  # what a letter that is left out costs, and one behind the last that was asked for


@dataclass(frozen=True)
class Match:
    """How well a text answers, and which of its letters do."""

    score: float
    places: tuple[int, ...]


def match(query: str, text: str) -> Match | None:
    """The best way to find the letters of a query in a text, in order; None if they are not all there.

    A letter counts most at the beginning of the text, then at the beginning of a word (so that initials find it), then
    right behind the letter found before it.
    """
    asked, said = "".join(query.casefold().split()), text.casefold()
    if len(said) != len(text):  # some letters fold to two, and places would be off
        said = text.lower() if len(text.lower()) == len(text) else text
    if not _holds(said, asked):
        return None
    best: dict[int, Match] = {-1: Match(0.0, ())}  # by the place of the last letter found
    for letter in asked:
        best = _with(letter, best, said, text)
    last, found = max(best.items(), key=lambda one: one[1].score)
    whole = _WHOLE if last + 1 == len(text) or not text[last + 1].isalnum() else 0.0
    return Match(found.score + whole - _LENGTH * len(text), found.places)


def _with(letter: str, best: dict[int, Match], said: str, text: str) -> dict[int, Match]:
    """The best matches with one more letter, by its place."""
    longer: dict[int, Match] = {}
    for place in (i for i, other in enumerate(said) if other == letter):
        worth = _worth(text, place)
        for last, before in best.items():
            if last >= place:
                continue
            joined = last == place - 1 and last >= 0
            score = before.score + (max(worth, _NEXT) if joined else worth - _GAP * min(10, place - last - 1))
            if place not in longer or score > longer[place].score:
                longer[place] = Match(score, (*before.places, place))
    return longer


def _worth(text: str, place: int) -> float:
    """What a letter counts by where it stands."""
    if place == 0:
        return _START
    before, here = text[place - 1], text[place]
    new_word = not before.isalnum() or (before.islower() and here.isupper()) or (before.isalpha() and here.isdigit())
    return _WORD if new_word and here.isalnum() else _PLAIN


def _holds(text: str, letters: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)
