"""JSON as the standard says it and no more: no NaN, no key twice, no depths, nothing that explodes in memory."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import NoReturn

from cnnlab.text import N_, UserError

MAX_DEPTH = 16
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
MAX_CONTAINERS = 200_000


def parse_json(data: bytes, what: str) -> object:
    """The value that the text says; `what` is its name in errors.

    Raises:
        UserError: it is not UTF-8, not JSON, says one key twice, holds NaN or Infinity, or is nested too deeply.
    """
    # An empty list takes 3 bytes in the text and 64 in memory, so these are counted before any is made.
    if data.count(b"[") + data.count(b"{") > MAX_CONTAINERS:
        raise UserError(N_("{what} holds more than {most} lists and objects"), what=what, most=MAX_CONTAINERS)
    try:
        value: object = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_object, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise UserError(N_("{what} is not text in UTF-8 (byte {at})"), what=what, at=error.start) from None
    except json.JSONDecodeError as error:
        raise UserError(
            N_("{what} is not JSON: there is a mistake in line {line}, column {column}"),
            what=what,
            line=error.lineno,
            column=error.colno,
        ) from None
    except RecursionError:
        raise _too_deep(what) from None
    except ValueError:  # a whole number of more digits than Python reads
        raise UserError(N_("{what} holds a number with thousands of digits"), what=what) from None
    _check_tree(value, what)
    return value


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    result = dict(pairs)
    if len(result) < len(pairs):
        twice = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        raise UserError(N_("the key '{key}' is there twice: keep one of them"), key=twice[:40])
    return result


def _no_constant(name: str) -> NoReturn:
    raise UserError(N_("{name} is not a number: write a finite one"), name=name)


def _too_deep(what: str) -> UserError:
    return UserError(N_("{what} is nested more than {most} levels deep"), what=what, most=MAX_DEPTH)


def _check_tree(value: object, what: str) -> None:
    """Refuse depth, and characters that would break the line of an error or could not be saved again."""
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > MAX_DEPTH + 1:
            raise _too_deep(what)
        below: list[object] = []
        for item in level:
            if isinstance(item, dict):
                below += item.keys()
                below += item.values()
            elif isinstance(item, list):
                below += item
            elif isinstance(item, str) and not is_plain(item):
                raise UserError(N_("{what} holds a control character or half of a character in a text"), what=what)
        level = below


def is_plain(text: str) -> bool:
    """Whether a text can be shown in one line and saved as UTF-8."""
    return not _UNFIT.search(text)
