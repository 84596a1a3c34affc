"""What to write in place of a name of PyTorch's that is not here, or is elsewhere.

Everything between backticks runs, with `x` and `y` for tensors, `net` for a network and so on: the
handbook's page "PyTorch, spelled here" is made of these lines, and its test tries each.
"""

from __future__ import annotations

from importlib import import_module

HOMES = ("chainrule", "chainrule.nn", "chainrule.nn.functional", "chainrule.nn.init",
         "chainrule.optim", "chainrule.data")  # fmt: skip

NO_DEVICE = "leave it out: everything is computed by NumPy, on the processor"
IN_PLACE = "in place is `x.data[...] = {}`"
NO_HOOKS = "there are no hooks: `chainrule.gradients(loss, [x])` is the gradient of what you name"
BY_HAND = "an array is a data set, and a batch a part of it: `for i in range(0, len(x), 32): x[i:i + 32]`"
ONE_STEP = "there is `nn.LSTM(3, 4)`, or a loop of your own: `h = chainrule.tanh(cell(chainrule.cat([x, h], axis=1)))`"
ENLARGE = "repeat each pixel: `images.repeat_interleave(2, 2)`"

REMEDIES = {
    # Tensor
    "contiguous": "leave it out: whoever needs the numbers in a row copies them",
    "cpu": NO_DEVICE,
}
