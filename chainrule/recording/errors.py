"""Why a step cannot be compiled."""


class CompileError(RuntimeError):
    """A step does something that a recording cannot repeat; the message says what."""
