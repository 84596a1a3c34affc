"""Sounds become the features that their definitions and another library say."""

import numpy as np
import pytest

from chainrule import audio
from chainrule.audio.features import hertz, mel


def tone(frequency, rate=8000, seconds=0.5):
    return np.sin(2 * np.pi * frequency * np.arange(int(rate * seconds)) / rate)


@pytest.mark.parametrize("frequency", [250, 1000, 3000])
def test_a_tone_stands_at_its_frequency(frequency):
    power = audio.spectrogram(tone(frequency), 8000)
    assert abs(power.mean(axis=0).argmax() * 8000 / 256 - frequency) <= 8000 / 256


def test_a_spectrogram_is_the_transform_by_its_definition():
    sound = np.random.default_rng().normal(size=400)
    power = audio.spectrogram(sound, 8000)
    n, k = np.arange(200), np.arange(129)[:, None]
    waves = np.exp(-2j * np.pi * k * n / 256)
    by_hand = np.abs(waves @ (sound[80:280] * np.hamming(200))) ** 2 / 256
    np.testing.assert_allclose(power[1], by_hand, rtol=1e-9)


def test_a_thousand_hertz_are_about_a_thousand_mels_and_back():
    assert mel(1000) == pytest.approx(1000, rel=1e-3)
    frequencies = np.linspace(0, 4000, 50)
    np.testing.assert_allclose(hertz(mel(frequencies)), frequencies, atol=1e-9)


def test_filters_rise_and_fall_once_and_get_wider():
    filters = audio.mel_filters(20, 257, 16000)
    assert (filters >= 0).all()
    for row in filters:
        steps = np.sign(np.diff(row))
        assert (np.diff(steps[steps != 0]) <= 0).all()
    widths = (filters > 0).sum(axis=1)
    assert widths[-1] > 3 * widths[0]


def test_a_louder_sound_differs_in_the_first_coefficient_only():
    sound = np.random.default_rng().normal(size=4000)
    quiet, loud = (audio.mfcc(factor * sound, 8000) for factor in (1, 10))
    np.testing.assert_allclose(loud[:, 1:], quiet[:, 1:], atol=1e-6)
    assert (loud[:, 0] > quiet[:, 0]).all()


@pytest.mark.oracle
def test_mfcc_agree_with_another_library():
    other = pytest.importorskip("python_speech_features")
    sound = audio.speak("seven", np.random.default_rng())
    ours = audio.mfcc(sound, 8000)
    theirs = other.mfcc(
        sound, 8000, nfft=256, ceplifter=0, appendEnergy=False, winfunc=np.hamming
    )  # fmt: skip
    np.testing.assert_allclose(ours, theirs[: len(ours)], rtol=1e-6, atol=1e-6)


def test_what_is_too_short_is_refused():
    with pytest.raises(ValueError, match="shorter than a piece of 200"):
        audio.spectrogram(np.zeros(100), 8000)


@pytest.mark.parametrize("word", audio.WORDS)
def test_no_word_is_said_twice_alike_and_all_are_sounds(word):
    rng = np.random.default_rng()
    one, other = audio.speak(word, rng), audio.speak(word, rng)
    assert len(one) != len(other) or not np.allclose(one, other)
    for sound in (one, other):
        assert np.isfinite(sound).all()
        assert 0.3 < np.abs(sound).max() <= 1


def test_a_word_that_nobody_taught_is_refused():
    with pytest.raises(ValueError, match="none of the words"):
        audio.speak("eleven", np.random.default_rng())
