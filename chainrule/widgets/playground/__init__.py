"""The playground: a small network that learns before your eyes."""

from chainrule.widgets.playground.clinic import patient, treat
from chainrule.widgets.playground.leaderboard import leaderboard
from chainrule.widgets.playground.missions import MISSIONS, Mission
from chainrule.widgets.playground.traits import SettingError
from chainrule.widgets.playground.widget import Playground

__all__ = ["MISSIONS", "Mission", "Playground", "SettingError", "leaderboard", "patient", "treat"]
