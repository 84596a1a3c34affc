"""The questions of lecture 3."""

from chainrule.exercises.questions.kinds import Choice, Count, Number, Shape
from chainrule.exercises.questions.question import Question

predictions = (
    Question(
        "entries-of-a-diagonal",
        "`tanh` is applied to 1,000 numbers. How many of the 1,000,000 entries of its Jacobian are "
        "not zero?",
        Count(),
        1000,
        "Each output looks at its own input only, so everything off the diagonal is 0.",
        wrong={
            1_000_000: "You might think that every input moves every output. Nudge one: the other "
            "outputs stay.",
            1: "One in each row, and there are 1,000 rows.",
        },
        hint="Which outputs move when one input does?",
    ),
    Question(
        "shape-of-a-weight-gradient",
        "y = W x + b, where g = ∂L/∂y has 3 elements and x has 4. What is the shape of ∂L/∂W?",
        Shape(),
        (3, 4),
        "A gradient has the shape of what it belongs to, and W takes 4 numbers to 3.",
        wrong={
            (4, 3): "You might think of x first, as it comes first. W stands left of x, with a row "
            "for each output.",
            (3,): "This is the shape of g, and of ∂L/∂b. W has an entry for each pair.",
            (4,): "This is the shape of x, and of ∂L/∂x. W has an entry for each pair.",
            (3, 3, 4): "This is the whole block of derivatives ∂y/∂W. L is one number.",
        },
        hint="A gradient has the shape of what it belongs to.",
    ),
    Question(
        "rows-of-softmax",
        "Add up each row of the Jacobian of softmax. What comes out?",
        Number(),
        0,
        "A row adds up what happens to one probability when all scores go up by 1 together: "
        "nothing, since softmax looks at differences only.",
        wrong={
            1: "You might think of the probabilities, which add up to 1. The entries of J are "
            "their slopes, and 1 does not move."
        },
        hint="What happens to s when all scores go up by 1?",
    ),
    Question(
        "from-which-end",
        "A net takes 1,000 inputs to 500 units, to 100 units, to 1 loss. How many times more "
        "multiplications does it take to start at the input than at the output?",
        Number(rtol=0.02),
        91,
        "From the output there is always one row times a matrix: 100 · 500 + 500 · 1,000 = 550,000 "
        "multiplications. From the input it is 1,000 · (500 · 100 + 100 · 1) = 50,100,000.",
        wrong={
            1: "You might think that the order does not matter, as the product is the same. The "
            "work is not.",
            1000: "You might think that 1,000 inputs cost 1,000 times as much as one output. "
            "Nearly: but the largest matrix comes in only when we start at the output.",
        },
        hint="Start at the output: a row times a matrix, then again.",
    ),
    Question(
        "gigabytes-of-a-jacobian",
        "A layer takes a batch of 64 rows of 512 numbers to 64 rows of 256. How many gigabytes "
        "(10⁹ bytes) would its Jacobian for X fill, with 8 bytes a number?",
        Number(rtol=0.05),
        4.3,
        "It has 64 · 256 rows and 64 · 512 columns, each entry 8 bytes.",
        wrong={
            0.001: "This is the weight matrix, 512 · 256 numbers. The Jacobian has an entry for "
            "each pair of an output and an input of the whole batch.",
            0.067: "You might think of one block for each row of the batch. The Jacobian holds the "
            "zeros between different rows too.",
        },
        hint="Entries: outputs times inputs.",
    ),
    Question(
        "best-of-four-rates",
        "Learning rates 0.02, 0.2, 0.8 and 3. One crawls, one ends worse than it could, one blows "
        "up. Which one learns best?",
        Choice("0.02", "0.2", "0.8", "3"),
        "b",
        "Too small a rate crawls. Too large a one comes down fast, and then jumps to and fro above "
        "the bottom, or is thrown out.",
        wrong={
            "a": "You might think that careful steps are the safe way. They are, and they do not "
            "arrive.",
            "c": "You might think that faster is better. It comes down first, but its steps are "
            "too long to reach the bottom: it ends higher.",
            "d": "You might think that the largest rate is fastest. Beyond some rate each step "
            "jumps over what it looks for, and farther each time.",
        },
    ),
    Question(
        "noise-of-a-batch",
        "By what factor is the scatter of the mini-batch gradient smaller with 256 examples than "
        "with 4?",
        Number(rtol=0.05),
        8,
        "256 is 64 times 4, and the scatter goes with 1/√B.",
        wrong={
            64: "You might think that 64 times the examples have a 64th of the noise. Errors "
            "cancel only in part: as √64.",
            4: "256 is 4 to the fourth; 256 / 4 is 64, whose root is 8.",
        },
        hint="256 is 64 times 4.",
    ),
    Question(
        "rate-that-diverges",
        "In the steep direction the slope is 40 θ₂: its curvature is 40. Beyond which learning "
        "rate does plain gradient descent diverge there?",
        Number(),
        0.05,
        "A step multiplies θ₂ by 1 − 40 η. It shrinks while this lies between −1 and 1, so up to "
        "η = 2/40.",
        wrong={
            0.025: "You might think that it must not jump over the bottom. With η = 1/40 it "
            "arrives in one step; it may jump as long as it lands nearer than it was."
        },
        hint="θ₂ ← θ₂ − η · 40 θ₂. When does it shrink?",
    ),
)
recall = (
    Question(
        "why-start-at-the-output",
        "Why does backpropagation start at the output?",
        Choice(
            "The inputs are not known before",
            "There is one loss, so a row is carried, never a matrix",
            "The chain rule holds in this order only",
        ),
        "b",
        "A product of matrices may be formed in any order. From the loss on it is a row times a "
        "matrix each time.",
        wrong={
            "a": "You might think so, as it runs backward. All values are known by then: the "
            "forward pass computed them.",
            "c": "You might think so, as it is written that way. Forward mode starts at the input, "
            "with the same result.",
        },
    ),
)
