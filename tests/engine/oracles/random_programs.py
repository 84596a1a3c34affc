"""Random programs: lines of Python, each of which makes an array of those before it."""

import random

import numpy as np


class Draw:
    """Draws lines: what is made so far, by name, with PyTorch's values."""

    def __init__(self, seed, dtypes):
        self.rng, self.dtypes, self.made = random.Random(seed), dtypes, {}

    # Leaves
    def leaf(self, name, like=None):
        """A line that makes a leaf, or a constant now and then."""
        shape, dtype = self.shape(like), self.rng.choice(self.dtypes)
        seed = self.rng.randrange(10**6)
        if len(self.made) > 1 and self.rng.random() < 0.15:
            return f"{name} = constant({shape}, {dtype!r}, {seed})"
        coarse, layout = self.rng.random() < 0.2, self.rng.choice(LAYOUTS)
        return f"{name} = leaf({shape}, {dtype!r}, {seed}, {coarse}, {layout!r})"

    def shape(self, like):
        """Of up to four axes; one that broadcasts with another shape, if there is one."""
        sizes = [1, 2, 2, 3, 3, 4] + [0] * (self.rng.random() < 0.1)
        if like is None or self.rng.random() < 0.3:
            return tuple(self.rng.choice(sizes) for _ in range(self.rng.choice([0, 1, 2, 2, 3, 4])))
        own = tuple(n if self.rng.random() < 0.7 else 1 for n in like)
        return own[self.rng.choice([0, 0, 1]) :]

    # Arguments
    def any(self, fits=lambda x: True):
        """The name of an array that fits; a later one rather than an early one."""
        names = [name for name, x in self.made.items() if fits(x)]
        if not names:
            raise NothingFits
        return self.rng.choice(names[-4:] if self.rng.random() < 0.6 else names)

    def number(self):
        return self.rng.choice([0.5, 2.0, -1.5, 3, -1])

    def beside(self, name):
        """A number, or an array that broadcasts with the one of this name."""
        if self.rng.random() < 0.2:
            return self.number()
        return self.any(lambda x: broadcast(x.shape, self.made[name].shape))

    def alike(self, name):
        return self.any(lambda x: x.shape == self.made[name].shape)

    def axis_of(self, x, one=False):
        """An axis, or None or several, counted from either end."""
        n = x.ndim
        if one:
            if not n:
                raise NothingFits
            return self.rng.randrange(-n, n)
        several = tuple(self.rng.sample(range(n), self.rng.randint(1, n))) if n else ()
        return self.rng.choice([None, self.axis_of(x, True) if n else None, several or None])

    def index_of(self, x):
        """An index of NumPy's, as text."""
        parts = [self.part(n) for n in x.shape[: self.rng.randint(0, x.ndim)]]
        if self.rng.random() < 0.2:
            parts = self.pairs(x)
        if self.rng.random() < 0.3:
            parts.insert(self.rng.randint(0, len(parts)), "None")
        if self.rng.random() < 0.3:
            parts.insert(self.rng.choice([0, len(parts)]), "...")
        if self.rng.random() < 0.1:
            return f"np.array({self.mask(x.shape)!r})"
        return ", ".join(parts) if parts else "..."

    def pairs(self, x):
        """Arrays of places that go together, one an axis, with a slice between them or not."""
        n = self.rng.randint(1, 3)
        parts = [
            f"np.array({[self.rng.randrange(-m, m) for _ in range(n)]})" if m else ":"
            for m in x.shape[:3]
        ]
        return [":" if self.rng.random() < 0.2 else part for part in parts]

    def part(self, n):
        """An index for an axis of length n."""
        start, stop = (self.rng.choice(["", self.rng.randint(-n, n)]) for _ in range(2))
        kinds = [f"{start}:{stop}", f"{start}:{stop}:{self.rng.choice([-1, -2, 2, 3])}", "::-1"]
        if n:
            places = [self.rng.randrange(-n, n) for _ in range(self.rng.randint(0, 4))]
            kinds += [str(self.rng.randrange(-n, n)), f"np.array({places!r}, int)"]
            kinds += [f"np.array({self.mask((n,))!r})"]
        return self.rng.choice(kinds)

    def mask(self, shape):
        return (
            (np.array(self.rng.choices([0, 1], k=int(np.prod(shape)))) > 0).reshape(shape).tolist()
        )

    def factor_of(self, name):
        """What `@` takes on the right of this one."""
        a = self.made[name]
        try:
            return self.any(lambda b: b.ndim and a.shape[-1] == b.shape[max(0, b.ndim - 2)])
        except NothingFits:
            return self.like(name, (a.shape[-1], 2))

    def like(self, name, shape):
        """An array of this shape and of the dtype of another one: one that is there, or a leaf."""
        dtype = self.made[name].dtype
        try:
            return self.any(lambda x: (x.shape, x.dtype) == (shape, dtype))
        except NothingFits:
            code = f"f{dtype.itemsize}"
            return f"leaf({shape}, {code!r}, {self.rng.randrange(10**6)})"

    def line(self, kind, name):
        """A line of this kind; NothingFits if nothing that was made is of use for it."""
        return f"{name} = {KINDS[kind](self)}"


