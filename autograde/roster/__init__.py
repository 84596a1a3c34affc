"""Who is in the class, and who is missing."""
