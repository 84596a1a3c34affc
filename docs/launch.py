"""A line below each notebook's title: where it can be opened and run."""

import repository
from docutils import nodes
from sphinx.application import Sphinx

COLAB = "https://colab.research.google.com/github/{name}/blob/main/{path}"
BINDER = "https://mybinder.org/v2/gh/{name}/HEAD?urlpath=lab/tree/{path}"


def places(path: str, up: str, lite: bool) -> dict[str, str]:
    """The names of the places where a notebook runs, and its address in each."""
    found = {}
    if lite:
        found["JupyterLite"] = f"{up}lite/lab/index.html?path={path}"
    if name := repository.name():
        found["Colab"] = COLAB.format(name=name, path=path)
        found["Binder"] = BINDER.format(name=name, path=path)
    return found


def offer(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Add the line."""
    path = f"{docname}.ipynb"
    if not (app.srcdir / path).is_file():
        return
    found = places(path, "../" * docname.count("/"), app.config.has_lite)
    links = " ".join(f'<a href="{address}">{place}</a>' for place, address in found.items())
    line = f'<p class="cr-launch"><span>Run it yourself:</span> {links} <code>{path}</code></p>'
    title = next(doctree.findall(nodes.title))
    title.parent.insert(title.parent.index(title) + 1, nodes.raw("", line, format="html"))


def look_around(app: Sphinx) -> None:
    """JupyterLite is linked when it stands beside the pages; what changes is written anew."""
    app.config.has_lite = (app.outdir / "lite" / "lab" / "index.html").is_file()
    app.config.repository_name = repository.name()


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx."""
    app.add_config_value("has_lite", False, "html")
    app.add_config_value("repository_name", "", "env")
    app.connect("config-inited", lambda app, config: look_around(app))
    app.connect("doctree-resolved", offer)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
