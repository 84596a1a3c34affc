"""A widget alone on a page: its view talks to the widget of this very process, message by message.

Without JupyterLab a page is there in a second, and nothing happens but what a test lets happen.
"""

import base64
import contextlib
import json

from in_jupyterlab import browser_page

PAGE = """<!doctype html><meta charset="utf-8"><title>A widget</title>
<style>body { margin: 0; background: #fff } body[data-jp-theme-light="false"] { background: #111 }
body { --jp-ui-font-color1: #1f2328; --jp-layout-color0: #fff; --jp-layout-color2: #eef1f4 }
body[data-jp-theme-light="false"] { --jp-ui-font-color1: #e6e8ea; --jp-layout-color0: #111;
--jp-layout-color2: #242424; --jp-border-color1: #616161 }
</style><body data-jp-theme-light="true"><main id="root" style="padding: 8px"></main></body>"""
MODEL = """
window.outbox = [];
window.model = (() => {
  const state = STATE, listeners = {};
  const told = (event, ...all) => (listeners[event] ?? []).slice().forEach((f) => f(...all));
  return {
    told,
    put: (name, value) => { state[name] = value; told(`change:${name}`); },
    get: (name) => state[name],
    set: (name, value) => { state[name] = value; window.outbox.push({set: name, value}); },
    save_changes: () => {},
    send: (content) => {
      if (window.lost) throw new Error("Cannot send");
      window.outbox.push({content});
    },
    on: (event, f) => (listeners[event] ??= []).push(f),
    off: (event, f) => { listeners[event] = (listeners[event] ?? []).filter((g) => g !== f); },
  };
})();
"""
DELIVER = """async (messages) => { for (const one of messages) {
    if (one.put) window.model.put(one.put, one.value);
    else {
        const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
        const buffers = one.buffers.map((b) => new DataView(bytes(b).buffer));
        window.model.told("msg:custom", one.content, buffers);
    }
    await new Promise((done) => setTimeout(done, 0));
} }"""


class Shown:
    """A widget, its page, and what goes to and fro between them."""

    def __init__(self, page, widget, heard):
        self.page, self.widget, self.heard = page, widget, heard
        self.outbox, self.errors = [], []
        self.bytes = 0
        synced = widget.traits(sync=True)
        names = [name for name in synced if not name.startswith("_") and name != "layout"]
        widget.send = self.take
        widget.observe(self.changed, names)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.set_content(PAGE)
        page.add_style_tag(content=widget._css)
        state = json.dumps(widget.get_state(names))
        page.evaluate(MODEL.replace("STATE", state))
        view = json.dumps(widget._esm)
        page.evaluate(
            f"""async () => {{
            const url = URL.createObjectURL(new Blob([{view}], {{type: "text/javascript"}}));
            const {{default: view}} = await import(url);
            const el = document.getElementById("root");
            window.end = await view.render({{model: window.model, el}}); }}"""
        )
        self.settle()

    def changed(self, change):
        value = self.widget.get_state(change.name)[change.name]
        self.outbox.append({"put": change.name, "value": value})

    def take(self, content, buffers=()):
        self.bytes = sum(map(len, buffers)) + len(json.dumps(content))
        coded = [base64.b64encode(b).decode() for b in buffers]
        self.outbox.append({"content": content, "buffers": coded})

    def settle(self, rounds=2):
        """Let each side hear what the other one has said, and the page draw it."""
        for _ in range(rounds):
            for message in self.page.evaluate("window.outbox.splice(0)"):
                if "set" in message:
                    self.widget.set_trait(message["set"], message["value"])
                else:
                    self.heard(self.widget, message["content"])
            sent, self.outbox = self.outbox, []
            self.page.evaluate(DELIVER, json.loads(json.dumps(sent)))
            self.page.evaluate("() => new Promise((f) => setTimeout(f, 60))")

    def theme(self, dark):
        light = str(not dark).lower()
        self.page.evaluate(f"document.body.dataset.jpThemeLight = '{light}'")
        self.settle()


@contextlib.contextmanager
def shown(widget, heard, width=1150, height=900):
    """The widget on a page of its own; `heard` deals with what its view sends."""
    with browser_page(width, height) as page:
        yield Shown(page, widget, heard)
