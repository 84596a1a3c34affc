"""Tensors that are made, and questions about them: the same as in PyTorch, where it is there."""

import importlib

import numpy as np
import pytest

import chainrule as cr
from chainrule.names import BY_MODULE

CREATED = """
tensor(1.5) tensor([1,2]) tensor([[True]]) tensor([[1.0],[2.0]]) as_tensor([1,2]) as_tensor(2.0)
zeros(2,3) zeros((2,3)) zeros([2,3]) zeros(()) zeros(0,3) ones(2) ones((2,0)) eye(3) eye(2,3)
eye(3,2) full((2,3),7) full((2,),0.5) full((),True) arange(5) arange(5.0) arange(1,5)
arange(0,1,0.25) arange(5,0,-2) arange(3,3) linspace(0,1,5) linspace(3,-3,1) linspace(0,1,0)
zeros_like(tensor([1,2])) ones_like(tensor([[1.0]])) full_like(tensor([1.0,2.0]),3)
full_like(tensor([1,2]),3) empty_like(tensor([[1,2]])).shape empty(2,3).shape empty((2,3)).shape
""".split()  # noqa: SIM905  (each is an expression)
ASKED = """
argmax(x) argmax(x,0) argmax(x,1,True) argmax(x,dim=-1,keepdim=True) argmin(x) argmin(x,dim=0)
any(x) any(x,0) all(x) all(x,1,True) eq(x,y) ne(x,y) lt(x,y) le(x,0) gt(x,y) ge(x,1)
logical_and(x,y) logical_or(x,y) logical_not(x) isnan(x/0) isinf(x/0) isfinite(x/0) isclose(x,y)
allclose(x,x) allclose(x,y) equal(x,x) equal(x,y) nonzero(x) nonzero(x[0,0])
nonzero(x,as_tuple=True) count_nonzero(x) count_nonzero(x,1) bincount(i) bincount(i,minlength=9)
bincount(i,i) numel(x) unique(x) unique(i,return_counts=True) unique(x,return_inverse=True)
is_tensor(x) argsort(x) argsort(x,0) argsort(i,stable=True)
argsort(i,stable=True,descending=True) sort(x) sort(x,0,True) topk(x,2) topk(x,1,0,False)
sort(x[0,0]) argsort(x[0,0])
""".split()  # noqa: SIM905  (each is an expression)
ON_EDGES = """
prod(x) prod(x,0) prod(x,1,keepdim=True) cumprod(x,0) cumprod(x,1) cumsum(x,1) norm(x) norm(x,1)
norm(x,3.0) norm(x,1.5,dim=1) norm(x,float("inf")) norm(x,dim=0) std(x) std(x,0) var(x,1)
var(x,correction=0) var(x,unbiased=False) logsumexp(x,1) logsumexp(x,(0,1)) sign(x) floor(x)
round(x) clamp(x,min=0) clamp(x,max=0) clamp(x,0,1) clamp(x,1,0)
masked_fill(x,x>0,float("-inf"))
""".split()  # noqa: SIM905  (each is an expression)
EDGES = {
    "one zero": [[2.0, 0.0, 3.0], [1.0, -2.0, 4.0]],
    "two zeros in a row": [[0.0, 5.0, 0.0], [1.0, -2.0, 4.0]],
    "zeros": [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]],
    "equals": [[1.0, 1.0, 1.0], [1.0, 1.0, 1.0]],
    "large": [[1000.0, 1000.0, -1000.0], [1000.0, -1000.0, 0.0]],
}
X = [[3.0, 0.0, -1.0], [2.0, 2.5, 1.0]]
Y = [[3.0, 1.0, -2.0], [0.0, 2.5, 5.0]]
WHOLE = [3, 1, 3, 0, 1]


@pytest.fixture
def torch():
    found = pytest.importorskip("torch", minversion="2.13")
    before = found.get_default_dtype()
    found.set_default_dtype(found.float64)
    yield found
    found.set_default_dtype(before)


def evaluate(module, code, **names):
    with np.errstate(all="ignore"):
        return eval(f"f.{code}", {"f": module, "tensor": module.tensor, **names})


def plain(found):
    """An answer as arrays and Python's values."""
    if isinstance(found, tuple):
        return [plain(part) for part in found]
    return found.numpy() if hasattr(found, "is_floating_point") else getattr(found, "data", found)


def same(ours, theirs):
    if isinstance(theirs, list):
        assert len(ours) == len(theirs)
        for one, other in zip(ours, theirs, strict=True):
            same(one, other)
        return
    np.testing.assert_array_equal(ours, theirs, strict=isinstance(theirs, np.ndarray))


@pytest.mark.oracle
@pytest.mark.parametrize("code", CREATED)
def test_what_is_made_is_pytorchs_in_values_shape_and_dtype(torch, code):
    same(plain(evaluate(cr, code)), plain(evaluate(torch, code)))


