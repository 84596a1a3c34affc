"""The guest's side, inside the sandbox: the fork server, and the student's process."""
