"""Products of vectors and matrices: dot, outer and their like, for so many axes each."""

from __future__ import annotations

from typing import Any

from chainrule.engine import reshape
from chainrule.table import matmul

__all__ = ["addmm", "bmm", "dot", "mm", "mv", "outer"]


def dot(input: Any, tensor: Any) -> Any:
    """The inner product of two vectors, Σ aᵢ bᵢ.

    >>> import numpy as np
    >>> dot(np.array([1.0, 2.0]), np.array([3.0, 4.0]))
    np.float64(11.0)
    """
    return matmul(*with_axes(("dot", 1, 1), input, tensor))


def outer(input: Any, vec2: Any) -> Any:
    """The outer product of two vectors, yᵢⱼ = aᵢ bⱼ.

    >>> import numpy as np
    >>> outer(np.array([1.0, 2.0]), np.array([3.0, 4.0])).tolist()
    [[3.0, 4.0], [6.0, 8.0]]
    """
    a, b = with_axes(("outer", 1, 1), input, vec2)
    return reshape(a, shape=(-1, 1)) * b


def mm(input: Any, mat2: Any) -> Any:
    """The product of two matrices; `@` takes more.

    >>> import numpy as np
    >>> mm(np.eye(2), np.ones((2, 3))).shape
    (2, 3)
    """
    return matmul(*with_axes(("mm", 2, 2), input, mat2))


def mv(input: Any, vec: Any) -> Any:
    """The product of a matrix and a vector.

    >>> import numpy as np
    >>> mv(np.eye(2), np.array([3.0, 4.0]))
    array([3., 4.])
    """
    return matmul(*with_axes(("mv", 2, 1), input, vec))


def bmm(input: Any, mat2: Any) -> Any:
    """The products of two batches of matrices, (b, n, k) and (b, k, m).

    >>> import numpy as np
    >>> bmm(np.ones((5, 2, 3)), np.ones((5, 3, 4))).shape
    (5, 2, 4)
    """
    return matmul(*with_axes(("bmm", 3, 3), input, mat2))


def addmm(input: Any, mat1: Any, mat2: Any, beta: float = 1, alpha: float = 1) -> Any:
    """A matrix and a product of two: beta · input + alpha · mat1 @ mat2.

    >>> import numpy as np
    >>> addmm(np.ones(2), np.eye(2), np.eye(2)).tolist()
    [[2.0, 1.0], [1.0, 2.0]]
    """
    product = mm(mat1, mat2)
    product = product if alpha == 1 else alpha * product
    return product if beta == 0 else (input if beta == 1 else beta * input) + product


def with_axes(wanted: tuple[str, int, int], a: Any, b: Any) -> tuple[Any, Any]:
    """Two operands that have as many axes as the product is for; a ValueError if they have not."""
    name, *axes = wanted
    if [a.ndim, b.ndim] != axes:
        raise ValueError(
            f"{name}: tensors of {axes[0]} and {axes[1]} axes are needed, "
            f"and these have shapes {a.shape} and {b.shape}"
        )
    return a, b
