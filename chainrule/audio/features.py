"""Spectrograms and mel-frequency cepstral coefficients (MFCC)."""

from __future__ import annotations

import numpy as np

from chainrule.engine import Array


def spectrogram(sound: Array, rate: int, window: float = 0.025, hop: float = 0.010) -> Array:
    """The power at each frequency in each short piece of a sound.

    Parameters
    ----------
    sound : array, shape (samples,)
    rate : int
        Samples a second.
    window, hop : float
        How long a piece is, and how far it is from one to the next, in seconds.

    Returns
    -------
    array, shape (pieces, frequencies)
        ``|FFT|² / n`` of each piece under a Hamming window; frequencies from 0 to half the rate.

    Raises
    ------
    ValueError
        If the sound is shorter than a piece.

    Examples
    --------
    >>> tone = np.sin(2 * np.pi * 1000 * np.arange(8000) / 8000)
    >>> power = spectrogram(tone, 8000)
    >>> power.shape, int(power.mean(axis=0).argmax()) * 8000 / 256
    ((98, 129), 1000.0)
    """
    length, step = round(window * rate), round(hop * rate)
    if len(sound) < length:
        raise ValueError(f"a sound of {len(sound)} samples is shorter than a piece of {length}")
    pieces = np.lib.stride_tricks.sliding_window_view(np.asarray(sound, float), length)[::step]
    n = transform_length(length)
    return np.abs(np.fft.rfft(pieces * np.hamming(length), n)) ** 2 / n


def transform_length(length: int) -> int:
    """The next power of two.

    >>> transform_length(200)
    256
    """
    return 1 << (length - 1).bit_length()


def mel(hertz: Array | float) -> Array:
    """How high a tone sounds: 2595 log₁₀(1 + f / 700), about linear below 1,000 Hz.

    Source: O'Shaughnessy, *Speech Communication*, 1987.
    """
    return 2595 * np.log10(1 + np.asarray(hertz) / 700)


def hertz(mels: Array | float) -> Array:
    """The frequency that sounds so high; the inverse of `mel`.

    >>> float(hertz(mel(440.0)).round(6))
    440.0
    """
    return 700 * (10 ** (np.asarray(mels) / 2595) - 1)


def mel_filters(count: int, frequencies: int, rate: int) -> Array:
    """Triangles over the frequencies, as far apart as the ear has them.

    Parameters
    ----------
    count : int
        How many.
    frequencies : int
        How many a spectrogram has, from 0 to half the rate.
    rate : int
        Samples a second.

    Returns
    -------
    array, shape (count, frequencies)

    Examples
    --------
    >>> filters = mel_filters(26, 129, 8000)
    >>> filters.shape, float(filters.max())
    ((26, 129), 1.0)
    """
    n = 2 * (frequencies - 1)
    edges = np.floor((n + 1) * hertz(np.linspace(0, mel(rate / 2), count + 2)) / rate)
    low, middle, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    k = np.arange(frequencies)
    up = (k - low) / np.maximum(middle - low, 1)
    down = (high - k) / np.maximum(high - middle, 1)
    triangles: Array = np.clip(np.where(k < middle, up, down), 0, None)
    return triangles * (k >= low) * (k < high)


def mfcc(sound: Array, rate: int, coefficients: int = 13, filters: int = 26) -> Array:
    """The shape of the spectrum in a few numbers, piece by piece.

    The sound with its high tones raised, the spectrogram, mel filters, logarithm, and a cosine
    transform, which makes neighbouring filters independent.

    Parameters
    ----------
    sound : array, shape (samples,)
    rate : int
        Samples a second.
    coefficients, filters : int
        How many of each.

    Returns
    -------
    array, shape (pieces, coefficients)

    Notes
    -----
    S. Davis & P. Mermelstein, IEEE Transactions ASSP 28:357, 1980.

    Examples
    --------
    >>> mfcc(np.random.default_rng(0).normal(size=8000), 8000).shape
    (98, 13)
    """
    from scipy.fft import dct

    raised = np.append(sound[0], sound[1:] - 0.97 * sound[:-1])
    power = spectrogram(raised, rate)
    energy = power @ mel_filters(filters, power.shape[1], rate).T
    logs = np.log(np.maximum(energy, np.finfo(float).eps))
    cepstrum: Array = dct(logs, norm="ortho", axis=1)[:, :coefficients]
    return cepstrum
