"""Pages whose cells run: Python for them is put beside the pages, and each cell can be found."""

import base64
import json
import os
import runpy
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from itertools import pairwise, repeat
from pathlib import Path
from typing import Any

import nbformat
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from chainrule.exercises.outline import Chapter, outline
from chainrule.exercises.questions.official import asked_in
from chainrule.widgets.playground import Playground

HERE = Path(__file__).resolve().parents[1] / "deploy" / "site"
sys.path.insert(0, str(HERE))

import gather  # noqa: E402
from distribution import Trouble  # noqa: E402

HEIGHTS = json.loads(Path(__file__).with_name("heights.json").read_text(encoding="utf-8"))
STILL = Path(__file__).with_name("playground.svg")
PLACE = "_static/alive"
FIRST = runpy.run_path(str(HERE / "python" / "first_page.py"))["SETTINGS"]
RUNNING = ("lectures/", "assignments/")  # whose pages' cells can be run
ASKING = ("recall(", "review(")
VIEW = "application/vnd.jupyter.widget-view+json"


def prepare(app: Sphinx, config: Config) -> None:
    """Have Python for the pages; where it cannot be had, pages show still pictures and say so."""
    if not config.is_alive:
        return
    try:
        gather.engine()
    except Trouble as trouble:
        print(f"Nothing runs in the pages, which show still pictures: {trouble}", flush=True)
        config.is_alive = False


class Recorded(Playground):
    """A playground that remembers what it says to its view."""

    said: list[dict[str, Any]]

    def send(self, content: Any, buffers: Any = None) -> None:
        """Remember it."""
        coded = [base64.b64encode(buffer).decode() for buffer in buffers or ()]
        self.said.append({"content": content, "buffers": coded})


def record() -> dict[str, Any]:
    """The first page's playground as it is drawn before Python is there."""
    playground = Recorded(**FIRST)
    playground.said = []
    playground.begin_view()
    names = [name for name in playground.trait_names(sync=True) if not name.startswith("_")]
    strange = {"layout", "tabbable", "tooltip"}
    return {
        "state": {name: getattr(playground, name) for name in names if name not in strange},
        "messages": playground.said,
        "module": "./playground.js",
    }


def first_page(app: Sphinx, pagename: str, template: str, context: dict[str, Any], _: Any) -> str:
    """The first page has a template of its own."""
    if pagename != "index":
        if pagename.startswith(RUNNING) and app.config.is_alive:
            app.add_css_file("alive/page/page.css")
            app.add_js_file("alive/page/page.js", type="module")
            context["metatags"] += places(app.config.heights.get(pagename, {}))
        return template
    context.update(place=PLACE, is_alive=app.config.is_alive)
    if app.config.is_alive:
        context.update(record=in_html(record()), board_css=str(Playground._css))
    else:
        context.update(still=STILL.read_text(encoding="utf-8"))
    return "first.html"


def places(heights: dict[str, tuple[int, int]]) -> str:
    """A style that keeps the place of each widget of a page, as high as it will be."""
    rules = (
        f"#cell-{name}{{--narrow:{narrow}px;--wide:{wide}px}}"
        for name, (narrow, wide) in heights.items()
    )
    return f"<style>{''.join(rules)}</style>"


def more_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The page that says where its reader is, with the outline of the course."""
    plain = [asdict(one) for one in map(anchored, outline(app.srcdir), repeat(app.srcdir))]
    context = {"place": PLACE, "is_alive": app.config.is_alive, "outline": in_html(plain)}
    yield "where_you_are", context, "where_you_are.html"


def anchored(chapter: Chapter, folder: Path) -> Chapter:
    """A chapter whose tasks name the cells of code, which have their places on the page."""
    cells = nbformat.read(folder / chapter.path, as_version=4).cells
    later = {one.id: after.id for one, after in pairwise(cells) if one.cell_type == "markdown"}
    tasks = (replace(task, cell=later.get(task.cell, task.cell)) for task in chapter.tasks)
    return replace(chapter, tasks=tuple(tasks))


def in_html(value: Any) -> str:
    """A value as JSON that no element of HTML ends within."""
    return json.dumps(value, ensure_ascii=False).replace("</", "<\\/")


def mark(app: Sphinx, doctree: nodes.document) -> None:
    """Give each cell of a notebook its id, and mark those that show a widget."""
    docname = app.env.docname
    path = app.srcdir / f"{docname}.ipynb"
    if not docname.startswith(RUNNING) or not path.is_file():
        return
    cells = nbformat.read(path, as_version=4).cells
    for node in doctree.findall(nodes.container):
        if node.get("nb_element") != "cell_code":
            continue
        cell = cells[node["cell_index"]]
        node["ids"].append(f"cell-{cell.id}")
        if is_live(node, cell.source):
            node["classes"].append("cr-live")


def is_live(node: nodes.container, source: str) -> bool:
    """Whether a cell shows a widget."""
    kinds = {box.get("mime_type") for box in node.findall(nodes.container)}
    return VIEW in kinds or bool(asked_in(source)) or any(name in source for name in ASKING)


def put_beside(app: Sphinx, error: Exception | None) -> None:
    """Copy Python and what runs in the page to where pages look for them."""
    if error:
        return
    target = app.outdir / PLACE
    shutil.copytree(HERE / "page", target / "page", dirs_exist_ok=True)
    if not app.config.is_alive:
        return
    (target / "page" / "playground.js").write_text(str(Playground._esm), encoding="utf-8")
    made = gather.engine()
    stamp = target / "engine" / "made.txt"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != made.name:
        shutil.rmtree(target / "engine", ignore_errors=True)
        shutil.copytree(made, target / "engine", copy_function=linked)
        stamp.write_text(made.name, encoding="utf-8")


def linked(source: str, target: str) -> None:
    """The same file at another place, without a copy where that can be."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy(source, target)


def setup(app: Sphinx) -> dict[str, bool | int]:
    """Tell Sphinx."""
    app.add_config_value("is_alive", True, "html")
    app.add_config_value("heights", HEIGHTS, "html")
    app.connect("config-inited", prepare)
    app.connect("html-collect-pages", more_pages)
    app.connect("html-page-context", first_page)
    app.connect("doctree-read", mark)
    app.connect("build-finished", put_beside)
    return {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": 1}
