"""Sounds as they are seen: waveform, spectrogram, filters, coefficients."""

from __future__ import annotations

import numpy as np

from chainrule.engine import Array
from chainrule.pictures.picture import BLUE, GREY, INK, Picture, as_picture, grid, plot


def draw_sound(sound: Array, rate: int, power: Array, coefficients: Array) -> Picture:
    """The waveform, the spectrogram in decibels and the MFCC of a sound, over the same time.

    Parameters
    ----------
    sound : array, shape (samples,)
    rate : int
        Samples a second.
    power : array, shape (pieces, frequencies)
    coefficients : array, shape (pieces, n)
    """
    figure, (wave, spectrum, cepstrum) = grid(3, columns=1, width=7.0, height=1.6)
    seconds = len(sound) / rate
    wave.plot(np.arange(len(sound)) / rate, sound, color=BLUE, lw=0.6)
    wave.set(ylabel="pressure", xlim=(0, seconds))
    decibels = 10 * np.log10(power.T + 1e-10)
    loud = {"vmin": decibels.max() - 60, "vmax": decibels.max()}
    spectrum.imshow(decibels, origin="lower", aspect="auto", cmap="magma_r",
                    extent=(0, seconds, 0, rate / 2000), **loud)  # fmt: skip
    spectrum.set(ylabel="kHz")
    shape = coefficients.T[1:]  # the first is loudness
    cepstrum.imshow(shape, origin="lower", aspect="auto", cmap="PuOr_r",
                    extent=(0, seconds, 1, len(shape) + 1))  # fmt: skip
    cepstrum.set(ylabel="MFCC", xlabel="seconds")
    for axes in (spectrum, cepstrum):
        axes.grid(visible=False)
    loudest = power.mean(axis=0).argmax() * rate / (2 * (power.shape[1] - 1))
    words = (
        f"A sound of {seconds:.2f} s as a waveform, as a spectrogram with most power near "
        f"{loudest:.0f} Hz, and as {coefficients.shape[1]} coefficients in {len(power)} pieces."
    )
    return as_picture(figure, words)


def draw_filters(filters: Array, rate: int) -> Picture:
    """Mel filters over the frequencies, every other one dashed."""
    figure, axes = plot(7.0, 2.4)
    kilohertz = np.linspace(0, rate / 2000, filters.shape[1])
    for i, row in enumerate(filters):
        axes.plot(kilohertz, row, color=(BLUE, GREY)[i % 2], ls=("-", "--")[i % 2], lw=1.3)
    axes.set(xlabel="kHz", yticks=[], xlim=(0, rate / 2000))
    return as_picture(figure, f"{len(filters)} triangular filters, narrow at low frequencies.")


def draw_confusion(counts: Array, names: list[str]) -> Picture:
    """How often each kind was taken for each other.

    Parameters
    ----------
    counts : array, shape (n, n)
        Rows are what it was, columns what it was taken for.
    names : list of str
    """
    figure, axes = plot(5.4, 4.6)
    axes.grid(visible=False)
    axes.imshow(np.sqrt(counts), cmap="Blues")
    for (i, j), count in np.ndenumerate(counts):
        if count:
            colour = "white" if count > counts.max() / 2 else INK
            axes.text(j, i, str(int(count)), ha="center", va="center", color=colour, fontsize=9)
    axes.set_xticks(range(len(names)), names, rotation=45, ha="right")
    axes.set_yticks(range(len(names)), names)
    axes.set(xlabel="taken for", ylabel="was")
    right = float(np.trace(counts) / counts.sum())
    return as_picture(figure, f"{right:.0%} of {int(counts.sum())} were taken for what they were.")
