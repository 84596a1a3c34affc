"""The questions of lecture 2."""

from chainrule.exercises.questions.kinds import Choice, Count, Number
from chainrule.exercises.questions.question import Question

predictions = (
    Question(
        "three-gears",
        "Now w = 1, so that p = 3w = 3, e = 2 − p = −1 and L = e² = 1. What is the slope of L "
        "in w, that is, dL divided by a small dw?",
        Number(),
        6,
        "The three local derivatives are 3, −1 and 2e = −2, and nudges multiply along a chain.",
        wrong={
            0: "You might think that the factors add up: 3 − 1 − 2 = 0. But each gate multiplies "
            "what it is handed.",
            -6: "Two of the factors are negative, −1 and 2e = −2, and two turns make none.",
            -3: "You might think that the last gate multiplies by 1, as it did at w = 0.5. Its "
            "factor is 2e, and e is −1 here.",
            3: "This is what the first gate does. There are two more behind it.",
        },
        hint="Go forward first, then multiply the three local derivatives; the last one is 2e.",
    ),
    Question(
        "promise-of-a-step",
        "We move all five numbers against their gradients, with η = 0.1. The gradient promises "
        "that L falls by 0.0212. By how much will it really fall?",
        Choice(
            "by just that: a gradient is exact",
            "by a little less",
            "by a little more",
            "not at all: moving five numbers at once spoils it",
        ),
        "b",
        "The promise is a straight line. This loss is curved, and flattens as f comes closer to 1.",
        wrong={
            "a": "You might think that an exact gradient makes an exact forecast. It is the exact "
            "slope at the start, and the slope changes on the way.",
            "c": "It would, if the loss fell more and more steeply. It flattens as f nears 1.",
            "d": "You might think that the five moves get into each other's way. For small steps "
            "their effects simply add up.",
        },
    ),
    Question(
        "cube-by-wires",
        "Let y = x · x · x with x = 2. What is ∂y/∂x? Use the traffic rules, not the power rule: "
        "how many wires leave x, and what does each bring back?",
        Number(),
        12,
        "Three wires leave x. Each brings back the product of the two others, 4, and a fan-out "
        "adds up.",
        wrong={
            4: "You might think that x hears only once. This is what one wire brings back, and "
            "three leave x.",
            8: "This is the value of y, or two of the three shares. Count the wires again.",
            6: "You might think of x · x · x as 3 · x. But each wire brings back 2 · 2.",
            3: "Three is the number of wires. Each of them brings back 4.",
        },
        hint="Each wire brings back the product of the two other factors.",
    ),
    Question(
        "metres-to-millimetres",
        "The estimate is the same in both laboratories, and so is the loss. How does the gradient "
        "of the weight in millimetres compare with that in metres?",
        Choice(
            "a thousand times smaller, as the weight is",
            "the same, since the loss is the same",
            "a thousand times larger",
            "a million times larger",
        ),
        "c",
        "The gradient of a weight is the upstream gradient, which is the same, times its input, "
        "which is a thousand times larger.",
        wrong={
            "a": "You might think that a small weight has a small gradient. Multiply swaps: what "
            "counts is its input.",
            "b": "You might think that the same loss means the same slope. But a turn of the "
            "smaller weight moves the estimate a thousand times as much.",
            "d": "A million comes in when you divide the gradient by the weight. The gradient "
            "itself has one factor of a thousand.",
        },
    ),
    Question(
        "hasty-engine",
        "Which formulas does this engine get wrong?",
        Choice(
            "those with a product in them",
            "those in which something is used more than once",
            "those with a square in them, and no others",
            "those with negative numbers in them",
        ),
        "b",
        "Whoever is used twice is told twice, and the second time wipes out the first. It does not "
        "matter whether it is a sum or a product that uses it.",
        wrong={
            "a": "You might think so, since a · a fails and the rule of products is the harder "
            "one. But a · b comes out right.",
            "c": "A square is one case of it. But a + a comes out wrong as well, and there is no "
            "square in it.",
            "d": "You might suspect the signs. But a · b + c comes out right with three negative "
            "numbers.",
        },
    ),
    Question(
        "ten-diamonds",
        "A chain of 10 diamonds has 31 nodes. How many visits does handing on at once take?",
        Choice(
            "31, one for each node",
            "about 60, since everything is used twice",
            "about 100, ten times ten",
            "about 4,000",
        ),
        "d",
        "Each diamond doubles the visits to all that lies nearer to the input, and adds three of "
        "its own. So the visits go 1, 5, 13, 29 and on to 4,093: twice as many, and 3.",
        wrong={
            "a": "You might think that a visit settles a node. Here it is visited again by each "
            "way that leads to it.",
            "b": "You might think that twice in each place is twice in all. But twice behind twice "
            "is four times, and so on.",
            "c": "You might think of a square. Ten diamonds double ten times, they do not add up "
            "ten times ten.",
        },
    ),
    Question(
        "xor-starts",
        "Ten networks start from ten different sets of random numbers. How many of them get all "
        "four corners of XOR right after 300 steps?",
        Count(within=2),
        10,
        "Four hidden units are more than it takes, and so nearly every start finds a way. Run it "
        "again: the numbers are different each time.",
        wrong={
            1: "You might think that a start must be lucky to get anywhere. The gradient finds "
            "a way down from almost everywhere.",
            5: "You might think of tossing a coin. With four hidden units there is nearly always "
            "a way down.",
        },
        hint="Two hidden units can do it by hand. Here are four, and each may take any part.",
    ),
    Question(
        "gradient-of-a-bias",
        "X has shape (4, 3) and b has shape (3,). NumPy repeats b for each of the four rows. What "
        "is the gradient of the sum of all entries of X + b with respect to b? Give its three "
        "numbers.",
        Number(),
        [4, 4, 4],
        "Each entry of b is used once in each of the four rows, and a fan-out adds up.",
        wrong={
            1: "You might think that a sum hands on 1, and that is all. It does so in each row, "
            "and a fan-out adds up.",
            12: "This is what all twelve entries bring back together. Each entry of b is used in "
            "one column only.",
            3: "Three is the number of columns. An entry of b is used once in each row.",
        },
        hint="How often is the first entry of b used?",
    ),
)

