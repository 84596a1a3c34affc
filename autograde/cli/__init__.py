"""The command `autograde`."""
