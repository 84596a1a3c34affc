"""The questions of lecture 1."""

from chainrule.exercises.questions.kinds import Choice, Count, Number, Word, YesNo
from chainrule.exercises.questions.question import Question

predictions = (
    Question(
        "one-veto",
        "A unit of 1943 has the threshold 2. Three exciting inputs are active, and one inhibiting "
        "input is active too. What does the unit say?",
        Choice("1, since three minus one is two", "0, since one veto silences it"),
        "b",
        "In the paper of 1943 inhibition is absolute: one active inhibiting input silences the "
        "unit, however many exciting ones are active.",
        wrong={
            "a": "You might think that an inhibiting input is subtracted, as a negative weight is. "
            "There are no weights in 1943, and so there is nothing to balance.",
        },
    ),
    Question(
        "perceptron-on-xor",
        "A perceptron starts with w₁ = w₂ = b = 0 and is shown the four examples of XOR in turn, "
        "over and over. What becomes of its three numbers?",
        Choice(
            "They come to rest, with as many corners right as possible",
            "They go in a circle and come back to the same values after every pass",
            "They grow beyond all bounds, or wander about",
        ),
        "b",
        "Each example undoes what another has taught. The numbers are small and whole, and after "
        "four examples they are back where they were.",
        wrong={
            "a": "You might think that it settles for the best it can get. The rule moves the line "
            "at every mistake, and on XOR there is always one left.",
            "c": "You might think that endless mistakes must add up. They cancel: what one example "
            "adds, another one subtracts.",
        },
    ),
    Question(
        "gates-of-a-line",
        "There are 16 gates with two inputs. How many of them does the search over the weights and "
        "the bias of one unit find?",
        Count(),
        14,
        "All but two are found, XOR and the gate that answers the other way round.",
        wrong={
            15: "You might think that XOR is the only one. Exchange 0 and 1 in all its answers: "
            "a line for that gate would be a line for XOR.",
            16: "You might think that enough weights find every gate. Finer steps do not help: "
            "for XOR there is no line at all.",
            8: "You might think that a line makes only half of the gates. AND, OR, their "
            "opposites, a single input, a constant: try to draw a few more.",
        },
        hint="Which four answers could no line give?",
    ),
    Question(
        "slide-loss",
        "The loss is minimised without its square brackets: −(t log P) + (1 − t) log(1 − P), for "
        "AND, where three targets are 0 and one is 1. What does the unit learn to say?",
        Choice(
            "AND, as before, only more slowly",
            "1 to everything",
            "0 to everything",
            "½ to everything",
        ),
        "b",
        "The second term has lost its minus, and so it rewards a P near 1 where the target is 0.",
        wrong={
            "a": "You might think that a sign costs only time. The walker goes downhill all the "
            "same, but the sign decides where down is.",
            "c": "You might think that three zeros outvote a one. They would, but their term now "
            "has the wrong sign, and pulls P up.",
            "d": "You might think that the two terms balance each other. Both are made smaller by "
            "a larger P.",
        },
    ),
    Question(
        "one-hidden-unit",
        "Twenty nets with a single hidden unit learn XOR, each from its own random start. How many "
        "of them get all four corners right?",
        Count(),
        0,
        "A single hidden unit sees the plane through one sum only, so the border of the net is "
        "one straight line.",
        wrong={
            20: "You might think that any hidden layer will do. One hidden unit makes one cut, and "
            "the last unit can only choose a side of it.",
            10: "You might think that luck decides. There is nothing to be found, with any luck.",
        },
        hint="What does a single hidden unit see of the plane?",
    ),
    Question(
        "longest-wait",
        "Which idea of the timeline waited longest, from its first stop to the one with which it "
        "caught on?",
        Choice(
            "derivatives from the end (1970), with which hidden units learn",
            "the rectifier (1969), a unit that drops what is negative",
            "wired together (1949), Hebb's rule",
            "local detectors (1980)",
        ),
        "b",
        "Fukushima used the rectifier in 1969, and it became common with ReLU in 2010.",
        wrong={
            "a": "You might think of backpropagation, whose wait is the most famous one. It was "
            "sixteen years.",
            "c": "You are close: Hebb's rule stores the memories of Hopfield's net of 1982, after "
            "33 years.",
            "d": "The detectors of the Neocognitron learned by backpropagation nine years later.",
        },
    ),
    Question(
        "numbers-of-a-network",
        "How many numbers does a network with 2 inputs, 8 hidden units and 1 output have to "
        "learn? Count weights and biases.",
        Count(),
        33,
        "Each hidden unit has two weights and a bias, which makes 24. The last unit has eight "
        "weights and a bias, which makes 9.",
        wrong={
            24: "You may have forgotten the biases: 16 and 8 weights are 24. Or the last unit: the "
            "hidden units alone have 24 numbers, too.",
            32: "You might think that the last unit needs no bias. It is logistic regression like "
            "the others.",
            11: "These are the units and inputs. The numbers sit on the wires between them.",
        },
        hint="Each unit has a weight for each of its inputs, and a bias.",
    ),
    Question(
        "without-a-bend",
        "The network with 33 numbers learns the rings without the sigmoid in its hidden units. "
        "Compared with a single unit on x₁ and x₂, what is its loss in the end?",
        Choice(
            "larger, since it has more numbers to learn",
            "smaller, since 33 numbers can do more than three",
            "the same",
        ),
        "c",
        "Sums of sums are sums: multiplied out, the whole net is one unit with three numbers.",
        wrong={
            "a": "You might think that more numbers take longer. Here they all pull together, and "
            "three hundred steps are enough for both.",
            "b": "You might think that more numbers are always more power. What counts is what "
            "they can express together, and that is a line.",
        },
    ),
    Question(
        "price-of-width",
        "The hidden layer is made twice as wide. About how many times as long does one step of "
        "nudging take?",
        Choice(
            "as long as before",
            "twice as long",
            "four times as long",
            "more than that: it doubles with each further unit",
        ),
        "c",
        "There are twice as many numbers to nudge, and for each of them a net twice as large is "
        "computed anew.",
        wrong={
            "a": "You might think that all the nudges happen at once. Each of them needs an "
            "evaluation of its own.",
            "b": "You counted the nudges. Each of them has become dearer as well: the net that is "
            "computed anew is twice as large.",
            "d": "You might fear that. Nudging is dear, but not as dear as trying all "
            "combinations: each number is nudged alone.",
        },
    ),
)

