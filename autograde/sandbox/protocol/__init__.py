"""The protocol that both sides speak."""
