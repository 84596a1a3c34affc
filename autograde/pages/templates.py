"""The templates of pages: in one style, without a script, and asking no other machine."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from autograde.course.points import format_points
from autograde.pages.letters import plain


def template(folder: Path, name: str, **filters: Callable[..., str]) -> Template:
    """A template with filters of its own; whatever is put into it stands there as text."""
    environment = _environment(folder)
    environment.filters.update(filters)
    return environment.get_template(name)


def coded(text: str) -> Markup:
    """A sentence as text, and in it what stands between backticks as code.

    >>> coded("Is there a `return` in <it>?")
    Markup('Is there a <code>return</code> in &lt;it&gt;?')
    """
    return Markup(re.sub(r"`([^`\n]+)`", r"<code>\1</code>", str(escape(text))))


@cache
def _environment(folder: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader([folder, Path(__file__).parent]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(points=format_points, plain=plain, coded=coded)
    return environment
