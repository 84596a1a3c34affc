"""Collecting where students have no accounts, but numbers made of their names (spawning.py)."""

c = get_config()  # noqa: F821

c.Collect.first_uid = 100_000