@pytest.mark.oracle
@pytest.mark.parametrize("code", ASKED)
def test_answers_are_pytorchs(torch, code):
    ours, theirs = (
        evaluate(f, code, x=f.tensor(X), y=f.tensor(Y), i=f.tensor(WHOLE)) for f in (cr, torch)
    )
    same(plain(ours), plain(theirs))


@pytest.mark.parametrize("code", ASKED)
def test_of_arrays_answers_are_arrays(code):
    x, y, i = np.array(X), np.array(Y), np.array(WHOLE)
    found = evaluate(cr, code, x=x, y=y, i=i)
    parts = found if isinstance(found, tuple) else [found]
    assert not any(isinstance(part, cr.Tensor) for part in parts)


@pytest.mark.oracle
@pytest.mark.parametrize("code", ON_EDGES)
@pytest.mark.parametrize("edge", EDGES)
def test_gradients_on_edges_are_pytorchs(torch, code, edge):
    x = cr.tensor(EDGES[edge], requires_grad=True)
    their_x = torch.tensor(EDGES[edge], requires_grad=True)
    y, their_y = evaluate(cr, code, x=x), evaluate(torch, code, x=their_x)
    np.testing.assert_allclose(y.data, their_y.detach().numpy(), rtol=1e-12)
    y.backward(np.ones(y.shape))
    their_y.backward(torch.ones_like(their_y))
    np.testing.assert_allclose(x.grad, their_x.grad.numpy(), rtol=1e-12, atol=1e-14)


def test_memory_is_shared_where_pytorch_shares_it():
    array = np.zeros(2)
    shared = [cr.from_numpy(array), cr.as_tensor(array)]
    copied = [cr.tensor(array), cr.as_tensor(array, dtype=np.float32), cr.Tensor(array)]
    array[0] = 7
    assert [x.data[0] for x in shared] == [7, 7]
    assert [x.data[0] for x in copied] == [0, 0, 0]


def test_a_tensor_of_another_dtype_keeps_its_graph():
    x = cr.tensor([1.0, 2.0], requires_grad=True)
    assert cr.as_tensor(x) is cr.as_tensor(x, dtype=float) is x
    cr.as_tensor(x, dtype=np.float32).sum().backward()
    np.testing.assert_array_equal(x.grad, [1, 1])


@pytest.mark.parametrize("make", ["zeros(2)", "ones(2)", "full((2,), 1.0)", "eye(2)", "randn(2)",
                                  "rand(2)", "linspace(0, 1, 2)", "tensor([1.0])", "arange(2.0)",
                                  "zeros_like(x)", "ones_like(x)", "randn_like(x)"])  # fmt: skip
def test_what_is_made_learns_if_asked_to(make):
    x = evaluate(cr, f"{make[:-1]}, requires_grad=True)", x=np.zeros(2))
    (x * x).sum().backward()
    np.testing.assert_array_equal(x.grad, 2 * x.data)


@pytest.mark.parametrize("make", ["tensor([1]", "zeros(2, dtype=int", "arange(3", "full((2,), 1"])
def test_whole_numbers_cannot_learn(make):
    assert evaluate(cr, f"{make})").dtype.kind == "i"
    with pytest.raises(TypeError, match="only a floating tensor can have a gradient"):
        evaluate(cr, f"{make}, requires_grad=True)")


DRAWN = """
rand(3,2) rand((3,2)) randn(3,2) randn(()) randint(0,9,(3,2)) randint(9,(3,)) randperm(9)
rand_like(x) randn_like(x) randint_like(x,9) normal(0.0,1.0,(3,)) normal(x,1.0)
bernoulli(x/1000) multinomial(x,2) multinomial(x[0],5,True)
""".split()  # noqa: SIM905  (each is an expression)


@pytest.mark.parametrize("code", DRAWN)
def test_a_seed_repeats_what_is_drawn(code):
    x = np.arange(1.0, 401.0).reshape(2, 200)
    draws = []
    for seed in (1, 1, 2):
        cr.manual_seed(seed)
        draws.append([evaluate(cr, code, x=x).data.tolist() for _ in range(9)])
    assert draws[0] == draws[1] != draws[2]
    own = f"{code[:-1]}, generator=5)"
    cr.manual_seed(1)
    first, second = (evaluate(cr, own, x=x).data.tolist() for _ in range(2))
    assert first == second
    assert [evaluate(cr, code, x=x).data.tolist() for _ in range(9)] == draws[0]


@pytest.mark.oracle
@pytest.mark.parametrize("code", DRAWN)
def test_what_is_drawn_has_pytorchs_shape_and_dtype(torch, code):
    x = np.arange(1.0, 401.0).reshape(2, 200)
    drawn = evaluate(cr, code, x=cr.tensor(x))
    theirs = evaluate(torch, code, x=torch.tensor(x)).numpy()
    assert (drawn.shape, drawn.dtype) == (theirs.shape, theirs.dtype)


