"""The path of a submission, from its folder to the gradebook."""
