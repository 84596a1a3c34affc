"""Right answers, each written in another way than the model solution."""

right: dict = {}
