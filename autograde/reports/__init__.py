"""Reports on grades: tables, pages, files."""
