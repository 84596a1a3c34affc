"""Networks counted from their layer tables have the sizes that their papers report."""

import numpy as np
import pytest

from chainrule import models, nn
from chainrule.models import transformers

IMAGE = (3, 224, 224)


def counted(shape, table):
    rows = models.count(shape, table)
    return {row.name: row for row in rows}, *models.totals(rows)


def test_lenet_5_has_the_layers_of_its_paper():
    rows, parameters, _ = counted((1, 32, 32), models.lenet5())
    assert rows["C5"].shape == (120, 1, 1)
    assert rows["C1"].parameters == 156  # the paper's number
    assert rows["C5"].parameters == 48_120  # and this
    assert rows["F6"].parameters == 10_164  # and this
    assert parameters == 61_706


def test_alexnet_has_60_million_parameters_and_650_thousand_units():
    rows, parameters, multiply_adds = counted((3, 227, 227), models.alexnet())
    assert parameters == 60_965_224
    units = sum(np.prod(row.shape) for row in rows.values() if row.weights)
    assert units == pytest.approx(650_000, rel=0.02)
    assert rows["conv1"].shape == (96, 55, 55)
    assert rows["pool5"].shape == (256, 6, 6)
    assert multiply_adds == pytest.approx(0.714e9, rel=0.02)


@pytest.mark.parametrize(
    ("depth", "parameters", "multiply_adds"),
    [(16, 138_357_544, 15.47e9), (19, 143_667_240, 19.63e9)],
)
def test_vgg_has_the_sizes_of_its_paper(depth, parameters, multiply_adds):
    _, found, cost = counted(IMAGE, models.vgg(depth))
    assert found == parameters
    assert cost == pytest.approx(multiply_adds, rel=0.005)


def test_vgg_of_another_depth_is_refused():
    with pytest.raises(ValueError, match="16 or 19"):
        models.vgg(17)


# From table 1 of the paper: thousands (1,024) of weights and millions of operations. For 4c it
# says 463 thousand weights, which does not fit its own widths nor its own 100 million operations.
PAPER = {
    "3a": (159, 128), "3b": (380, 304), "4a": (364, 73), "4b": (437, 88), "4c": (498, 100),
    "4d": (580, 119), "4e": (840, 170), "5a": (1072, 54), "5b": (1388, 71),
}  # fmt: skip


def test_googlenet_has_the_inceptions_of_its_paper():
    rows, parameters, multiply_adds = counted(IMAGE, models.googlenet())
    for name, (weights, operations) in PAPER.items():
        row = rows[f"inception {name}"]
        assert row.weights / 1024 == pytest.approx(weights, rel=0.06), name
        assert row.multiply_adds / 1e6 == pytest.approx(operations, rel=0.07), name
    assert rows["inception 5b"].shape == (1024, 7, 7)
    assert parameters == pytest.approx(7.0e6, rel=0.01)
    assert multiply_adds == pytest.approx(1.5e9, rel=0.07)


def test_a_layer_is_counted_as_the_engine_builds_it():
    conv = models.counting.Conv(8, 3, 2, 1)
    (row,) = models.count((4, 15, 13), [("conv", conv)])
    built = nn.Conv2d(4, 8, 3, stride=2, padding=1, seed=0)
    assert row.shape == built(np.zeros((1, 4, 15, 13))).shape[1:]
    assert row.parameters == sum(p.size for p in built.parameters())


@pytest.mark.parametrize(
    ("depth", "parameters", "multiply_adds"),
    [
        (18, 11_689_512, 1.8e9),
        (34, 21_797_672, 3.6e9),
        (50, 25_557_032, 3.8e9),
        (101, 44_549_160, 7.6e9),
        (152, 60_192_808, 11.3e9),
    ],
)
def test_resnet_has_the_work_of_its_paper(depth, parameters, multiply_adds):
    rows, found, cost = counted(IMAGE, models.resnet(depth))
    assert rows["pool5"].shape == (512 if depth < 50 else 2048, 1, 1)
    assert found == parameters  # as the published weights have them
    assert cost == pytest.approx(multiply_adds, rel=0.1)  # the paper strides in other places


@pytest.mark.parametrize(
    ("found", "paper", "within"),
    [
        (transformers.transformer(37_000, 512, 2048, 6), 65e6, 0.04),
        (transformers.transformer(37_000, 1024, 4096, 6), 213e6, 0.02),
        (transformers.bert(30_522, 512, 768, 12), 110e6, 0.01),
        (transformers.bert(30_522, 512, 1024, 24), 340e6, 0.02),
        (transformers.gpt(40_478, 512, 768, 12), 117e6, 0.01),
        (transformers.gpt(50_257, 1024, 1600, 48), 1.542e9, 0.02),
        (transformers.gpt(50_257, 2048, 12_288, 96), 175e9, 0.005),
    ],
    ids=["Transformer", "big", "BERT", "BERT large", "GPT", "GPT-2", "GPT-3"],
)
def test_transformers_have_the_sizes_of_their_papers(found, paper, within):
    assert found == pytest.approx(paper, rel=within)


def test_a_block_is_counted_as_the_engine_builds_it():
    built = nn.TransformerBlock(24, 4, seed=0)
    assert transformers.block(24, 96) == sum(p.size for p in built.parameters())
