"""The questions of lecture 1."""

from chainrule.exercises.questions.kinds import Choice, Count, Number, Share
from chainrule.exercises.questions.question import Question

predictions = (
    Question(
        "millions-of-alexnet",
        "LeNet-5 has some 60,000 parameters. How many million has AlexNet?",
        Number(rtol=0.05),
        60,
        "Most of them sit in its dense layers.",
        hint="A thousand times as many as LeNet-5.",
    ),
    Question(
        "gates-of-a-line",
        "There are 16 gates with two inputs. How many of them does the search over weights of one "
        "unit find?",
        Count(),
        14,
        "All but XOR and its opposite, XNOR: no line has two opposite corners on one side and the "
        "other two on the other.",
        wrong={
            15: "You might think that XOR is the only one. Exchange 0 and 1 in its answers: XNOR "
            "cannot be cut off by a line either.",
            16: "You might think that enough weights find every gate. Finer steps do not help: "
            "for XOR there is no line at all.",
        },
        hint="Which four answers could no line give?",
    ),
    Question(
        "cycle-of-xor",
        "The perceptron starts on XOR from w₁ = w₂ = b = 0, the four examples shown in turn. After "
        "how many examples are all three numbers back where they once were, over and over?",
        Count(),
        4,
        "There are few small whole numbers, and it never leaves them.",
        hint="There are few small whole numbers, and it never leaves them.",
    ),
    Question(
        "one-hidden-unit",
        "With one hidden unit, how many of the 20 nets learn XOR?",
        Count(),
        0,
        "A single hidden unit sees the plane along one line only: one cut, as before.",
        wrong={20: "You might think that any hidden layer will do. One unit makes one cut."},
        hint="What does a single hidden unit see of the plane?",
    ),
    Question(
        "size-of-a-small-net",
        "How many numbers are to be learned in a net with 2 inputs, 8 hidden units and 1 output? "
        "Count weights and biases.",
        Count(),
        33,
        "2 · 8 weights and 8 biases, then 8 weights and 1 bias: 16 + 8 + 8 + 1.",
        wrong={24: "These are the weights. Each unit has a bias too."},
        hint="Each unit has a bias too.",
    ),
    Question(
        "rings-without-sigmoid",
        "Which share of the ring points will a two-layer net without the sigmoid get right?",
        Share(within=0.12),
        0.5,
        "About half: layers that only multiply and add are together one line.",
        wrong={1.0: "You might think that two layers suffice. Without a bend they are one line."},
        hint="Compare it with the first row of the table.",
    ),
)
recall = (
    Question(
        "why-no-line-makes-xor",
        "Why can no single unit compute XOR?",
        Choice(
            "Its weights would have to be found by a better search",
            "Its two 1s and its two 0s lie on opposite corners, which no line separates",
            "It would need a smooth step in place of a hard one",
        ),
        "b",
        "The line that has (0, 1) and (1, 0) on one side has the middle of the square there too, "
        "and so at least one of the other corners.",
        wrong={
            "a": "You might think that the search was too coarse. Four inequalities show that "
            "there is nothing to find.",
            "c": "You might think that the step is at fault. A smooth step cuts along a line too.",
        },
    ),
)
