"""What a step reads and keeps: where values live, and what can be reached."""
