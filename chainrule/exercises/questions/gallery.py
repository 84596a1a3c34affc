"""The questions of the gallery."""

from chainrule.exercises.questions.kinds import Choice, Count, Share
from chainrule.exercises.questions.question import Question

LANGUAGE = (
    Question(
        "language-words-before",
        "Counting with no word before is the start. What does the perplexity do when one word "
        "before is used, then two, then three?",
        Choice(
            "Each further word makes it about as much better as the one before",
            "The first word makes it much better, the second and third hardly change it",
            "It gets worse with every word",
        ),
        "b",
        "Pairs of words are seen often enough to be counted. Triples and quadruples are too many, "
        "and what the verb depends on stands further away.",
        wrong={
            "a": "You might think that more context is always worth more. It is worth something "
            "only if each context has been seen often enough, and if the answer is in it.",
            "c": "You might think that rare triples mislead. They would, if the shorter context "
            "were not asked as well; with it they do little harm, and little good.",
        },
    ),
    Question(
        "language-by-heart",
        "The model reads the same 15,000 letters again and again. What does the perplexity do on "
        "the part of the tale that it does not learn from?",
        Choice(
            "It falls, more slowly than on the text that it learns from, and then stays",
            "It falls at first, and then rises, while the other goes on falling",
            "It does not fall at all, since that text is new",
        ),
        "b",
        "At first the model learns what all of the tale has in common: letters, syllables, words. "
        "Later it learns what only these pages say, and becomes sure of things that are wrong "
        "elsewhere.",
        wrong={
            "a": "You might think that learning more can do no harm. It can: a model that knows "
            "its pages by heart is very sure of itself, and each confident mistake costs a lot.",
            "c": "You might think that nothing carries over. Spelling does, and so do short words "
            "and the space after a comma.",
        },
    ),
)

PERCEPTRON = (
    Question(
        "perceptron-quarter-steps",
        "All weights start at 0. After each mistake they are moved only a quarter as far. How many "
        "mistakes are made until there are no more, on the same examples in the same order?",
        Choice(
            "Fewer: small steps are more careful",
            "Exactly as many",
            "More: it takes longer to get there",
        ),
        "b",
        "Every weight is a quarter of what it would be, and so is every sum. A quarter of a "
        "positive sum is positive, so that every answer, and every mistake, is the same.",
        wrong={
            "a": "You might think of gradient descent, which oversteps if its steps are too long. "
            "A perceptron only asks on which side of zero a sum is, not how far from it.",
            "c": "You might think that four small steps make a large one. But the goal is nearer, "
            "too: weights a quarter as large draw the same line.",
        },
    ),
    Question(
        "perceptron-ten-digits",
        "Ten perceptrons, one for each digit, and the largest sum wins. They are shown digits that "
        "they have never seen. What share do they get right?",
        Share(within=0.05),
        0.95,
        "Handwritten digits are nearly separable: for most of them a plane in 64 dimensions does "
        "well, although a line in the plane could not even do XOR.",
        wrong={
            0.1: "You might think that what fails on XOR fails everywhere, but a tenth is what "
            "guessing gets. In 64 dimensions there is much more room for a plane.",
            0.5: "You might think that it gets half of them. What fails on four points of the "
            "plane can do very well on images: 64 dimensions leave much room for a plane.",
        },
        hint="Guessing gets a tenth. XOR is hard in two dimensions, and these images have 64.",
    ),
)

