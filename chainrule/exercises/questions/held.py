"""What a cell prints and shows, held back in its order until it may be seen."""

from __future__ import annotations

import sys
from io import TextIOBase
from typing import Any

from chainrule.exercises.notebook import shell

Output = dict[str, Any]  # as notebooks keep it


class Held:
    """Everything printed and displayed between `begin` and `end`, as a notebook's outputs."""

    def __init__(self) -> None:
        self.outputs: list[Output] = []

    def begin(self) -> None:
        """Take what is printed and displayed from now on."""
        self.before = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = Stream("stdout", self.outputs), Stream("stderr", self.outputs)
        self.shell = shell()
        if self.shell:
            self.publisher = self.shell.display_pub
            self.shell.display_pub = Publisher(self.outputs)

    def end(self) -> None:
        """Let what follows be printed and displayed as usual."""
        sys.stdout, sys.stderr = self.before
        if self.shell:
            self.shell.display_pub = self.publisher

    def release(self) -> None:
        """Print and display it, as if it happened now."""
        for output in self.outputs:
            if output["output_type"] == "stream":
                getattr(sys, output["name"]).write(output["text"])
            else:
                self.publisher.publish(output["data"], output["metadata"])


class Stream(TextIOBase):
    """A stream whose text becomes outputs."""

    def __init__(self, name: str, outputs: list[Output]) -> None:
        self.kind, self.outputs = {"output_type": "stream", "name": name}, outputs

    def write(self, text: str) -> int:
        """Add a text to the last output if it is of this stream, or begin a new one."""
        last = self.outputs[-1] if self.outputs else {}
        if self.kind.items() <= last.items():
            last["text"] += text
        elif text:
            self.outputs.append({**self.kind, "text": text})
        return len(text)

    def writable(self) -> bool:
        """It is."""
        return True


class Publisher:
    """Stands in for the publisher of a shell."""

    is_publishing = False

    def __init__(self, outputs: list[Output]) -> None:
        self.outputs = outputs

    def publish(self, data: Any, metadata: Any = None, **rest: Any) -> None:
        """Add what is displayed; what updates an earlier display takes its place."""
        known = (rest.get("transient") or {}).get("display_id")
        new = {"output_type": "display_data", "data": data, "metadata": metadata or {}}
        shown = [o for o in self.outputs if known and o.get("id") == known]
        for output in shown:
            output.update(new)
        if not shown:
            self.outputs.append({**new, "id": known} if known else new)

    def clear_output(self, wait: bool = False) -> None:
        """Forget what was held so far."""
        self.outputs.clear()
