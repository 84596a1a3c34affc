"""A game: the values are there, the gradients are yours to find, from the output back."""

from __future__ import annotations

import ast
import math
import random
from dataclasses import dataclass
from typing import Any

import traitlets

from chainrule.pictures.graphs.graph import Edge, Graph, bracketed, brief, graph_of
from chainrule.pictures.svg import description, svg_of
from chainrule.widgets.base import FormulaWidget, complete, computing
from chainrule.widgets.expression import trace
from chainrule.widgets.javascript import joined
from chainrule.widgets.sentences import local, rule_of, short

TOLERANCE = 0.01  # relative: enough for two or three digits typed by hand
BEGIN = "Begin at the output and go back, wire by wire."
SMALL = [n for n in range(-5, 6) if n != 0]
ENDLESS = "Not every gradient is a finite number here: choose other numbers."


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

    _esm = joined("you_be_the_gradient.js")
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
        finite = all(map(math.isfinite, numbers_of(graph)))
        if not finite:
            self.questions = []
        self._misses = [0] * len(self.questions)
        self.place, self.message = 0, BEGIN if finite else ENDLESS
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
        self.expression = self.formula  # whatever stands half-typed in the field
        for _ in range(60):
            drawn = {name: float(random.choice(SMALL)) for name in self.values}
            if drawn != self.values and playable(self.formula, drawn):
                self.values = drawn
                return
        self.message = "No other small numbers were found that give handy gradients."

    def static_view(self) -> tuple[str, str]:
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
        with computing():
            match message:
                case {"submit": str(text)}:
                    self.submit(text[:40])
                case {"reveal": True}:
                    self.reveal()
                case {"new_numbers": True}:
                    self.new_numbers()


def playable(formula: str, values: dict[str, float]) -> bool:
    """Whether all values and gradients are finite, and neither huge nor next to nothing.

    >>> playable("log(x)", {"x": 2.0}), playable("log(x)", {"x": -2.0})
    (True, False)
    """
    with computing():
        graph = graph_of(trace(formula, complete(formula, values)))
    numbers = numbers_of(graph)
    return all(n == 0 or 1e-3 <= abs(n) <= 1e4 for n in numbers)  # which NaN is not


def numbers_of(graph: Graph) -> list[float]:
    """All values and gradients of a graph of single numbers."""
    slopes = [edge.gradient for edge in graph.edges if edge.gradient is not None]
    return [float(number) for number in [*(edge.value for edge in graph.edges), *slopes]]


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
    slope = f"upstream {bracketed(g)} times local {bracketed(local(target, edge.position))}"
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
