"""The playground of the site's first page, as it is in the picture of Python's memory."""

from chainrule.widgets.playground import Playground

SETTINGS = {
    "dataset": "spiral", "hidden": (8, 4), "features": ("x1", "x2", "sin_x1", "sin_x2"),
    "optimizer": "adam", "learning_rate": 0.03,
}  # fmt: skip


def compiled() -> Playground:
    """A playground that has learnt nothing yet; how to take a step is compiled already."""
    playground = Playground(**SETTINGS)
    playground.begin_view()
    playground.train(1)
    playground.back()
    playground.trainer.forget_moments()
    return playground


playground = compiled()
