"""The hidden checks of assignment 4: layers, activations, losses, the start and the training."""
