"""The work that is timed (`work`), and one file a library that does it."""
