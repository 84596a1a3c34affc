"""Several playgrounds that learn in step: two with one change, or one from many seeds."""

from chainrule.widgets.boards.seed_wall import SeedWall
from chainrule.widgets.boards.two_boards import TwoBoards

__all__ = ["SeedWall", "TwoBoards"]
