"""The guest's side: runs inside the sandbox, and in the student's process."""
