"""The questions of lecture 4."""

from chainrule.exercises.questions.kinds import Choice, Number, Share, Word
from chainrule.exercises.questions.question import Question

predictions = (
    Question(
        "nine-quarters",
        "A sigmoid's slope is at most ¼. If that were all, by what factor would the gradient "
        "shrink through nine layers?",
        Number(rtol=0.05),
        "0.25^9",
        "Nine factors of ¼ are about 4 millionths.",
        wrong={
            2.25: "You might add the slopes. Along a chain they multiply.",
            0.25: "You might think that the slope is paid once. It is paid in each layer.",
            4**9: "So much smaller it becomes: the factor is one divided by this.",
        },
        hint="Nine factors of ¼.",
    ),
    Question(
        "same-direction",
        "A neuron w·x is to answer x₁ − x₂, so its best weights are (1, −1). We start from (0, 0), "
        "one example a step. In what share of the steps do both weights move in the same "
        "direction, if inputs lie between 0 and 1?",
        Share(within=0.02),
        1,
        "All of them: ∂L/∂wᵢ = δ xᵢ with the same δ for both, and both xᵢ are positive.",
        wrong={
            0.5: "You might think of four directions, equally likely. δ is the same for both "
            "weights, and both inputs are positive.",
            0: "You might think that the weights move as they should in the end, one up, one down. "
            "A single example cannot move them so.",
        },
        hint="All of them, or half of them?",
    ),
    Question(
        "gain-of-he",
        "Ten ReLU layers with gain 1 in place of √2. By what factor is the spread smaller at the "
        "tenth layer, compared with He?",
        Number(rtol=0.05),
        32,
        "Ten factors of √2: 2⁵.",
        wrong={
            1.41: "You might think that the gain is paid once. It is paid in each of ten layers.",
            14.1: "You might add the ten gains. They multiply.",
            1024: "You might think that half of the spread is lost in each layer. Half of the "
            "variance is: √2 in the spread.",
        },
        hint="Ten factors of √2.",
    ),
    Question(
        "tanh-against-relu",
        "A net with three hidden layers learns the digits, each activation with its own first "
        "weights and its best learning rate. Epochs until 95 % are right: how do tanh and ReLU "
        "compare?",
        Choice(
            "tanh takes about six times as many",
            "tanh takes about twice as many",
            "they are about equal, up to an epoch or two",
        ),
        "c",
        "The six is from another net and another task, without the first weights that suit tanh.",
        wrong={
            "a": "You might trust the slide, which quotes AlexNet's paper: a convolutional net on "
            "CIFAR-10. Here there is no such difference.",
            "b": "You might think that some of the six remains. With the first weights that suit "
            "it, tanh keeps up.",
        },
    ),
    Question(
        "max-of-prelu",
        "PReLU learns α. Suppose it learns α = 2. What does max(α a, a) give at a = −1?",
        Number(),
        -1,
        "Of −2 and −1 the larger one is −1: with α > 1 max(α a, a) takes the wrong branch.",
        wrong={
            -2: "You might think that max takes the branch with α on the left, as it does for "
            "α < 1. Of −2 and −1 the larger one is −1."
        },
        hint="Which is larger, −2 or −1?",
    ),
    Question(
        "elu-far-left",
        "ELU with α = 2: what is its value far to the left, at a = −20?",
        Number(),
        -2,
        "α (eᵃ − 1), and e⁻²⁰ is nearly nothing: it saturates at −α.",
        wrong={
            0: "You might think of ReLU. ELU goes down to −α.",
            -1: "So it is for α = 1.",
            -40: "You might think of a straight line with slope α, as PReLU has it. ELU saturates.",
        },
        hint="e⁻²⁰ is nearly nothing.",
    ),
    Question(
        "mean-nearest-zero",
        "Inputs scatter around 0 with spread 1. Which of the seven activations has the mean output "
        "closest to 0? Answer with its name.",
        Word("tanh", "hyperbolic tangent"),
        "tanh",
        "It is odd, f(−a) = −f(a), so that positive and negative outputs cancel.",
        wrong={
            "ELU": "You might think of ELU, which was made for it. It comes closer than ReLU, but "
            "it is not odd.",
            "sigmoid": "You might think of its S, which is symmetric: about ½, not about 0.",
        },
        hint="Which one is odd: f(−a) = −f(a)?",
    ),
)
recall = (
    Question(
        "why-sigmoids-starve-layers",
        "Why do the first layers of a deep net of sigmoids learn so little?",
        Choice(
            "They are farthest from the data",
            "Each sigmoid above multiplies their gradient by ¼ at most",
            "Their weights start too large",
        ),
        "b",
        "The slope of a sigmoid is σ(1 − σ) ≤ ¼, and slopes multiply along the way back.",
        wrong={
            "a": "They are the nearest to the data. It is the loss from which they are far.",
            "c": "You might think of saturation. With smaller weights the factors are still ¼ at "
            "most.",
        },
    ),
)
