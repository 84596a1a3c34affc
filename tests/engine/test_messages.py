"""What people write by mistake, beside the words that have to be in the answer.

Where a thing can work, and mean what it means in PyTorch, it works: then the value stands there.
"""

from __future__ import annotations

import copy
import inspect
import math
import pickle

import matplotlib.pyplot as plt
import numpy as np
import pytest

import chainrule as cr
import chainrule.nn.functional as F
from chainrule import Tensor, engine, misfits, nn, optim, table

MODULES = {"copy": copy, "cr": cr, "F": F, "math": math, "nn": nn, "np": np, "optim": optim,
           "pickle": pickle, "plt": plt}  # fmt: skip
NUMPYS_WORDS = (
    "operands could not", "core dimension", "not aligned", "gufunc", "ufunc", "out of bounds",
    "only integer scalar arrays", "inhomogeneous", "cannot reshape array", "unexpected keyword",
    "no attribute 'kind'", "object is not", "memoryview",
)  # fmt: skip


class Unfinished(nn.Module):
    """A module whose author has mistyped the name of its method."""

    def forwad(self, x):
        """Not what is called."""
        return x


class Forgetful(nn.Module):
    """A module that computes and does not return."""

    def forward(self, x):
        """Forgets the answer."""
        x * 2


def names():
    """What the programs below can use: made anew for each."""
    w = Tensor([1.0, 2.0, 3.0], requires_grad=True, name="w")
    (w * w).sum().backward()
    return {
        **MODULES,
        "Tensor": Tensor,
        "Unfinished": Unfinished,
        "Forgetful": Forgetful,
        "t": Tensor([1.0, 2.0, 3.0]),
        "u": Tensor([4.0, 5.0, 6.0]),
        "w": w,
        "losses": [(w * 1.0).sum(), (w * 2.0).sum()],
        "m": cr.ones(2, 3),
        "A": np.ones(3),
        "net": nn.Linear(3, 4),
        "logits": cr.zeros(2, 3),
    }


def tried(program, **more):
    """The value of an expression; of statements, what they leave in `t`."""
    known = {**names(), **more}
    try:
        code = compile(program, "program", "eval")
    except SyntaxError:
        exec(program, known)
        return known["t"]
    return eval(code, known)


