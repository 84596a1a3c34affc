"""Pictures of large graphs: time in proportion, nothing on top of another, folds that add up."""

import re
import sys
import xml.etree.ElementTree as ET
from itertools import combinations, pairwise

import numpy as np
import pytest
from graphs import FORMS, batch, chain, leaf, perceptron, wide
from hypothesis import given, settings
from hypothesis import strategies as st

import chainrule as cr
from chainrule import Tensor, pictures
from chainrule.pictures.graphs.duplicates import CROWDED, FAR, Copy
from chainrule.pictures.graphs.fold import folded
from chainrule.pictures.graphs.labels import Boxes, around, covered
from chainrule.pictures.graphs.layout import layered
from chainrule.pictures.graphs.order import crossings
from chainrule.pictures.graphs.placement import RADIUS, half_width, placed
from chainrule.pictures.svg import OVERVIEW, WHOLE
from chainrule.widgets import GraphStepper
from chainrule.widgets.sentences import formula_of, formula_within

SVG = "{http://www.w3.org/2000/svg}"
of_every_form = pytest.mark.parametrize("form", FORMS)


def drawn_nodes(picture):
    root = ET.fromstring(picture.svg)
    return [g for g in root.iter(f"{SVG}g") if g.get("data-node") and "again" not in g.get("class")]


def calls(function, *arguments):
    """How many calls a call takes, of Python's functions and of built-in ones."""
    count = 0

    def look(frame, event, argument):
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(look)
    try:
        function(*arguments)
    finally:
        sys.setprofile(None)
    return count


def links(graph):
    return [(edge.source, edge.target) for edge in graph.edges]


@of_every_form
def test_a_graph_of_four_times_the_size_takes_about_four_times_the_work(form):
    small, large = (form(n) for n in (100, 400))
    ratio = pictures.graph_of(large).size / pictures.graph_of(small).size
    work = [calls(pictures.draw_graph, output) for output in (small, large)]
    assert work[1] / work[0] < 2 * ratio


@pytest.mark.parametrize("form", [chain, perceptron])
def test_the_steps_of_a_graph_take_work_in_proportion_to_it(form):
    work = [calls(lambda y: GraphStepper(output=y), form(n)) for n in (100, 400)]
    assert work[1] / work[0] < 8


@pytest.mark.parametrize("form", [chain, perceptron])
def test_a_graph_of_a_thousand_nodes_is_drawn_whole(form):
    graph = pictures.graph_of(form(700))
    assert 600 < graph.size <= WHOLE
    picture = pictures.draw_graph(graph.nodes[-1].tensor)
    assert len(drawn_nodes(picture)) == graph.size
    assert "folded" not in picture.description


@of_every_form
@pytest.mark.parametrize("max_nodes", [40, 1000])
def test_labels_cover_neither_nodes_nor_other_labels(form, max_nodes):
    graph = folded(pictures.graph_of(form(300)), max_nodes)
    plan = placed(graph)
    bodies = [(node, plan.places[node.key]) for node in graph.nodes] + plan.again
    taken = Boxes(around(place, (2 * half_width(node), 2 * RADIUS)) for node, place in bodies)
    for box in plan.labels:
        assert covered(box, taken.near(box)) == 0
        taken.add(box)


@of_every_form
def test_wires_run_rightwards_and_have_few_bends_in_a_graph_of_any_form(form):
    graph = pictures.graph_of(form(200))
    plan = layered(links(graph))
    bends = [len(path) - 2 for path in plan.wires]
    assert sum(bends) <= max(CROWDED, FAR) * len(bends)
    for path, (source, target) in zip(plan.wires, links(graph), strict=True):
        assert (path[0].of if isinstance(path[0], Copy) else path[0], path[-1]) == (source, target)
        assert all(plan.at[a][0] + 1 == plan.at[b][0] for a, b in pairwise(path))


def test_what_is_used_far_away_is_drawn_again_there():
    root = ET.fromstring(pictures.draw_graph(chain(90)).svg)
    again = [g for g in root.iter(f"{SVG}g") if g.get("class") == "again node leaf"]
    assert {g.find(f"{SVG}text").text for g in again} == {"x"}


def test_only_a_picture_larger_than_a_page_scrolls():
    small, large = (pictures.draw_graph(chain(n))._repr_mimebundle_() for n in (9, 90))
    assert small["text/html"] == small["image/svg+xml"]
    assert large["text/html"].startswith('<div tabindex="0" style="overflow:auto')


# folds


def held(graph):
    """Operations and leaves of a graph, counted as a reader would: in what stands in the nodes."""
    counts = {"operation": 0, "leaf": 0}
    for node in graph.nodes[:-1]:
        said = f"{node.label if node.kind == 'leaves' else ''} {node.holds}"
        found = re.findall(r"([\d,]+) (operation|leaf|leaves)\b|([\d,]+) operations", said)
        for number, kind, operations in found:
            name = "operation" if operations or kind == "operation" else "leaf"
            counts[name] += int((number or operations).replace(",", ""))
        if node.kind in {"operation", "leaf", "constant"}:
            counts["operation" if node.kind == "operation" else "leaf"] += 1
    return counts


