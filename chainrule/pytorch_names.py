"""What to write for a name of PyTorch's that is not here, or is elsewhere.

Everything between backticks runs, with `x` and `y` for tensors, `net` for a network and so on: the
handbook's page "PyTorch, spelled here" is made of these lines, and its test tries each.
"""

from __future__ import annotations

from importlib import import_module

HOMES = ("chainrule", "chainrule.nn", "chainrule.nn.functional", "chainrule.nn.init",
         "chainrule.optim", "chainrule.data")  # fmt: skip

# Sentences for several names, as they are listed below them.
SHARED = {
    "leave it out: everything is computed by NumPy, on the processor": """
        cpu cuda device is_cuda DataParallel""",
    "leave it out: whoever needs numbers in a row copies them": "contiguous",
    "put the new numbers where the old ones are: `with chainrule.no_grad(): x[...] = 0.5`": """
        copy_ fill_ normal_ random_ uniform_""",
    "put zeros where the numbers are, `with chainrule.no_grad(): x[...] = 0`; "
    "a gradient goes by `x.grad = None`": "zero_",
    "make a new tensor, `y = x * 2 + 1`, or change this one: `with chainrule.no_grad(): x += 1`":
        "add_ sub_ mul_ div_",
    "make a new tensor: `x = chainrule.clamp(x, 0, 1)`": "clamp_",
    "make a new tensor: `x = chainrule.relu(x)`": "relu_",
    "make a new tensor: `x = chainrule.masked_fill(x, mask, 0.0)`": "masked_fill_",
    "say rows and columns: `with chainrule.no_grad(): x[np.arange(2)[:, None], index] = 1.0`":
        "scatter_",
    "say `x = x.detach()`": "detach_",
    "it is `x.operation`: what made the tensor, nothing for a leaf": "grad_fn",
    "there are no hooks: `chainrule.gradients(loss, [x])` is the gradient of what you name": """
        register_hook register_full_backward_hook retain_grad""",
    "there are no hooks: a Module of your own around the layer sees what goes in and comes out":
        "register_forward_hook",
    "it is `chainrule.transpose(x, 0, 1)`": "swapaxes",
    "they are NumPy's, such as `np.dtype(np.float32)`": "dtype",
    "it is a method: `loss.backward()`": "backward",
    "they are `x.data.strides`, in bytes": "stride",
    "it is `chainrule.zeros(2, 3, dtype=x.dtype)`": "new_zeros",
    "it is `x.to(y.dtype)`": "type type_as",
    "a dtype is NumPy's: `x.to(np.float16)`, and of a network `net.to(np.float16)`": "half float16",
    "a dtype is NumPy's: `x.to(np.float32)`, and of a network `net.to(np.float32)`": """
        float float32 bfloat16""",
    "the numbers are float64 from the start; a network in it: `net.to(np.float64)`": "float64",
    "a dtype is NumPy's: `chainrule.zeros(3, dtype=int)`": "int long",
    "a dtype is NumPy's: `chainrule.zeros(3, dtype=bool)`": "bool",
    "a seed or a generator of NumPy's: `chainrule.randn(3, generator=np.random.default_rng(0))`":
        "Generator",
    "it is started anew by `chainrule.manual_seed(0)`": "default_generator",
    "derivatives are `chainrule.gradients(loss, [x])` and, of functions, `chainrule.grad`": """
        autograd""",
    "a function with its rule: `chainrule.Operation('cube', lambda x: x**3, "
    "lambda g, y, x: g * 3 * x**2)`": "Function",
    "it is `chainrule.detect_anomaly()`, for a with-block": "set_detect_anomaly",
    "it is `chainrule.compile`": "jit",
    "NumPy's, without a gradient: `np.linalg.inv(x.data[:, :2])`": "linalg",
    "what clips gradients is in optim: `optim.clip_grad_norm_(net.parameters(), 1.0)`": "utils",
    "it is `chainrule.cat([x, y])`": "concat vstack",
    "it is `chainrule.cat([x, y], axis=1)`": "hstack",
    "NumPy's: `np.meshgrid([1, 2, 3], [4, 5], indexing='ij')`": "meshgrid",
    "it is `chainrule.no_grad()`": "inference_mode",
    "for a with-block there are `chainrule.no_grad()` and `chainrule.enable_grad()`": """
        set_grad_enabled""",
    "a network saves itself, `net.save('net.npz')`; arrays are saved by `np.savez`": "save",
    "a network loads itself, `net.save('net.npz'); net.load('net.npz')`": "load",
    "there is float64, and else what you say: `chainrule.zeros(3, dtype=np.float32)`": """
        set_default_dtype""",
    "NumPy's: `np.set_printoptions(precision=4)`": "set_printoptions",
    "it is NumPy's affair: set OMP_NUM_THREADS before Python starts": "set_num_threads",
    "repeat rows, then columns: "
    "`chainrule.repeat_interleave(chainrule.repeat_interleave(images, 2, 2), 2, 3)`": """
        Upsample interpolate""",
    "there is `nn.Dropout(0.5)`, which drops single numbers": "Dropout2d",
    "there are `nn.LayerNorm(3)` and `nn.BatchNorm2d(3)`": "GroupNorm InstanceNorm2d",
    "it is `chainrule.clamp(x, 0, 6)`": "ReLU6",
    "it is `nn.TransformerBlock(8, 2)`": "TransformerEncoderLayer",
    "it is `nn.Sequential(nn.TransformerBlock(8, 2), nn.TransformerBlock(8, 2))`": """
        TransformerEncoder""",
    "NumPy's: `np.lib.stride_tricks.sliding_window_view(x.data, (1, 2))`": "unfold",
    "there is `optim.Adam(net.parameters(), lr=0.01)`": """
        ASGD Adadelta Adamax LBFGS NAdam RAdam Rprop""",
    "schedules are in optim itself: `optim.StepLR(optimizer, 10)`": "lr_scheduler",
    "make it anew for each round: `optim.CosineAnnealingLR(optimizer, 10)`": """
        CosineAnnealingWarmRestarts""",
    "an array is a data set, and a part of it a batch: "
    "`for i in range(0, len(x), 32): x[i:i + 32]`": "Dataset",
    "a list of places picks them: `x[[1, 0]]`": "Subset",
    "cut a random order: `np.split(np.random.permutation(10), [8])`": "random_split",
}  # fmt: skip
REMEDIES = {name: sentence for sentence, names in SHARED.items() for name in names.split()}


def spelled_here(name: str) -> str | None:
    """What to write for one of PyTorch's names; None if it is none of them.

    >>> spelled_here("cuda")
    'leave it out: everything is computed by NumPy, on the processor'
    >>> spelled_here("cross_entropy"), spelled_here("no_such_name")
    ('it is `chainrule.nn.functional.cross_entropy`', None)
    """
    if name in REMEDIES:
        return REMEDIES[name]
    if name.startswith("_"):
        return None
    for home in HOMES:
        if name in public(home):
            return in_home(home, name)
    return None


def in_home(home: str, name: str) -> str:
    """The sentence for a name that another module has."""
    return f"it is `{home}.{name}`"


def public(home: str) -> set[str]:
    """The names that a module offers, also those of Python's that `import *` does not shadow."""
    offered = vars(import_module(home))
    own = (name for name, thing in offered.items() if getattr(thing, "__module__", "") == home)
    more = (offered.get(place, ()) for place in ("__all__", "OPERATIONS", "_on_first_use"))
    return {*own, *(name for names in more for name in names)}