REFUSED = {
    # a tensor where an array is wanted
    "np.array(losses)": "[loss.item() for loss in losses]",
    "np.array(w)": "x.data or x.detach()",
    "np.asarray(w)": "x.data or x.detach()",
    "np.mean(losses)": "[loss.item() for loss in losses]",
    "np.random.permutation(w)": "x.data",
    "plt.plot(losses)": "[loss.item() for loss in losses]",
    "plt.imshow(w)": "x.data",
    "Tensor([w, w])": "chainrule.stack",
    "np.median(w)": "np.median has no derivative here; .data",
    "np.cumsum(w, dtype=float)": "chainrule.cumsum",
    "np.sum(w, where=[True, False, True])": "np.sum with where; chainrule.sum",
    "np.mean(w, dtype=np.float32)": "np.mean with dtype; chainrule.mean",
    "np.save('never.npy', w)": "t.data",
    "A += t": "a = a + t in place of a += t",
    "A *= w": "a = a + t in place of a += t",
    "np.exp(w, out=A)": "in place; t.data",
    # a tensor where one thing is wanted
    "1 if t else 2": "shape (3,); .any(), .all()",
    "t > 1 and t < 2": "shape (3,); .any(), .all()",
    "not t": "shape (3,); .any(), .all()",
    "u in [t, u]": "any(x is tensor for x in list)",
    "[t, u].index(u)": "any(x is tensor for x in list)",
    "float(t)": "shape (3,); .sum(); .tolist()",
    "int(t)": "shape (3,); .sum(); .tolist()",
    "t.item()": "shape (3,); .sum(); .tolist()",
    "math.exp(t)": "shape (3,); .sum(); .tolist()",
    "f'{t:.3f}'": ".3f; shape (3,); for v in x",
    "range(t.sum())": "int(x); float64",
    "[1, 2][t[0]]": "int(x); float64",
    "len(t.sum())": "no length; .item()",
    "list(t.sum())": "iterated; .item()",
    "max(t.sum())": "iterated; .item()",
    # changes
    "w += 1": "w is a leaf; no_grad()",
    "w -= 0.1 * w.grad": "w is a leaf; no_grad()",
    "w[0] = 1": "w is a leaf; no_grad(); chainrule.where",
    "t[0] = [1.0, 2.0]": "values of shape (2,); place, of shape ()",
    "t[5] = 1.0": "places 0 to 2; 5",
    "t += cr.ones(2, 3)": "values of shape (2, 3); of shape (3,)",
    "del t[0]": "keeps its shape; x[mask]",
    "copy.deepcopy(w * 2)": "mul; x.detach()",
    "pickle.dumps(w * 2)": "mul; x.detach()",
    # making a tensor
    "Tensor([[1, 2], [3]])": "rows; equally long",
    "cr.tensor([[1, 2], [3]])": "rows; equally long",
    "cr.tensor('text')": "holds numbers; str",
    "Tensor(None)": "holds numbers; None",
    "Tensor({1: 2})": "holds numbers; dict",
    "Tensor('text')": "holds numbers; str",
    "Tensor([1, 2], requires_grad=True)": "int64; 2.0 instead of 2",
    # shapes
    "t + cr.ones(4)": "add; (3,), (4,); axis -1 has 3 and 4",
    "w * cr.ones(4)": "mul; w (3,)",
    "cr.ones(4, 3) + cr.ones(4)": "add; (4, 3), (4,); x[:, None] is (4, 1)",
    "t == cr.ones(4)": "eq; (3,), (4,)",
    "t @ cr.ones(4)": "matmul: shapes (3,), (4,) do not fit; 3 numbers; second 4",
    "m @ m": "rows of the first have 3 numbers; a @ b.T would fit",
    "m @ cr.ones(2)": "a.T @ b would fit",
    "t @ 2.0": "multiplied with *",
    "cr.ones(2, 3, 4) @ cr.ones(3, 4, 5)": "the matrices do; axis -1 has 2 and 3",
    "m.reshape(4)": "6 numbers; (2, 3); (4,)",
    "m.view(-1, 4)": "6 numbers; no multiple of the 4",
    "m.reshape(-1, -1)": "two lengths -1",
    "m.broadcast_to((4, 3))": "(2, 3) cannot be repeated to (4, 3); axis -2 has 2 and 4",
    "m.permute(0)": "(2, 3); 0 to 1; (0,)",
    "m.sum(3)": "no axis 3; (2, 3); -2 to 1",
    "m.mean(dim=(0, 0))": "axis (0, 0); twice",
    "m[5]": "axis 0 of the shape (2, 3); 0 to 1; 5",
    "m[..., 7]": "axis 1 of the shape (2, 3); 0 to 2; 7",
    "m[0, 0, 0]": "3 parts; (2, 3); only 2",
    "m[1.0]": "integers, slices and masks; 1.0",
    "m['a']": "integers, slices and masks; 'a'",
    "m[np.array([True, False, True])]": "the mask has shape (3,); the tensor has (2,)",
    "cr.ones(0).max()": "no number; (0,)",
    "cr.tensor([1, 2]) ** -1": "integers; 2.0 instead of 2",
    "cr.cat([t, m])": "cat; (3,), (2, 3); as many axes",
    "cr.cat([m, cr.ones(2, 2)])": "(2, 3), (2, 2); only axis 0 may differ",
    "cr.cat([t.sum(), t])": "one number has no axis",
    "cr.cat(t, u)": "cat([x, y])",
    "cr.stack([t, cr.ones(2)])": "stack; (3,), (2,)",
    "t + None": "add: input 1 is None; forward; returns nothing",
    "t * 'a'": "mul: input 1 is a str",
    "Forgetful()(t) + t": "is None; forward; returns nothing",
    # backward
    "t.sum().backward()": "requires_grad=True; no_grad",
    "(w * 2).backward()": "(3,); .sum(); backward(g)",
    "(w * 2).backward(np.ones(2))": "(2,); (3,)",
    "cr.gradients(w.sum(), t)": "input 0, of shape (3,); requires_grad=True",
    "cr.gradients(w.sum(), [A])": "input 0; ndarray",
    "with cr.no_grad: pass": "with no_grad():",
    "cr.no_grad(w)": "with no_grad():; @no_grad()",
    "cr.enable_grad(1)": "with enable_grad():",
    # optimisers
    "optim.SGD(net)": "Linear; net.parameters()",
    "optim.SGD(net.parameters)": "net.parameters()",
    "optim.SGD([net])": "Linear; .parameters()",
    "optim.SGD(w)": "Tensor; [w]",
    "optim.SGD([w * 2])": "parameter 0; mul",
    "optim.SGD([A])": "parameter 0; ndarray",
    "optim.SGD(net.parameters(), lr='a')": "lr; 'a'",
    # layers and losses
    "net(cr.ones(5, 2))": "(5, 2); 2 numbers; takes 3; nn.Linear(2, 4)",
    "net(np.ones((5, 2)))": "(5, 2); 2 numbers; takes 3; nn.Linear(2, 4)",
    "net(cr.ones(3, 5))": "x.T",
    "net(2.0)": "rows of 3 numbers; one number",
    "nn.Linear(12, 2)(cr.ones(5, 3, 2, 2))": "takes 12; nn.Flatten()",
    "F.linear(m, cr.ones(4, 3), cr.ones(3))": "the bias has the shape (4,); (3,)",
    "nn.Sequential(nn.Linear(2, 3), nn.Linear(4, 1))(cr.ones(5, 2))": "3 numbers; takes 4",
    "nn.Sequential([net])": "list; *",
    "nn.Sequential(nn.Linear)": "class; nn.Linear(",
    "Unfinished()(t)": "Unfinished has no forward method; def forward(self, x); forwad",
    "nn.Module()(t)": "no forward method; def forward(self, x)",
    "nn.MSELoss(t, u)": "nn.MSELoss()(prediction, target)",
    "nn.CrossEntropyLoss(logits, [0, 1])": "nn.CrossEntropyLoss()(prediction, target)",
    "F.cross_entropy(logits, np.eye(3, dtype=int)[:2])": ".astype(float); .argmax(1)",
    "F.cross_entropy(logits, np.array([0.0, 1.0]))": "float64; .astype(int)",
    "F.cross_entropy(logits, [[0], [1]])": "(2, 3); (2, 1); classes.squeeze(1)",
    "F.cross_entropy(logits, [0, 3])": "0 to 3; 3 columns",
    "F.nll_loss(logits, [[0], [1]])": "(2, 3); (2, 1); classes.squeeze(1)",
    "nn.Embedding(3, 2)(t)": "float64; .astype(int)",
    "nn.Embedding(3, 2)([5])": "5; 3 rows",
    "nn.PReLU(3)(cr.ones(2, 4))": "weight (3,); 4 and 3",
    "nn.Conv2d(1, 2, 3)(cr.ones(5, 2, 8, 8))": "(5, 2, 8, 8); 2 channels; (2, 1, 3, 3)",
    "nn.Conv2d(1, 2, 3)(cr.ones(8, 8))": "(N, C, H, W); (8, 8)",
    "nn.Conv2d(1, 2, 3)(cr.ones(1, 2, 2))": "3x3; 2x2",
    "nn.MaxPool2d(4)(cr.ones(1, 2, 2))": "4x4; 2x2",
    "nn.AvgPool2d(2)(cr.ones(8))": "(N, C, H, W); (8,)",
    "nn.BatchNorm1d(3)(cr.ones(4, 2))": "(4, 2); 2 channels; (3,)",
    "nn.BatchNorm1d(3)(cr.ones(1, 3))": "(1, 3); no variance",
    "nn.BatchNorm2d(3)(cr.ones(4, 3))": "(N, C, H, W); (4, 3)",
    "nn.LayerNorm(3)(cr.ones(4, 2))": "(4, 2); (3,)",
    "nn.MultiheadAttention(4, 3)": "3 heads; 4 features",
    "nn.MultiheadAttention(4, 2)(cr.ones(1, 5, 3))": "3 numbers; takes 4",
    # names
    "t.foo": "no attribute 'foo'; PyTorch, spelled here",
    "t.cuda()": "no attribute 'cuda'; leave it out",
    "net.weights": "Linear; no attribute 'weights'; PyTorch, spelled here",
    "net.cuda()": "no attribute 'cuda'; leave it out",
    "cr.foo": "no attribute 'foo'; PyTorch, spelled here",
    "cr.device('cpu')": "no attribute 'device'; leave it out",
    "cr.softmax(t)": "chainrule.nn.functional.softmax",
    "nn.foo": "no attribute 'foo'; PyTorch, spelled here",
    "nn.cross_entropy": "chainrule.nn.functional.cross_entropy",
    "F.foo": "no attribute 'foo'; PyTorch, spelled here",
    "optim.foo": "no attribute 'foo'; PyTorch, spelled here",
    "optim.lr_scheduler": "optim.StepLR",
}

