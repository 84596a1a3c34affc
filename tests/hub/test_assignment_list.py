"""Fetching and handing in by the buttons of JupyterLab's Assignment List."""

import re
from pathlib import Path

import pytest
from in_jupyterlab import browser_page
from one_class import NAME, NOTEBOOK, password

pytestmark = [pytest.mark.slow(seconds=160), pytest.mark.browser, pytest.mark.xdist_group("hub")]


@pytest.fixture
def assignments(hub, the_class, released):
    """Cleo logs in and opens the list."""
    name = the_class.students[2]
    with browser_page() as page:
        page.goto(f"{hub}/hub/login")
        page.fill("#username_input", name)
        page.fill("#password_input", password(name))
        page.click("#login_submit")
        page.locator(".lm-MenuBar-itemLabel", has_text="Nbgrader").first.click()
        entries = page.locator(".lm-Menu-itemLabel", has_text=re.compile(r"\w"))
        entries.first.wait_for()
        assert entries.all_inner_texts() == ["Assignment List"]
        entries.first.click()
        yield page


def test_a_student_fetches_and_hands_in_by_two_buttons(the_class, assignments):
    home = Path(f"~{the_class.students[2]}").expanduser()
    assignments.get_by_role("button", name="Fetch", exact=True).click()
    submit = assignments.get_by_role("button", name="Submit", exact=True)
    submit.wait_for()
    assert (home / NOTEBOOK).is_file()
    submit.click()
    assignments.get_by_role("button", name="Fetch Feedback").wait_for()
    (there,) = (the_class.exchange / "inbound").glob(f"{home.name}+{NAME}+*")
    assert (there / f"{NAME}.ipynb").read_bytes() == (home / NOTEBOOK).read_bytes()
