"""Deep learning from 1943 on, a stop a result, each with its source."""

from __future__ import annotations

from typing import NamedTuple


class Stop(NamedTuple):
    """A stop of the timeline: when, what, what came of it, where it was published.

    `drawing` names its picture in `chainrule.pictures.sketches`. `notebook` shows it running, as
    a path beside the lectures; empty if there is none. `idea` is the same for the stop at which
    an idea appears here first and for the one with which it caught on; empty for all others.
    """

    year: int
    name: str
    result: str
    source: str
    drawing: str
    notebook: str = ""
    idea: str = ""


BACKPROP = "02_backpropagation.ipynb"
TOWERS = "gallery/architectures.ipynb"
LANGUAGE = "gallery/language.ipynb"
REVERSE, RECTIFIER = "derivatives from the end", "the rectifier"
DETECTORS, TOGETHER, ATTENTION = "local detectors", "wired together", "attention"

STOPS: tuple[Stop, ...] = (
    Stop(1943, "Threshold unit", "Units that count and compare with a threshold compute logic. "
         "Nothing is learned.", "W. McCulloch & W. Pitts, Bull. Math. Biophysics 5:115", "unit"),
    Stop(1949, "Hebb's rule", "What fires together is wired together: a first rule of learning.",
         "D. Hebb, The Organization of Behavior", "together", "", TOGETHER),
    Stop(1958, "Perceptron", "A machine learns its weights from examples.",
         "F. Rosenblatt, Psychological Review 65:386", "line", "gallery/perceptron.ipynb"),
    Stop(1960, "ADALINE", "Least mean squares: each step goes down the squared error.",
         "B. Widrow & M. Hoff, Stanford TR 1553-1", "downhill"),
    Stop(1969, "Rectifier", "Layers of units that pass on what is positive and drop the rest.",
         "K. Fukushima, IEEE Trans. Systems Science & Cybernetics 5:322", "bent", "", RECTIFIER),
    Stop(1969, "Perceptrons", "Parity and connectedness defeat one layer; XOR is a parity.",
         "M. Minsky & S. Papert, Perceptrons, MIT Press", "book"),
    Stop(1970, "Reverse mode", "All derivatives of a program for the price of a few evaluations.",
         "S. Linnainmaa, MSc thesis, Helsinki; BIT 16:146, 1976", "backwards", BACKPROP, REVERSE),
    Stop(1974, "Dynamic feedback", "Reverse differentiation is proposed for learning in general; "
         "its author applies it to networks in 1982.", "P. Werbos, PhD thesis, Harvard",
         "backwards"),
    Stop(1980, "Neocognitron", "Layers of local detectors, trained without labels.",
         "K. Fukushima, Biol. Cybernetics 36:193", "detectors", "", DETECTORS),
    Stop(1980, "MFCC", "A few numbers a moment that describe speech as the ear hears it.",
         "S. Davis & P. Mermelstein, IEEE ASSP 28:357", "sound", "gallery/audio.ipynb"),
    Stop(1982, "Hopfield network", "A net, wired by Hebb's rule, that falls into the memory "
         "nearest to its start.", "J. Hopfield, PNAS 79:2554", "valleys", "", TOGETHER),
    Stop(1982, "Self-organising map", "Neighbouring units come to stand for similar inputs.",
         "T. Kohonen, Biol. Cybernetics 43:59", "grid"),
    Stop(1985, "Boltzmann machine", "Hidden units learn, by chance and averages.",
         "D. Ackley, G. Hinton & T. Sejnowski, Cognitive Science 9:147", "together"),
    Stop(1986, "Backpropagation", "Hidden units learn useful features by going downhill.",
         "D. Rumelhart, G. Hinton & R. Williams, Nature 323:533", "net", BACKPROP, REVERSE),
    Stop(1989, "Convolutional net", "Backpropagation reads handwritten postcodes.",
         "Y. LeCun et al., Neural Computation 1:541", "detectors", "gallery/lenet.ipynb",
         DETECTORS),
    Stop(1989, "Universal approximation", "One wide hidden layer fits any continuous function.",
         "G. Cybenko, MCSS 2:303", "curve"),
    Stop(1997, "LSTM", "Gates that keep a memory over more than 1000 steps.",
         "S. Hochreiter & J. Schmidhuber, Neural Computation 9:1735", "loop"),
    Stop(1998, "LeNet-5", "A convolutional net that read bank cheques.",
         "Y. LeCun et al., Proc. IEEE 86:2278", "digit", "gallery/lenet.ipynb"),
    Stop(2006, "Deep belief net", "Deep nets become trainable, one layer after another.",
         "G. Hinton, S. Osindero & Y. Teh, Neural Computation 18:1527", "tower"),
    Stop(2009, "ImageNet", "Millions of labelled pictures for all.", "J. Deng et al., CVPR 248",
         "photos"),
    Stop(2009, "Deep Boltzmann machine", "Several hidden layers of stochastic units.",
         "R. Salakhutdinov & G. Hinton, AISTATS", "tower"),
    Stop(2010, "Xavier initialisation", "Why deep nets were hard to train, and a better start.",
         "X. Glorot & Y. Bengio, AISTATS 249", "curve"),
    Stop(2010, "ReLU", "Rectified units make better features, and from now on they are common.",
         "V. Nair & G. Hinton, ICML", "bent", "", RECTIFIER),
    Stop(2012, "Deep acoustic models", "Four groups find that deep nets hear better.",
         "G. Hinton et al., IEEE SPM 29(6):82", "sound", "gallery/audio.ipynb"),
    Stop(2012, "AlexNet", "ILSVRC-2012: top-5 error 15.3 % with an average of several such nets, "
         "against 26.2 % of the next. One has 60 M parameters.",
         "A. Krizhevsky, I. Sutskever & G. Hinton, NIPS 25:1097", "photos", TOWERS),
    Stop(2014, "VAE", "An encoder and a decoder that generate.", "D. Kingma & M. Welling, ICLR",
         "hourglass", "gallery/vae.ipynb"),
    Stop(2014, "GAN", "A generator and a critic learn from each other.",
         "I. Goodfellow et al., NIPS 27", "faces", "gallery/gan.ipynb"),
    Stop(2014, "Dropout", "Switching units off at random keeps a net from overfitting.",
         "N. Srivastava et al., JMLR 15:1929", "dropped"),
    Stop(2015, "Attention", "A translator that looks back at each word of the sentence as needed.",
         "D. Bahdanau, K. Cho & Y. Bengio, ICLR", "arcs", "gallery/captions.ipynb", ATTENTION),
    Stop(2015, "ResNet", "Short cuts: one net of 152 layers, 4.49 % top-5 error (validation); "
         "six nets together win ILSVRC-2015 with 3.57 %.", "K. He et al., CVPR 2016:770",
         "shortcut", "gallery/resnet.ipynb"),
    Stop(2016, "AlphaGo", "Beats a Go professional 5 to 0.", "D. Silver et al., Nature 529:484",
         "board"),
    Stop(2017, "Transformer", "Attention without recurrence; 28.4 BLEU, English to German.",
         "A. Vaswani et al., NIPS 30:5998", "arcs", LANGUAGE, ATTENTION),
    Stop(2018, "BERT", "Fills gaps in text, and so learns language; GLUE 80.5.",
         "J. Devlin et al., arXiv:1810.04805", "gap", LANGUAGE),
    Stop(2019, "GPT-2", "1.5 billion parameters predict the next word.",
         "A. Radford et al., OpenAI", "next word", LANGUAGE),
    Stop(2019, "StyleGAN", "Faces of persons who do not exist.",
         "T. Karras, S. Laine & T. Aila, CVPR", "faces", "gallery/gan.ipynb"),
    Stop(2020, "GPT-3", "175 billion parameters; a few examples in the prompt are enough.",
         "T. Brown et al., NeurIPS 33:1877", "next word", LANGUAGE),
    Stop(2020, "Diffusion model", "Pictures out of noise, a little less noise at each step.",
         "J. Ho, A. Jain & P. Abbeel, NeurIPS 33:6840", "noise"),
    Stop(2021, "Vision Transformer", "A picture as a sentence of patches.",
         "A. Dosovitskiy et al., ICLR", "grid"),
    Stop(2021, "CLIP", "Learns pictures from 400 M pairs of picture and text.",
         "A. Radford et al., ICML", "photos"),
    Stop(2021, "DALL·E", "Draws what a sentence says.", "A. Ramesh et al., ICML", "pencil"),
    Stop(2021, "AlphaFold 2", "The shape of a protein, from its letters.",
         "J. Jumper et al., Nature 596:583", "chain"),
    Stop(2022, "Latent diffusion", "Diffusion in a smaller space: pictures at home.",
         "R. Rombach et al., CVPR", "noise"),
    Stop(2022, "InstructGPT", "A language model learns from people which answer they prefer.",
         "L. Ouyang et al., NeurIPS 35", "next word"),
    Stop(2024, "Nobel prize in physics", "To J. Hopfield and G. Hinton, for discoveries that "
         "enable machine learning with artificial neural networks.",
         "Royal Swedish Academy of Sciences, press release of 8 October 2024", "medal"),
    Stop(2026, "You", "The method of 1986 fits on a page, and in lecture 2 you write it.",
         "this course, lecture 2", "net", BACKPROP),
)  # fmt: skip


def waits() -> dict[str, int]:
    """How many years each idea waited, from its first stop here to the one where it caught on.

    Examples
    --------
    >>> waits()["attention"]
    2
    """
    years: dict[str, list[int]] = {}
    for stop in STOPS:
        if stop.idea:
            years.setdefault(stop.idea, []).append(stop.year)
    return {idea: last - first for idea, (first, last) in years.items()}
