"""Settings of the site; `python3 course.py site` builds it."""

import sys
from pathlib import Path

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS))

import execution  # noqa: E402
import repository  # noqa: E402

import chainrule  # noqa: E402

project = "Chain Rule"
author = "The Chain Rule authors"
copyright = "The Chain Rule authors"
version = release = chainrule.__version__
language = "en-GB"

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "numpydoc",
    "sphinx.ext.viewcode",
    "alive",
    "formulas",
    "launch",
    "notebook_pictures",
    "reference_pages",
    "repository_links",
]
templates_path = [str(DOCS / "_templates")]
html_static_path = [str(DOCS / "_static")]
html_css_files = ["course.css"]
source_suffix = {".md": "myst-nb", ".ipynb": "myst-nb"}
exclude_patterns = ["README.md"]

# Notebooks: run once for each state of the engine, shown with their still pictures.
nb_execution_mode = "cache"
nb_execution_cache_path = str(execution.executed())
nb_execution_excludepatterns = ["assignments/*/*"]
nb_execution_raise_on_error = True
nb_execution_timeout = execution.SECONDS
nb_execution_show_tb = True
nb_ipywidgets_js: dict[str, str] = {}  # still pictures stand for widgets; nothing is fetched
nb_mime_priority_overrides = [
    ("html", "image/svg+xml", 0),
    ("html", "application/vnd.jupyter.widget-view+json", None),
]
nb_merge_streams = True
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "dollarmath"]
myst_heading_anchors = 3
suppress_warnings = [
    "myst.header",  # sections of a notebook may skip a level
    "toc.empty_glob",  # a folder of pages may be empty
]

# Reference
autodoc_member_order = "alphabetical"
autodoc_typehints = "none"
autosummary_generate = False
default_role = "code"  # `x` in a docstring
toc_object_entries_show_parents = "hide"
numpydoc_show_class_members = False
nitpicky = True

html_theme = "sphinx_book_theme"
html_title = "Chain Rule"
html_logo = str(DOCS / "_static" / "logo.svg")
html_favicon = str(DOCS / "_static" / "logo.svg")
html_show_sourcelink = False
html_copy_source = False
html_last_updated_fmt = None
html_theme_options = {
    "show_toc_level": 2,
    "article_header_end": ["where_link.html", "article-header-buttons.html"],
    "navbar_persistent": [],  # the search field stands in the side bar already
    "show_navbar_depth": 1,
    "use_download_button": False,
    "use_fullscreen_button": False,
    "home_page_in_toc": False,
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
    **repository.theme_options(),
}
