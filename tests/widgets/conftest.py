"""All widgets on one page of a browser, without JupyterLab."""

import pytest
from in_jupyterlab import chromium
from plain_page import kinds, made, page_with


@pytest.fixture(scope="module")
def page():
    chromium()
    with page_with([made(kind) for kind in kinds()]) as page:
        page.set_default_timeout(20_000)
        yield page
