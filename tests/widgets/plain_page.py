"""Widgets on a plain page of a real browser, each with its Python behind it; no JupyterLab.

What the view sets or sends goes to the widget, and what changes there comes back as the answer.
"""

import base64
import concurrent.futures
import contextlib
import importlib
import json
import pkgutil
import sys

from in_jupyterlab import browser_page

import chainrule.widgets
from chainrule.widgets.base import Widget

EXPECTED = {"sleeps": 0.55, "sings": 0.25, "understands": 0.15, "is": 0.05}
ARGUMENTS = {  # of those that cannot be made without any
    "GraphStepper": ("1 / (1 + exp(-(w0*x0 + w1*x1 + w2)))",),
    "Nudge": ("x * x * y",),
    "YouBeTheGradient": ("(x + y) * z",),
    "NextWord": (lambda words: EXPECTED, "the fox in the field"),
}
BARE = {"Panel", "FormulaWidget", "Boards"}  # no widgets by themselves
PLAYGROUND = "chainrule.widgets.playground."  # whose tests are in a folder of their own

# JupyterLab's own variables in its two themes, as far as the widgets use them.
THEMES = {
    "light": {"layout-color0": "#fff", "layout-color1": "#fff", "layout-color2": "#eee",
              "ui-font-color1": "rgba(0,0,0,.87)", "border-color1": "#bdbdbd"},
    "dark": {"layout-color0": "#111", "layout-color1": "#212121", "layout-color2": "#424242",
             "ui-font-color1": "#fff", "border-color1": "#616161"},
}  # fmt: skip

SHOWN = []  # the widgets on the page, in order
SENT = []  # what they have sent beside their traits, since the page was told last
PYTHON = concurrent.futures.ThreadPoolExecutor(1)  # where the browser's event loop does not run

PAGE = """<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">
<title>Widgets</title><style>
body { margin: 8px; background: var(--jp-layout-color0); font: 13px sans-serif; }
section { margin: 0 0 40px; }
</style><main></main></html>"""

SHOW = """async ([states, modules, sheets]) => {
    document.querySelector('main').replaceChildren();
    const view = (text) =>
        new DataView(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
    for (const [i, state] of states.entries()) {
        const heard = {};
        const changed = (news) => {
            Object.assign(state, news);
            for (const name of Object.keys(news)) for (const call of heard[name] ?? []) call();
        };
        let set = {};
        const ask = async (news, message) => {
            window.asked = (window.asked ?? 0) + 1;
            try {
                const answer = await window.kernel(i, news, message);
                changed(answer.state);
                for (const { content, buffers } of answer.sent)
                    for (const call of heard['msg:custom'] ?? []) call(content, buffers.map(view));
            } finally {
                window.asked -= 1;
            }
        };
        const model = {
            get: (name) => state[name],
            set: (name, value) => { set[name] = value; changed({ [name]: value }); },
            save_changes: async () => {
                const news = set;
                set = {};
                await ask(news, null);
            },
            send: (message) => ask({}, message),
            on: (event, call) => (heard[event.replace('change:', '')] ??= []).push(call),
            off: () => {},
        };
        const style = document.createElement('style');
        style.textContent = sheets[i];
        document.head.append(style);
        const blob = new Blob([modules[i]], { type: 'text/javascript' });
        const url = URL.createObjectURL(blob);
        const el = document.createElement('section');
        document.querySelector('main').append(el);
        (await import(url)).default.render({ model, el });
    }
}"""


FRAMES = """
    for (let i = 0; i < 3 || (window.asked && i < 300); i++)
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
"""


def kinds():
    """Every class of widget in the package, whoever wrote it."""
    for module in pkgutil.walk_packages(chainrule.widgets.__path__, "chainrule.widgets."):
        importlib.import_module(module.name)
    found, left = set(), [Widget]
    while left:
        found.add(kind := left.pop())
        left += kind.__subclasses__()
    ours = (
        kind
        for kind in found - {Widget}
        if kind.__module__.startswith("chainrule.")
        and not kind.__module__.startswith(PLAYGROUND)
        and kind.__name__ not in BARE
        and getattr(sys.modules[kind.__module__], kind.__name__) is kind  # none of an instance
    )
    return sorted(ours, key=lambda kind: kind.__name__)


def made(kind):
    """A widget of a kind, as it is at first."""
    return PYTHON.submit(kind, *ARGUMENTS.get(kind.__name__, ())).result()


def sent(content, buffers=()):
    """Keep a message of a widget's for the page."""
    coded = [base64.b64encode(one).decode() for one in buffers]
    SENT.append({"content": content, "buffers": coded})


def state_of(widget, names=None):
    """Its synchronised traits, as they go to the view."""
    state = widget.get_state(names)
    return {name: value for name, value in state.items() if not name.startswith("_")}


@contextlib.contextmanager
def page_with(widgets, width=1150, height=1000, zoom=1):
    """A page on which these widgets are to be seen and to be moved."""
    with browser_page(width, height) as page:
        if zoom != 1:
            page.set_viewport_size({"width": width // zoom, "height": height // zoom})

        def kernel(which, news, message):
            widget = SHOWN[which]
            before = json.loads(json.dumps(state_of(widget)))
            if message is None:
                widget.set_state(news)
            else:
                PYTHON.submit(widget._handle_custom_msg, message, []).result()
            after = json.loads(json.dumps(state_of(widget)))
            state = {name: value for name, value in after.items() if value != before[name]}
            told = [*SENT]
            SENT.clear()
            return {"state": state, "sent": told}

        page.expose_function("kernel", kernel)
        page.set_content(PAGE)
        show(page, widgets)
        yield page


def show(page, widgets):
    """Show these and no others."""
    SHOWN[:] = widgets
    for widget in widgets:
        widget.send = sent
    modules = [str(widget._esm) for widget in widgets]
    sheets = [str(widget._css) for widget in widgets]
    page.evaluate(SHOW, [[state_of(widget) for widget in widgets], modules, sheets])
    settled(page)


def settled(page):
    """Wait until what was asked of Python has been drawn."""
    page.evaluate(f"async () => {{ {FRAMES} }}")


def in_theme(page, theme):
    """Light or dark, as JupyterLab says it."""
    page.evaluate(
        """([light, variables]) => {
            document.body.dataset.jpThemeLight = light;
            for (const [name, value] of Object.entries(variables))
                document.body.style.setProperty(`--jp-${name}`, value);
        }""",
        [str(theme == "light").lower(), THEMES[theme]],
    )
    settled(page)
