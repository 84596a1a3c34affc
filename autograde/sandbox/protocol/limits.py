"""The limits of what one submission may use of the machine."""

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True)
class Limits:
    """Limits of one submission, beyond which it is stopped or cut.

    Parameters
    ----------
    cell_seconds, notebook_seconds : float
        Wall-clock time for one cell, and for all cells of a notebook together.
    cpu_seconds : int
        Processor time of any one process.
    memory_bytes : int
        Address space of any one process.
    processes : int
        Processes and threads alive at one time.
    output_bytes : int
        What one cell may print and display; the rest is dropped.
    scratch_bytes : int
        Files in the scratch folder together.
    message_bytes : int
        One message between the student's process and the judge.

    Examples
    --------
    >>> Limits(cell_seconds=5.0).cell_seconds
    5.0
    """

    cell_seconds: float = 20.0
    notebook_seconds: float = 300.0
    cpu_seconds: int = 300
    memory_bytes: int = 2 * 2**30
    processes: int = 64
    output_bytes: int = 2**20
    scratch_bytes: int = 64 * 2**20
    message_bytes: int = 32 * 2**20
