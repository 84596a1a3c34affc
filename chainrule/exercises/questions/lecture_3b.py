"""The questions of lecture 3b, on going downhill."""

from chainrule.exercises.questions.kinds import Choice, Count, Number
from chainrule.exercises.questions.question import Question

predictions = (
    Question(
        "where-the-gradient-points",
        "You stand in an oblong valley, on a line of equal height. Which way does minus the "
        "gradient point?",
        Choice(
            "straight to the lowest point of the valley",
            "straight across the line of equal height",
            "somewhere in between",
        ),
        "b",
        "Along the line the height does not change, so the steepest way leads straight across.",
        wrong={
            "a": "You might think that the gradient knows where the bottom is. It knows the tilt "
            "of the ground here and nothing else. Only in a round valley do the two agree.",
            "c": "A compromise would be wise, but the gradient is no compromise: any part along "
            "the line of equal height would gain nothing.",
        },
    ),
    Question(
        "best-of-four-rates",
        "Learning rates 0.02, 0.2, 0.8 and 3, six hundred steps each. Which one ends with the "
        "lowest loss?",
        Choice("0.02", "0.2", "0.8", "3"),
        "b",
        "Too small a rate creeps. Too large a one comes down fast, and then jumps to and fro above "
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
        "rate-that-diverges",
        "A step multiplies θ₂ by 1 − 40 η. Beyond which learning rate does θ₂ grow from step to "
        "step?",
        Number(rtol=0.01),
        0.05,
        "It shrinks while 1 − 40 η lies between −1 and 1, so up to η = 2/40.",
        wrong={
            0.025: "You might think that it must not jump over the bottom. With η = 1/40 it "
            "arrives in one step; it may jump as long as it lands nearer than it was.",
            0.1: "Then the factor is −3: each step lands three times as far out.",
            1: "You might think of θ₁, whose curvature is 1. Here it is 40.",
        },
        hint="By which factors may a number be multiplied without becoming larger?",
    ),
    Question(
        "noisy-loss",
        "A run learns well, in batches of eight. In how many of its steps is the loss of the "
        "mini-batch higher than in the step before?",
        Choice("hardly ever: it learns", "in about a fifth", "in about half", "in most"),
        "c",
        "From one step to the next, the batch changes far more than the network does.",
        wrong={
            "a": "You might think that learning means falling, step by step. What a step gains is "
            "tiny beside the difference between one handful of digits and the next.",
            "b": "You might think that the fall shows through the noise. Within a single step it "
            "is far too small for that; it shows in the mean over many.",
            "d": "It falls in the long run, so it cannot rise in most steps by as much as it falls "
            "in the others.",
        },
    ),
    Question(
        "noise-of-a-batch",
        "By what factor is the noise of the mini-batch gradient smaller with 256 examples than "
        "with 4?",
        Number(rtol=0.15),
        8,
        "256 is 64 times 4, and the noise goes with 1/√B.",
        wrong={
            64: "You might think that 64 times the examples have a 64th of the noise. Errors "
            "cancel only in part: as √64.",
            4: "256 is 4 to the fourth; 256 / 4 is 64, whose root is 8.",
            1: "You might think that noise is noise. Errors that point everywhere cancel in a "
            "mean.",
        },
        hint="256 is 64 times 4.",
    ),
    Question(
        "momentum-on-a-slope",
        "On an even slope the gradient is 1 in every step. With μ = 0.9, what does v come to, "
        "after many steps?",
        Number(rtol=0.01),
        10,
        "v = 0.9 v + 1 holds for v = 10.",
        wrong={
            1: "You might think that it averages. This form of momentum adds up: v takes in the "
            "whole gradient each time.",
            1.9: "This is v after two steps. It goes on.",
            0.9: "This is what is kept. The new gradient comes on top of it, each time.",
        },
        hint="When v no longer changes, then v = 0.9 v + 1.",
    ),
    Question(
        "nine-against-one",
        "Nine mini-batches in ten have the slope 1, and one in ten has −12.5, so that it is −0.35 "
        "on average. Where does θ go if every step uses only the sign of the slope?",
        Choice("up, since the mean slope is negative", "down", "it stays about where it is"),
        "b",
        "Nine steps down, then one step up, all of the same length.",
        wrong={
            "a": "You might think that the average decides. It does for plain SGD. The sign "
            "takes away how loud each batch is.",
            "c": "It would if as many batches said up as down. Nine in ten say down.",
        },
    ),
    Question(
        "first-step",
        "The gradient is 1 from the beginning, and s is 0 before the first step. With β₂ = 0.999 "
        "and η = 1, how long is the very first step?",
        Number(rtol=0.02),
        31.6,
        "s = 0.001 · 1², its root is 0.0316, and 1 divided by that is 31.6.",
        wrong={
            1: "You might think that what is divided by its usual size has the size 1. The average "
            "does not know the usual size yet: it began at 0.",
            1000: "This is 1/s. We divide by the root of s.",
            0.001: "This is s. We divide by its root.",
            0.0316: "This is the root of s. We divide by it.",
        },
        hint="s ← 0.999 · 0 + 0.001 · 1². Then divide 1 by the root of that.",
    ),
    Question(
        "best-optimiser",
        "SGD, momentum and Adam, each with a learning rate that suits it. Which one ends with a "
        "loss that is clearly lower than the others', by more than a third?",
        Choice("SGD", "momentum", "Adam", "none of them"),
        "d",
        "With rates that suit them they arrive at about the same loss. They differ more in how "
        "hard it is to find that rate.",
        wrong={
            "a": "You might think that the simplest is the most robust. It gets as far as the "
            "others here, and no further.",
            "b": "Momentum makes longer steps of shorter ones; a larger rate does so, too.",
            "c": "You might think that the newest must be the best. It is the easiest to "
            "use: it needs less trying out.",
        },
    ),
)
recall = (
    Question(
        "recall-hyperparameter",
        "Which of these is a hyperparameter?",
        Choice("a weight", "the learning rate", "the loss", "a gradient"),
        "b",
        "It is chosen by somebody and stays outside of the training.",
        wrong={
            "a": "Weights are parameters: training moves them.",
            "c": "The loss is what training lowers.",
            "d": "A gradient is computed in each step.",
        },
    ),
    Question(
        "recall-across-the-line",
        "How does the gradient lie to the line of equal height through the same place?",
        Choice("along it", "straight across it", "it depends on the place"),
        "b",
        "Along the line nothing changes; the steepest way leads straight across.",
        wrong={
            "a": "Along the line the height stays the same, so it cannot be the steepest way.",
            "c": "You might think of the way to the bottom, which does depend on the place. "
            "The gradient is at a right angle to the line everywhere.",
        },
    ),
    Question(
        "recall-local-minimum",
        "A walk downhill has come to rest, and the gradient is 0. What do you know?",
        Choice(
            "this is the lowest place of all",
            "the ground is level here",
            "the learning rate was too small",
        ),
        "b",
        "It may be a local minimum, lower than all places near it and no more.",
        wrong={
            "a": "You might think that whoever has arrived has arrived at the best place. There "
            "may be a deeper valley that no slope leads to from here.",
            "c": "A small rate makes short steps. It does not make the gradient 0.",
        },
    ),
    Question(
        "recall-high-rate",
        "A loss falls fast at the beginning and then stays clearly above what another run has "
        "reached. What do you try first?",
        Choice("a larger learning rate", "a smaller learning rate", "a larger network"),
        "b",
        "This is the face of a high rate: the steps are too long for the bottom.",
        wrong={
            "a": "You might think that it needs a push. Its steps jump across the bottom already.",
            "c": "The other run has reached less with the same network.",
        },
    ),
    Question(
        "recall-curvature",
        "The steepest direction of a valley has the curvature 10. Up to which learning rate does "
        "plain descent come to rest there?",
        Number(rtol=0.01),
        0.2,
        "2 divided by the largest curvature.",
        wrong={
            0.1: "With 1/10 it arrives in one step. It may jump over the bottom, as long as it "
            "lands nearer than it was.",
            20: "Divide 2 by the curvature; do not multiply.",
        },
        hint="A step multiplies by 1 − 10 η.",
    ),
    Question(
        "recall-epoch",
        "1,000 examples, batches of 50. How many steps are an epoch?",
        Count(),
        20,
        "An epoch is as many steps as it takes to see all examples once.",
        wrong={50: "This is the size of a batch.", 1000: "This would be batches of a single one."},
        hint="How many batches are needed to see all of them once?",
    ),
    Question(
        "recall-batch-noise",
        "You make the batch four times as large. What becomes of the noise of the gradient?",
        Choice("a quarter of it", "half of it", "nothing changes", "twice as much"),
        "b",
        "It goes like 1/√B.",
        wrong={
            "a": "You might think that four times the work buys a quarter of the noise. Errors "
            "cancel only in part, as the square root.",
            "c": "More examples cancel more of each other's errors.",
            "d": "A larger batch is closer to the whole.",
        },
    ),
    Question(
        "recall-rising-batch-loss",
        "The loss of the mini-batch has gone up in half of the last hundred steps. What do you "
        "conclude?",
        Choice(
            "the learning rate is too large",
            "the gradient points the wrong way",
            "nothing yet: look at the mean over many steps",
        ),
        "c",
        "From step to step the batch changes more than the network.",
        wrong={
            "a": "You might think so. With too large a rate the mean rises or stays high.",
            "b": "Then the mean would rise, steadily.",
        },
    ),
    Question(
        "recall-momentum",
        "What does momentum do in a narrow valley?",
        Choice(
            "it makes all steps longer",
            "what goes to and fro cancels, what goes along adds up",
            "it divides each direction by its curvature",
        ),
        "b",
        "Across the valley the gradients alternate, along the floor they agree.",
        wrong={
            "a": "You might think of a heavier ball. Across the valley it makes the steps shorter.",
            "c": "It does not look at directions one by one. Adam divides, by the usual "
            "size of the gradient.",
        },
    ),
    Question(
        "recall-ten-times",
        "SGD with η = 0.5 works well. You add momentum 0.9, v ← 0.9 v + g. Which η do you try "
        "first?",
        Number(rtol=0.2),
        0.05,
        "On an even slope momentum 0.9 makes the steps ten times as long.",
        wrong={
            0.5: "You might think that the rate stays. The steps become ten times as long along "
            "the floor, and may break out.",
            5: "The steps become longer by themselves: the rate must be smaller, not larger.",
        },
        hint="1/(1 − 0.9) times as long.",
    ),
    Question(
        "recall-adam-divides",
        "By what does Adam divide the averaged gradient of a parameter?",
        Choice(
            "by its own size in this step",
            "by the root of the average of its squares",
            "by the learning rate",
            "by the number of parameters",
        ),
        "b",
        "By the size that this parameter's gradients usually have.",
        wrong={
            "a": "Then only the sign would be left, and a loud batch would not be heard.",
            "c": "It is multiplied by the learning rate.",
            "d": "Each parameter is treated by itself.",
        },
    ),
    Question(
        "recall-bias-correction",
        "Why does Adam divide its averages by 1 − βᵗ?",
        Choice(
            "because they began at 0 and fill up slowly",
            "to make the steps smaller in the course of time",
            "because mini-batches are noisy",
        ),
        "a",
        "1 − βᵗ is the share to which an average is full after t steps.",
        wrong={
            "b": "You might think of a schedule, since t is in it. The correction fades away: soon "
            "it is 1.",
            "c": "Against noise there is the average itself.",
        },
    ),
)
