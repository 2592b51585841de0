"""The thread that computes; if something ends its work, it begins anew, once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from cnnlab.engine.view import Device, Job, Result
from cnnlab.live.gate import Gate
from cnnlab.live.maker import Maker
from cnnlab.live.priority import give_way
from cnnlab.text import N_, Message, UserError, first_line

GIVEN_UP = Message(N_("save your project and start the program again"))


class Computer(Protocol):
    """What the worker calls; `cnnlab.engine.session.Session` is one."""

    @property
    def lanes(self) -> int:
        """How many passes of live frames may run at once, of stacks such as that of the last one."""

    def begin(self, job: Job) -> Any:
        """The pass of a job; called by as many threads at once as there are `lanes`."""

    def finish(self, done: Any) -> Result | None:
        """The result of a pass, or None to begin once more; never called twice at once, but beside `begin`."""

    def devices(self) -> tuple[Device, ...]:
        """Where it can compute."""

    def close(self) -> None:
        """Let go of everything."""


def make_session() -> Computer:
    """A session; torch is imported here, on the worker's thread, so that the window need not wait for it."""
    from cnnlab.engine.ahead import Ahead
    from cnnlab.engine.session import Session
    from cnnlab.explain.answers import Answers

    return Session(Answers(), Ahead())


class Worker:
    """Takes jobs from a gate, computes them, and hands over the results.

    `ready` (once, with the devices), `deliver` and `fail` are called on the worker's threads. Whoever receives a result
    calls `gate.painted()` once it is on screen; until then the next job waits.
    """

    def __init__(
        self,
        gate: Gate,
        deliver: Callable[[Result], None],
        fail: Callable[[Message], None],
        ready: Callable[[tuple[Device, ...]], None] = lambda _devices: None,
        make: Callable[[], Computer] = make_session,
    ) -> None:
        self._gate = gate
        self._deliver = deliver
        self._fail = fail
        self._ready = ready
        self._make = make
        self._thread = threading.Thread(target=self._run, name="cnnlab-worker", daemon=True)

    def start(self) -> None:
        """Begin to take jobs."""
        self._thread.start()

    def stop(self, timeout: float = 10.0) -> bool:
        """Finish the job at hand and end; True if the thread has ended within `timeout` seconds."""
        self._gate.close()
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        if self._serve(N_("the engine stopped and was started again: {error}")):
            return
        self._gate.take_again()
        if not self._serve(N_("the engine stopped a second time: {error}; {advice}"), advice=GIVEN_UP):
            self._gate.close()

    def _serve(self, death: str, **values: Message) -> bool:
        """Compute until the gate is closed; False, with the sentence `death` said, if something ended it before."""
        try:
            computer = self._make()
            devices = computer.devices()
        except Exception as error:  # a broken installation is said in a sentence, not in a dead thread
            self._fail(Message(N_("the engine could not start: {error}"), error=first_line(error)))
            return True
        self._ready(devices)
        maker = Maker(partial(self._finish, computer))  # before this thread gives way: it gives way less
        give_way()  # not sooner: importing torch keeps nobody waiting but the user
        over = threading.Event()
        beside = partial(self._serve_beside, computer, maker, over.is_set)
        lane = threading.Thread(target=beside, name="cnnlab-lane", daemon=True)
        lane.start()
        job = None
        try:
            while (job := self._gate.take()) is not None:
                self._begin(computer, job, maker)
        except BaseException as error:  # what `_begin` does not outlive, such as an exit asked for by a library
            if job is not None:
                self._gate.dropped(job)
            self._fail(Message(death, error=first_line(error), **values))
            return False
        finally:
            over.set()
            self._gate.wake()
            lane.join()
            maker.close()
        computer.close()
        return True

    def _serve_beside(self, computer: Computer, maker: Maker[Any], over: Callable[[], bool]) -> None:
        """Compute passes beside those of the worker's thread, where there are lanes for it, until it is over."""
        while (job := self._gate.take_beside(over)) is not None:
            try:
                self._begin(computer, job, maker)
            except BaseException as error:  # this thread outlives more than the worker's
                self._gate.dropped(job)
                self._say(error)

    def _begin(self, computer: Computer, job: Job, maker: Maker[Any]) -> None:
        try:
            done = computer.begin(job)
        except Exception as error:  # the worker outlives whatever one job does to it
            self._gate.dropped(job)
            self._say(error)
            return
        self._gate.lanes = computer.lanes
        self._gate.passed(job)
        self._gate.hand_on(job)
        if job.frame.live:
            maker.put(done)
        else:  # the next pass waits for the paint in any case: no other thread need be woken, nor fill its caches
            self._finish(computer, done)

    def _finish(self, computer: Computer, done: Any) -> None:
        try:
            result = computer.finish(done)
        except BaseException as error:  # nor does this thread end before the worker's
            self._gate.unmade()
            self._say(error)
            return
        if result is None:
            self._gate.unmade()
            self._gate.take_again()
            return
        self._gate.made()
        if self._gate.hand_over(result.rough):
            self._deliver(result)

    def _say(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            self._fail(error.message)
            return
        self._fail(Message(N_("this could not be computed: {error}"), error=first_line(error)))