class NothingFits(Exception):
    """There is no argument for this kind of line."""


LAYOUTS = ["straight", "spaced", "reversed", "turned"]


def broadcast(a, b):
    """Whether two shapes fit each other."""
    return all(1 in (m, n) or m == n for m, n in zip(a[::-1], b[::-1], strict=False))


def of_one(word):
    return lambda d: f"{word}({d.any()})"


def of_two(text):
    def of_these(d):
        a = d.any()
        return text.format(*d.rng.choice([(a, d.beside(a)), (d.beside(a), a)]))

    return of_these


def of_two_arrays(text):
    def of_these(d):
        a = d.any()
        return text.format(a, d.any(lambda x: broadcast(x.shape, d.made[a].shape)))

    return of_these


def reduction(word):
    def of_an_axis(d):
        name = d.any()
        return f"{word}({name}, axis={d.axis_of(d.made[name])}, keepdims={d.rng.random() < 0.5})"

    return of_an_axis


def along(word):
    def of_an_axis(d):
        name = d.any()
        return f"{word}({name}, {d.axis_of(d.made[name], one=True)})"

    return of_an_axis


def joined(word):
    def of_several(d):
        name = d.any(lambda x: x.ndim)
        names = [name, *(d.alike(name) for _ in range(d.rng.randint(0, 2)))]
        return f"{word}([{', '.join(names)}], {d.axis_of(d.made[name], one=True)})"

    return of_several


def reshaped(d):
    name = d.any()
    shape = list(d.made[name].shape)
    d.rng.shuffle(shape)
    shape.insert(d.rng.randint(0, len(shape)), 1)
    return f"reshape({name}, {d.rng.choice([tuple(shape), (d.made[name].numel(),), (-1,)])})"


def permuted(d):
    name = d.any()
    n = d.made[name].ndim
    axes = d.rng.sample(range(n), n)
    return f"permute({name}, {tuple(i - n * (d.rng.random() < 0.3) for i in axes)})"


def transposed(d):
    name = d.any(lambda x: x.ndim > 1)
    a, b = (d.axis_of(d.made[name], one=True) for _ in range(2))
    return f"transpose({name}, {a}, {b})"


def stretched(d):
    name = d.any()
    own = (n if n != 1 else d.rng.choice([1, 2, 3]) for n in d.made[name].shape)
    return f"broadcast_to({name}, {(*[2] * d.rng.randint(0, 1), *own)})"


def indexed(d):
    name = d.any()
    return f"at({name}, np.s_[{d.index_of(d.made[name])}])"


def multiplied(d):
    name = d.any(lambda x: x.ndim)
    return f"matmul({name}, {d.factor_of(name)})"


def linear(d):
    x = d.any(lambda x: x.ndim)
    rows = d.rng.choice([1, 2, 3])
    return f"linear({x}, {d.like(x, (rows, d.made[x].shape[-1]))}, {d.like(x, (rows,))})"