RESNET = (
    Question(
        "resnet-forty-layers",
        "A plain net of 40 layers, without skip connections, is trained in the same way as one of "
        "4 layers. Where does its loss on the training images end?",
        Choice(
            "Lower: it has ten times as many weights to fit them with",
            "At about the same place: what is too much does no harm",
            "Much higher",
        ),
        "c",
        "It is not that the deep net cannot fit the images. Gradient descent does not find the "
        "weights with which it would.",
        wrong={
            "a": "You might think that more weights always fit better. They could, but they have "
            "to be found, and that is what fails here.",
            "b": "You might think that the further layers just pass things on. That is what they "
            "should do, and a plain layer has to learn it: random weights do not pass things on.",
        },
    ),
    Question(
        "resnet-first-gradient",
        "A fresh plain net of twenty blocks with batch norm: how large is the gradient of the "
        "first block, compared with that of the last one?",
        Choice("Much smaller", "About as large, which is what batch norm is for", "Much larger"),
        "c",
        "Batch norm holds the signals, not the gradients. Each layer multiplies them by a little "
        "more than 1, twenty blocks deep.",
        wrong={
            "a": "You might think of gradients that vanish, as with sigmoids. With batch norm they "
            "do the opposite: what a layer makes smaller, the norm scales up again.",
            "b": "You might think that what steadies the signals steadies the gradients too. It "
            "steadies the way up only; on the way down there is nothing that divides by a spread.",
        },
    ),
)

LENET = (
    Question(
        "lenet-second-convolution",
        "C3 makes 16 maps from six, with fields of 5 × 5. How many numbers, weights and biases, "
        "does it learn?",
        Count(),
        2416,
        "Each of its 16 filters has 25 weights for each of the six maps, and one bias: "
        "16 · (6 · 25 + 1).",
        wrong={
            416: "You might think that a filter looks at one map. It looks at all six, with 25 "
            "weights of its own for each, and adds everything up.",
            2400: "You might forget the biases: each of the 16 maps has one.",
            2496: "You might think that each of the six maps has a bias in each filter. A filter "
            "adds everything up first, and has one bias.",
            241600: "You might count a weight for every place. The same filter is slid over the "
            "whole map, which is what makes it cheap.",
        },
        hint="How many weights does one filter have that looks at six maps at once?",
    ),
    Question(
        "lenet-shifted",
        "The net was trained on digits in the middle of their image. What becomes of its answers "
        "if all digits are shifted by three of the 32 pixels?",
        Choice(
            "Nearly all stay right: a convolution finds a pattern anywhere",
            "Between a fifth and two thirds of them become wrong",
            "It is reduced to guessing: one in ten is right",
        ),
        "b",
        "The maps move with the image, and the dense layers at the end have a weight of their own "
        "for every place.",
        wrong={
            "a": "You might think that shared weights make the answer the same everywhere. They "
            "make the maps the same, only shifted, and the last layers care where things are.",
            "c": "You might think that all is lost, as it would be if each pixel had a weight of "
            "its own. Averages over neighbours forgive a pixel or two.",
        },
    ),
)

ARCHITECTURES = (
    Question(
        "architectures-dense-share",
        "What share of AlexNet's parameters is in its three dense layers?",
        Share(within=0.1),
        0.96,
        "A dense layer has a weight for each pair of an input and a unit. A convolution uses its "
        "few weights again at every place.",
        wrong={
            0.38: "You might count layers: three of eight. But layers differ in size, and a dense "
            "one has a weight for every pair.",
            0.5: "You might think that it is about half. Compare 9,216 · 4,096, the first dense "
            "layer, with 384 · 256 · 3 · 3, the largest convolution.",
            0.05: "You might think of the work, most of which is indeed done in convolutions. "
            "They use each weight again at every place, and so they need few.",
        },
        hint="The first dense layer joins 9,216 numbers to 4,096 units.",
    ),
    Question(
        "architectures-six-times",
        "Each with the first weights and the learning rate that suit it: how many steps does tanh "
        "need on our digits, compared with ReLU?",
        Choice("About six times as many", "About three times as many", "Less than twice as many"),
        "c",
        "With suitable first weights a net of five layers does not saturate, and then tanh has no "
        "disadvantage.",
        wrong={
            "a": "You might think that the paper's number is a property of ReLU. It is one of "
            "that net, on that task, from those first weights.",
            "b": "You might think that the truth is in the middle. On this task there is no "
            "such difference at all, once each gets what suits it.",
        },
    ),
)

