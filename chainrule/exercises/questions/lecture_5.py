"""The questions of lecture 5."""

from chainrule.exercises.questions.kinds import Choice, Count, Number, Share, Word, YesNo
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
            "x₁ and x₂ alone; the product does the work of a layer.",
            0.75: "You might think that three corners of four are what a line can get right. With "
            "the product as a feature the border need not be a line in the picture.",
        },
        hint="Where is x₁x₂ positive?",
    ),
    Question(
        "neurons-for-a-circle",
        "What is the smallest number of hidden neurons that separates the circle from x₁ and x₂, "
        "with more than 95 % right from the best of five starts?",
        Count(),
        3,
        "Three straight borders close: a triangle, whose corners are soft.",
        wrong={
            2: "Two straight borders make a wedge or a strip, which stays open.",
            4: "You might think of a square. A triangle is closed too.",
            1: "One straight border closes nothing.",
        },
        hint="Which is the first shape with straight sides that is closed?",
    ),
    Question(
        "what-the-test-loss-does",
        "Fifty noisy points and a large net. Over 300 epochs its training loss keeps falling. "
        "What does the loss on other points do?",
        Choice(
            "it falls along with the training loss",
            "it falls at first, and then it rises",
            "it stays where it began",
        ),
        "b",
        "At first the net learns what both kinds of points have in common, and then the noise of "
        "those that it was given.",
        wrong={
            "a": "You might think that what fits fits everywhere. It is fitted to these points "
            "and to their noise, and other points have other noise.",
            "c": "You might think that nothing can be learned from noisy points. The clouds are "
            "there, and the first epochs find them.",
        },
    ),
    Question(
        "best-of-two-hundred",
        "Two hundred “networks” toss a coin for each of 30 validation points. What share does the "
        "best of them get right?",
        Choice(
            "about half, since a coin is a coin",
            "a little more than half",
            "more than 65 %",
        ),
        "c",
        "Each of them gets half on average, but the best of two hundred was lucky.",
        wrong={
            "a": "You might think of a single coin. Of two hundred you look at the best, and it is "
            "the best because it was lucky.",
            "b": "Chance reaches further than one thinks: with only 30 points a share of 70 % "
            "happens to a coin once in forty times.",
        },
    ),
    Question(
        "vanishing-on-the-board",
        "Six layers of sigmoids, freshly drawn. How much smaller are the gradients of the first "
        "layer's weights than those of the last, on average?",
        Choice("hardly at all", "three to a thousand times", "more than a thousand times"),
        "c",
        "Each sigmoid hands back a quarter at most, and each layer multiplies by small weights.",
        wrong={
            "a": "You might think that each layer has its share. The gradient of the first layer "
            "has been through all the others, and each of them made it smaller.",
            "b": "A quarter, six times over, is already less than a thousandth of a half, and the "
            "weights between make it smaller still.",
        },
    ),
    Question(
        "neurons-to-spare",
        "Eight neurons have learned the circle. The least important one is cut, the others train "
        "a little, and so on. How many cuts leave more than 95 % right?",
        Count(),
        5,
        "Three borders close, and so three neurons must stay.",
        wrong={
            0: "You might think that each of the eight does work that nobody else does. The "
            "others take it over.",
            4: "You might think of four borders. A triangle is closed too.",
            6: "Two borders do not close, however long they train.",
            7: "One border closes nothing.",
        },
        hint="How many neurons does the circle need?",
    ),
    Question(
        "diagnosis-1",
        "First board: XOR, a net of 4 + 2. The training loss jumps up and down. What is wrong?",
        Choice(
            "the net is too small",
            "the learning rate is too high",
            "tanh is the wrong activation",
            "there are too few points",
        ),
        "b",
        "With a smaller step the same net learns from the same start.",
        wrong={
            "a": "A net that is too small settles down at a high loss. This one does not settle, "
            "and twice as many neurons do not help.",
            "c": "You might think of saturation, and after such steps tanh is saturated, too. But "
            "the sigmoid does no better, and with small steps tanh does well.",
            "d": "Too few points show in the gap between training and test. Here the training loss "
            "itself jumps.",
        },
    ),
    Question(
        "diagnosis-2",
        "Second board: the circle from x₁² and x₂², four ReLU neurons. The loss does not move. "
        "What is wrong?",
        Choice(
            "the learning rate is too low",
            "the first weights are too small",
            "all neurons are dead",
            "there are too few points",
        ),
        "c",
        "Squares are never negative and all the weights are: no neuron ever fires. A slope on the "
        "left brings them to life.",
        wrong={
            "a": "You might think that it is only slow. Ten times the rate times a gradient of 0 "
            "is still 0.",
            "b": "Other sizes with the same signs change nothing: what is negative for every point "
            "stays negative for every point.",
            "d": "More points of the same kind have squares, too, and squares are not negative.",
        },
    ),
    Question(
        "diagnosis-3",
        "Third board: the circle from x₁ and x₂, two tanh neurons. Both losses fall, and then stay "
        "high. What is wrong?",
        Choice(
            "the net is too small",
            "the learning rate is too low",
            "it overfits",
            "the first weights are bad",
        ),
        "a",
        "Two straight borders do not close. With four it learns the circle.",
        wrong={
            "b": "A rate that is too low makes a curve that is still falling. This one is level.",
            "c": "You might think so because the loss is high. When a net overfits, its training "
            "loss is low.",
            "d": "Other first weights lead to the same height: it is not the start, it is what "
            "the net can draw.",
        },
    ),
    Question(
        "diagnosis-4",
        "Fourth board: two noisy clouds, 50 points for training, a net of 8 + 8. The training loss "
        "is low, the test loss is five times as high. What is wrong?",
        Choice(
            "the net is too small",
            "the learning rate is too low",
            "tanh is the wrong activation",
            "it overfits",
        ),
        "d",
        "It has learned its points by heart. A penalty on large weights brings the test loss down.",
        wrong={
            "a": "It is large enough to remember every point. A larger one remembers even better.",
            "b": "You might think that more progress will help. Progress in what? The training "
            "loss is low already.",
            "c": "With ReLU it overfits just as well.",
        },
    ),
    Question(
        "diagnosis-5",
        "Fifth board: XOR once more, on points that somebody brought along, four tanh neurons. "
        "Nothing is learned. What is wrong?",
        Choice(
            "the net is too small",
            "the inputs are of very different size",
            "the learning rate is too high",
            "it overfits",
        ),
        "b",
        "x₂ is a hundred times smaller than x₁, and its weights would have to become enormous. "
        "Scaled, the same points are learned by the same net.",
        wrong={
            "a": "XOR takes three or four neurons, and four there are. Eight learn nothing either.",
            "c": "The loss does not jump. With a tenth of the rate it does not move at all.",
            "d": "Then the training loss would be low.",
        },
    ),
    Question(
        "diagnosis-6",
        "Sixth board: XOR, four tanh neurons, and their four pictures are the same. What is wrong?",
        Choice(
            "the neurons are dead",
            "the learning rate is too low",
            "the net is too small",
            "all neurons started alike",
        ),
        "d",
        "What starts alike gets the same gradient and stays alike. Random first weights tell the "
        "neurons apart.",
        wrong={
            "a": "You might think of dead units. A slope on the left would wake those, and here "
            "it does not help.",
            "b": "With ten times the rate they are still alike.",
            "c": "Eight that are all alike are no more than four.",
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
    Question(
        "recall-generalisation",
        "What is it called when a net is right about points that it has never seen?",
        Word("generalisation", "generalization", "generalising", "generalizing"),
        "generalisation",
        "It is what training is for. A low training loss is only a means to it.",
        wrong={
            "overfitting": "That is its opposite: right about what was seen and little else.",
            "regularisation": "That is a means to it.",
        },
        hint="The opposite of learning by heart.",
    ),
    Question(
        "recall-validation",
        "What is the validation set for?",
        Choice(
            "for computing gradients",
            "for choosing among nets and settings",
            "for the number that you report in the end",
        ),
        "b",
        "What is used for choosing flatters the chosen one, so the last word belongs to other "
        "points, the test set.",
        wrong={
            "a": "That is what the training set is for.",
            "c": "You might think that points kept apart are impartial. They are until you choose "
            "by them.",
        },
    ),
    Question(
        "recall-best-of-many",
        "You try a hundred seeds and keep the one with the best validation accuracy. How good is "
        "this accuracy as a forecast for new points?",
        Choice("too high", "too low", "just right"),
        "a",
        "The best of many was also the luckiest. The more one tries, the more it flatters.",
        wrong={
            "b": "It would be too low for the unluckiest. You kept the other end.",
            "c": "You might think so, since no gradient saw those points. But your choice has.",
        },
    ),
    Question(
        "recall-regularisation",
        "An L2 penalty with a suitable rate is added. What happens to the training loss?",
        Choice("it gets better", "it gets worse", "it stays the same"),
        "b",
        "The net gives up on single points. What gets better is the loss on other points.",
        wrong={
            "a": "You might think that what helps must help everywhere. It helps on new points, at "
            "the price of the old ones.",
            "c": "Large weights now cost something, and the net can no longer bend round "
            "each point.",
        },
    ),
    Question(
        "recall-borders",
        "From x₁ and x₂, how many hidden neurons does it take at least to close a border?",
        Count(),
        3,
        "One neuron is one straight border, and three close.",
        wrong={
            4: "You might think of a square. A triangle is closed, too.",
            2: "Two straight borders leave a way out.",
        },
        hint="One neuron is one straight border. How many of them can enclose something?",
    ),
    Question(
        "recall-features",
        "No hidden layer, and a single feature. Which one does XOR need?",
        Choice("x₁²", "sin x₁", "x₁x₂", "x₁ + x₂"),
        "c",
        "It is positive where both have the same sign, and this is XOR on the board.",
        wrong={
            "a": "A square forgets the sign, and XOR is about signs.",
            "b": "It knows nothing of x₂.",
            "d": "Along x₁ + x₂ both classes lie on top of each other.",
        },
    ),
    Question(
        "recall-alike",
        "All weights of a net start at 0. What do its hidden neurons do?",
        Choice(
            "they become different in the first step",
            "they stay equal to each other",
            "they die",
        ),
        "b",
        "Equal neurons get equal gradients.",
        wrong={
            "a": "You might think that the data tells them apart. It gives each of them the same "
            "gradient.",
            "c": "A dead neuron gets no gradient. These may get one, but all the same.",
        },
    ),
    Question(
        "recall-right-gradient",
        "A gradient check passes. What does it promise?",
        Choice(
            "that the net will learn",
            "that the gradient is the derivative of the loss",
            "that no neuron is dead",
        ),
        "b",
        "And nothing more: where the loss is flat, the right gradient is 0.",
        wrong={
            "a": "You might think that right gradients lead somewhere. Those of a dead layer are "
            "right, and 0.",
            "c": "The gradient of a dead neuron is 0, and 0 is right.",
        },
    ),
    Question(
        "recall-step",
        "Why does nobody train a net with `sign` between its layers by plain descent?",
        Choice(
            "it cannot be computed backward",
            "its slope is 0, so that nothing below it gets a gradient",
            "it is too expensive",
        ),
        "b",
        "A small change of the weights below does not change the output at all.",
        wrong={
            "a": "It can: its rule multiplies by 0.",
            "c": "It is cheaper than tanh.",
        },
    ),
    Question(
        "recall-convolution",
        "All pixels of all images are shuffled in the same way. Which net minds?",
        Choice("the dense one", "the convolutional one", "both", "neither"),
        "b",
        "It assumes that neighbours belong together, and they are neighbours no more.",
        wrong={
            "a": "To a dense layer every order of its inputs is as good as another.",
            "c": "You might think that an image has become noise. To a dense layer it never was "
            "an image.",
            "d": "The convolutional one loses the assumption that made it strong.",
        },
    ),
    Question(
        "recall-flat-high",
        "Training loss and test loss are level, close to each other, and high. What do you try?",
        Choice("a penalty on large weights", "more neurons", "stopping earlier"),
        "b",
        "It cannot even learn what it sees: the net is too small, or it lacks a feature.",
        wrong={
            "a": "You might think of overfitting. Then the training loss would be low.",
            "c": "Stopping earlier helps where the test loss rises.",
        },
    ),
)
