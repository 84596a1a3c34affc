"""Plugins that nbgrader's own commands call."""