WORKS = {
    "np.array(t)": [1, 2, 3],
    "np.array([loss.item() for loss in losses])": [6, 12],
    "np.sum(t, where=[True, False, True])": 4,
    "np.mean(t, dtype=np.float32)": 2,
    "np.stack([w, w])": [[1, 2, 3], [1, 2, 3]],
    "np.dot(t, w)": 14,
    "A + t": [2, 3, 4],
    "t + A": [2, 3, 4],
    "A @ w": 6,
    "t + [1.0, 2.0, 3.0]": [2, 4, 6],
    "t[0] = 9": [9, 2, 3],
    "t[t < 2] = 0": [0, 2, 3],
    "t += 1": [2, 3, 4],
    "max(t)": 3,
    "sum(t)": 6,
    "t.sum(dim=0, keepdim=True)": [6],
    "2.0 in t": True,
    "t == None": False,
    "float(t.sum())": 6,
    "int(t.sum())": 6,
    "abs(-t)": [1, 2, 3],
    "round(t / 3, 1)": [0.3, 0.7, 1],
    "range(cr.tensor(2))": [0, 1],
    "[4, 5][cr.tensor(1)]": 5,
    "cr.gradients(w.sum(), w)": [[1, 1, 1]],
    "cr.grad(w.sum(), w)": [[1, 1, 1]],
    "F.cross_entropy(logits, np.eye(3)[:2])": math.log(3),
    "net([[1.0, 2.0, 3.0]]).shape": [1, 4],
    "nn.Softmax(1)(logits)": [[1 / 3] * 3] * 2,
}


