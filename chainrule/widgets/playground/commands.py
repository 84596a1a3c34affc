"""What a view asks for, each by the method of the playground that does it."""

from __future__ import annotations

from typing import Any

from chainrule.widgets.playground.datasets import rows_of_text
from chainrule.widgets.playground.frame_loop import running_loop
from chainrule.widgets.playground.traits import SettingError

Playground = Any  # its class, in `widget.py`, hands itself over to what is here


def listen(playground: Playground) -> None:
    """Hear its views: messages come on whatever thread, and are dealt with on the loop's own."""
    loop = running_loop()

    def heard(_: object, message: dict[str, Any], __: object) -> None:
        if loop is None or loop.is_closed():
            handle(playground, message)
        else:
            loop.call_soon_threadsafe(handle, playground, message)

    playground.on_msg(heard)


def handle(playground: Playground, message: dict[str, Any]) -> None:
    """Do what a view asks for; what cannot be is said in the view."""
    if message.get("do") == "drawn":
        playground.frame_loop.acknowledge(int(message["frame"]), int(message.get("skipped", 0)))
        return
    if message.get("do") == "sight":
        playground.frame_loop.look(str(message["view"]), bool(message["seen"]))
        return
    try:
        if message.get("do") != "hello":
            playground.error = ""
        obey(playground, message)
    except SettingError as problem:
        playground.error = str(problem)
    except Exception as problem:
        playground.playing = False
        playground.error = f"{type(problem).__name__}: {problem}"


def obey(playground: Playground, message: dict[str, Any]) -> None:
    """Do it."""
    match message:
        case {"do": "play" | "step" | "back" | "reset" | "regenerate" | "solve" as name}:
            getattr(playground, name)()
        case {"do": "pause"}:
            playground.pause(message.get("epoch"))
        case {"do": "hint"}:
            playground.message = playground.hint()
        case {"do": "new_seed"}:
            playground.reset(new_seed=True)
        case {"do": "set", "settings": dict(settings)}:
            playground.choose(**settings)
        case {"do": "weight", "layer": layer, "neuron": neuron, "source": place, "value": value}:
            playground.set_weight(layer, neuron, place, value)
        case {"do": "bias", "layer": layer, "neuron": neuron, "value": value}:
            playground.set_bias(layer, neuron, value)
        case {"do": "point", "x": x, "y": y, "label": label}:
            playground.add_point(x, y, label)
        case {"do": "go", "epoch": epoch}:
            playground.go_to(epoch)
        case {"do": "undo_point"}:
            playground.remove_point(-1)
        case {"do": "remove_point", "place": place}:
            playground.remove_point(place)
        case {"do": "follow", "place": place}:
            playground.follow_point(place)
        case {"do": "cut" | "freeze" | "restore" as name, "layer": layer, "neuron": neuron, **more}:
            getattr(playground, name)(layer, neuron, more.get("source"))
        case {"do": "restore"}:
            playground.restore()
        case {"do": "paint", "path": path, "label": label, "width": width}:
            playground.paint(path, label, width)
        case {"do": "undo_paint"}:
            playground.undo_paint()
        case {"do": "clear_paint"}:
            playground.guess = None
        case {"do": "table", "text": text, "name": name}:
            playground.send({"kind": "table", "said": taken(playground, text, name)})
        case {"do": "clear_points"}:
            playground.points = ()
        case {"do": "code"}:
            text = {"code": playground.to_code(), "state": playground.state()}
            playground.send({"kind": "code", **text})
        case {"do": "link"}:
            playground.send({"kind": "link", "state": playground.state()})
        case {"do": "matters"}:
            told = {"epoch": playground.epoch, "values": playground.what_matters()}
            playground.send({"kind": "matters", **told})
        case {"do": "unfold", "place": place}:
            playground.unfold(place)
        case {"do": "differ", "name": name}:
            playground.differ_in(name)
        case {"do": "hello"}:
            playground.begin_view()


def taken(playground: Playground, text: str, name: str) -> str:
    """Take a table of points over, and say what has come of it."""
    try:
        playground.use_data(rows_of_text(text, name))
    except SettingError as problem:
        return f"{problem} Nothing has changed."
    data = playground.data
    kind = f"{data.classes} classes" if data.classes else "a regression"
    return f"{name}: {len(data.x) + len(data.x_test)} points, {kind}."
