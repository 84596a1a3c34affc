"""The picture at the top of the README: a network that learns a spiral, and what a check says.

`python docs/first_look.py` writes it. What it shows is what runs: the playground, at some epochs,
and the visible check of a part on a wrong answer.
"""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from textwrap import wrap

from chainrule.exercises.examine import examine_visible
from chainrule.exercises.messages import format_input
from chainrule.exercises.parts import parts
from chainrule.widgets import Playground
from chainrule.widgets.playground.static_view import MAP, curve, marks, picture
from chainrule.widgets.playground.training import Trainer

FILE = Path(__file__).with_name("first_look.svg")
EPOCHS = (0, 4, 6, 8, 10, 15, 40)
SECONDS = 1.1  # that each of them is seen
WIDTH, HEIGHT, CARD, LETTERS = 1000, 330, 640, 46
CODE = """@implements("linear.vjp")
def linear_vjp(g, y, x, w, b):
    return g @ w, g.T @ x, g.mean(axis=0)"""


def wrong(g, y, x, w, b):  # noqa: D103 : what the picture shows
    return g @ w, g.T @ x, g.mean(axis=0)


def drawing() -> str:
    """The whole picture as SVG."""
    playground = Playground(
        dataset="spiral", hidden=(8, 8), features=("x1", "x2", "sin_x1", "sin_x2"),
        optimizer="adam", learning_rate=0.01, seed=1,
    )  # fmt: skip
    said = card()
    words = "A network of two hidden layers learns to tell the arms of a spiral apart; beside it "
    words += f"an answer to an exercise, and what the check says: {' '.join(sentence())}"
    return "".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'width="{WIDTH}" height="{HEIGHT}" font-family="system-ui, sans-serif" font-size="14" '
        f'aria-label="{escape(words)}">{style()}<rect width="{WIDTH}" height="{HEIGHT}" '
        'fill="#fff"/>', *frames(playground), *said, "</svg>\n",
    ])  # fmt: skip


def style() -> str:
    """The frames come one after the other; who wants no movement sees the last one."""
    share = 100 / len(EPOCHS)
    return (
        "<style>.frame{visibility:hidden}.frame:last-of-type{visibility:visible}"
        "@media (prefers-reduced-motion:no-preference){.frame,.frame:last-of-type{"
        f"visibility:hidden;animation:shown {SECONDS * len(EPOCHS):.1f}s step-end infinite}}}}"
        f"@keyframes shown{{0%{{visibility:visible}}{share:.2f}%{{visibility:hidden}}}}"
        ".code{font-family:ui-monospace,Consolas,monospace;font-size:13px;white-space:pre}</style>"
    )


def frames(playground: Playground) -> Iterator[str]:
    """The playground at some epochs, each with its time in the animation."""
    for k, epoch in enumerate(EPOCHS):
        trainer = playground.trainer
        if epoch > trainer.epoch:
            playground.train(epoch - trainer.epoch)
        delay = f'style="animation-delay:{k * SECONDS:.1f}s"'
        yield f'<g class="frame" {delay}>{picture(trainer)}{curve_of(trainer)}</g>'
    yield marks(playground.trainer)


def curve_of(trainer: Trainer) -> str:
    """Epoch, loss, and the curve so far."""
    text = f"epoch {trainer.epoch}: test loss {trainer.test_loss:.3f}"
    drawn = curve(trainer) if trainer.epoch else ""
    return f'<text x="335" y="35">{text}</text><g transform="translate(0,5)">{drawn}</g>'


def sentence() -> list[str]:
    """What the check says to the wrong answer, in lines."""
    return wrap(examine_visible(parts["linear.vjp"], wrong).sentence, LETTERS)


def card() -> Iterator[str]:
    """The answer, and the card below it."""
    verdict = examine_visible(parts["linear.vjp"], wrong)
    yield f'<g fill="#1f2328"><rect x="{CARD}" y="15" width="350" height="72" fill="#f3f4f6"/>'
    for k, line in enumerate(CODE.splitlines()):
        yield text(CARD + 12, 37 + 20 * k, line, 'class="code" xml:space="preserve"')
    lines = sentence()
    yield f'<rect x="{CARD}" y="100" width="350" height="{MAP - 85}" fill="none" stroke="#d5d9de"/>'
    yield f'<rect x="{CARD}" y="100" width="4" height="{MAP - 85}" fill="#b54708"/>'
    yield text(CARD + 16, 126, f"◐ {verdict.head}", 'fill="#b54708" font-weight="600"')
    for k, line in enumerate(lines):
        yield text(CARD + 16, 150 + 20 * k, line)
    evidence = verdict.evidence
    assert evidence
    rows = [("returned", evidence.returned), ("expected", evidence.expected)]
    below = 160 + 20 * len(lines)
    for k, (name, shown) in enumerate(rows):
        yield text(CARD + 16, below + 14 + 22 * k, name, 'fill="#59616b"')
        yield text(CARD + 96, below + 14 + 22 * k, f"…, {format_input(shown[-1])}", 'class="code"')
    yield "</g>"


def text(x: float, y: float, words: str, how: str = "") -> str:
    """A line of text."""
    return f'<text x="{x}" y="{y}" {how}>{escape(words)}</text>'


if __name__ == "__main__":
    FILE.write_text(drawing(), encoding="utf-8")