def refusal(program):
    """The message with which a program stops."""
    with pytest.raises(Exception) as caught:
        tried(program)
    return str(caught.value)


@pytest.mark.filterwarnings("ignore:float")
@pytest.mark.parametrize("program", REFUSED)
def test_a_mistake_is_answered_with_what_it_is_and_what_to_do(program):
    message = refusal(program)
    assert [words for words in REFUSED[program].split("; ") if words not in message] == [], message
    assert not any(words in message for words in NUMPYS_WORDS), message


@pytest.mark.parametrize("program", WORKS)
def test_what_can_work_works(program):
    value = tried(program)
    np.testing.assert_allclose(getattr(value, "data", value), WORKS[program])


def test_formats_and_prints():
    assert tried("f'{t.sum():.2f} {t[0]:>4.1f}'") == "6.00  1.0"
    assert tried("str(net.bias)").endswith("requires_grad=True, name='bias')")
    assert tried("repr(t)") == "Tensor([1., 2., 3.])"


# In kinds: everything of a kind that there is


def inputs_of(operation):
    """How many tensors an operation takes, together with its options."""
    if isinstance(operation.forward, np.ufunc):
        return operation.forward.nin
    return len(inspect.signature(operation.forward).parameters)


OF_TWO = sorted(
    name
    for name, operation in table.OPERATIONS.items()
    if inputs_of(operation) == 2 and len(operation.rules) == 2 and name != "matmul"
)


