"""Deep learning from 1943 on, a stop a result, each with its source."""

from __future__ import annotations

from typing import NamedTuple


class Stop(NamedTuple):
    """A stop of the timeline: when, what, what came of it, where it was published.

    `notebook` shows it running, as a path beside the lectures; empty if there is none.
    """

    year: int
    name: str
    result: str
    source: str
    notebook: str = ""


BACKPROP = "02_backpropagation.ipynb"
TOWERS = "gallery/architectures.ipynb"
LANGUAGE = "gallery/language.ipynb"

STOPS: tuple[Stop, ...] = (
    Stop(1943, "Threshold unit", "Units that add up and compare with a threshold compute logic.",
         "W. McCulloch & W. Pitts, Bull. Math. Biophysics 5:115"),
    Stop(1949, "Hebb's rule", "What fires together is wired together: a first rule of learning.",
         "D. Hebb, The Organization of Behavior"),
    Stop(1958, "Perceptron", "A machine learns weights from examples.",
         "F. Rosenblatt, Psychological Review 65:386", "gallery/perceptron.ipynb"),
    Stop(1960, "ADALINE", "Least mean squares: each step goes down the squared error.",
         "B. Widrow & M. Hoff, Stanford TR 1553-1"),
    Stop(1969, "Perceptrons", "Parity and connectedness defeat one layer; XOR is a parity.",
         "M. Minsky & S. Papert, Perceptrons, MIT Press"),
    Stop(1970, "Reverse mode", "All derivatives of a program for the price of a few evaluations.",
         "S. Linnainmaa, MSc thesis, Helsinki; BIT 16:146, 1976", BACKPROP),
    Stop(1974, "Backpropagation, foreseen", "Reverse differentiation is proposed for learning.",
         "P. Werbos, PhD thesis, Harvard"),
    Stop(1980, "Neocognitron", "Layers of local detectors, trained without labels.",
         "K. Fukushima, Biol. Cybernetics 36:193"),
    Stop(1980, "MFCC", "A few numbers a moment that describe speech as the ear hears it.",
         "S. Davis & P. Mermelstein, IEEE ASSP 28:357", "gallery/audio.ipynb"),
    Stop(1982, "Hopfield network", "A net that falls into the memory nearest to its start.",
         "J. Hopfield, PNAS 79:2554"),
    Stop(1982, "Self-organising map", "Neighbouring units come to stand for similar inputs.",
         "T. Kohonen, Biol. Cybernetics 43:59"),
    Stop(1985, "Boltzmann machine", "Hidden units learn, by chance and averages.",
         "D. Ackley, G. Hinton & T. Sejnowski, Cognitive Science 9:147"),
    Stop(1986, "Backpropagation", "Hidden units learn useful features by gradient descent.",
         "D. Rumelhart, G. Hinton & R. Williams, Nature 323:533", BACKPROP),
    Stop(1989, "Convolutional net", "Backpropagation reads handwritten postcodes.",
         "Y. LeCun et al., Neural Computation 1:541"),
    Stop(1989, "Universal approximation", "One wide hidden layer fits any continuous function.",
         "G. Cybenko, MCSS 2:303"),
    Stop(1997, "LSTM", "Gates that keep a memory over more than 1000 steps.",
         "S. Hochreiter & J. Schmidhuber, Neural Computation 9:1735"),
    Stop(1998, "LeNet-5", "A convolutional net that read bank cheques.",
         "Y. LeCun et al., Proc. IEEE 86:2278", "gallery/lenet.ipynb"),
    Stop(2006, "Deep belief net", "Deep nets become trainable, one layer after another.",
         "G. Hinton, S. Osindero & Y. Teh, Neural Computation 18:1527"),
    Stop(2009, "ImageNet", "Millions of labelled pictures for all.", "J. Deng et al., CVPR 248"),
    Stop(2009, "Deep Boltzmann machine", "Several hidden layers of stochastic units.",
         "R. Salakhutdinov & G. Hinton, AISTATS"),
    Stop(2010, "Xavier initialisation", "Why deep nets were hard to train, and a better start.",
         "X. Glorot & Y. Bengio, AISTATS 249"),
    Stop(2010, "ReLU", "Rectified units make better features.", "V. Nair & G. Hinton, ICML"),
    Stop(2012, "Deep acoustic models", "Four groups find that deep nets hear better.",
         "G. Hinton et al., IEEE SPM 29(6):82", "gallery/audio.ipynb"),
    Stop(2012, "AlexNet", "ILSVRC-2012 top-5 error 15.3 % against 26.2 %, with 60 M parameters.",
         "A. Krizhevsky, I. Sutskever & G. Hinton, NIPS 25:1097", TOWERS),
    Stop(2014, "VAE", "An encoder and a decoder that generate.", "D. Kingma & M. Welling, ICLR",
         "gallery/vae.ipynb"),
    Stop(2014, "GAN", "A generator and a critic learn from each other.",
         "I. Goodfellow et al., NIPS 27", "gallery/gan.ipynb"),
    Stop(2014, "Dropout", "Switching units off at random keeps a net from overfitting.",
         "N. Srivastava et al., JMLR 15:1929"),
    Stop(2015, "ResNet", "152 layers with short cuts; top-5 error 3.57 %.",
         "K. He et al., CVPR 2016:770", "gallery/resnet.ipynb"),
    Stop(2016, "AlphaGo", "Beats a Go professional 5 to 0.", "D. Silver et al., Nature 529:484"),
    Stop(2017, "Transformer", "Attention without recurrence; 28.4 BLEU, English to German.",
         "A. Vaswani et al., NIPS 30:5998", LANGUAGE),
    Stop(2018, "BERT", "Fills gaps in text, and so learns language; GLUE 80.5.",
         "J. Devlin et al., arXiv:1810.04805", LANGUAGE),
    Stop(2019, "GPT-2", "1.5 billion parameters predict the next word.",
         "A. Radford et al., OpenAI", LANGUAGE),
    Stop(2019, "StyleGAN", "Faces of persons who do not exist (thispersondoesnotexist.com).",
         "T. Karras, S. Laine & T. Aila, CVPR", "gallery/gan.ipynb"),
    Stop(2020, "GPT-3", "175 billion parameters; a few examples in the prompt are enough.",
         "T. Brown et al., NeurIPS 33:1877", LANGUAGE),
    Stop(2021, "Vision Transformer", "A picture as a sentence of patches.",
         "A. Dosovitskiy et al., ICLR"),
    Stop(2021, "CLIP", "Learns pictures from 400 M pairs of picture and text.",
         "A. Radford et al., ICML"),
    Stop(2021, "DALL·E", "Draws what a sentence says.", "A. Ramesh et al., ICML"),
)  # fmt: skip
