"""The questions of lecture 2."""

from chainrule.exercises.questions.kinds import Choice, Count, Number, YesNo
from chainrule.exercises.questions.question import Question

predictions = (
    Question(
        "ratio-of-slopes",
        "With w₀ = 2 and x₀ = −1: what is (slope of x₀) / (slope of w₀)?",
        Number(),
        -2,
        "A product swaps its inputs: x₀'s slope has the factor w₀ = 2, and w₀'s has x₀ = −1.",
        wrong={
            -0.5: "You might think that each slope goes with its own value. A product swaps "
            "its inputs."
        },
        hint="A product swaps its inputs.",
    ),
    Question(
        "largest-slope-of-sigmoid",
        "How large is the largest slope σ′(x) of the sigmoid?",
        Number(),
        0.25,
        "s(1 − s) is a parabola in s with its top at s = ½, where x = 0.",
        wrong={0.5: "This is σ(0). The slope there is s(1 − s)."},
        hint="s(1 − s) is a parabola in s.",
    ),
    Question(
        "slope-of-a-cube",
        "Let y = x · x · x with x = 2. What is ∂y/∂x? How many wires leave x?",
        Number(),
        12,
        "Three wires leave x, and each brings back x · x = 4.",
        wrong={4: "This is what one wire brings back. Three leave x."},
        hint="Three wires leave x; each brings back a share.",
    ),
    Question(
        "visits-of-diamonds",
        "How many visits does `backward_at_once` pay for 10 diamonds in a row?",
        Count(),
        2047,
        "2¹¹ − 1 = 2047: each diamond doubles the visits behind it.",
        wrong={
            21: "You might think that each diamond adds two visits. Behind it everything is "
            "visited twice.",
            30: "You might think that each diamond costs three visits. Behind it everything is "
            "visited twice.",
            1024: "So often the last node is visited. The others are visited too.",
        },
        hint="It doubles with each diamond.",
    ),
    Question(
        "gradient-of-a-bias",
        "X has shape (4, 3), b has shape (3,). What is the gradient of the sum of all entries of "
        "X + b with respect to b?",
        Number(),
        [4, 4, 4],
        "Each entry of b is used once in each of the four rows.",
        wrong={
            1: "You might think that a sum passes 1 on, and that is all. It does so four times."
        },
        hint="Each entry of b is used once in each of the four rows.",
    ),
    Question(
        "gradcheck-at-zero",
        "A square has a factor missing in its rule: x in place of 2x. Will `gradcheck` say so at "
        "x = 0?",
        YesNo(),
        "no",
        "At 0 both 2x and x are 0. A check sees only what its inputs show, so use several random "
        "ones, away from zero.",
        hint="What is 2x at 0, and what is x?",
    ),
    Question(
        "runs-that-solve-xor",
        "A net with 4 hidden units starts from 20 different random weights. How many of the 20 "
        "runs get all four corners of XOR right?",
        Count(within=5),
        20,
        "Most of them, and not always all. Other seeds, other numbers: run it twice.",
        hint="One hidden unit was too few; here are four.",
    ),
)
recall = (
    Question(
        "what-a-product-does",
        "y = a · b, and the gradient 5 arrives at y. What arrives at a?",
        Choice("5 · a", "5 · b", "5", "5 / b"),
        "b",
        "A product swaps its inputs: ∂y/∂a = b.",
        wrong={
            "a": "You might think that a's own value counts. How fast y moves with a is b's doing.",
            "c": "So a sum passes it on. A product multiplies.",
            "d": "You might think of solving for a. The derivative of a · b by a is b.",
        },
    ),
)
