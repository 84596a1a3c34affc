"""Layers that do what a function does, with its options given once."""

from __future__ import annotations

from typing import Any

from chainrule.nn.module import Module


class WithOptions(Module):
    """A layer whose options are attributes, which may be changed.

    >>> layer = WithOptions(padding=1, groups=1)
    >>> layer.padding = 2
    >>> layer.options(), layer.words(groups=1)
    ({'padding': 2, 'groups': 1}, ', padding=2')
    """

    def __init__(self, **options: Any) -> None:
        self._names = tuple(options)
        vars(self).update(options)

    def options(self) -> dict[str, Any]:
        """The options by their names."""
        return {name: getattr(self, name) for name in self._names}

    def words(self, **usual: Any) -> str:
        """The options as they are written in a call, but for those that are as usual."""
        told = ((k, v) for k, v in self.options().items() if k not in usual or v != usual[k])
        return "".join(f", {name}={value!r}" for name, value in told)
