"""Convolutions with their normalisation and activation, under Detectron2's parameter names.

Source: Detectron2 02b5c4e2, layers/wrappers.py and layers/batch_norm.py.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

# A tensor on the meta device has nothing to fill, and asking it for random numbers would load PyTorch's compiler:
# two seconds in which a model is only to be looked at.


def init_msra(weight: Tensor) -> None:
    """Normal, scaled by the number of outputs: He et al. 2015, as Detectron2 starts convolutions before a ReLU."""
    if not weight.is_meta:
        nn.init.kaiming_normal_(weight, mode="fan_out", nonlinearity="relu")


def init_normal(weight: Tensor, std: float) -> None:
    """Normal of a given deviation, as Detectron2 starts layers that predict."""
    if not weight.is_meta:
        nn.init.normal_(weight, std=std)


class FrozenBatchNorm2d(nn.Module):
    """Batch normalisation whose statistics and affine values are constants.

    All four are buffers, so an optimiser leaves them alone.
    """

    weight: Tensor
    bias: Tensor
    running_mean: Tensor
    running_var: Tensor
    eps = 1e-5

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.register_buffer("weight", torch.ones(channels))
        self.register_buffer("bias", torch.zeros(channels))
        self.register_buffer("running_mean", torch.zeros(channels))
        self.register_buffer("running_var", torch.full((channels,), 1 - self.eps))

    def forward(self, x: Tensor) -> Tensor:
        return F.batch_norm(
            x, self.running_mean, self.running_var, self.weight, self.bias, training=False, eps=self.eps
        )


class ChannelLayerNorm(nn.Module):
    """Layer normalisation over the channels of each position of an NCHW map."""

    eps = 1e-6

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x: Tensor) -> Tensor:
        centred = x - x.mean(1, keepdim=True)
        scaled = centred / torch.sqrt(centred.pow(2).mean(1, keepdim=True) + self.eps)
        return self.weight[:, None, None] * scaled + self.bias[:, None, None]


# Detectron2's names. The synchronised kinds differ from BN only while several processes train.
BATCH_NORMS = frozenset({"BN", "SyncBN", "nnSyncBN", "naiveSyncBN", "naiveSyncBN_N"})


def make_norm(kind: str, channels: int) -> nn.Module | None:
    """The normalisation that a config calls `kind`; None for the empty name."""
    if kind == "":
        return None
    if kind in BATCH_NORMS:
        return nn.BatchNorm2d(channels)
    if kind == "FrozenBN":
        return FrozenBatchNorm2d(channels)
    if kind == "GN":
        return nn.GroupNorm(32, channels)
    assert kind == "LN", kind
    return ChannelLayerNorm(channels)


def finish(x: Tensor, *, norm: nn.Module | None, relu: bool, add: Tensor | None = None) -> Tensor:
    """What follows a convolution: a normalisation, then the sum with `add`, then a ReLU; all of them optional."""
    if norm is not None:
        x = norm(x)
    if add is not None:
        x = x + add
    return F.relu(x, inplace=True) if relu else x


class Conv2d(nn.Conv2d):
    """A convolution, then a normalisation, then the sum with another map, then a ReLU; all but the first optional.

    The normalisation is the child `norm`, as in Detectron2's checkpoints. Residual blocks and the
    feature pyramid hand in the other map here, so that a predictor can run all of it in one pass.
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        *,
        stride: int = 1,
        padding: int = 0,
        dilation: int = 1,
        groups: int = 1,
        norm: str = "",
        bias: bool | None = None,
        relu: bool = False,
    ) -> None:
        """Without `bias`, there is one exactly where no normalisation follows."""
        super().__init__(
            in_channels,
            out_channels,
            kernel_size,
            stride=stride,
            padding=padding,
            dilation=dilation,
            groups=groups,
            bias=norm == "" if bias is None else bias,
        )
        self.norm = make_norm(norm, out_channels)
        self.relu = relu
        init_msra(self.weight)
        if self.bias is not None:
            nn.init.zeros_(self.bias)

    def reset_parameters(self) -> None:
        if not self.weight.is_meta:
            super().reset_parameters()

    def forward(self, x: Tensor, add: Tensor | None = None) -> Tensor:
        """`x` [B, C, H, W]; `add` has the shape of the result."""
        return finish(super().forward(x), norm=self.norm, relu=self.relu, add=add)