def normed(d):
    x = d.any(lambda x: x.ndim and x.shape[-1] > 1)
    shape = tuple(d.made[x].shape[-1:])
    return f"layer_norm({x}, {d.like(x, shape)}, {d.like(x, shape)})"


def attention(d):
    q = d.any(lambda x: x.ndim > 1 and x.numel())
    q_shape = d.made[q].shape
    k = d.any(lambda x: x.ndim > 1 and x.numel() and x.shape[-1] == q_shape[-1])
    v = d.any(lambda x: x.ndim > 1 and x.shape[-2] == d.made[k].shape[-2])
    return f"attention({q}, {k}, {v}, is_causal={d.rng.random() < 0.5})"


def embedding(d):
    w = d.any(lambda x: x.ndim == 2 and len(x))
    rows = [d.rng.randrange(len(d.made[w])) for _ in range(d.rng.randint(1, 4))]
    return f"embedding({d.rng.choice([rows, [rows, rows]])}, {w})"


def loss(word):
    def of_two_alike(d):
        a = d.any()
        like = d.made[a].shape, d.made[a].dtype
        return f"{word}({a}, {d.any(lambda x: (x.shape, x.dtype) == like)})"

    return of_two_alike


def cross_entropy(d):
    z = d.any(lambda x: x.ndim == 2 and x.numel())
    rows, columns = d.made[z].shape
    return f"cross_entropy({z}, {[d.rng.randrange(columns) for _ in range(rows)]})"


def chosen(d):
    a = d.any()
    return f"where(positive({d.alike(a)}), {a}, {d.beside(a)})"


def clipped(d):
    low, high = sorted(d.rng.sample([-1.0, -0.5, 0.0, 0.25, 1.5], 2))
    return f"clip({d.any()}, low={low}, high={high})"


KINDS = {
    "add": of_two("{} + {}"),
    "subtract": of_two("{} - {}"),
    "multiply": of_two("{} * {}"),
    "divide": of_two_arrays("{} / (sin({}) + 2)"),
    "negate": lambda d: f"-{d.any()}",
    "whole power": lambda d: f"{d.any()} ** {d.rng.choice([0, 1, 2, 3])}",
    "power": lambda d: f"(abs({d.any()}) + 0.5) ** {d.rng.choice([-2, -1.5, -1, 0.5, 2.5])}",
    "power of arrays": of_two_arrays("(tanh({}) + 1.5) ** (sin({}) - 0.1)"),
    "power of a number": lambda d: f"2.0 ** tanh({d.any()})",
    "exp": lambda d: f"exp(sin({d.any()}))",
    "log": lambda d: f"log({d.any()} ** 2 + 0.5)",
    "sqrt": lambda d: f"sqrt(abs({d.any()}) + 0.25)",
    **{word: of_one(word) for word in ("sin", "cos", "abs", "sigmoid", "tanh", "relu")},
    **{word: of_one(word) for word in ("softplus", "gelu")},
    "elu": lambda d: f"elu({d.any()} - 0.1)",  # at 0 its slope has a kink
    "leaky_relu": lambda d: f"leaky_relu({d.any()}, 0.1)",
    "prelu": of_two_arrays("prelu({}, {})"),
    "maximum": of_two_arrays("maximum({}, {})"),
    "minimum": of_two_arrays("minimum({}, {})"),
    "where": chosen,
    "clip": clipped,
    **{word: reduction(word) for word in ("sum", "mean", "max", "min")},
    "reshape": reshaped,
    "permute": permuted,
    "transpose": transposed,
    "broadcast_to": stretched,
    "astype": lambda d: f"astype({d.any()}, {d.rng.choice(d.dtypes)!r})",
    "index": indexed,
    "matmul": multiplied,
    "cat": joined("cat"),
    "stack": joined("stack"),
    "softmax": along("softmax"),
    "log_softmax": along("log_softmax"),
    "linear": linear,
    "layer_norm": normed,
    "attention": attention,
    "embedding": embedding,
    "mse": loss("mse"),
    "bce": loss("bce"),
    "cross_entropy": cross_entropy,
}
