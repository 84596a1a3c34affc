"""The layer tables of LeNet-5, AlexNet, VGG and GoogLeNet."""

from __future__ import annotations

from chainrule.models.counting import Branches, Conv, Dense, Layer, Norm, Pool

Table = list[tuple[str, Layer]]


def lenet5() -> Table:
    """LeNet-5 for images of 1 × 32 × 32, with all maps of C3 wired to all of S2.

    Source: LeCun, Bottou, Bengio & Haffner, Proc. IEEE 86:2278, 1998.
    """
    return [
        *(("C1", Conv(6, 5)), ("S2", Pool(2, 2)), ("C3", Conv(16, 5)), ("S4", Pool(2, 2))),
        *(("C5", Conv(120, 5)), ("F6", Dense(84)), ("output", Dense(10))),
    ]


def alexnet() -> Table:
    """AlexNet for images of 3 × 227 × 227, in two halves as on its two graphics cards.

    The paper says 224, which does not fit its own strides; 227 gives the maps that it reports.

    Source: Krizhevsky, Sutskever & Hinton, NIPS 25:1097, 2012.
    """
    return [
        *(("conv1", Conv(96, 11, 4)), ("pool1", Pool(3, 2))),
        *(("conv2", Conv(256, 5, padding=2, groups=2)), ("pool2", Pool(3, 2))),
        ("conv3", Conv(384, 3, padding=1)),
        ("conv4", Conv(384, 3, padding=1, groups=2)),
        *(("conv5", Conv(256, 3, padding=1, groups=2)), ("pool5", Pool(3, 2))),
        *(("fc6", Dense(4096)), ("fc7", Dense(4096)), ("fc8", Dense(1000))),
    ]


def vgg(depth: int) -> Table:
    """VGG-16 or VGG-19 for images of 3 × 224 × 224: 3 × 3 convolutions and nothing else.

    Source: Simonyan & Zisserman, ICLR 2015, configurations D and E.

    Raises
    ------
    ValueError
        If the depth is neither 16 nor 19.
    """
    if depth not in (16, 19):
        raise ValueError(f"VGG has 16 or 19 layers with weights, not {depth}")
    last = (depth - 7) // 3  # convolutions in each of the last three blocks
    layers: Table = []
    for block, (width, repeats) in enumerate(
        zip((64, 128, 256, 512, 512), (2, 2, last, last, last), strict=True), 1
    ):
        layers += [(f"conv{block}_{i + 1}", Conv(width, 3, padding=1)) for i in range(repeats)]
        layers.append((f"pool{block}", Pool(2, 2)))
    return [*layers, ("fc6", Dense(4096)), ("fc7", Dense(4096)), ("fc8", Dense(1000))]


INCEPTIONS = {  # 1 × 1; 3 × 3 behind its reduction; 5 × 5 behind its; after the pool
    "3a": (64, 96, 128, 16, 32, 32),
    "3b": (128, 128, 192, 32, 96, 64),
    "4a": (192, 96, 208, 16, 48, 64),
    "4b": (160, 112, 224, 24, 64, 64),
    "4c": (128, 128, 256, 24, 64, 64),
    "4d": (112, 144, 288, 32, 64, 64),
    "4e": (256, 160, 320, 32, 128, 128),
    "5a": (256, 160, 320, 32, 128, 128),
    "5b": (384, 192, 384, 48, 128, 128),
}


def inception(one: int, to_three: int, three: int, to_five: int, five: int, pooled: int) -> Layer:
    """Four views of the same maps, stacked; 1 × 1 convolutions make the dear ones cheap."""
    return Branches(
        (
            (Conv(one, 1),),
            (Conv(to_three, 1), Conv(three, 3, padding=1)),
            (Conv(to_five, 1), Conv(five, 5, padding=2)),
            (Pool(3, 1, padding=1), Conv(pooled, 1)),
        )
    )


def googlenet() -> Table:
    """GoogLeNet for images of 3 × 224 × 224, without the two extra outputs of its training.

    Source: Szegedy et al., CVPR 2015, table 1.
    """
    modules: Table = [(f"inception {k}", inception(*widths)) for k, widths in INCEPTIONS.items()]
    return [
        *(("conv1", Conv(64, 7, 2, 3)), ("pool1", Pool(3, 2, round_up=True))),
        *(("reduce2", Conv(64, 1)), ("conv2", Conv(192, 3, padding=1))),
        *(("pool2", Pool(3, 2, round_up=True)), *modules[:2]),
        *(("pool3", Pool(3, 2, round_up=True)), *modules[2:7]),
        *(("pool4", Pool(3, 2, round_up=True)), *modules[7:]),
        *(("pool5", Pool(7, 1)), ("linear", Dense(1000))),
    ]


BLOCKS = {
    18: (2, 2, 2, 2),
    34: (3, 4, 6, 3),
    50: (3, 4, 6, 3),
    101: (3, 4, 23, 3),
    152: (3, 8, 36, 3),
}


def resnet(depth: int) -> Table:
    """ResNet-18, 34, 50, 101 or 152 for images of 3 × 224 × 224.

    Source: He, Zhang, Ren & Sun, CVPR 2016, table 1; where maps become smaller, a 1 × 1
    convolution takes the place of the plain shortcut (option B).

    Raises
    ------
    ValueError
        If there is none of this depth.
    """
    if depth not in BLOCKS:
        raise ValueError(f"ResNet has {', '.join(map(str, BLOCKS))} layers, not {depth}")
    layers: Table = [("conv1", Conv(64, 7, 2, 3, bias=False)), ("norm1", Norm())]
    layers.append(("pool1", Pool(3, 2, 1)))
    inputs = 64
    for stage, (width, repeats) in enumerate(zip((64, 128, 256, 512), BLOCKS[depth], strict=True)):
        for i in range(repeats):
            stride = 2 if i == 0 and stage > 0 else 1
            out = width if depth < 50 else 4 * width
            layers.append((f"block {stage + 2}.{i + 1}", residual(inputs, width, out, stride)))
            inputs = out
    return [*layers, ("pool5", Pool(7, 1)), ("fc", Dense(1000))]


def residual(inputs: int, width: int, out: int, stride: int) -> Layer:
    """A block whose result is added to what it got."""
    shortcut: tuple[Layer, ...] = ()
    if inputs != out or stride > 1:
        shortcut = Conv(out, 1, stride, bias=False), Norm()
    sizes = [(3, stride), (3, 1)] if out == width else [(1, 1), (3, stride), (1, 1)]
    widths = [width] * (len(sizes) - 1) + [out]
    chain = [
        layer
        for w, (kernel, step) in zip(widths, sizes, strict=True)
        for layer in (Conv(w, kernel, step, kernel // 2, bias=False), Norm())
    ]
    return Branches((tuple(chain), shortcut), added=True)
