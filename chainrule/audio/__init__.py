"""From sound to features: spectrograms, mel filters, MFCC; and sounds to try them on."""

from chainrule.audio.features import mel_filters, mfcc, spectrogram
from chainrule.audio.speech import WORDS, speak

__all__ = ["WORDS", "mel_filters", "mfcc", "speak", "spectrogram"]