@pytest.mark.parametrize("name", OF_TWO)
def test_every_operation_of_two_names_itself_and_the_shapes(name):
    said = rf"^{name}: shapes \(2, 3\), \(4,\) do not fit: .*3 and 4"
    with pytest.raises(ValueError, match=said):
        table.OPERATIONS[name](cr.ones(2, 3), cr.ones(4))


ODD = {"None": None, "text": "a", "dict": {}, "function": len, "objects": np.array([None])}


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", OF_TWO)
def test_every_operation_refuses_what_is_no_number(name, odd):
    with pytest.raises(TypeError, match=f"^{name}: input 1 is "):
        table.OPERATIONS[name](cr.ones(2), ODD[odd])


REDUCTIONS = ("sum", "mean", "max", "min", "prod", "std", "var", "logsumexp", "softmax", "argmax",
              "cumsum", "norm", "any", "all")  # fmt: skip


@pytest.mark.parametrize("word", ["axis", "dim"])
@pytest.mark.parametrize("name", REDUCTIONS)
def test_every_reduction_names_the_axis_that_is_not_there(name, word):
    with pytest.raises((ValueError, IndexError), match=r"no axis 5.* -2 to 1"):
        getattr(cr.ones(2, 3), name)(**{word: 5})


LOSSES = [F.mse_loss, F.l1_loss, F.huber_loss, F.smooth_l1_loss, F.kl_div, F.binary_cross_entropy,
          F.binary_cross_entropy_with_logits]  # fmt: skip


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.__name__)
def test_every_loss_of_numbers_tells_how_to_mend_the_shapes(loss):
    with pytest.raises(ValueError, match=r"\(4, 1\).*\(4,\).*squeeze\(1\).*reshape\(4, 1\)"):
        loss(cr.ones(4, 1), cr.ones(4))


@pytest.mark.parametrize("name", sorted(nn.activations.layers()))
def test_every_activation_is_made_before_it_is_called(name):
    with pytest.raises(TypeError, match=rf"nn\.{name}\(\)\(x\)"):
        getattr(nn, name)(cr.ones(3))


LAYERS = {
    "Linear": (lambda: nn.Linear(3, 2), (4, 3)),
    "Conv1d": (lambda: nn.Conv1d(3, 2, 1), (4, 3, 5)),
    "Conv2d": (lambda: nn.Conv2d(3, 2, 1), (4, 3, 5, 5)),
    "ConvTranspose2d": (lambda: nn.ConvTranspose2d(3, 2, 1), (4, 3, 5, 5)),
    "BatchNorm1d": (lambda: nn.BatchNorm1d(3), (4, 3)),
    "BatchNorm2d": (lambda: nn.BatchNorm2d(3), (4, 3, 5, 5)),
    "LayerNorm": (lambda: nn.LayerNorm(3), (4, 3)),
    "PReLU": (lambda: nn.PReLU(3), (4, 3)),
    "LSTM": (lambda: nn.LSTM(3, 2), (4, 5, 3)),
    "GRU": (lambda: nn.GRU(3, 2), (4, 5, 3)),
    "RNN": (lambda: nn.RNN(3, 2), (4, 5, 3)),
    "LSTMCell": (lambda: nn.LSTMCell(3, 2), (4, 3)),
    "GRUCell": (lambda: nn.GRUCell(3, 2), (4, 3)),
    "RNNCell": (lambda: nn.RNNCell(3, 2), (4, 3)),
    "MultiheadAttention": (lambda: nn.MultiheadAttention(3, 1), (4, 5, 3)),
    "TransformerBlock": (lambda: nn.TransformerBlock(3, 1), (4, 5, 3)),
}


