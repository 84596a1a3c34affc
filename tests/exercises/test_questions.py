"""Every question of the course: right answers are right, wrong ones are answered in fit words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import chainrule as cr
from chainrule.exercises.questions import predictions, questions, recalled
from chainrule.exercises.questions.kinds import (
    Choice,
    Count,
    Number,
    Shape,
    Share,
    Unreadable,
    Word,
    YesNo,
)

ALL = [pytest.param(question, id=name) for name, question in questions.items()]
KINDS = [Number(), Count(), Share(), Shape(), Word(), YesNo(), Choice("it rises", "it falls")]
OF_SIGNED_NUMBERS = ("sign", "other way up", "times too")


def spellings(question, answer):
    """How learners would give an answer: typed, as a value, rounded."""
    read = question.kind.read(answer)
    yield from (answer, str(answer), f"  {answer} ", question.kind.show(read))
    match question.kind:
        case Number() | Count() | Share():
            value = np.asarray(read, float)
            yield from (value, value.tolist(), cr.Tensor(value), str(value.tolist()))
            yield str(value.tolist()).replace("-", "−")
            if value.ndim == 0:
                yield from (
                    f"about {value:g}",
                    f"{value:g}.",
                    f"{float(value):,}",
                    f"≈ {value:.4g}",
                )
        case Shape():
            sizes = [str(size) for size in read]
            yield from (list(read), np.array(read, int), " × ".join(sizes), "x".join(sizes))
            yield from (f"[{', '.join(sizes)}]", ",".join(sizes), " by ".join(sizes))
        case Word():
            yield from (answer.upper(), answer.title(), f'"{answer}"', f"{answer}.")
            yield from question.kind.synonyms if read in question.kind.synonyms else ()
        case YesNo():
            yield from (
                read,
                int(read),
                str(read),
                np.bool_(read),
                "Yes" if read else "No!",
                "yn"[not read],
            )
        case Choice():
            option = question.kind.options["abcdefgh".index(read)]
            yield from (read.upper(), f"{read})", f"({read})", f"{read}.", option, option.upper())
    if isinstance(question.kind, Share):
        yield from (
            f"{100 * read:g} %",
            f"{100 * read:g}%",
            f"{100 * read:g} per cent",
            f"{read}/1",
        )


@pytest.mark.parametrize("question", ALL)
def test_the_official_answer_is_right_in_every_spelling(question):
    for spelling in spellings(question, question.answer):
        reply = question.reply(spelling)
        assert reply.grade == "right", (spelling, str(reply))
        assert reply.head.startswith("Right: ")
        assert str(reply).endswith(question.because)


@pytest.mark.parametrize("question", ALL)
def test_a_rounded_answer_is_accepted(question):
    if isinstance(question.kind, Number):
        for digits in (2, 3, 4):
            rounded = np.vectorize(lambda x, d=digits: float(f"{x:.{d}g}"))
            said = rounded(question.kind.read(question.answer))
            assert question.reply(said.tolist()).right


@pytest.mark.parametrize("question", ALL)
def test_a_wrong_answer_that_was_foreseen_is_refused_with_its_own_reply(question):
    for likely, says in question.wrong.items():
        for spelling in spellings(question, likely):
            reply = question.reply(spelling)
            assert reply.grade == "wrong", (spelling, str(reply))
            assert reply.text == says
            assert reply.head.startswith("You said ")


@pytest.mark.parametrize("question", ALL)
def test_whoever_is_wrong_in_another_way_gets_a_hint(question):
    assert question.text.rstrip(")").endswith(("?", ".")), "a whole question"
    assert question.because.endswith((".", "?")), "a whole sentence"
    if question.kind.options:
        others = {letter for letter, _ in question.options} - {question.answer}
        assert set(question.wrong) == others or (question.hint and not question.kind.letters)
    else:
        assert question.hint


@pytest.mark.parametrize("question", ALL)
def test_only_signed_numbers_are_told_of_signs_and_factors(question):
    if not isinstance(question.kind, Number):
        for guess in ("2", "-4", "0.5", "7", "(4, 3)", "no", "yes", "a", "b", "c", "tanh", "relu"):
            try:
                reply = question.reply(guess)
            except Unreadable:
                continue
            told = reply.text.replace(question.wrong.get(reply.said, "?"), "")
            assert not any(words in f"{reply.head} {told}" for words in OF_SIGNED_NUMBERS)


def test_every_name_is_there_once():
    named = [q.name for part in (predictions, recalled) for them in part.values() for q in them]
    assert len(named) == len(set(named))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: type(kind).__name__)
def test_what_cannot_be_read_gets_one_calm_sentence(kind):
    for said in (
        "",
        "   ",
        None,
        [1, [2]],
        object(),
        {"a": 1},
        lambda: 1,
        "2 or 3",
        "?",
        "(" * 999,
    ):
        if isinstance(kind, Word) and isinstance(said, str):
            continue  # any text is a word
        with pytest.raises(Unreadable) as sentence:
            kind.read(said)
        assert str(sentence.value).startswith("Please answer with")
        assert str(sentence.value).count(". ") == 0


FLOATS = st.floats(-1e6, 1e6).filter(lambda x: x == 0 or abs(x) > 1e-6)
VALUES = [
    (Number(), FLOATS | st.lists(FLOATS, min_size=1, max_size=6)),
    (Count(), st.integers(-(10**9), 10**9)),
    (Share(), st.floats(0, 1)),
    (Shape(), st.lists(st.integers(0, 99), max_size=4).map(tuple)),
    (Word("tanh", "hyperbolic tangent"), st.sampled_from(["tanh", "Hyperbolic  tangent", "ReLU"])),
    (YesNo(), st.booleans()),
    (Choice("it rises", "it falls"), st.sampled_from(["a", "b", "it falls"])),
]


@given(st.sampled_from(VALUES).flatmap(lambda pair: st.tuples(st.just(pair[0]), pair[1])))
def test_what_is_shown_can_be_read_again(pair):
    kind, value = pair
    read = kind.read(value)
    assert kind.compare(kind.read(kind.show(read)), read)[0] == "right"


@given(st.integers(-1000, 1000), st.integers(-1000, 1000), st.integers(0, 5))
def test_a_count_says_how_many_too_many_or_too_few(mine, truth, within):
    grade, remark = Count(within).compare(mine, truth)
    assert grade == (
        "right" if mine == truth else "close" if abs(mine - truth) <= within else "wrong"
    )
    if mine != truth:
        assert remark == f"{abs(mine - truth):,} too {'many' if mine > truth else 'few'}."


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_share_is_close_within_its_tolerance(mine, truth):
    grade, remark = Share(within=0.1).compare(mine, truth)
    if abs(abs(mine - truth) - 0.1) > 1e-6:
        assert (grade != "wrong") == (abs(mine - truth) < 0.1)
    if grade == "wrong":
        assert ("too high" in remark) == (mine > truth)


@pytest.mark.parametrize(
    ("mine", "truth", "says"),
    [
        (3, -3.0, "the sign is not"),
        (0.25, 4.0, "the other way up"),
        (8, 4.0, "2 times too large"),
        (1, 10.0, "10 times too small"),
        (-8, 4.0, "2 times too large, and the sign is the other one"),
        (7, 4.0, "The sign is right, the size is not"),
        ([2, 4], np.array([1.0, 2.0]), "2 times too large"),
        ([1, 2, 3], np.array([1.0, 2.0]), "shape (3,)"),
        (np.nan, 1.0, ""),
        (1, 0.0, ""),
        (0, 1.0, ""),
    ],
)
def test_a_wrong_number_is_told_what_it_has_in_common_with_the_truth(mine, truth, says):
    kind = Number()
    grade, remark = kind.compare(kind.read(mine), kind.read(truth))
    assert grade == "wrong"
    assert says in remark
    assert bool(says) == bool(remark)


@given(st.lists(st.floats(-1e-12, 1e-12), min_size=1, max_size=8))
def test_zero_agrees_with_rounding(noise):
    kind = Number()
    for said in ("0", 0, "[0,0]", -0.0):
        assert kind.compare(kind.read(said), kind.read(noise))[0] == "right"


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("1/2", 0.5), ("½", 0.5), ("50 %", 0.5), ("half", 0.5), ("−4", -4), ("- 4", -4), ("4.", 4),
        ("1e-3", 1e-3), ("10^-3", 1e-3), ("10⁻³", 1e-3), ("2^11 - 1", 2047), ("0.25**9", 0.25**9),
        ("√2", 2**0.5), ("sqrt(2)", 2**0.5), ("1/√2", 2**-0.5), ("π", np.pi), ("e^-1", np.exp(-1)),
        ("60 million", 6e7), ("1,000,000", 1e6), ("0,5", 0.5), ("about 12 steps", 12), ("64×", 64),
        ("~ 3", 3), ("x = 3", 3), ("none", 0), ("three", 3), ("91-fold", 91), ("-0.2", -0.2),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(said, means):
    assert Number().read(said) == pytest.approx(means)


@pytest.mark.parametrize(
    "said", ["9**9**9**9", "1/0", "(-8)**0.5", "__import__('os')", "x" * 10**5]
)
def test_no_text_does_harm(said):
    with pytest.raises(Unreadable):
        Number().read(said)
