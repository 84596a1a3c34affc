"""The hidden checks of assignment 2: rules of operations, and the way through the graph."""