ACTIONS = (
    Question(
        "actions-long-exposure",
        "All twelve frames are put on top of each other, and a net learns to name the stroke from "
        "this one picture. What share of new films does it get right?",
        Share(within=0.12),
        0.6,
        "It tells the five strokes apart and has to guess the direction of three of them: half of "
        "six eighths, and all of two eighths.",
        wrong={
            0.125: "You might think that it can only guess. But a circle still does not look like "
            "a line: what is lost is the order, not the places.",
            0.5: "You might think that everything comes down to a guess between two. The eight and "
            "the pen at rest have no twin.",
            0.98: "You might think that the picture says it all. It does not say which way the pen "
            "went.",
        },
        hint="Which strokes have a twin that goes through the same places?",
    ),
    Question(
        "actions-backwards",
        "The films are run backwards. What share of them gets the name that it had when it ran "
        "forwards?",
        Share(within=0.12),
        0.22,
        "Only an eight and a pen at rest are the same backwards, which makes two of eight.",
        wrong={
            0.98: "You might think that it recognises the stroke anyhow. It has learned that the "
            "direction is a part of the name.",
            0.0: "You might think that all names change. Which strokes are the same backwards?",
            0.5: "You might think that it has to guess. It does not guess: it sees the twin, and "
            "is sure of it.",
        },
        hint="Go through the eight strokes: which one is it when it runs backwards?",
    ),
)

VAE = (
    Question(
        "vae-neighbours-on-the-map",
        "The map has two dimensions and was made without labels. For what share of the new digits "
        "is the nearest training digit on it of the same kind?",
        Share(within=0.15),
        0.75,
        "Images of the same digit are alike, and the decoder needs places nearby to mean images "
        "alike. Two numbers are too few to keep all ten kinds apart.",
        wrong={
            0.1: "You might think that without labels it cannot know. It does not know the names, "
            "but images of the same digit are alike, and that is enough to put them together.",
            0.99: "You might think that it puts every kind in a place of its own. For ten kinds "
            "two dimensions are tight, and nothing in the loss asks for gaps between them.",
        },
        hint="Guessing would be right for a tenth of them. Two numbers are not much for ten kinds.",
    ),
    Question(
        "vae-size-of-the-code",
        "The code gets longer: one number, two, four, eight. What do the two parts of the loss do "
        "on new digits?",
        Choice(
            "Both fall",
            "Rebuilding gets cheaper, the clouds get dearer",
            "Both rise, since a longer code learns by heart",
        ),
        "b",
        "More numbers say more about the image. But whatever a cloud says about its image, it says "
        "by differing from the standard one, and that is what is paid for.",
        wrong={
            "a": "You might think that more room makes everything easier. Every number that is "
            "used has to say something, and the second part is the price of saying it.",
            "c": "You might think of overfitting. Eight numbers for 64 pixels are still few, and "
            "the noise in the code makes it hard to learn anything by heart.",
        },
    ),
)

AUDIO = (
    Question(
        "audio-pressures",
        "The same net gets the pressures themselves, 1,200 for each word, in place of the MFCC. "
        "How does it do?",
        Choice(
            "As well: it finds out by itself what matters",
            "A little worse, on new recordings and on those that it was trained on",
            "All that it was trained on are right, and most of the new ones are wrong",
        ),
        "c",
        "With 1,200 numbers and a thousand recordings it can learn each one by heart, and what the "
        "recordings of a word have in common cannot be read off number by number.",
        wrong={
            "a": "You might think of today's networks, which do hear from the pressures. They have "
            "convolutions, and some ten thousand hours of speech.",
            "b": "You might think that more numbers only make it harder to learn. They make it "
            "easier to learn by heart, and harder to learn what holds for the next voice.",
        },
    ),
    Question(
        "audio-noise",
        "In training the noise was 0.1 at most. How many words are right with a noise of 0.4?",
        Choice(
            "Still more than four in five",
            "Between a fifth and four fifths",
            "Fewer than one in five, not much better than guessing",
        ),
        "b",
        "What it learned to ignore is noise of the strength that it knew. With more of it the "
        "features lie where no training example was.",
        wrong={
            "a": "You might think that a word stays a word, as it does for you. You have heard "
            "words in louder rooms, and the net never has.",
            "c": "You might think that everything drowns. The loud parts of the vowels still stand "
            "out from the noise.",
        },
    ),
)

