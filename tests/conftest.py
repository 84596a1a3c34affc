"""What all tests share; this file also puts the folder `tests` on the path of those below it."""

import os

# Tests run in as many processes as there are cores: more threads would wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from hypothesis import settings

# A busy machine is no failure; CI tries the same examples each time, elsewhere they are new ones.
settings.register_profile("course", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("course")

# Before anyone imports pyplot: no figure of a test opens a window.
os.environ["MPLBACKEND"] = "Agg"