def test_draws_follow_their_distributions():
    n = 20_000
    draws = {
        (0.5, 1 / 12): cr.rand(n, generator=1),
        (0.0, 1.0): cr.randn(n, generator=2),
        (2.0, 0.25): cr.normal(2.0, 0.5, (n,), generator=3),
        (2.0, 2.0): cr.randint(5, (n,), generator=4),
        (0.3, 0.21): cr.bernoulli(np.full(n, 0.3), generator=5),
        (0.25, 0.1875): cr.multinomial(np.array([3.0, 1.0]), n, replacement=True, generator=6),
    }
    for (mean, variance), x in draws.items():
        assert abs(x.data.mean() - mean) < 5 * np.sqrt(variance / n)
        assert abs(x.data.var() - variance) < 0.05 * variance


def test_places_are_drawn_once_and_never_without_weight():
    weights = np.array([[0.0, 1.0, 2.0, 0.0, 5.0]] * 50)
    drawn = cr.multinomial(weights, 3).data
    np.testing.assert_array_equal(np.sort(drawn), [[1, 2, 4]] * 50)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("multinomial(x, 4)", "to draw 4"),
        ("multinomial(-x, 1)", "not negative"),
        ("multinomial(x[0, 0], 1)", "weights are"),
        ("bernoulli(2 * x)", "probabilities lie between 0 and 1"),
        ("randint(3)", "needs a size"),
        ("from_numpy([1.0])", "array"),
        ("clamp(x)", "min, a max or both"),
        ("flatten(x, 1, 0)", "comes after"),
        ("expand(x, 3)", "fewer"),
        ("repeat(x, 3)", "fewer"),
        ("t(x[None])", "transpose"),
        ("split(x, [1, 3])", "do not add up"),
        ("split(x, 0)", "positive"),
        ("chunk(x, 0)", "at least one"),
        ("movedim(x, (0, 1), (0,))", "cannot go"),
        ("tril(x[0])", "matrix"),
        ("triu(x[0])", "matrix"),
        ("trace(x[None])", "matrix"),
        ("diag(x[None])", "matrix"),
        ("diagonal(x, 0, 1, -1)", "two axes"),
        ("topk(x, 4)", "4 were asked for"),
        ("gather(x, 0, np.array([0]))", "as many axes"),
        ('norm(x, "nuc")', "number"),
        ("dot(x, x)", "shapes"),
        ("mm(x, x[0])", "shapes"),
        ('einsum("ij,jk", x)', "operands"),
        ('einsum("ijk", x)', "names 3 axes"),
        ('einsum("ij->ijk", x)', "k"),
        ('einsum("ij->ii", x)', "twice"),
        ('einsum("ij,ij->", x, x[:, :2])', "lengths"),
        ("squeeze(x, 2)", "no axis 2"),
        ("cumsum(x, 2)", "no axis 2"),
        ("var(x, 2)", "no axis 2"),
    ],
)
@pytest.mark.parametrize("kind", [np.array, cr.Tensor])
def test_what_cannot_be_meant_is_refused_in_a_sentence(code, words, kind):
    with pytest.raises((ValueError, TypeError, IndexError), match=words):
        evaluate(cr, code, x=kind([[0.5, 0.0, 1.0], [1.0, 1.0, 0.5]]), np=np)


def test_the_variance_of_too_few_numbers_is_nan_and_says_so():
    with pytest.warns(RuntimeWarning, match="variance of 1 numbers"):
        assert np.isnan(cr.var(np.array([1.0])))


def test_chainrule_has_what_the_modules_of_functions_have():
    for home, listed in BY_MODULE.items():
        module = importlib.import_module(f"chainrule.{home}")
        assert sorted(listed.split()) == sorted(module.__all__)
        for name in module.__all__:
            assert getattr(cr, name) is getattr(module, name)


EQUATIONS = """
ij,jk->ik ij,ij-> bij,bjk->bik ii->i ii ij->ji i,j,k->kij ...i,...i->... ij,jk,kl->il ij,k->j
i...,j...->ij... bhqd,bhkd->bhqk iij,jk->ik a...->... b...a,a->b...
""".split()  # noqa: SIM905


@pytest.mark.parametrize("equation", EQUATIONS)
def test_einsum_is_numpys(equation):
    generator = np.random.default_rng(0)
    sizes = {letter: (n,) for n, letter in enumerate("abdhijklq", 2)} | {".": (2, 3)}
    parts = equation.replace("...", ".").partition("->")[0].split(",")
    shapes = [[n for letter in part for n in sizes[letter]] for part in parts]
    operands = [generator.normal(size=shape) for shape in shapes]
    np.testing.assert_allclose(cr.einsum(equation, *operands), np.einsum(equation, *operands))
