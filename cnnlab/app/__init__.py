"""The desktop program, put together: the only room beside `gui` that knows Qt."""

from cnnlab.app.program import Program, build, open_first

__all__ = ["Program", "build", "open_first"]
