"""The pages that students get."""

import pytest
import tiny

from autograde.grading.run import grade_all


@pytest.fixture
def page(course, sandbox):
    """Grades a notebook and returns the text of its feedback."""

    def feedback(**answers):
        tiny.hand_in(course, "ada", tiny.answers_of(course, **answers))
        (result,) = grade_all(tiny.of(course), ["ada"])
        assert result.notes == ()
        return (tiny.of(course).feedback("ada") / "tiny.html").read_text(encoding="utf-8")

    return feedback


def test_a_failed_hidden_check_shows_its_sentence_and_nothing_else(page):
    text = page(half="def half(x):\n    print('called with', x)\n    return x // 2")
    assert "Not for odd numbers." in text
    assert "# A hidden check." in text
    for secret in ("35.5", "HIDDEN TESTS", "double(71)", "called with 71"):
        assert secret not in text
    assert "called with 2" in text  # the visible check hides nothing


def test_scores_are_on_the_page(page):
    assert "<b>6</b> of 10 points" in page()
