"""The digits are those of scikit-learn, without its import."""

import numpy as np
import pytest

from chainrule.data.digits import stored


@pytest.fixture
def load_digits():
    """Imported by the process that tests this, since it takes two seconds."""
    from sklearn.datasets import load_digits

    return load_digits


def test_they_are_read_as_scikit_learn_reads_them(load_digits):
    images, labels = stored()
    wanted, named = load_digits(return_X_y=True)
    assert np.array_equal(images, wanted)
    assert np.array_equal(labels, named)
    assert labels.dtype == named.dtype


def test_where_they_lie_elsewhere_scikit_learn_is_asked(load_digits, monkeypatch):
    monkeypatch.setattr("pathlib.Path.is_file", lambda path: False)
    assert np.array_equal(stored()[0], load_digits(return_X_y=True)[0])
