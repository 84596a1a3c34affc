"""The hidden checks: what each part is tried on, in a file of the same name as the part's."""

from __future__ import annotations

from autograde.checks.hidden import examine_hidden, hidden_check
from autograde.checks.own import check_all

__all__ = ["check_all", "examine_hidden", "hidden_check"]
