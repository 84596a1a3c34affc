"""Images stay as light at night as they are by day."""

import re

import numpy as np

from chainrule import pictures
from chainrule.pictures.picture import DARK


def colours(picture):
    """Of strokes and letters, without the rules for a dark page."""
    drawn = picture.svg.split("</style>")[-1]
    return set(re.findall(r"(?:stroke|fill): (#\w{6})", drawn))


def test_what_is_drawn_on_a_page_keeps_its_colours_at_night():
    page = np.zeros((40, 40))
    boxes = [(3, 5, 5, 1.0), (5, 15, 12, 0.9)]
    added = colours(pictures.draw_boxes(page, boxes)) - colours(pictures.draw_boxes(page, []))
    assert len(added) == 3  # the edge, the name, and a rim around it
    assert added.isdisjoint(DARK)


def test_a_white_image_has_an_edge_that_stays_as_it_is():
    for signed in (False, True):
        drawn = colours(pictures.draw_images(np.zeros((3, 4, 4)), signed=signed))
        assert len(drawn - DARK.keys()) == 1
