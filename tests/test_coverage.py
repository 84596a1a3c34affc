"""Every slide of the deck has a cell that runs it, and the table of them tells no tales."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# What is printed on the slides of each part of the deck; several may stand in one row.
SLIDES = {
    "01_history_and_xor": (
        "Intro to Deep Learning", "Neural Networks in different areas", "Historical overview",
        "History of Deep Learning", "Deep Learning Timeline", "XOR problem", "2-layer NN",
        "1-layer NN also can succeed", "AND", "OR", "XOR (with x¹·x²)", "XOR", "AlexNet, 2012",
        "LeNet-5, 1998", "Audio Features", "Spectrogram", "MFCC", "Object detection",
        "Action classification", "Image captioning", "Real world applications", "GANs, 2014+",
        "Transformer, BERT, GPT-2 and more, 2017+", "Deep Learning: intuition",
        "Logistic regression", "Problem: nonlinear dependencies", "What we have", "What we want",
        "feature engineering", "Classic pipeline", "NN pipeline", "NN pipeline: example",
        "Activation functions: nonlinearities", "Some generally accepted terms",
        "Actually, networks can be deep", "And deeper...",
    ),
    "02_backpropagation": (
        "How to train it?", "Backpropagation and chain rule", "Backpropagation example",
        "Backprop is just way to use it in NN training", "Another example", "Sigmoid function",
    ),
    "03_matrix_jacobians": ("Backpropagation: matrix form",),
    "03b_downhill": ("Gradient optimization", "Stochastic gradient descent"),
    "04_activations": (
        "Once more: nonlinearities", "Activation functions", "Sigmoid", "tanh", "ReLU",
        "Leaky ReLU", "Parametric Rectifier", "Exponential Linear Units",
        "Activation functions: sum up",
    ),
    "05_playground": (
        "Don't miss the interactive playground", "Neural Networks are great",
        "All operations should be differentiable", "inspired by nature",
        "More materials for self-study",
    ),
}  # fmt: skip


def written(name):
    """Whether the lecture is there; until it is, nothing can be asked of its table."""
    return (ROOT / "lectures" / f"{name}.ipynb").is_file()


WRITTEN = [name for name in SLIDES if written(name)]


def rows(name):
    """The rows of a lecture's table: slide, cells, what runs there."""
    text = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    sections = re.split(r"^## .*?`(\w+)\.ipynb`.*$", text, flags=re.M)
    found = dict(zip(sections[1::2], sections[2::2], strict=True))
    assert name in found, f"docs/coverage.md has no section for {name}.ipynb"
    lines = [line.strip("|").split(" | ") for line in found[name].splitlines() if line[:1] == "|"]
    return [[part.strip() for part in line] for line in lines[2:]]


def cell_ids(name):
    notebook = json.loads((ROOT / "lectures" / f"{name}.ipynb").read_text(encoding="utf-8"))
    return {cell["id"]: cell["cell_type"] for cell in notebook["cells"]}


def named(name, kind=None):
    """The cells that a lecture's rows name, of that kind."""
    kinds = cell_ids(name)
    cells = [re.findall(r"`([\w-]+)`", row[1]) for row in rows(name)]
    return [[cell for cell in row if kind is None or kinds.get(cell) == kind] for row in cells]


def test_every_lecture_of_the_deck_but_those_to_come_is_checked():
    there = {path.stem for path in (ROOT / "lectures").glob("*.ipynb")}
    assert there == set(WRITTEN)


@pytest.mark.parametrize("name", WRITTEN)
def test_every_cell_that_the_table_names_exists(name):
    cells = [cell for row in named(name) for cell in row]
    assert set(cells) <= set(cell_ids(name))


@pytest.mark.parametrize("name", WRITTEN)
def test_every_row_is_whole_and_names_a_cell(name):
    for row, cells in zip(rows(name), named(name), strict=True):
        assert len(row) == 3, row
        assert cells, row
        assert all(row), row


@pytest.mark.parametrize("name", WRITTEN)
def test_every_slide_of_the_deck_stands_in_the_table(name):
    slides = [re.sub(r"\W+", " ", row[0]).casefold() for row in rows(name)]
    for heading in SLIDES[name]:
        words = re.sub(r"\W+", " ", heading).casefold().strip()
        assert any(re.search(rf"\b{re.escape(words)}\b", slide) for slide in slides), heading


@pytest.mark.parametrize("name", WRITTEN)
def test_most_rows_lead_to_something_that_runs(name):
    running = named(name, "code")
    assert sum(map(bool, running)) >= 0.5 * len(running)
