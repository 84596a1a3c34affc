"""A game: the values are there, the gradients are yours to find, from the output back."""

from __future__ import annotations

import ast
import math
import random
from dataclasses import dataclass
from typing import Any

import traitlets

from chainrule.pictures.graph import Edge, Graph, bracketed, brief, graph_of
from chainrule.pictures.svg import description, svg_of
from chainrule.widgets.base import FormulaWidget, source
from chainrule.widgets.sentences import local, rule_of, short

TOLERANCE = 0.01  # relative: enough for two or three digits typed by hand


@dataclass(frozen=True)
class Question:
    """A wire, what is asked about it, two hints and the answer."""

    wire: int
    text: str
    hints: tuple[str, str]
    answer: float


class YouBeTheGradient(FormulaWidget):
    """Fill in the gradient on every wire of a formula's graph, output first.

    Parameters
    ----------
    expression : str
        The formula.
    **values : float
        The values of its variables.

    Examples
    --------
    >>> game = YouBeTheGradient("x * y", x=2, y=3)
    >>> game.submit("1"); game.submit("2.5"); game.message[:8]
    'Not yet.'
    >>> game.submit("3"); game.submit("2"); game.message
    'All 3 found, 2 of them at the first try.'
    """

    _esm = source("shared.js") + source("you_be_the_gradient.js")
    picture = traitlets.Dict().tag(sync=True)
    place = traitlets.Int(0).tag(sync=True)  # of the question in the game
    message = traitlets.Unicode().tag(sync=True)
    questions: list[Question]

    def __init__(self, expression: str, **values: float) -> None:
        super().__init__(expression, values)
        self.on_msg(self._heard)

    def redraw(self) -> None:
        """Begin a game about the new graph."""
        graph = graph_of(self.output)
        self.questions = questions_of(graph)
        self._misses = [0] * len(self.questions)
        self.place, self.message = 0, "Begin at the output and go back, wire by wire."
        self.picture = {
            "svg": svg_of(graph, words=description(graph, gradients=False)),
            "wires": [question.wire for question in self.questions],
            "texts": [question.text for question in self.questions],
        }

    def submit(self, text: str) -> None:
        """Take an answer: a decimal, or a fraction such as ``-4/3``."""
        if self.place >= len(self.questions):
            return
        number, question = number_in(text), self.questions[self.place]
        if number is None:
            self.message = f"“{text}” is not a number: write 0.25, -3 or 1/4."
        elif math.isclose(number, question.answer, rel_tol=TOLERANCE, abs_tol=1e-9):
            self._go_on(f"Right: {brief(question.answer)}. ")
        else:
            hint = question.hints[min(self._misses[self.place], 1)]
            self._misses[self.place] += 1
            turned = math.isclose(number, -question.answer, rel_tol=TOLERANCE)
            self.message = f"Not yet. {'Look at the sign. ' if turned else ''}{hint}"

    def reveal(self) -> None:
        """Show the answer and go on; it does not count as found at the first try."""
        if self.place < len(self.questions):
            self._misses[self.place] += 1
            self._go_on(f"It is {brief(self.questions[self.place].answer)}. ")

    def new_numbers(self) -> None:
        """Play again with other small whole numbers."""
        draw = [n for n in range(-5, 6) if n != 0]
        self.values = {name: float(random.choice(draw)) for name in self.values}

    def still(self) -> tuple[str, str]:
        """The graph with its values only."""
        graph = graph_of(self.output)
        return svg_of(graph, gradients=False), description(graph, gradients=False)

    def _go_on(self, before: str) -> None:
        self.place += 1
        if self.place < len(self.questions):
            self.message = before
        else:
            first = self._misses.count(0)
            self.message = f"All {self.place} found, {first} of them at the first try."

    def _heard(self, _: object, message: dict[str, Any], __: object) -> None:
        match message:
            case {"submit": str(text)}:
                self.submit(text[:40])
            case {"reveal": True}:
                self.reveal()
            case {"new_numbers": True}:
                self.new_numbers()


def questions_of(graph: Graph) -> list[Question]:
    """A question a wire, in the order in which the backward pass answers them."""
    order = {node.key: -i for i, node in enumerate(graph.nodes)}  # the output is the last node
    wires = [i for i, edge in enumerate(graph.edges) if edge.gradient is not None]
    wires.sort(key=lambda i: (order[graph.edges[i].target], graph.edges[i].position))
    return [question_of(i, graph.edges[i], graph) for i in wires]


def question_of(i: int, edge: Edge, graph: Graph) -> Question:
    """What is asked about one wire."""
    assert edge.gradient is not None
    tensors = {node.key: node.tensor for node in graph.nodes}
    answer = float(edge.gradient.item())
    if edge.target == "out":
        text = "What is the gradient of the output with respect to itself?"
        hint = "If f changes by a little, by how much does f change?"
        return Question(i, text, (hint, "It is the same for every formula."), answer)
    target, g = tensors[edge.target], graph.gradients[edge.target]
    text = f"Which gradient flows back along the dashed wire, to {short(tensors[edge.source])}?"
    rule = rule_of(target)
    slope = f"upstream {bracketed(g)} times local {bracketed(local(edge.gradient, g))}"
    return Question(i, text, (f"{rule}.", f"It is the {slope}."), answer)


def number_in(text: str) -> float | None:
    """A typed number: decimal, fraction, or with a typographic minus; None if it is none."""
    parts = text.replace("−", "-").replace(",", ".").split("/")
    try:
        numbers = [float(ast.literal_eval(part.strip().lstrip("+"))) for part in parts]
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None
    if not all(map(math.isfinite, numbers)):
        return None
    if len(numbers) == 1:
        return numbers[0]
    return numbers[0] / numbers[1] if len(numbers) == 2 and numbers[1] else None