@pytest.mark.parametrize("name", LAYERS)
def test_every_layer_names_the_width_that_it_got_and_the_one_that_it_takes(name):
    make, shape = LAYERS[name]
    make()(cr.ones(*shape))
    axis = 1 if "Conv" in name or "Batch" in name else len(shape) - 1
    wrong = (*shape[:axis], 7, *shape[axis + 1 :])
    with pytest.raises(ValueError, match="7") as caught:
        make()(cr.ones(*wrong))
    assert "3" in str(caught.value)
    assert not any(words in str(caught.value) for words in NUMPYS_WORDS)


def test_the_words_for_what_no_teller_knows():
    error = misfits.explained(ValueError("odd"), "mine", [cr.ones(2), 3.0], {})
    assert str(error) == "mine: odd (inputs of shape (2,), ())"
    own = engine.Operation("mine", lambda x: x.missing, lambda g, y, x: g)
    with pytest.raises(AttributeError, match="missing"):
        own(cr.ones(2))


# Tensors of PyTorch, wherever one can be given

FOREIGN = """
    t + T; T + t; t * [T, T]; t @ T; t == T; t < T; t += T; t[0] = T
    Tensor(T); Tensor([T, T]); cr.tensor(T); cr.tensor([T, T]); Tensor([[1.0], [T[0]]])
    cr.exp(T); cr.maximum(t, T); cr.where(t > 0, T, t); cr.cat([t, T]); cr.stack([T, T])
    np.exp(T) + t; np.add(t, T); np.maximum(t, [T[0], 1.0, 1.0]); np.concatenate([t, T])
    np.where(T > 0, t, 0.0)
    net(T); nn.ReLU()(T); nn.Softmax(0)(T); nn.Dropout(0.5)(T); nn.BatchNorm1d(3)(B)
    nn.LayerNorm(3)(B); nn.Embedding(3, 2)(C); nn.LSTM(3, 4)(B); nn.Conv2d(1, 2, 1)(B[None])
    nn.MaxPool2d(1)(B[None]); nn.AvgPool2d(1)(B[None]); nn.Flatten()(B); nn.GELU()(T)
    nn.MultiheadAttention(3, 1)(B[None]); nn.Sequential(net)(T)
    F.mse_loss(t, T); F.mse_loss(T, t); F.l1_loss(T, T); F.cross_entropy(logits, C)
    F.cross_entropy(B, [0, 1]); F.nll_loss(B, [0, 1]); F.nll_loss(logits, C)
    F.binary_cross_entropy(T, t); nn.BCEWithLogitsLoss()(T, T)
    optim.SGD([T]); optim.Adam([w, T]); optim.SGD(T)
    cr.grad(lambda x: x.sum())(T); w.sum().backward(T); torch.exp(t); torch.stack([t, t])
    torch.nn.functional.mse_loss(T, t); torch.nn.Linear(3, 2)(t)
"""


@pytest.mark.oracle
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("program", FOREIGN.replace("\n    ", "; ").strip("; \n").split("; "))
def test_a_tensor_of_pytorch_is_refused_by_name(program):
    torch = pytest.importorskip("torch")
    given = {"T": torch.ones(3), "B": torch.ones(2, 3), "C": torch.tensor([0, 1])}
    with pytest.raises(TypeError, match=r"torch|PyTorch"):
        tried(program, torch=torch, **given)
