"""The questions of lecture 4."""

from chainrule.exercises.questions.kinds import Choice, Number, Share, Word
from chainrule.exercises.questions.question import Question

predictions = (
    Question(
        "fifty-layers",
        "Fifty layers of 100 units, without activations, with random weights of spread 0.01. The "
        "inputs are about 1 in size. What are the outputs of the fiftieth layer like?",
        Choice(
            "about as large as the inputs",
            "a few times smaller",
            "all exactly 0",
            "NaN, not a number",
        ),
        "c",
        "Each layer makes the numbers ten times smaller, and after 45 layers 32 bits cannot hold "
        "them any more.",
        wrong={
            "a": "You might think that random weights, some positive and some negative, change "
            "little on the whole. But each layer multiplies the size by a factor, and fifty "
            "factors that are not 1 make a very large or very small number.",
            "b": "You might think of the factor of one layer. It is paid fifty times.",
            "d": "NaN comes from numbers that are too large. These are small.",
        },
    ),
    Question(
        "sum-of-a-hundred",
        "A unit adds up 100 products. Each is about 1 in size, and its sign is random. How large "
        "is the sum, typically?",
        Choice("about 0", "about 10", "about 100"),
        "b",
        "The squares add up, to 100, and the size of the sum is the root of that.",
        wrong={
            "a": "You might think that random signs cancel. The mean of many such sums is 0, but a "
            "single one is hardly ever near it.",
            "c": "It would be 100 if all signs were the same. Most of the products cancel.",
        },
    ),
    Question(
        "tanh-fifty",
        "Fifty layers with weights of spread 1/√n and tanh after each. What becomes of the size of "
        "the outputs?",
        Choice(
            "it stays about the same",
            "it falls, ever more slowly, and is still above 0.01 at the end",
            "it falls by the same factor in each layer, down to almost nothing",
        ),
        "b",
        "tanh takes a share of large numbers and leaves small ones alone, so the smaller the "
        "outputs are, the less they lose.",
        wrong={
            "a": "You might think that tanh is as good as the identity. It is so near 0; larger "
            "numbers are squashed, and the first layers take their share.",
            "c": "You might think of a fixed factor, as in the first network. But what tanh takes "
            "depends on the size: hardly anything, once the numbers are small.",
        },
    ),
    Question(
        "gain-of-he",
        "ReLU halves the mean of the squares in each layer. By which factor must the spread of the "
        "weights be larger than 1/√n, so that the size stays as it is?",
        Number(rtol=0.03),
        1.4142,
        "The square of the factor has to make up for the half: it is 2, so the factor is √2.",
        wrong={
            2: "You might think that what is halved must be doubled. The squares are halved; a "
            "factor of 2 in the weights is a factor of 4 in the squares.",
            4: "A factor of 4 in the weights is a factor of 16 in the squares. It takes one of 2.",
            0.7071: "This is what a layer does to the size. The weights have to undo it.",
        },
        hint="If all weights are multiplied by c, then the squares of the outputs are multiplied "
        "by c².",
    ),
    Question(
        "most-wrong-learns-least",
        "A sigmoid neuron with squared error is to answer 0. One starts at 0.82, one at 0.98. "
        "Which of them gets the larger gradient at its first step?",
        Choice(
            "the one at 0.98, since it is more wrong",
            "both get about the same",
            "the one at 0.82",
        ),
        "c",
        "The slope p (1 − p) stands in the gradient, and at 0.98 it is close to 0.",
        wrong={
            "a": "You might think that the larger error makes the larger gradient. The error is "
            "multiplied by the slope of the sigmoid, and out there it is flat.",
            "b": "The errors are about the same, but the slopes are not: at 0.98 the sigmoid is "
            "almost flat.",
        },
    ),
    Question(
        "same-direction",
        "The best weights are (1, −1), and we start from (0, 0): one weight has to go up, the "
        "other one down. In what share of the single steps do both of them move in the same "
        "direction, if all inputs lie between 0 and 1?",
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
        "tanh-against-relu",
        "A net with three hidden layers learns the digits, each activation with first weights that "
        "suit it and the better of two learning rates. Steps until 95 % are right: how do tanh "
        "and ReLU compare?",
        Choice(
            "tanh takes about six times as many",
            "tanh takes about two or three times as many",
            "they are about equal, or tanh is even ahead",
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
        "can-the-dead-return",
        "A unit that is dead answers 0 to every example, and gets no gradient. Can it come back to "
        "life while the training goes on?",
        Choice(
            "no: without a gradient nothing about it changes",
            "yes, in every layer, once the loss is large enough",
            "not in the first hidden layer, but often in the layers above it",
        ),
        "c",
        "The weights of a dead unit stand still. But in the upper layers its inputs move, since "
        "the layers below go on learning.",
        wrong={
            "a": "You might think so, since its weights get no gradient. That is true. But its "
            "inputs come from a layer that goes on learning.",
            "b": "You might think that a large loss must get through in the end. It is multiplied "
            "by 0, however large it is.",
        },
    ),
    Question(
        "slopes-of-prelu",
        "PReLU learns its slope α on the left, starting from 0.25. Where is the largest of the "
        "three layers' slopes after 800 steps on the digits?",
        Choice(
            "near 0: the network finds out that ReLU is best",
            "still near 0.25",
            "above ½, often far above",
        ),
        "c",
        "Mostly it grows beyond 1, so that the left side is steeper than the right one.",
        wrong={
            "a": "You might think that ReLU is popular because it is best. Given the choice, this "
            "network prefers a left side with a slope.",
            "b": "You might think that one number among thousands hardly matters. It is used by "
            "all units of its layer and every example, and so its gradient is large.",
        },
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
    Question(
        "recall-linear-layers",
        "What can a hundred layers do if there is nothing between them?",
        Choice(
            "anything, if they are wide enough",
            "what one layer can do",
            "a hundred times as much as one layer",
        ),
        "b",
        "V (W x + b) + c is (V W) x + (V b + c): products of matrices are matrices.",
        wrong={
            "a": "You might think of the theorem that networks can approximate anything. It needs "
            "something that is not linear between the layers.",
            "c": "You might think that depth alone adds something. Multiply two of them out.",
        },
    ),
    Question(
        "recall-spread",
        "A linear layer has 400 inputs. Which spread of its weights keeps the size of the numbers?",
        Number(),
        0.05,
        "1/√400 = 1/20.",
        wrong={
            0.0025: "You might divide by the number of inputs. Random signs cancel in part: it is "
            "the root that counts.",
            20: "This is by how much weights of spread 1 would make the numbers larger.",
            0.0707: "So it is before ReLU. This layer is linear.",
        },
        hint="It adds up 400 products with random signs. How large is such a sum?",
    ),
    Question(
        "recall-he",
        "Why are the weights before a ReLU taken √2 times as large?",
        Choice(
            "because ReLU's slope is at most ½",
            "because ReLU removes half of the mean square",
            "because ReLU is not centred",
            "because it makes training faster",
        ),
        "b",
        "Half of the squares are gone, and (√2)² = 2 makes up for it.",
        wrong={
            "a": "ReLU's slope is 0 or 1. It is half of the numbers that are lost.",
            "c": "It is not centred, but larger weights do not change that.",
            "d": "It does, but only because without it a deep network's numbers die out.",
        },
    ),
    Question(
        "recall-nan",
        "A deep network's loss is NaN after the second step. What do you suspect first?",
        Choice(
            "vanishing gradients",
            "numbers that became too large: the weights or the learning rate",
            "dead units",
            "too few examples",
        ),
        "b",
        "Infinity minus infinity is NaN, and infinities come from numbers that were multiplied "
        "too often by more than 1.",
        wrong={
            "a": "Vanishing gradients leave the loss where it is. Nothing becomes NaN.",
            "c": "Dead units answer 0, which is a perfectly good number.",
            "d": "Few examples make for a poor network, not for NaN.",
        },
    ),
    Question(
        "recall-p-minus-y",
        "A sigmoid output says 0.9, and the truth is 0. The loss is cross-entropy. What is the "
        "gradient at the sigmoid's input?",
        Number(),
        0.9,
        "p − y: the slope of the sigmoid has been cancelled.",
        wrong={
            0.09: "You might multiply by the slope p (1 − p). Cross-entropy has it in its "
            "denominator, and the two cancel.",
            -0.9: "It is prediction minus truth: positive, so that the input goes down.",
            0.162: "So it is with the squared error.",
        },
        hint="What does cross-entropy do to the slope of the sigmoid?",
    ),
    Question(
        "recall-saturated",
        "A sigmoid unit is saturated. What does that mean?",
        Choice(
            "it has learned all that it can",
            "its output is 0 for every example",
            "its input is so far from 0 that its slope is almost 0",
            "its weights have become too small",
        ),
        "c",
        "Out there the curve is flat, and hardly any gradient gets through.",
        wrong={
            "a": "You might think of a sponge that is full. A saturated unit may be as wrong as "
            "can be.",
            "b": "That is a dead ReLU. A saturated sigmoid is near 0 or near 1.",
            "d": "Small weights keep it near the middle, where it is steepest.",
        },
    ),
    Question(
        "recall-positive-inputs",
        "All inputs of a neuron are positive. What does that do to its weights in a single step on "
        "one example?",
        Choice(
            "they all grow",
            "they all move in the same direction, up or down",
            "they move in random directions",
            "nothing special",
        ),
        "b",
        "The gradient of wᵢ is δ xᵢ with the same δ for all.",
        wrong={
            "a": "It depends on the sign of δ, which may be either.",
            "c": "The signs of the gradients are those of δ xᵢ, and all xᵢ have the same.",
            "d": "You might think that each weight is free. They share one δ.",
        },
    ),
    Question(
        "recall-dead",
        "Which dead ReLU can come back during training with plain gradient descent?",
        Choice(
            "none",
            "one whose inputs are the data",
            "one whose inputs come from a layer that goes on learning",
            "every one, with a larger learning rate",
        ),
        "c",
        "Its own weights stand still, but its inputs move.",
        wrong={
            "a": "You might think so, since it gets no gradient. But the layers below it may get "
            "one from other units.",
            "b": "The data does not move, and neither do its weights: dead for good.",
            "d": "A larger rate times a gradient of 0 is 0.",
        },
    ),
    Question(
        "recall-six",
        "“ReLU learns six times faster than tanh.” What is the best reply?",
        Choice(
            "That is so.",
            "That is false.",
            "On which network, which data, and with which first weights?",
        ),
        "c",
        "It was measured once, on one network. On our digits tanh keeps up.",
        wrong={
            "a": "It was so for one network in 2012. Ours shows no such factor.",
            "b": "You might think that our race refutes it. The measurement was a true one; it is "
            "not a law.",
        },
    ),
    Question(
        "recall-elu-left",
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
        "recall-mean-zero",
        "Inputs scatter around 0. Which of sigmoid, tanh, ReLU, ELU and softplus has a mean output "
        "of 0? Answer with its name.",
        Word("hyperbolic tangent"),
        "tanh",
        "It is odd, f(−a) = −f(a), so that positive and negative outputs cancel.",
        wrong={
            "ELU": "You might think of ELU, which was made for it. It comes closer than ReLU, but "
            "it is not odd.",
            "sigmoid": "You might think of its S, which is symmetric: about ½, not about 0.",
            "relu": "ReLU is never negative, so its mean is above 0.",
        },
        hint="Which one is odd: f(−a) = −f(a)?",
    ),
    Question(
        "recall-clipping",
        "What does clipping the gradient's norm change?",
        Choice(
            "the length of the step, and only if it is too long",
            "the direction of the step",
            "the first weights",
            "the sign of large gradients",
        ),
        "a",
        "All gradients are multiplied by the same factor, so that the direction stays.",
        wrong={
            "b": "You might think of cutting off each number by itself, which does change the "
            "direction. The norm is that of all of them together.",
            "c": "Those are chosen before the training begins.",
            "d": "The factor is positive.",
        },
    ),
)
