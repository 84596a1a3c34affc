"""A verdict as a card in a notebook: light and dark, wide and narrow."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from chainrule.exercises.differences import Piece
from chainrule.exercises.messages import format_input

MARKS = {"passes": "●", "not yet": "◐", "not written": "○"}

# JupyterLab's colours follow its theme; elsewhere the reader's own setting decides.
# A failing check raises: the last rule hides the line about it, which says no more than the card.
STYLE = """<style>
.cr-verdict { --ink: var(--jp-content-font-color1, #1f2328); --line: var(--jp-border-color2, #d5d9de);
 --soft: var(--jp-layout-color2, #f3f4f6); --quiet: var(--jp-content-font-color2, #59616b);
 --paper: var(--jp-layout-color1, #fff); --right: #1a7f37; --wrong: #b54708; --mark: #ffe3c2;
 color: var(--ink); background: var(--paper); border: 1px solid var(--line);
 border-left: 4px solid var(--state); border-radius: 4px; padding: .5em .9em; margin: .2em 0;
 max-width: 52em; line-height: 1.45; font-size: var(--jp-content-font-size1, 14px);
 font-family: var(--jp-content-font-family, system-ui, sans-serif); }
.cr-verdict.passes { --state: var(--right); }
.cr-verdict.not-yet { --state: var(--wrong); }
.cr-verdict.not-written { --state: var(--line); --mute: var(--quiet); }
.cr-verdict p { margin: 0; }
.cr-verdict p + p, .cr-verdict dl + p { margin-top: .45em; }
.cr-verdict .head { display: flex; flex-wrap: wrap; gap: 0 .7em; }
.cr-verdict .room { flex: 1; }
.cr-verdict p:empty { display: none; }
.cr-verdict .state { color: var(--mute, var(--state)); }
.cr-verdict .quiet { color: var(--quiet); font-size: .93em; }
.cr-verdict dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .2em 1em;
 margin: .6em 0 0; }
.cr-verdict dl dt { color: var(--quiet); font-weight: normal; float: none; width: auto; }
.cr-verdict dl dd { margin: 0; overflow-wrap: anywhere; float: none; width: auto; padding: 0; }
.cr-verdict code { font-family: var(--jp-code-font-family, ui-monospace, monospace);
 font-size: .93em; background: none; padding: 0; color: inherit; white-space: pre-wrap; }
.cr-verdict dd code { display: inline-block; background: var(--soft); border-radius: 3px;
 padding: 0 .4em; margin: 0 .4em .2em 0; }
.cr-verdict summary { color: var(--quiet); cursor: pointer; font-size: .93em; margin-top: .3em; }
.cr-verdict details pre { margin: .2em 0 .6em; padding: .4em .6em; background: var(--soft); overflow-x: auto; }
.cr-verdict mark { color: inherit; background: var(--mark); border-radius: 2px; font-weight: 600;
 box-shadow: 0 0 0 2px var(--mark); text-decoration: underline; }
@media (prefers-color-scheme: dark) { .cr-verdict {
 --ink: var(--jp-content-font-color1, #e6e8eb); --line: var(--jp-border-color2, #444c56);
 --soft: var(--jp-layout-color2, #262c34); --quiet: var(--jp-content-font-color2, #a5adb8);
 --paper: var(--jp-layout-color1, #161b22); } }
@media (prefers-color-scheme: dark) { body:not([data-jp-theme-light]) .cr-verdict {
 --right: #4ac26b; --wrong: #ffb182; --mark: #6b3d10; } }
body[data-jp-theme-light="false"] .cr-verdict { --right: #4ac26b; --wrong: #ffb182; --mark: #6b3d10; }
.jp-OutputArea-child:has(.cr-verdict.raised) + .jp-OutputArea-child
 :is([data-mime-type="application/vnd.jupyter.stderr"], [data-mime-type="application/vnd.jupyter.error"])
 { display: none; }
</style>"""  # noqa: E501


def card(verdict: Any, raised: bool) -> str:
    """The card of a verdict; below one that was raised, Jupyter writes a line of its own."""
    if verdict.passes:
        said = f"{verdict.sentence} {verdict.note}"
        ways = ways_of(verdict.solution, verdict.ways)
        return line(verdict.state, verdict.head, said, raised, ways)
    head, sentence = head_of(verdict.state, verdict.head), with_code(verdict.sentence)
    passed = f"<span class='quiet'>{verdict.passed}</span>" if verdict.passed else ""
    body = f"<p>{sentence}</p>" if sentence else ""
    body += evidence_table(verdict.evidence) if verdict.evidence else ""
    body += "".join(f"<p class='quiet'>{escape(s)}</p>" for s in (*verdict.remarks, verdict.note))
    return frame(verdict.state, f"{head}<span class='room'></span>{passed}", raised, body)


def line(state: str, head: str, text: str, raised: bool, below: str = "") -> str:
    """A card of one line, with what can be opened below it."""
    colon = ":" if text and head[-1].isalnum() else ""
    said = f"{head_of(state, head + colon)}<span>{with_code(text)}</span>"
    return frame(state, said, raised, below)


def with_code(text: str) -> str:
    """A sentence, with what stands between `` ` `` set as code.

    >>> with_code("`a` < 0")
    '<code>a</code> &lt; 0'
    """
    return re.sub("`([^`]+)`", r"<code>\1</code>", escape(text))


def ways_of(solution: tuple[str, str], ways: tuple[tuple[str, str], ...]) -> str:
    """Our own solution with why, and other ways to write what passes, to be opened."""
    why, ours = solution
    same = next((f"Ours is also {title}." for title, code in ways if code == ours), "")
    shown = [f"<p>{with_code(why)}</p>"] if why else []
    shown += [way_of(same, ours)] if ours else []
    shown += [way_of(title, code) for title, code in ways if code != ours]
    name = "Our solution, and why" if why or ours else "Other ways to write it"
    return f"<details><summary>{name}</summary>{''.join(shown)}</details>" if shown else ""


def way_of(title: str, code: str) -> str:
    """A piece of code below its title."""
    return f"<p class='quiet'>{escape(title)}</p><pre><code>{escape(code)}</code></pre>"


def frame(state: str, head: str, raised: bool, body: str = "") -> str:
    """The card around what it says."""
    kind = f"{state.replace(' ', '-')}{' raised' if raised else ''}"
    return f"{STYLE}<div class='cr-verdict {kind}'><p class='head'>{head}</p>{body}</div>"


def head_of(state: str, text: str) -> str:
    """The state as a sign and in words."""
    return f"<strong class='state'>{MARKS[state]} {escape(text)}</strong>"


def evidence_table(evidence: Any) -> str:
    """The inputs, and what was returned above what was expected."""
    inputs = "".join(f"<code>{escape(n)} = {escape(format_input(x))}</code>" for n, x in (
        evidence.inputs))  # fmt: skip
    remark = f"<span class='quiet'>{escape(evidence.remark)}</span>" if evidence.remark else ""
    rows = [("input", inputs + remark)] if inputs else []
    rows += [(name, f"<code>{html_of(found)}</code>") for name, found in evidence.rows]
    return f"<dl>{''.join(f'<dt>{name}</dt><dd>{value}</dd>' for name, value in rows)}</dl>"


def html_of(found: list[Piece]) -> str:
    """Pieces, the differing ones marked."""
    return "".join(f"<mark>{escape(t)}</mark>" if differs else escape(t) for t, differs in found)