GAN = (
    Question(
        "gan-greedy-forger",
        "G makes thirty moves for each move of D. What becomes of its forgeries?",
        Choice(
            "They cover all eight heaps, and sooner, since G learns more",
            "They cover some four to six of the heaps",
            "They huddle in a place or two, and the place changes",
        ),
        "c",
        "Against a discriminator that stands still the best forgery is always the same one: the "
        "point in which it believes most.",
        wrong={
            "a": "You might think that more training makes a better forger. It becomes better at "
            "what it is paid for, and nobody pays it for variety.",
            "b": "You might think that it ends somewhere in between. Against a D that stands still "
            "each further move leads towards the same point.",
        },
    ),
    Question(
        "gan-copies",
        "How far are the forged digits from the nearest training image, compared with real digits "
        "that were not trained on?",
        Choice(
            "Much nearer: they are copies",
            "As near: they are as good as real ones",
            "Further away",
        ),
        "c",
        "They come from noise, and only D has told G how to change them. They lie near the real "
        "ones, but not quite among them.",
        wrong={
            "a": "You might think that G learns the training set by heart. It never sees it: all "
            "it ever gets is the gradient of D.",
            "b": "You might think that a good forgery lies where real ones lie. The nets are "
            "small, and an eye that compares numbers still sees the difference.",
        },
    ),
)

DETECTION = (
    Question(
        "detection-windows",
        "Windows of 32 × 32 pixels, four pixels apart, on 128 × 128 pixels: for how many windows "
        "does one pass answer?",
        Count(),
        625,
        "The first window begins at 0, the last one at 96, and in between there is one every four "
        "pixels: 25 in each direction.",
        wrong={
            16: "You might think that windows lie side by side. They overlap: each begins four "
            "pixels after the one before.",
            576: "You might divide 96 by 4, which counts the steps between windows. There is one "
            "window more than there are steps.",
            1024: "You might divide 128 by 4. The last windows would hang over the edge.",
        },
        hint="Where may the first window begin, and where the last one?",
    ),
    Question(
        "detection-boxes-before",
        "Of each page with five digits: how many boxes with a chance above ½ are there before any "
        "are suppressed?",
        Choice(
            "About five, one for each digit",
            "About twenty, four or five for each digit",
            "Hundreds",
        ),
        "b",
        "Windows four pixels apart see nearly the same, and several of them are sure "
        "of the same digit.",
        wrong={
            "a": "You might think that one window finds one digit. Its neighbours see nearly the "
            "same pixels, and they say nearly the same.",
            "c": "You might think of the 625 windows. Most of them see no digit in their middle, "
            "and the net has a class for that.",
        },
    ),
)

CAPTIONS = (
    Question(
        "captions-new-sentences",
        "The test has only sentences that were never shown in training. What share of them does "
        "the net get wholly right?",
        Share(within=0.15),
        0.9,
        "It was never shown these sentences, but all of their parts: each digit, each relation, "
        "and the order in which they are said.",
        wrong={
            0.0: "You might think that it can only say what it was shown. It writes word by word, "
            "and each word is read from the picture.",
            0.5: "You might think that new sentences are half as hard again. For a net that looks "
            "before each word they are no harder than old ones.",
        },
        hint="All words were shown in training, only not in these combinations.",
    ),
    Question(
        "captions-empty-page",
        "The page is empty but for noise. What does the net say?",
        Choice(
            "Nothing: it ends at once",
            "A proper sentence about two digits",
            "Words in no order",
        ),
        "b",
        "In training every page had two digits. It has learned to say which, not whether.",
        wrong={
            "a": "You might think that where nothing is seen nothing is said. Nobody has shown "
            "it that one may be silent.",
            "c": "You might think that without a picture it is lost. The order of the words is the "
            "same in every sentence, and it needs no picture for that.",
        },
    ),
)

predictions: tuple[Question, ...] = (
    *LANGUAGE, *PERCEPTRON, *RESNET, *LENET, *ARCHITECTURES, *ACTIONS, *VAE, *AUDIO, *GAN,
    *DETECTION, *CAPTIONS,
)  # fmt: skip
recall: tuple[Question, ...] = ()
