"""The names that PyTorch's courses use beside the table's, with the module that has them.

They are loaded on first use, as functions of `chainrule` and, those of `functions`, as methods.
"""

from __future__ import annotations

BY_MODULE = {
    "creation": """
        arange as_tensor empty empty_like eye from_numpy full full_like linspace ones
        ones_like tensor zeros zeros_like
    """,
    "functions.comparisons": """
        all allclose any bincount count_nonzero eq equal ge gt is_tensor isclose isfinite
        isinf isnan le logical_and logical_not logical_or lt ne nonzero numel
    """,
    "functions.einsum": """
        einsum tensordot
    """,
    "functions.elementwise": """
        acos acosh asin asinh atan atanh ceil clamp clone cosh expm1 floor lerp log1p log2
        log10 reciprocal round rsqrt sign sinh square tan trunc
    """,
    "functions.movement": """
        broadcast_to expand expand_as flatten movedim permute ravel repeat reshape squeeze t
        tile transpose unflatten unsqueeze view view_as
    """,
    "functions.ordering": """
        argmax argmin argsort sort topk unique
    """,
    "functions.pieces": """
        chunk flip repeat_interleave roll split unbind
    """,
    "functions.linalg": """
        addmm bmm dot mm mv outer
    """,
    "functions.reductions": """
        cumprod cumsum logsumexp norm prod std var
    """,
    "functions.selection": """
        diag diagonal gather index_select masked_fill masked_select take_along_dim trace
        tril triu
    """,
    "sampling": """
        bernoulli multinomial normal rand rand_like randint randint_like randn randn_like
        randperm
    """,
}

HOMES = {name: f"chainrule.{home}" for home, names in BY_MODULE.items() for name in names.split()}
METHODS = {name: home for name, home in HOMES.items() if home.startswith("chainrule.functions.")}
METHODS |= dict.fromkeys(("softmax", "log_softmax"), "chainrule.nn.functional")
