"""What all optimisers have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from chainrule.anomaly import stepped
from chainrule.engine import Array, Tensor, raw
from chainrule.grad_mode import enable_grad
from chainrule.optim.block import Block, blocks_of, united
from chainrule.optim.group import Group, Option
from chainrule.optim.parameters import groups_in, parameters_in
from chainrule.refusals import note_changes

OPTIONS = {
    "lr", "momentum", "dampening", "weight_decay", "nesterov", "maximize", "l1", "betas", "eps",
    "amsgrad", "alpha", "centered", "lr_decay", "initial_accumulator_value",
}  # fmt: skip


class Optimizer:
    """Parameters in groups, with options such as the learning rate; `update` says how they move.

    The values of small parameters move into one array, which is updated as a whole: read their
    `data` anew rather than keep the array that it was before the optimiser was made.

    Parameters
    ----------
    params : iterable of Tensor, or of dict
        What is to be learned; or groups of it, ``{"params": ..., "lr": ...}``, each with what
        is different in it.
    defaults : mapping
        The options of every group that does not set its own; `lr` is one of them.

    Attributes
    ----------
    param_groups : list of Group
        Items may be changed between steps, as in ``param_groups[0]["lr"] = 0.1``.

    Raises
    ------
    TypeError
        If what is given is no list of tensors.
    ValueError
        If there are no parameters, one was computed or wants no gradient, or an option is not
        what it has to be.
    """

    lr = Option()

    def __setattr__(self, name: str, value: Any) -> None:
        """Set an option of all groups; an AttributeError for one that this optimiser has not."""
        if name in OPTIONS and not isinstance(getattr(type(self), name, None), Option):
            raise AttributeError(f"{type(self).__name__} has no option {name!r}")
        super().__setattr__(name, value)

    def __init__(self, params: Any, defaults: Mapping[str, Any]) -> None:
        self.defaults = dict(defaults)
        self.param_groups: list[Group] = []
        for group in groups_in(params):
            self.add_param_group(group)
        if not any(p.requires_grad for p in self.params):
            raise ValueError("no parameter here wants a gradient: set requires_grad=True first")

    def add_param_group(self, param_group: Mapping[str, Any]) -> None:
        """Train more parameters, with options of their own.

        >>> from chainrule.optim import SGD
        >>> v, w = (Tensor(1.0, requires_grad=True) for _ in "vw")
        >>> optimizer = SGD([v], lr=0.1)
        >>> optimizer.add_param_group({"params": [w], "lr": 0.5})
        >>> (v + w).backward()
        >>> optimizer.step()
        >>> v.item(), w.item()
        (0.9, 0.5)
        """
        if "params" not in param_group:
            raise ValueError("a parameter group needs the item 'params'")
        params = parameters_in(param_group["params"])
        if set(params) & set(self.params):
            raise ValueError("some parameters appear in more than one parameter group")
        group = Group({**self.defaults, **param_group, "params": params})
        group.blocks = blocks_of(params, self.remembers(group))
        self.param_groups.append(group)

    def remembers(self, group: Group) -> Sequence[str]:
        """Names of arrays that are remembered from step to step."""
        return ()

    @property
    def params(self) -> list[Tensor]:
        """The parameters of all groups."""
        return [p for group in self.param_groups for p in group.params]

    @property
    def blocks(self) -> list[Block]:
        """The blocks of all groups."""
        return [block for group in self.param_groups for block in group.blocks]

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Forget all gradients, or set them to zero; without this they add up."""
        for group in self.param_groups:
            for parameter in group.options["params"]:
                if set_to_none or parameter.grad is None:
                    parameter.grad = None
                else:
                    parameter.grad[...] = 0

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Move every parameter that has a gradient.

        Parameters
        ----------
        closure : callable, optional
            Called first: computes the loss and its gradients anew.

        Returns
        -------
        Tensor or None
            What the closure returned.
        """
        loss = None
        if closure is not None:
            with enable_grad():
                loss = closure()
        for group in self.param_groups:
            for block in tuple(group.blocks):
                self.advance(group, block)
        for group in self.param_groups:
            note_changes([p for p in group.options["params"] if p.grad is not None])
        if look := stepped.get():
            look(self.params)
        return loss

    def advance(self, group: Group, block: Block) -> None:
        """Move the parameters of a block; it falls apart where some have no gradient."""
        gradients, moved = [], False
        for p, view in zip(block.params, block.views, strict=True):
            if p.data is not view:
                moved = True
            if p.grad is not None:
                gradients.append(p.grad)
        if moved and (others := block.remade(self.params)) != [block]:
            self.part(group, block, others)
        elif len(gradients) == len(block.params):
            self.update(group, block, self.gathered(group, block, gradients))
        elif gradients:
            self.part(group, block, block.split())

    def gathered(self, group: Group, block: Block, gradients: list[Array]) -> Array:
        """The gradient of a block, uphill if that is wanted."""
        try:
            gradient = block.gathered(gradients)
        except TypeError:  # gradients of another dtype, which somebody has put there
            gradient = block.gathered(
                [np.asanyarray(raw(g)).astype(block.data.dtype) for g in gradients]
            )
        return -gradient if group.options.get("maximize") else gradient

    def part(self, group: Group, block: Block, others: list[Block]) -> None:
        """Go on with other blocks in the place of one."""
        group.replace(block, others)
        for other in others:
            self.advance(group, other)

    def update(self, group: Group, block: Block, gradient: Array) -> None:
        """Move the parameters of a block, ``block.data``; each optimiser has its own way."""
        raise NotImplementedError(f"{type(self).__name__} has no update method yet")

    def state_dict(self) -> dict[str, Any]:
        """A copy of all that the optimiser remembers, and its options, in PyTorch's form.

        Returns
        -------
        dict
            ``state``, by the number of the parameter, and ``param_groups``, with the numbers of
            theirs: numbers, arrays, lists and dicts, but no parameters.
        """
        number = {p: i for i, p in enumerate(self.params)}
        state = {}
        for block in self.blocks:
            cut = {name: block.parts(whole) for name, whole in block.state.items()}
            for k, p in enumerate(block.params):
                memory = {name: parts[k].copy() for name, parts in cut.items()}
                if memory or block.steps:
                    state[number[p]] = {"step": float(block.steps), **memory}
        groups = [{**g, "params": [number[p] for p in g.params]} for g in self.param_groups]
        return {"state": dict(sorted(state.items())), "param_groups": groups}

    def load_state_dict(self, state_dict: Mapping[str, Any]) -> None:
        """Go on from what `state_dict` returned; all of it or, on an error, nothing.

        Raises
        ------
        ValueError
            If the groups or their sizes are not those of this optimiser, or a shape differs.
        """
        theirs = state_dict["param_groups"]
        sizes = [len(group["params"]) for group in theirs]
        own = [len(group.params) for group in self.param_groups]
        if sizes != own:
            raise ValueError(f"the state is one of groups of {sizes} parameters, here are {own}")
        found = []
        for group, other in zip(self.param_groups, theirs, strict=True):
            memories = [state_dict["state"].get(i, {}) for i in other["params"]]
            blocks = [
                loaded(p, memory, self.remembers(group))
                for p, memory in zip(group.params, memories, strict=True)
            ]
            found.append(
                (Group({**self.defaults, **other, "params": group.params}), united(blocks))
            )
        for group, (new, blocks) in zip(self.param_groups, found, strict=True):
            group.rate[...] = new.rate
            group.options, group.blocks = new.options, blocks

    def __repr__(self) -> str:
        lines = [f"{type(self).__name__} ("]
        for i, group in enumerate(self.param_groups):
            lines.append(f"Parameter Group {i}")
            lines += [f"    {name}: {group[name]}" for name in sorted(group) if name != "params"]
        return "\n".join([*lines, ")"])


def loaded(p: Tensor, memory: Mapping[str, Any], names: Sequence[str]) -> Block:
    """A block of one parameter that remembers what was saved."""
    memory = {name: np.asarray(raw(x)) for name, x in memory.items() if x is not None}
    block = Block([p], {**dict.fromkeys(names), **memory}.keys() - {"step"})
    block.steps[...] = memory.pop("step", bool(memory))
    for name, values in memory.items():
        if values.shape != p.shape:
            raise ValueError(f"{name} has shape {values.shape}, its parameter has {p.shape}")
        block.state[name][...] = values
    return block
