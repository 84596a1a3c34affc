"""The installer says what it will do, does it once, and adds what is new."""

import re

import pytest
from one_class import ROOT

pytestmark = [pytest.mark.slow(seconds=160), pytest.mark.xdist_group("hub")]


def steps(said, word):
    return [line.split(word, 1)[1].strip() for line in said.splitlines() if f"  {word} " in line]


def test_a_second_run_finds_nothing_to_do(the_class):
    done = the_class.install()
    assert done.returncode == 0, done.stderr
    assert steps(done.stdout, "now") == []
    assert len(steps(done.stdout, "is so")) > 20


def test_a_dry_run_says_what_a_mended_thing_would_be_and_changes_nothing(the_class):
    (the_class.exchange / "inbound").chmod(0o777)
    done = the_class.install("--dry-run")
    (step,) = steps(done.stdout, "would")
    assert "inbound" in step
    assert "mode 3733" in step
    assert (the_class.exchange / "inbound").stat().st_mode & 0o7777 == 0o777
    the_class.install()
    assert (the_class.exchange / "inbound").stat().st_mode & 0o7777 == 0o3733


def test_a_checkout_that_students_could_read_is_refused(the_class):
    the_class.checkout.chmod(0o755)
    try:
        done = the_class.install()
    finally:
        the_class.checkout.chmod(0o700)
    assert done.returncode == 2
    assert "Students could read the solutions" in done.stderr


def test_a_name_that_is_no_account_is_refused(the_class):
    done = the_class.install("--instructor", "grace; reboot")
    assert done.returncode == 2
    assert "No account can be called 'grace; reboot'" in done.stderr


def test_the_command_that_the_readme_names_is_there():
    page = (ROOT / "deploy" / "hub" / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"deploy/hub/[\w.-]+", page))
    assert "deploy/hub/install.py" in named
    assert all((ROOT / path).exists() for path in named)