recall = (
    Question(
        "recall-upstream-times-local",
        "What does a gate do on the way back with what it hears from the next one?",
        Choice(
            "it adds its local derivative to it",
            "it multiplies it by its local derivative",
            "it replaces it by its local derivative",
            "it hands it on as it is",
        ),
        "b",
        "Upstream times local: nudges multiply along a chain.",
        wrong={
            "a": "You might think of adding up, but that belongs to a fan-out. Along a chain the "
            "factors multiply.",
            "c": "Then it would not matter what lies behind the gate, and the loss could not be "
            "heard at all.",
            "d": "This is true of a sum, whose local derivatives are 1, and of no other gate here.",
        },
    ),
    Question(
        "recall-product",
        "y = a · b with a = 2 and b = 5, and the gradient 3 arrives at y. What does a hear?",
        Number(),
        15,
        "Multiply swaps: a hears the upstream gradient times b.",
        wrong={
            6: "You might think that a's own value counts. How fast y moves with a is b's doing.",
            5: "This is the local derivative. It is multiplied by what arrives, 3.",
            3: "A sum would hand it on like this. A product multiplies it by the other input.",
        },
        hint="A product swaps its inputs, and the upstream gradient comes in as a factor.",
    ),
    Question(
        "recall-force",
        "A wire carries the gradient −4 of an output f. What does that say?",
        Choice(
            "f would rise if this wire's value went down, four times as fast",
            "this wire's value is −4",
            "f is going to fall by 4",
            "this wire's value must be lowered by 4",
        ),
        "a",
        "A gradient is a wish with a force: lower, with a force of 4.",
        wrong={
            "b": "You might mix up value and gradient. The value says how much there is, the "
            "gradient how strongly f reacts.",
            "c": "A gradient says what a nudge would do, per unit of the nudge. It is no forecast.",
            "d": "The force says how strongly f reacts, not how far to go. That is for the "
            "learning rate.",
        },
    ),
    Question(
        "recall-fan-out",
        "A value is used in three places, and hears 2, 5 and −1. What is its gradient?",
        Number(),
        6,
        "A fan-out adds up: a nudge of the value moves the loss in all three ways at once.",
        wrong={
            -1: "You might keep the last one. That is the `=` bug: each wipes out the one before.",
            -10: "Factors multiply along one chain. These are three chains, and they add up.",
            5: "Max chooses. A value that is used three times hears all three.",
            2: "The mean has no place here: each use counts in full.",
        },
        hint="All three wishes count at once.",
    ),
    Question(
        "recall-max",
        "m = max(a, b) with a = 7 and b = 6.9, and the gradient 10 arrives at m. What does b hear?",
        Number(),
        0,
        "Max routes: a small change of b changes nothing, however close b is.",
        wrong={
            10: "The larger input hears it all, and that is a.",
            5: "They would share if they were equal. They are not.",
        },
        hint="Would m change if b moved by a little?",
    ),
    Question(
        "recall-slope-zero",
        "A weight's slope is very nearly 0. What may you conclude?",
        Choice(
            "the loss is as low as it can be",
            "a small turn of this weight changes the loss hardly at all",
            "the weight is not used anywhere",
            "the weight is 0",
        ),
        "b",
        "A slope knows nothing but what a small turn does, here.",
        wrong={
            "a": "You might think so, and at the bottom of a valley it is true. But on the plain, "
            "where σ is saturated, the slope is nearly 0 and the loss is large.",
            "c": "Then its slope would be 0 as well, but there are other reasons.",
            "d": "The slope of a weight depends on its input and on what comes behind, not on the "
            "weight being small.",
        },
    ),
    Question(
        "recall-sigmoid-slope",
        "σ has answered 0.5. What is its local derivative there?",
        Number(),
        0.25,
        "(1 − σ)σ = 0.5 · 0.5, and it is never larger than that.",
        wrong={
            0.5: "This is the answer itself. The slope is (1 − σ)σ.",
            1: "The steepest slope of σ is not 1. It is (1 − σ)σ, at σ = ½.",
            0: "The slope is near 0 far out, where σ is near 0 or 1. In the middle it is largest.",
        },
        hint="It can be computed from the answer alone.",
    ),
    Question(
        "recall-minus",
        "Why do we move a weight against its gradient?",
        Choice(
            "because the gradient points to where the loss rises",
            "because gradients are computed backward",
            "because the loss is a square",
            "because a weight would get too large otherwise",
        ),
        "a",
        "The slope says by how much L grows when the weight does, and we want L to fall.",
        wrong={
            "b": "You might think that backward has to be undone. The order of computing has "
            "nothing to do with the direction of the step.",
            "c": "It holds for every loss.",
            "d": "The step may make a weight larger or smaller, whichever lowers the loss.",
        },
    ),
    Question(
        "recall-overshooting",
        "The loss has risen after a step against the gradient, which is right. What happened?",
        Choice(
            "the step was too long",
            "the gradient was too small",
            "the step was too short",
            "this cannot happen",
        ),
        "a",
        "The gradient is the slope at the start. A long step can jump over the valley.",
        wrong={
            "b": "A small gradient makes a small step, and a small step lowers the loss a little.",
            "c": "A short step keeps what the gradient promises best of all.",
            "d": "You might think that a right gradient guarantees it. It does so only for steps "
            "that are short enough.",
        },
    ),
    Question(
        "recall-order",
        "Why does a node wait until it has heard from everyone who uses it?",
        Choice(
            "because the result would be wrong otherwise, even with +=",
            "so that it hands on once, and shared work is done once",
            "because Python cannot call a function twice",
            "so that the gradients become smaller",
        ),
        "b",
        "Handing on at once gives the right numbers too, but in a chain of diamonds the visits "
        "double with each.",
        wrong={
            "a": "You might think so. But each share may travel alone: sums can be added in any "
            "order. It only takes far too many trips.",
            "c": "It can, and that is what took 4,093 visits for 31 nodes.",
            "d": "The gradients are the same either way. It is the work that becomes less.",
        },
    ),
    Question(
        "recall-zero",
        "You call `backward()` in each step and never set the gradients to zero. What happens?",
        Choice(
            "nothing: each pass starts afresh",
            "the gradients of all steps so far add up",
            "the loss stays the same",
            "Python reports an error",
        ),
        "b",
        "The `+=` that makes fan-outs right knows no end of a pass. Only the inner nodes are new.",
        wrong={
            "a": "You might think that a new pass forgets the old one. It adds to what is there.",
            "c": "The weights still move, only along a sum of old and new gradients.",
            "d": "There is no error, which is what makes it so common.",
        },
    ),
    Question(
        "recall-cost",
        "A network has 1,000 parameters. About how many evaluations of the loss is one backward "
        "pass worth?",
        Choice("1", "a few", "1,000", "1,000,000"),
        "b",
        "Each gate does about as much on the way back as on the way forward, whatever the number "
        "of parameters.",
        wrong={
            "a": "Nearly. The way back takes a few multiplications for each one forward.",
            "c": "This is what nudging costs, and what we wanted to be rid of.",
            "d": "You might think that each parameter must be compared with each. Each gate does "
            "its own work once.",
        },
    ),
    Question(
        "recall-memory",
        "Why does learning take more memory than only computing the result?",
        Choice(
            "because gradients are longer numbers",
            "because results of the forward pass are kept until the backward pass has used them",
            "because each weight is stored for each row of the data",
            "because the graph is drawn",
        ),
        "b",
        "A product needs its inputs on the way back, σ and tanh need their outputs.",
        wrong={
            "a": "They have the same size as what they belong to.",
            "c": "Weights are there once. It is the intermediate results that each row has for "
            "itself.",
            "d": "A picture is drawn only when you ask for one.",
        },
    ),
    Question(
        "recall-nudge-size",
        "You check a gradient by nudging to both sides. Which h do you take?",
        Choice("0.1", "10⁻⁵", "10⁻¹²", "as small as the computer allows"),
        "b",
        "Too long a nudge meets the bend of the curve, too short a one drowns in rounding.",
        wrong={
            "a": "Here the curve has already bent away: the error goes with h².",
            "c": "The two values are then so alike that only a few digits of their difference "
            "are left.",
            "d": "You might think that smaller is always better. Below about 10⁻⁵ rounding takes "
            "over, and the error grows again.",
        },
    ),
    Question(
        "recall-scale",
        "Why is data brought to a common scale before a network learns from it?",
        Choice(
            "because large numbers take longer to multiply",
            "because the gradient of a weight is proportional to its input",
            "because σ accepts numbers from 0 to 1 only",
            "because a network cannot use units of measurement",
        ),
        "b",
        "Multiply swaps: whatever the input is measured in ends up in the gradient, and one "
        "learning rate cannot suit all of them.",
        wrong={
            "a": "They take the same time.",
            "c": "It gives such numbers; it accepts all.",
            "d": "It can, and it pays for it with gradients of very different sizes.",
        },
    ),
)
