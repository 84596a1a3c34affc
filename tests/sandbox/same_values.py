"""Whether two values are the same: equal in type and bits, with a nan the same as any other."""

import random
from collections import Counter, OrderedDict, defaultdict, deque
from types import SimpleNamespace

import numpy as np

UNORDERED = (set, frozenset, type({}.keys()))
ORDERED = (list, tuple, deque, type({}.values()), type({}.items()))
MAPPINGS = (dict, Counter, OrderedDict, defaultdict)
GENERATORS = (np.random.Generator, np.random.BitGenerator, np.random.RandomState)


def same(one, other):
    """Equal in type and bits."""
    return type(one) is type(other) and same_content(one, other)


def same_content(one, other):
    """Equal in bits, where the types may differ in their outermost layer."""
    if isinstance(one, np.ma.MaskedArray):
        return same(one.data, other.data) and same(one.mask, other.mask)
    if isinstance(one, np.ndarray | np.generic):
        return same_array(np.asarray(one), np.asarray(other))
    if isinstance(one, UNORDERED):
        return len(one) == len(other) and all(any(same(a, b) for b in other) for a in one)
    if isinstance(one, MAPPINGS):
        return same(list(one.items()), list(other.items())) and (
            getattr(one, "default_factory", None) is getattr(other, "default_factory", None)
        )
    if isinstance(one, ORDERED):
        same_limit = getattr(one, "maxlen", None) == getattr(other, "maxlen", None)
        return len(one) == len(other) and same_limit and all(map(same, one, other))
    if isinstance(one, SimpleNamespace):
        return same(vars(one), vars(other))
    if isinstance(one, random.Random):
        return one.getstate() == other.getstate()
    if isinstance(one, GENERATORS):
        return repr(state(one)) == repr(state(other))
    return repr(one) == repr(other)


def same_array(one, other):
    if (one.dtype, one.shape) != (other.dtype, other.shape):
        return False
    if one.dtype == object:
        return all(map(same, one.ravel().tolist(), other.ravel().tolist()))
    return one.tobytes() == other.tobytes()


def state(generator):
    """What a generator of NumPy will give next."""
    if isinstance(generator, np.random.RandomState):
        return generator.get_state(legacy=False)
    return getattr(generator, "bit_generator", generator).state
