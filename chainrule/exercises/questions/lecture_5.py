"""The questions of lecture 5."""

from chainrule.exercises.questions.kinds import Choice, Count, Number, Share, YesNo
from chainrule.exercises.questions.question import Question

predictions = (
    Question(
        "xor-with-a-product",
        "XOR, no hidden layer, features x₁, x₂ and x₁x₂. What share of the test points is right "
        "after 50 epochs?",
        Share(within=0.1),
        1,
        "The sign of x₁x₂ is the answer: with this feature one cut suffices.",
        wrong={
            0.5: "You might think that without a hidden layer XOR cannot be done. So it is from "
            "x₁ and x₂ alone; the product does the work of a layer."
        },
        hint="Where is x₁x₂ positive?",
    ),
    Question(
        "neurons-for-xor",
        "What is the smallest number of tanh neurons, 1 to 5, with which all of five starts get "
        "more than 90 % of the test points of XOR?",
        Count(within=1),
        3,
        "Two suffice by hand; gradients find the way from any start when there is one to spare.",
        wrong={
            2: "You might think of the two units of lecture 1. They suffice when a person sets "
            "them; from some starts gradients do not find them.",
            1: "One unit makes one cut, and XOR needs two.",
        },
        hint="Try 3 or 4.",
    ),
    Question(
        "neurons-for-a-circle",
        "What is the smallest number of hidden neurons that separates the circle from x₁ and x₂, "
        "with more than 95 % right on average?",
        Count(),
        3,
        "Three straight borders close: a triangle.",
        wrong={
            2: "Two straight borders make a wedge or a strip, which stays open.",
            4: "You might think of a square. A triangle is closed too.",
            1: "One straight border closes nothing.",
        },
        hint="Borders that close.",
    ),
    Question(
        "test-loss-of-a-large-net",
        "Two noisy clouds, 50 points for training, a net of 8 + 8, five starts. After 300 epochs, "
        "is the median test loss larger than twice the median training loss?",
        YesNo(),
        "yes",
        "It has room to remember its points, noise and all; new points have other noise.",
        wrong={
            "no": "You might think that what fits fits everywhere. It was fitted to these "
            "points, and to their noise."
        },
    ),
    Question(
        "shuffled-pixels",
        "The pixels of all digits are shuffled in the same way. Does this change the mean accuracy "
        "of a net with dense layers only by more than two percentage points?",
        YesNo(),
        "no",
        "To a dense layer every order of the inputs is as good as any other.",
        wrong={
            "yes": "You might think that it reads digits as we do. It was never told which "
            "pixels are neighbours."
        },
    ),
    Question(
        "learning-through-a-step",
        "A net has `sign` as its activation. By how much does its first layer's weight change in "
        "100 steps of descent?",
        Number(),
        0,
        "The slope of a step is 0 wherever it has one, so no gradient gets through.",
        hint="What is the slope of a step?",
    ),
)
recall = (
    Question(
        "what-tells-overfitting",
        "Which sign tells you that a net has learned its points by heart?",
        Choice(
            "The training loss stays high",
            "The training loss falls, while the loss on points kept apart rises",
            "Both losses fall together",
        ),
        "b",
        "Only points that were kept apart can tell what it does with new ones.",
        wrong={
            "a": "Then it has not even learned the points that it saw.",
            "c": "Then what it learns holds for new points too.",
        },
    ),
)
