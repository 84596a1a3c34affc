"""What a view asks for, and when training stops by itself."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from chainrule.widgets.playground.traits import SettingError

if TYPE_CHECKING:
    from chainrule.widgets.playground.widget import Playground


def handle(playground: Playground, message: dict[str, Any]) -> None:
    """Do what a view asks for; what cannot be is said in the view."""
    if message.get("do") == "drawn":
        playground.runner.drawn(int(message["frame"]))
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
        case {"do": "play" | "pause" | "step" | "back" | "reset" | "regenerate" as name}:
            getattr(playground, name)()
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
        case {"do": "clear_points"}:
            playground.points = ()
        case {"do": "code"}:
            text = {"code": playground.to_code(), "state": playground.state()}
            playground.send({"kind": "code", **text})
        case {"do": "hello"}:
            playground.begin_view()


def train_a_frame(playground: Playground, seconds: float) -> None:
    """Epochs by the playground's speed, for `seconds` at most."""
    most = float("inf") if playground.speed == "max" else int(playground.speed)
    end, done = time.perf_counter() + seconds, 0
    while playground.playing and done < most and time.perf_counter() < end:
        playground._advance()
        done += 1
    playground.epoch = playground.trainer.epoch
    playground.check_mission()


def reason_to_stop(playground: Playground) -> str:
    """Why training does not go on, in a sentence; empty if it does."""
    epoch = playground.trainer.epoch
    if playground.trainer.diverged:
        remedy = "go back or reset, and try a lower learning rate"
        return f"Diverged at epoch {epoch}: the numbers are no longer finite; {remedy}."
    if playground.stop_loss and playground.test_loss < playground.stop_loss:
        return f"Stopped at epoch {epoch}: the test loss is below {playground.stop_loss:g}."
    if playground.stop_epoch and epoch == playground.stop_epoch:
        return f"Stopped at epoch {epoch}, as was asked for."
    return ""
