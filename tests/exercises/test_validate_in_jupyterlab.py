"""Every assignment as a student opens it: in JupyterLab, where *Validate* tells how far one is."""

import os
import shutil
from pathlib import Path

import nbformat
import pytest
from in_jupyterlab import browser_page, chromium, jupyterlab, open_notebook

from autograde.proof.reference import Reference
from chainrule.exercises.parts import assignments

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = os.environ.get("CHAIN_RULE_SCREENSHOTS")  # a folder to keep them in
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow(seconds=65),
    pytest.mark.xdist_group("validate"),
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A browser's page, and the address of a JupyterLab with every assignment, empty and solved."""
    chromium()
    folder = tmp_path_factory.mktemp("desk")
    for name in assignments:
        released = ROOT / "assignments" / name / f"{name}.ipynb"
        shutil.copy(released, folder / f"{name}_empty.ipynb")
        written = nbformat.read(ROOT / "solutions" / name / f"{name}.ipynb", as_version=4)
        solved = Reference(nbformat.read(released, as_version=4), written).solved
        nbformat.write(solved, folder / f"{name}_solved.ipynb")
    with jupyterlab(folder) as address, browser_page() as page:
        yield page, address


def validated(desk, notebook):
    """What the dialogue says after *Validate* was pressed."""
    page, address = desk
    open_notebook(page, address, f"{notebook}.ipynb")
    page.get_by_text("Validate", exact=True).first.click()
    dialogue = page.locator(".jp-Dialog", has_text="Validation Results")
    dialogue.wait_for()
    if SCREENSHOTS:
        page.screenshot(path=Path(SCREENSHOTS) / f"{notebook}.png")
    return dialogue.inner_text()


@pytest.mark.parametrize("name", assignments)
def test_validate_says_of_an_empty_one_what_is_not_written(desk, name):
    said = validated(desk, f"{name}_empty")
    for part in assignments[name]:
        assert f"{part.name} is not written yet." in said
    assert "Traceback" not in said


@pytest.mark.parametrize("name", assignments)
def test_validate_says_of_a_solved_one_that_it_passes(desk, name):
    assert "Success! Your notebook passes all the tests." in validated(desk, f"{name}_solved")
