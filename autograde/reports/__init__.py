"""What is shown of the grades: tables, pages, files."""
