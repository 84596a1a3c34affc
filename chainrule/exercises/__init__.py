"""Parts that learners write: checked, kept, and put to use where the engine has a place for them.

>>> import numpy as np
>>> @implements("exp.vjp")
... def exp_vjp(g, y, x):
...     return g * y
exp.vjp passes: right on 3 inputs. It is now part of your engine.
>>> engine_banner()
'The engine runs on 1 of your parts (exp.vjp), else the reference.'
>>> reset()
"""

from __future__ import annotations

from chainrule.exercises.check import NotYet, check
from chainrule.exercises.implements import implements, reset
from chainrule.exercises.lines import trace
from chainrule.exercises.overrides.banner import engine_banner
from chainrule.exercises.parts import assignments, parts
from chainrule.exercises.practice.trying import exercise
from chainrule.exercises.progress import progress, whose
from chainrule.exercises.questions.asking import predict
from chainrule.exercises.questions.recalling import recall, review
from chainrule.exercises.storage import load, save

__all__ = [
    "NotYet",
    "assignments",
    "check",
    "engine_banner",
    "exercise",
    "implements",
    "load",
    "parts",
    "predict",
    "progress",
    "recall",
    "reset",
    "review",
    "save",
    "trace",
    "whose",
]
