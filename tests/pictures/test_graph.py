"""The computation graph as data and as a picture."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import chainrule as cr
from chainrule import Tensor, nn, pictures
from chainrule.pictures.graphs.labels import Boxes, around, covered, free_place, pieces_of
from chainrule.pictures.graphs.layout import layered, spaced
from chainrule.pictures.graphs.placement import LINE
from chainrule.widgets.expression import trace

SVG = "{http://www.w3.org/2000/svg}"


def leaf(value, name=""):
    return Tensor(value, requires_grad=True, name=name)


def first_example():
    x, y, z = leaf(-2.0, "x"), leaf(5.0, "y"), leaf(-4.0, "z")
    return (x + y) * z


def texts(picture, which):
    root = ET.fromstring(picture.svg)
    groups = [g for g in root.iter(f"{SVG}g") if g.get("class") == which]
    return [g.find(f"{SVG}text").text for g in groups]


def test_every_wire_shows_its_value_and_its_gradient():
    picture = pictures.draw_graph(first_example())
    assert sorted(texts(picture, "value")) == sorted(["−2", "5", "3", "−4", "−12"])
    assert sorted(texts(picture, "gradient")) == sorted(["∂ −4", "∂ −4", "∂ −4", "∂ 3", "∂ 1"])


def test_values_stand_above_gradients():
    root = ET.fromstring(pictures.draw_graph(first_example()).svg)
    for wire in (g for g in root.iter(f"{SVG}g") if g.get("data-edge")):
        y = {g.get("class"): float(g.find(f"{SVG}text").get("y")) for g in wire.iter(f"{SVG}g")
             if g.get("class")}  # fmt: skip
        assert y["value"] < y["gradient"]


@pytest.mark.parametrize(
    ("formula", "values"),
    [
        ("x * x + max(x, y)", {"x": 3, "y": 1}),
        ("x*x*x + x*sin(x)*y / (x + y)", {"x": 3.3, "y": 1.77}),
        ("1 / (1 + exp(-(w0*x0 + w1*x1 + w2)))", dict.fromkeys(["w0", "x0", "w1", "x1", "w2"], 1)),
    ],
)
def test_labels_are_inside_the_picture_and_cover_no_other(formula, values):
    root = ET.fromstring(pictures.draw_graph(trace(formula, values)).svg)
    left, top, width, height = map(float, root.get("viewBox").split())
    boxes = []
    for label in (g for g in root.iter(f"{SVG}g") if g.get("class") in {"value", "gradient"}):
        for text in label.iter(f"{SVG}text"):
            place = float(text.get("x")), float(text.get("y"))
            boxes.append(around(place, (8 * len(text.text), 14)))
    for i, box in enumerate(boxes):
        assert covered(box, boxes[:i]) == 0
        assert left <= box[0] < box[2] <= left + width
        assert top <= box[1] < box[3] <= top + height


def test_below_a_leaf_that_is_used_several_times_stands_the_sum_of_what_comes_back():
    root = ET.fromstring(pictures.draw_graph(trace("max(a, b) * a + b", {"a": 3, "b": 2})).svg)
    below = {}
    for wire in (g for g in root.iter(f"{SVG}g") if g.get("data-edge")):
        gradient = next(g for g in wire.iter(f"{SVG}g") if g.get("class") == "gradient")
        for text in gradient.findall(f"{SVG}text")[1:]:
            below[text.text] = wire.get("data-source"), wire.get("data-target")
    assert below == {"∂ 6": ("n0", "n2"), "∂ 1": ("n1", "n2")}, "with the wires to max, the oldest"


@pytest.mark.parametrize("after", [lambda square, x: square * x, lambda square, x: x * square])
def test_two_wires_to_one_node_leave_room_for_a_third_that_goes_further(after):
    x = leaf(2.0, "x")
    root = ET.fromstring(pictures.draw_graph(after(x * x, x)).svg)
    wires = [g for g in root.iter(f"{SVG}g") if g.get("data-source") == "n0"]
    middles = []
    for wire in wires:
        numbers = re.findall(r"[-\d.]+", wire.find(f"{SVG}path").get("d"))[:8]
        middles.append(np.dot([1, 3, 3, 1], [float(n) for n in numbers[1::2]]) / 8)
    assert len(wires) == 3
    assert np.diff(sorted(middles)).min() > 2 * LINE, "labels of two lines"


@given(st.floats(0, 10), st.floats(0, 10))
def test_a_label_goes_where_it_covers_nothing_if_there_is_such_a_place(x, y):
    wire = pieces_of([(0.0, 0.0), (100.0, 0.0)], bow=0)
    place = free_place(wire, (20, 10), Boxes([around((40 + x, y), (20, 10))]))
    assert covered(around(place, (20, 10)), [around((40 + x, y), (20, 10))]) == 0


@pytest.mark.parametrize("y", [np.nan, np.inf])
def test_a_tangent_that_is_not_finite_is_left_out(y):
    xs = np.linspace(0, 1, 5)
    picture = pictures.draw_tangent(xs, np.full(5, y), (0.5, y), y, (0.7, y), "x")
    root = ET.fromstring(picture.svg)
    assert not {"nan", "inf"} & set(" ".join(root.itertext()).split())
    assert list(root.iter(f"{SVG}circle")) == []


def test_near_a_pole_the_points_in_question_stay_apart_and_no_line_crosses_it():
    xs = np.linspace(0.5 - 1.15, 0.5 + 1.15, 201)
    root = ET.fromstring(pictures.draw_tangent(xs, 1 / xs, (0.5, 2.0), -4.0, (1, 1), "x").svg)
    (x0, y0), (x1, y1) = (
        (float(d.get("cx")), float(d.get("cy"))) for d in root.iter(f"{SVG}circle")
    )
    assert y1 - y0 > 5  # pixels
    pole = x0 - (x1 - x0)  # as far left of 0.5 as 1 is right of it
    for branch in root.iter(f"{SVG}polyline"):
        right = {float(point.split(",")[0]) > pole for point in branch.get("points").split()}
        assert len(right) == 1


def test_the_picture_is_described_in_words():
    assert pictures.draw_graph(first_example()).description == (
        "x = −2, gradient −4; y = 5, gradient −4; z = −4, gradient 3; "
        "+ = 3, gradient −4; × = −12, gradient 1"
    )


def test_drawing_touches_no_gradient():
    x = leaf(3.0)
    pictures.draw_graph(x * x)
    assert x.grad is None


def test_a_fan_out_shows_the_share_of_every_wire():
    x = leaf(3.0, "x")
    graph = pictures.graph_of(x * x + x)
    shares = [edge.gradient.item() for edge in graph.edges if edge.source == "n0"]
    assert sorted(shares) == [1, 3, 3]
    assert graph.gradients["n0"] == 7


def test_a_network_is_drawn_with_shapes():
    net = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1))
    loss = nn.functional.mse_loss(net(np.ones((5, 2))), np.ones((5, 1)))
    assert {"(4, 2)", "(5, 4)", "(1, 4)"} <= set(texts(pictures.draw_graph(loss), "value"))


def test_plain_numbers_are_told_inside_the_node():
    x = leaf(2.0)
    labels = [node.label for node in pictures.graph_of(1 / (1 + cr.exp(-1 * x))).nodes]
    assert labels == ["", "× (−1)", "exp", "+ 1", "1 / ·", ""]


def test_names_are_escaped():
    x = leaf(2.0, '<script>"&')
    ET.fromstring(pictures.draw_graph(x * 2).svg)


def test_a_graph_without_gradients_is_drawn_without_them():
    picture = pictures.draw_graph(Tensor(2.0) * 3)
    assert texts(picture, "gradient") == []


edges = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda e: e[0] != e[1]).map(sorted),
    min_size=1, max_size=14,
)  # fmt: skip


@given(edges)
def test_wires_run_to_the_right_and_nodes_of_a_column_keep_apart(edges):
    plan = layered([tuple(e) for e in edges])
    for path in plan.wires:
        assert [plan.at[key][0] for key in path] == sorted({plan.at[key][0] for key in path})
    places = sorted(plan.at.values())
    for (x0, y0), (x1, y1) in pairwise(places):
        assert x0 < x1 or y1 - y0 >= 0.99


@given(st.lists(st.floats(-10, 10), min_size=1, max_size=8))
def test_spaced_heights_are_apart_and_no_shift_of_all_is_nearer(wanted):
    found = np.array(spaced(wanted))
    assert (np.diff(found) >= 1 - 1e-9).all()
    assert np.mean(found) == pytest.approx(np.mean(wanted), abs=1e-9)