recall = (
    Question(
        "why-no-line-makes-xor",
        "Why can no single unit compute XOR?",
        Choice(
            "Its weights would have to be found by a better search",
            "Its four corners ask for inequalities that contradict each other",
            "It would need a smooth step in place of a hard one",
        ),
        "b",
        "The two that ask for a 1 add up to w₁ + w₂ + 2b > 0, the two that ask for a 0 to "
        "w₁ + w₂ + 2b ≤ 0.",
        wrong={
            "a": "You might think that the search was too coarse. Four inequalities show that "
            "there is nothing to find.",
            "c": "You might think that the step is at fault. A smooth step has a straight border, "
            "too.",
        },
    ),
    Question(
        "news-of-1958",
        "What was new in Rosenblatt's unit, compared with the one of McCulloch and Pitts?",
        Choice(
            "a threshold",
            "weights, which change with each mistake",
            "a hidden layer",
        ),
        "b",
        "The unit of 1943 counts its inputs, and nothing in it changes. Weights that are learned "
        "are the news of 1958.",
        wrong={
            "a": "The threshold is from 1943; the bias has taken its place.",
            "c": "Nets of several layers were drawn in 1943, too. How their weights can be "
            "learned was shown in 1986.",
        },
    ),
    Question(
        "one-update",
        "A perceptron has w₁ = 2, w₂ = −1 and b = 0. It is shown x = (1, 1) with target 0. What "
        "is its b afterwards?",
        Number(),
        -1,
        "The sum is 1, it says 1, and the target is 0: so the inputs and 1 are subtracted.",
        wrong={
            0: "You might think that it is right already. The sum is 2 − 1 + 0 = 1, which is above "
            "zero.",
            1: "You went the wrong way: it said 1 and should have said 0, so the sum must fall.",
        },
        hint="First find out what it says.",
    ),
    Question(
        "convergence",
        "What does the perceptron convergence theorem promise?",
        Choice(
            "that the rule always ends with as few mistakes as possible",
            "that the rule ends, if some line separates the two classes",
            "that there is a line for every task, if one trains long enough",
        ),
        "b",
        "The promise has a condition. Where no line separates the classes, the rule goes on for "
        "ever.",
        wrong={
            "a": "You might think that it settles for the best line. On XOR it settles for none.",
            "c": "You might think that patience helps. XOR has no line, after any time.",
        },
    ),
    Question(
        "what-the-book-proved",
        "What did Minsky and Papert prove in 1969?",
        Choice(
            "that neural networks cannot compute XOR",
            "that a learned unit behind detectors of parts of the picture cannot compute parity",
            "that hidden units cannot be trained",
        ),
        "b",
        "Their theorems are about one learned unit behind detectors that each see only a part. XOR "
        "is the smallest case. On more layers they had a judgement, and no theorem.",
        wrong={
            "a": "You might have read that. Two layers compute XOR, and that was known.",
            "c": "They doubted it, and did not prove it. In 1986 hidden units were trained.",
        },
    ),
    Question(
        "the-extra-feature",
        "With which product as an extra input can a single unit compute XOR? Write it as a formula "
        "of x₁ and x₂.",
        Word("x₁x₂", "x1x2", "x1*x2", "x1 * x2", "x₁ · x₂", "x1·x2", "x₁*x₂", "x2*x1", "x₂x₁"),
        "x₁·x₂",
        "It is 1 at (1, 1) alone, and lifts that corner out of the way.",
        hint="It is 1 at one corner only.",
    ),
    Question(
        "what-a-hidden-layer-does",
        "What does the hidden layer do for the last unit in the net for XOR?",
        Choice(
            "It tries several lines and chooses the best one",
            "It moves the corners to places where one line can separate them",
            "It remembers the four examples",
        ),
        "b",
        "(0, 1) and (1, 0) come to lie on one place, and the last unit cuts there with one line.",
        wrong={
            "a": "All of its lines are used at once. The last unit weighs them.",
            "c": "It has no memory of examples: it answers everywhere in the plane.",
        },
    ),
    Question(
        "loss-of-a-shrug",
        "A unit says ½ to every example. What is its mean loss (natural logarithm)?",
        Number(rtol=0.02),
        0.693,
        "Whatever happened had the probability ½, and −log ½ = log 2 ≈ 0.693.",
        wrong={
            0.5: "This is the probability. The loss is minus its logarithm.",
            0: "A loss of 0 is for those who were certain, and right.",
        },
        hint="Minus the logarithm of the probability that was given to what really happened.",
    ),
    Question(
        "loss-below-zero",
        "While you train, the mean cross-entropy falls below zero. What does that tell you?",
        Choice(
            "The model is very good",
            "There is a mistake in the loss",
            "The steps are too long",
        ),
        "b",
        "Minus the logarithm of a probability is never negative.",
        wrong={
            "a": "You might think that lower is always better. A perfect model has the loss 0, and "
            "none has less.",
            "c": "Steps that are too long make the loss jump. They do not take it below zero.",
        },
    ),
    Question(
        "slope-and-step",
        "The loss has a positive slope in a weight. Which way does gradient descent move it?",
        Choice("It makes the weight larger", "It makes the weight smaller"),
        "b",
        "A positive slope means that a larger weight makes a larger loss.",
        wrong={"a": "This is uphill: with a positive slope the loss rises with the weight."},
    ),
    Question(
        "stuck",
        "Some nets with two hidden units do not learn XOR, however long they go downhill. Is that "
        "because no solution exists?",
        YesNo(),
        "no",
        "There is one, we built it by hand. They stand where the ground is level, with two corners "
        "right, and the slopes show no way on.",
        hint="Think of OR, AND and the unit that looks at both.",
    ),
    Question(
        "why-a-nonlinearity",
        "Ten layers are stacked that only multiply and add. What can the whole compute?",
        Choice(
            "what one such layer can compute",
            "everything that a network with sigmoids can compute, only more slowly",
            "ten lines",
        ),
        "a",
        "Multiplied out, there is one matrix and one vector. The layers melt into one.",
        wrong={
            "b": "You might think that depth makes up for it. Without a bend there is no depth.",
            "c": "Each layer draws lines only in what the one before has left, and that is linear: "
            "in the input there is one line.",
        },
    ),
    Question(
        "evaluations-of-a-step",
        "A network has 33 parameters. How many times is the loss computed for one step of nudging?",
        Count(),
        34,
        "Once where we stand, and once for each number that is nudged.",
        wrong={
            33: "Each change is measured against the loss where we stand, which has to be "
            "computed as well.",
            1: "You might think of the walker who sees the slope at once. That is what lecture 2 "
            "makes of it, or nearly; nudging tests each direction on its own.",
            66: "That is the price if each number is nudged both ways.",
        },
        hint="How many nudges are there, and what is each of them compared with?",
    ),
    Question(
        "feature-engineering",
        "Squares make the two rings an easy task for logistic regression. What is the weakness of "
        "such features?",
        Choice(
            "They make the model slower",
            "Somebody must know what the task needs, and another task needs others",
            "They work for two inputs only",
        ),
        "b",
        "On the cloud coloured like XOR the same squares are of no use.",
        wrong={
            "a": "They cost next to nothing: the model still has three numbers.",
            "c": "There are features for any number of inputs. The question is who thinks of them.",
        },
    ),
)