def assert_adds_up(graph, max_nodes):
    """That a graph folds: nothing lost, no circle, no more nodes than asked for."""
    short = folded(graph, max_nodes)
    assert short.size <= max_nodes
    assert held(short) == held(graph)
    assert short.edges[-1].target == "out"
    assert short.edges[-1].value is graph.edges[-1].value
    placed(short)  # which a circle would not let it do
    keys = {node.key for node in short.nodes}
    assert all({edge.source, edge.target} <= keys for edge in short.edges)


@of_every_form
@pytest.mark.parametrize("max_nodes", [1, 3, 10, 40, 200])
def test_a_fold_says_how_much_it_holds_and_loses_nothing(form, max_nodes):
    assert_adds_up(pictures.graph_of(form(300)), max_nodes)


recipes = st.lists(
    st.tuples(st.sampled_from(["add", "mul", "tanh", "leaf"]), st.integers(0), st.integers(0)),
    min_size=1, max_size=40,
)  # fmt: skip


def cooked(recipe):
    """The graph of a random program."""
    made = [leaf(0.5, "x")]
    for name, i, j in recipe:
        a, b = made[i % len(made)], made[j % len(made)]
        made.append(
            leaf(0.1)
            if name == "leaf"
            else cr.tanh(a)
            if name == "tanh"
            else getattr(cr, name)(a, b)
        )
    return sum(made[1:], start=made[0])


@settings(max_examples=50)
@given(recipes, st.integers(1, 30))
def test_any_graph_folds_into_as_few_nodes_as_asked_for(recipe, max_nodes):
    assert_adds_up(pictures.graph_of(cooked(recipe)), max_nodes)


@of_every_form
def test_a_graph_with_no_more_nodes_than_asked_for_is_whole(form):
    graph = pictures.graph_of(form(100))
    assert folded(graph, graph.size) is graph
    assert folded(graph, graph.size - 1).size < graph.size


@pytest.mark.parametrize("form", [chain, batch, wide])
def test_a_larger_graph_folds_by_itself_and_says_how_to_unfold_it(form):
    output = form(4000)
    size = pictures.graph_of(output).size
    picture = pictures.draw_graph(output)
    assert size > WHOLE
    assert len(drawn_nodes(picture)) <= OVERVIEW
    assert f"max_nodes={size}" in picture.svg
    assert f"max_nodes={size}" in picture.description


def test_inputs_with_names_and_the_last_of_what_repeats_stay_in_sight():
    graph = folded(pictures.graph_of(chain(1500)), 20)
    assert [(node.label, node.holds) for node in graph.nodes] == [
        ("x", ""), ("499 times × → + → tanh", "1,497 operations"),
        ("× 0.5", ""), ("+", ""), ("tanh", ""), ("", ""),
    ]  # fmt: skip


@given(st.integers(2, 6), st.integers(4, 30))
def test_the_wires_that_leave_a_leaf_carry_its_whole_gradient_folded_or_not(period, times):
    x = y = leaf(0.5, "x")
    for _ in range(times):
        for _ in range(period):
            y = cr.tanh(y * x)
    graph = folded(pictures.graph_of(y), 2 * period + 3)
    shares = [edge.gradient for edge in graph.out_of["n0"]]
    np.testing.assert_allclose(sum(shares), graph.gradients["n0"])


def test_wires_of_several_tensors_are_counted():
    graph = folded(pictures.graph_of(wide(3000)), 40)
    assert [edge.count for edge in graph.edges if edge.count > 1] == [999, 999]


@pytest.mark.parametrize("max_nodes", [0, -1])
def test_a_picture_without_nodes_is_refused(max_nodes):
    with pytest.raises(ValueError, match=f"max_nodes is {max_nodes}"):
        pictures.draw_graph(leaf(1.0) * 2, max_nodes=max_nodes)


# the parts it is made of

sides = st.floats(-500, 500)
boxes = st.tuples(sides, sides, st.floats(0, 300), st.floats(0, 300)).map(
    lambda box: (box[0], box[1], box[0] + box[2], box[1] + box[3])
)


@given(st.lists(boxes, max_size=12), boxes)
def test_every_box_that_another_touches_is_near_it(others, box):
    near = Boxes(others).near(box)
    assert covered(box, near) == covered(box, others)
    assert near == [other for other in others if other in near]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(6, 11)), max_size=20))
def test_crossings_are_counted_as_pair_by_pair(ends):
    columns = [list(range(6)), list(range(6, 12))]
    pairs = sum((a - c) * (b - d) < 0 for (a, b), (c, d) in combinations(ends, 2))
    assert crossings(columns, ends) == pairs


@given(recipes, st.integers(1, 60))
def test_a_formula_is_written_if_it_is_no_longer_than_asked_for(recipe, letters):
    output = cooked(recipe[:6])
    formula = formula_of(output)
    assert formula_within(letters, output) == (formula if len(formula) <= letters else "")


def test_a_tensor_without_a_graph_has_a_picture():
    assert len(drawn_nodes(pictures.draw_graph(Tensor(2.0, name="a"), max_nodes=1))) == 1
