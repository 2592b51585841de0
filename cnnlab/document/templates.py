"""Groups of layers that are known by a name, made to fit the place where they are inserted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from cnnlab.blocks.base import Block
from cnnlab.blocks.registry import kinds_by_id
from cnnlab.blocks.sizes import shape_text
from cnnlab.blocks.weight import Shape
from cnnlab.document.edits import free_id, insert_layers, stem
from cnnlab.document.stack import INPUT, Layer, Stack
from cnnlab.text import N_, Message, UserError

_FEW = 4  # a picture's channels
_SOME = 16  # what a group makes of them where nothing below depends on it


@dataclass(frozen=True)
class Place:
    """Where a group is inserted.

    Attributes:
        before: id of the layer right above; `input` if there is none.
        channels, height, width: what comes from there.
        last: whether nothing stands below.
    """

    before: str
    channels: int
    height: int
    width: int
    last: bool

    @property
    def wide(self) -> int:
        """The channels that a group works with: those that come in, or more at the end of a stack on few."""
        return _SOME if self.last and self.channels <= _FEW else self.channels


Row = tuple[str, Block]  # a name within the group, which begins with a dot as no id does, and the block


@dataclass(frozen=True)
class Template:
    """A group of layers with a name.

    Attributes:
        id: stable name; no block has it as its kind.
        title, about: what the user reads; `about` is one sentence on what it is for.
        make: the blocks for a place; a merge names rows of the group by their names, or the layer above by its id.
    """

    id: str
    title: str
    about: str
    make: Callable[[Place], Sequence[Row]]

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of its layers, from top to bottom."""
        return tuple(block.kind for _name, block in self.make(Place(INPUT, _SOME, 2, 2, last=True)))


def _block(kind: str, **params: object) -> Block:
    return kinds_by_id()[kind].initial(**params)


def _conv(channels: int, size: int = 3) -> Block:
    return _block("conv2d", out_channels=channels, kernel_size=size, padding=size // 2)


def _halve(place: Place) -> Block:
    """A pool that takes half; where only one row or column is left, it takes that."""
    return _block("max_pool2d", kernel_size=2, ceil_mode=min(place.height, place.width) < 2)


def _conv_bn_relu(place: Place) -> Sequence[Row]:
    return (".conv", _conv(place.wide)), (".norm", _block("batch_norm2d")), (".relu", _block("relu"))


def _vgg(place: Place) -> Sequence[Row]:
    return (
        (".conv", _conv(place.wide)),
        (".relu", _block("relu")),
        (".conv_2", _conv(place.wide)),
        (".relu_2", _block("relu")),
        (".pool", _halve(place)),
    )


def _residual(place: Place) -> Sequence[Row]:
    # As many channels as come in, so that the sum needs no 1×1 convolution on its other path.
    return (
        (".conv", _conv(place.channels)),
        (".norm", _block("batch_norm2d")),
        (".relu", _block("relu")),
        (".conv_2", _conv(place.channels)),
        (".norm_2", _block("batch_norm2d")),
        (".add", _block("add", layers=(place.before,))),
        (".relu_2", _block("relu")),
    )


def _unet(place: Place) -> Sequence[Row]:
    size = (place.height, place.width)
    even = size[0] % 2 == 0 and size[1] % 2 == 0
    up = _block("upsample", scale_factor=2) if even else _block("upsample", scale_factor=None, size=size)
    return (
        (".conv", _conv(place.wide)),
        (".relu", _block("relu")),
        (".pool", _halve(place)),
        (".conv_2", _conv(place.wide)),
        (".relu_2", _block("relu")),
        (".up", up),
        (".concat", _block("concat", layers=(".relu",))),
        (".conv_3", _conv(place.wide)),
        (".relu_3", _block("relu")),
    )


def _inception(place: Place) -> Sequence[Row]:
    """Four branches from one layer; the stack is a line, so three of them begin with a Pick of that layer."""
    share, rest = divmod(max(4, place.wide), 4)
    again = _block("pick", layers=(place.before,))
    return (
        (".conv", _conv(share + rest, 1)),
        (".relu", _block("relu")),
        (".pick", again),
        (".conv_2", _conv(share)),
        (".relu_2", _block("relu")),
        (".pick_2", again),
        (".conv_3", _conv(share, 5)),
        (".relu_3", _block("relu")),
        (".pick_3", again),
        (".pool", _block("max_pool2d", kernel_size=3, stride=1, padding=1)),
        (".conv_4", _conv(share, 1)),
        (".relu_4", _block("relu")),
        (".concat", _block("concat", layers=(".relu", ".relu_2", ".relu_3"))),
    )


TEMPLATES: tuple[Template, ...] = (
    Template(
        "conv_bn_relu",
        "Conv-BN-ReLU",
        N_("The usual unit of a network: filters, a norm that evens out their strength, and a cut at zero."),
        _conv_bn_relu,
    ),
    Template(
        "vgg_block",
        N_("VGG block"),
        N_("Two 3×3 convolutions see as far as one 5×5 with fewer weights; a pool then halves the picture."),
        _vgg,
    ),
    Template(
        "residual_block",
        N_("Residual block"),
        N_("Two convolutions whose result is added to what came in, so that they only learn the difference."),
        _residual,
    ),
    Template(
        "unet_level",
        N_("U-Net level"),
        N_("Down to half the size, back up, and joined with the fine detail that was set aside before."),
        _unet,
    ),
    Template(
        "inception_branches",
        N_("Inception branches"),
        N_("Looks at one layer through a 1×1, a 3×3, a 5×5 and a pool side by side, and joins what they find."),
        _inception,
    ),
)


def templates_by_id() -> Mapping[str, Template]:
    """All templates by their ids, in the order of the palette."""
    return {template.id: template for template in TEMPLATES}


def insert_template(
    stack: Stack, template: Template, position: int, shape: Shape | None
) -> tuple[Stack, tuple[str, ...]]:
    """Insert a group before `position`, made for what arrives there; gives the new layers' ids too.

    Between other layers a group hands on as many channels as it got (an Inception at least four), so that what stands
    below still runs. `shape` is None where it is not known, since something above has a problem.

    Raises:
        UserError: what arrives is no picture, or the stack would have more layers than it may have.
    """
    if shape is not None and len(shape) != 4:
        raise UserError(
            N_("{title} needs [b, c, h, w], but {shape} arrives here: insert it further up"),
            title=Message(template.title),
            shape=shape_text(shape),
        )
    _, channels, height, width = shape if shape is not None else (1, _SOME, 2, 2)
    before = stack.layers[position - 1].id if position else INPUT
    rows = template.make(Place(before, channels, height, width, last=position == len(stack)))
    return insert_layers(stack, _layers(stack, rows), position)


def _layers(stack: Stack, rows: Sequence[Row]) -> list[Layer]:
    """The rows as layers of this stack, under free ids."""
    ids: dict[str, str] = {}
    layers: list[Layer] = []
    for name, block in rows:
        together = stack.with_layers((*stack.layers, *layers))
        ids[name] = free_id(together, stem(block.kind))
        if block.references():
            block = block.replace(layers=tuple(ids.get(taken, taken) for taken in block.references()))
        layers.append(Layer(ids[name], block))
    return layers
