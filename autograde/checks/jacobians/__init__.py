"""The hidden checks of assignment 3: derivatives in matrix form, and steps downhill."""
