"""The penalty for late work, as a plugin of nbgrader's."""

from __future__ import annotations

import math

from nbgrader.plugins import LateSubmissionPlugin
from traitlets import Float

MINUTE, DAY = 60.0, 86_400.0  # seconds


class LatePenalty(LateSubmissionPlugin):  # type: ignore[misc]
    """Takes a part of the points for each day that was begun after the deadline.

    It costs nothing unless `nbgrader_config.py` says so:

    .. code-block:: python

        c.AssignLatePenalties.plugin_class = "autograde.nbgrader_plugins.late_penalty.LatePenalty"
        c.LatePenalty.grace_minutes = 15
        c.LatePenalty.percent_a_day = 10
        c.LatePenalty.most_percent = 50

    A deadline is given by ``nbgrader db assignment add NAME --duedate "2030-01-31 23:59 UTC"``.
    nbgrader calls this when a submission is graded; `autograde` also whenever somebody looks, so
    that the penalty follows points that a person gives, deadlines and extensions.

    Examples
    --------
    >>> late = LatePenalty(grace_minutes=15, percent_a_day=10, most_percent=50)
    >>> [late.late_submission_penalty("ada", 80.0, 3600.0 * h) for h in (0.2, 1, 25, 240)]
    [0.0, 8.0, 16.0, 40.0]
    """

    grace_minutes = Float(0.0, min=0.0, help="Minutes that cost nothing.").tag(config=True)
    percent_a_day = Float(
        0.0, min=0.0, max=100.0, help="Of the points earned, for each day begun after these."
    ).tag(config=True)
    most_percent = Float(
        100.0, min=0.0, max=100.0, help="Of the points earned, however late it is."
    ).tag(config=True)

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float:
        """The points to take from a submission.

        Parameters
        ----------
        student_id : str
            Whose it is.
        score : float
            What it earned.
        total_seconds_late : float
            How long after the deadline, or the student's own extension of it, it was handed in.
        """
        late = total_seconds_late - MINUTE * self.grace_minutes
        percent = min(self.percent_a_day * max(0, math.ceil(late / DAY)), self.most_percent)
        return score * percent / 100.0
