"""Work that is done beside a pass."""

from __future__ import annotations

import threading
import time

from cnnlab.engine.ahead import Ahead


def test_all_is_done_in_order_on_one_other_thread() -> None:
    ahead, done = Ahead(), list[tuple[int, int]]()
    for number in range(50):
        ahead.put(lambda number=number: done.append((number, threading.get_ident())))  # type: ignore[misc]
    ahead.finish()
    assert [number for number, _thread in done] == list(range(50))
    threads = {thread for _number, thread in done}
    assert len(threads) == 1
    assert threads != {threading.get_ident()}
    ahead.close()


def test_what_fails_keeps_nobody_waiting() -> None:
    ahead, done = Ahead(), list[int]()
    ahead.put(lambda: [][0])
    ahead.put(lambda: done.append(1))
    ahead.finish()
    assert done == [1]
    ahead.close()


def test_the_thread_is_there_from_the_start_until_it_is_closed_and_all_is_done() -> None:
    before, done = threading.active_count(), list[int]()
    ahead = Ahead()
    assert threading.active_count() == before + 1
    ahead.put(lambda: time.sleep(0.01))
    ahead.put(lambda: done.append(1))
    ahead.close()
    assert done == [1]
    assert threading.active_count() == before
