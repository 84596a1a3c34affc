"""What tests of the sandbox share."""

import pytest
import warm


@pytest.fixture(scope="module")
def control():
    """The socket of a warm process, for `warm.Student`."""
    process, control = warm.started("warm")
    yield control
    warm.ended(process, control)
