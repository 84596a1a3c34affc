"""The questions of lecture 3, on shapes."""

from chainrule.exercises.questions.kinds import Choice, Count, Number, Shape
from chainrule.exercises.questions.question import Question

predictions = (
    Question(
        "what-one-nudge-fills",
        "We have nudged one input, the distance, and looked at all outputs. Which part of the "
        "Jacobian do we know now?",
        Choice("a row", "a column", "the diagonal"),
        "b",
        "A row belongs to one output, a column to one input. One input was nudged.",
        wrong={
            "a": "You might think of a row, since the two numbers were printed in one. A row tells "
            "how one output reacts to all inputs, and only one input was moved.",
            "c": "You might think that each output belongs to the input of the same number. Here "
            "the distance moves both outputs.",
        },
    ),
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
        "which-product",
        "X has the shape (N, n), W has (m, n), and G, the gradient of the output, has (N, m). "
        "Which product is the gradient for W?",
        Choice("Gᵀ X", "Xᵀ G", "G Xᵀ", "G W"),
        "a",
        "W has the shape (m, n), and (m, N) times (N, n) is that. The sum inside the product runs "
        "over the N examples: it is the fan-out that adds up.",
        wrong={
            "b": "You might think so, since the data comes first in many books. (n, N) times "
            "(N, m) is (n, m): W would lie on its side.",
            "c": "The widths do not fit: m columns of G against n rows of Xᵀ. And nothing "
            "would be summed over the examples.",
            "d": "You might think that W belongs into its own gradient. A product swaps: "
            "W hears the other factor, X. This one is the gradient for X.",
        },
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
        hint="What happens to p when all scores go up by 1?",
    ),
    Question(
        "push-of-a-sure-mistake",
        "A net gives the right answer, dog, a probability of only 0.01. What is the gradient of "
        "the loss for the dog's score?",
        Number(),
        -0.99,
        "Prediction minus truth: 0.01 − 1.",
        wrong={
            0.99: "The size is right. A larger score of the right one makes the loss smaller, so "
            "the slope is negative.",
            -100: "You might think of −1/p, the slope of −log p. This is the gradient for the "
            "probability; softmax multiplies it by p (1 − p).",
            0.01: "This is the prediction. The truth, 1, has to be taken away from it.",
            -0.01: "You might think that a small probability means a small push. It is the other "
            "way round: the more wrong, the stronger.",
        },
        hint="Prediction minus truth, and the truth for the right one is 1.",
    ),
    Question(
        "from-which-end",
        "How many times more multiplications does it take to form J₃ J₂ J₁ from the input's end "
        "than from the output's?",
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
        "The layer takes a batch of 64 rows of 512 numbers to 64 rows of 256. How many gigabytes "
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
        "forgotten-share",
        "Somebody forgets the division by n in the first of the eight lines. Which of the "
        "gradients of the parameters come out wrong?",
        Choice(
            "only those of the last layer, W₂ and b₂",
            "only those of the first layer, W₁ and b₁",
            "all of them, each by the factor n",
            "all of them, and the further back the worse",
        ),
        "c",
        "Every line is linear in the gradient that it is handed: a factor goes through unchanged.",
        wrong={
            "a": "You might think that the mistake stays near the place where it was made. "
            "But `dh` is computed from `dscores`, and all else from `dh`.",
            "b": "The last layer's gradients are computed from `dscores` directly.",
            "d": "You might think of factors that pile up from layer to layer. The factor is "
            "forgotten once, and handed on as it is.",
        },
    ),
)
recall = (
    Question(
        "row-or-column",
        "What does one column of a Jacobian tell?",
        Choice(
            "How one output reacts to all inputs",
            "How all outputs react to one input",
            "How one output reacts to one input",
        ),
        "b",
        "A row for each output, a column for each input.",
        wrong={
            "a": "You might have the two exchanged. That is a row: the gradient of one output.",
            "c": "That is a single entry.",
        },
    ),
    Question(
        "shape-of-the-gradient-of-a-loss",
        "W has the shape (10, 16). What is the shape of the gradient of the loss for W?",
        Shape(),
        (10, 16),
        "The gradient of one number has the shape of what it belongs to.",
        wrong={(16, 10): "You might think that a backward pass turns everything round. A slope "
               "belongs to each weight, in its own place."},
        hint="There is one slope for each weight.",
    ),
    Question(
        "jacobian-of-a-linear-layer",
        "What is the Jacobian of y = W x + b for x?",
        Choice("W", "W transposed", "x", "the identity"),
        "a",
        "∂yᵢ/∂xⱼ is Wᵢⱼ: how strongly output i listens to input j.",
        wrong={
            "b": "You might think of the backward pass, in which Wᵀ stands if gradients are "
            "columns. The table itself is W: a row for each output.",
            "c": "x comes in if you ask for the derivative for W.",
            "d": "This is the Jacobian for b.",
        },
    ),
    Question(
        "gradient-of-a-bias-in-a-batch",
        "G is the gradient of a linear layer's output for a batch, a row for each example. What is "
        "the gradient for the bias?",
        Choice("G itself", "the mean of the rows of G", "the sum of the rows of G"),
        "c",
        "The bias was used for each example, and a fan-out adds up.",
        wrong={
            "a": "You might think so, since the bias is only added. It is added to every row: its "
            "gradient must have its shape.",
            "b": "You might think of the mean because the loss is a mean. The factor 1/n has come "
            "in with the loss already; here it would come in twice.",
        },
    ),
    Question(
        "repeated-forth",
        "What is repeated on the way forth is … on the way back. Which word is missing?",
        Choice("repeated", "summed", "averaged", "left alone"),
        "b",
        "Each copy sends back a wish, and the wishes add up.",
        wrong={
            "a": "You might think that the way back does the same again. What is summed forth is "
            "repeated back; a repetition is summed.",
            "c": "You might think of a fair share. Each copy has its full effect on the loss.",
            "d": "The shapes would not fit: there are more copies than there were numbers.",
        },
    ),
    Question(
        "prediction-minus-truth",
        "A net gives the right class 0.25 and three others 0.25 each. What is the gradient of the "
        "cross-entropy for the score of the right one?",
        Number(),
        -0.75,
        "p − y = 0.25 − 1.",
        wrong={
            0.75: "The size is right. The loss falls when this score rises: the slope is negative.",
            0.25: "This is p, and the gradient for each of the wrong ones. Take the truth away.",
            -4: "You might think of −1/p, the slope for the probability. It was asked for "
            "the score.",
        },
        hint="Prediction minus truth.",
    ),
    Question(
        "sum-of-pushes",
        "What do the pushes p − y on all scores of one example add up to?",
        Number(),
        0,
        "Both p and y add up to 1.",
        wrong={1: "You might think of the probabilities. The truth adds up to 1 as well, and it is "
               "taken away."},
        hint="What do all p add up to, and what do all y?",
    ),
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
    Question(
        "when-forward-is-better",
        "For which function is forward mode, jvp, the cheaper way to all derivatives?",
        Choice(
            "one input, a thousand outputs",
            "a thousand inputs, one output",
            "a thousand inputs, a thousand outputs",
        ),
        "a",
        "One pass of jvp serves one input, one pass of vjp one output.",
        wrong={
            "b": "This is a loss: one pass of vjp does it.",
            "c": "Here both need a thousand passes.",
        },
    ),
    Question(
        "test-that-hides-a-transpose",
        "Which test is most likely to miss a forgotten transpose?",
        Choice(
            "one with batch, inputs and outputs of different sizes",
            "one with a symmetric matrix",
            "one with random numbers",
        ),
        "b",
        "A symmetric matrix is its own transpose, so that the mistake changes nothing.",
        wrong={
            "a": "Different sizes are what finds it: most wrong products then do not even fit.",
            "c": "You might distrust chance. Random numbers are seldom symmetric, and so they find "
            "it.",
        },
    ),
    Question(
        "slope-of-tanh-in-a-batch",
        "h = tanh(a) for a batch, and dh is the gradient of the loss for h. What is da?",
        Choice("dh @ (1 − h²)", "dh * (1 − h²)", "dh * (1 − a²)", "1 − h²"),
        "b",
        "Element by element, the Jacobian is a diagonal: no matrix product is needed.",
        wrong={
            "a": "You might think that in matrix form every product is one of matrices. A diagonal "
            "multiplies element by element.",
            "c": "The slope of tanh is 1 minus the square of its output, h.",
            "d": "This is the local slope. What has arrived from behind, dh, is missing.",
        },
    ),
    Question(
        "lines-for-a-layer",
        "You add one more hidden layer (linear, then tanh) to a network. How many lines does its "
        "backward pass gain: for the weights, the bias, the layer's input, and tanh?",
        Count(),
        4,
        "Two products, a sum, and a product element by element.",
        wrong={1: "One line brings the gradient through the layer. The weights and the bias want "
               "theirs, too."},
        hint="Count the gradients that the new layer needs, one for each line.",
    ),
)  # fmt: skip
