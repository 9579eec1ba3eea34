"""Trains a model, in stretches that continue each other.

    python -m training.learn.train training/config.yaml RUN --pages PAGES --real REAL/coco.json --steps 20000
    python -m training.learn.train training/config.yaml RUN --pages PAGES --real REAL/coco.json --steps 3000 --decay

The learning rate rises for the first steps, then stays. A stretch with --decay takes it down to nothing, which is when
a model becomes sharp; to train on later, go on from the checkpoint before. RUN then holds

    checkpoint.pt    everything that a next stretch continues from
    average.pth      the running average of the weights: the model to evaluate and to ship
    log.jsonl        losses, learning rate and seconds an image, every 25 steps
"""

import argparse
import copy
import json
import math
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader

from d2studio.engine.checkpoint import read_checkpoint
from d2studio.engine.config import Config, load_config
from d2studio.engine.structures import ImageBatch
from d2studio.errors import D2StudioError
from training.learn.data import Batch, Batches, read_coco
from training.learn.start import averaged, start_from
from training.learn.trainable import Trainable

LOG_EVERY: Final = 25
WARM_UP_STEPS: Final = 150
GRADIENT_LIMIT: Final = 5.0
# The average moves every few steps, because reading all weights takes time on a CPU.
AVERAGE_EVERY: Final = 5
AVERAGE_KEEPS: Final = 0.99
CHECKPOINT: Final = "checkpoint.pt"
AVERAGE: Final = "average.pth"


class Run:
    """A model in training with its optimiser and its average, as far as it has come."""

    def __init__(self, trainable: Trainable, *, device: torch.device, weight_decay: float = 0.03) -> None:
        self.device = device
        # On a CPU the gradients of convolutions are quicker in PyTorch's own layout.
        self.layout = torch.channels_last if device.type == "cuda" else torch.contiguous_format
        self.trainable = trainable.to(device, memory_format=self.layout)  # type: ignore[call-overload]
        self.average = copy.deepcopy(trainable.model).eval().requires_grad_(False)
        learnt = [parameter for parameter in trainable.parameters() if parameter.requires_grad]
        # Biases and normalisations are not drawn to zero.
        groups = [
            {"params": [one for one in learnt if one.ndim > 1], "weight_decay": weight_decay},
            {"params": [one for one in learnt if one.ndim <= 1], "weight_decay": 0.0},
        ]
        self.optimiser = torch.optim.AdamW(groups, betas=(0.9, 0.99), fused=True)
        self.step = 0
        self.images = 0

    def learn(
        self, batch: Batch, rate: float, pixel_mean: Tensor, pixel_std: Tensor, dtype: torch.dtype
    ) -> dict[str, float]:
        """One step; returns the losses and the gradient's length."""
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        images = normalise(batch, pixel_mean, pixel_std, self.device, self.layout)
        with torch.autocast(self.device.type, dtype=dtype, enabled=dtype != torch.float32):
            losses = self.trainable(images, batch.truths)
        total = torch.stack(list(losses.values())).sum()
        self.optimiser.zero_grad(set_to_none=True)
        if not torch.isfinite(total):
            raise FloatingPointError(f"The loss of step {self.step} is {float(total)}; lower the learning rate.")
        total.backward()  # type: ignore[no-untyped-call]
        length = nn.utils.clip_grad_norm_(self.trainable.parameters(), GRADIENT_LIMIT)
        self.optimiser.step()
        self.step += 1
        self.images += len(batch.truths)
        if self.step % AVERAGE_EVERY == 0:
            moves = self.step // AVERAGE_EVERY
            averaged(self.average, self.trainable.model, min(AVERAGE_KEEPS, moves / (moves + 5)))
        return {name: float(loss.detach()) for name, loss in losses.items()} | {"gradient": float(length)}

    def save(self, folder: Path) -> None:
        """Write the checkpoint and the average, each at once or not at all."""
        state = {
            "model": self.trainable.model.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "step": self.step,
            "images": self.images,
        }
        for name, content in ((CHECKPOINT, state), (AVERAGE, {"model": self.average.state_dict()})):
            part = folder / f"{name}.part"
            torch.save(content, part)
            part.replace(folder / name)

    def restore(self, path: Path) -> None:
        """Continue from a checkpoint of `save`."""
        state = state_of(path, self.device)
        self.trainable.model.load_state_dict(state["model"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.step, self.images = state["step"], state["images"]


def state_of(path: Path, device: torch.device | str = "cpu") -> dict[str, Any]:
    """What `Run.save` wrote: plain tensors and numbers, so nothing in it could run."""
    state: dict[str, Any] = torch.load(path, map_location=device, weights_only=True)  # noqa: TID251 - also optimisers
    return state


def normalise(batch: Batch, mean: Tensor, std: Tensor, device: torch.device, layout: torch.memory_format) -> ImageBatch:
    """Pixels as the network reads them; what pads a page is zero, as in prediction."""
    pixels = batch.pixels.to(device).float().sub(mean).div(std)
    for index, (height, width) in enumerate(batch.sizes_hw):
        pixels[index, :, height:] = 0
        pixels[index, :, :, width:] = 0
    return ImageBatch(pixels.contiguous(memory_format=layout), batch.sizes_hw)


def learning_rate(step: int, *, base: float, first: int, steps: int, decays: bool) -> float:
    """The rate of step number `step` of a stretch of `steps` that began at step `first`."""
    rate = base * min(1.0, (step + 1) / WARM_UP_STEPS)
    return rate * (1 - math.sqrt((step - first) / steps)) if decays else rate


class Log:
    """Writes a line of means to log.jsonl every LOG_EVERY steps."""

    def __init__(self, path: Path, run: Run, batch_size: int) -> None:
        self._path = path
        self._run = run
        self._batch_size = batch_size
        self._begin()

    def _begin(self) -> None:
        self._sums: dict[str, float] = {}
        self._waited = 0.0
        self._began = time.monotonic()
        self._first = self._run.step

    def waited(self, seconds: float) -> None:
        """Time that the network stood idle because no batch was ready."""
        self._waited += seconds

    def add(self, losses: Mapping[str, float], rate: float) -> None:
        """Losses of one step."""
        for name, value in losses.items():
            self._sums[name] = self._sums.get(name, 0.0) + value
        if self._run.step % LOG_EVERY:
            return
        seconds, steps = time.monotonic() - self._began, self._run.step - self._first
        line: dict[str, float] = {"step": self._run.step, "images": self._run.images, "rate": round(rate, 7)}
        line |= {name: round(value / steps, 4) for name, value in self._sums.items()}
        line["seconds_an_image"] = round(seconds / steps / self._batch_size, 4)
        line["waiting"] = round(self._waited / seconds, 3)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        self._begin()


def begin_run(options: argparse.Namespace, config: Config) -> Run:
    """A run at its beginning, or where its last stretch left it.

    Raises:
        D2StudioError: config or weights cannot be used.
    """
    trainable = Trainable(config)
    if options.start is not None:
        tensors = read_checkpoint(options.start).tensors
        taken, missing = start_from(trainable.model, tensors, was_grey=options.start_was_grey)
        print(f"{taken} tensors taken from {options.start}, {len(missing)} start anew", flush=True)
    run = Run(trainable, device=torch.device(options.device))
    checkpoint = options.resume or options.run / CHECKPOINT
    if checkpoint.exists():
        run.restore(checkpoint)
        print(f"continues at step {run.step} from {checkpoint}", flush=True)
    run.trainable.train()
    return run


def batches_for(options: argparse.Namespace, seed: int) -> Iterator[Batch]:
    """Batches without end, prepared by other processes."""
    real = read_coco(options.real) if options.real else []
    batches = Batches(
        options.pages,
        real,
        real_share=options.real_share,
        batch_size=options.batch_size,
        short_sides=tuple(options.short_sides),
        seed=seed,
    )
    ahead = 6 if options.workers else None
    return iter(DataLoader(batches, batch_size=None, num_workers=options.workers, prefetch_factor=ahead))


def train(options: argparse.Namespace) -> None:
    """Run one stretch.

    Raises:
        D2StudioError: config or weights cannot be used.
        FileNotFoundError: there are no pages.
        FloatingPointError: the loss is no longer a number.
    """
    torch.manual_seed(options.seed)
    if options.device == "cpu":
        torch.set_num_threads(options.threads)
    config = load_config(options.config)
    options.run.mkdir(parents=True, exist_ok=True)
    run = begin_run(options, config)
    batches = batches_for(options, options.seed + run.step)
    mean = torch.tensor(config.floats("MODEL.PIXEL_MEAN"), device=run.device)[:, None, None]
    std = torch.tensor(config.floats("MODEL.PIXEL_STD"), device=run.device)[:, None, None]
    dtype = {"float32": torch.float32, "bfloat16": torch.bfloat16}[options.precision]
    log = Log(options.run / "log.jsonl", run, options.batch_size)
    first, began, saved = run.step, time.monotonic(), time.monotonic()
    try:
        while run.step < first + options.steps and time.monotonic() - began < options.minutes * 60:
            asked = time.monotonic()
            batch = next(batches)
            log.waited(time.monotonic() - asked)
            rate = learning_rate(run.step, base=options.rate, first=first, steps=options.steps, decays=options.decay)
            log.add(run.learn(batch, rate, mean, std, dtype), rate)
            if time.monotonic() - saved > options.save_minutes * 60:
                run.save(options.run)
                saved = time.monotonic()
    except KeyboardInterrupt:
        print("stopped; what was learnt is kept", flush=True)
    run.save(options.run)
    minutes = (time.monotonic() - began) / 60
    print(f"{run.step - first} steps in {minutes:.1f} minutes; {run.images} images so far", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    try:
        train(parse(arguments))
    except (D2StudioError, OSError, ValueError, FloatingPointError) as error:
        # What a process that prepares batches says comes with its whole traceback; the sentence stands last.
        sentence = str(error).strip().splitlines()[-1]
        print(f"error: {sentence} {getattr(error, 'hint', '')}".rstrip(), file=sys.stderr)
        return 1
    return 0


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Trains a model, in stretches that continue each other.")
    parser.add_argument("config", type=Path)
    parser.add_argument("run", type=Path, help="folder of checkpoint, average and log")
    parser.add_argument("--pages", type=Path, required=True, help="folder of training.pages.generate")
    parser.add_argument("--real", type=Path, help="COCO file of real pages to mix in")
    parser.add_argument("--real-share", type=float, default=0.12)
    parser.add_argument("--start", type=Path, help="weights to begin with")
    parser.add_argument("--start-was-grey", action="store_true", help="those weights were trained on grey pages")
    parser.add_argument("--resume", type=Path, help="checkpoint to continue from; default: the one in RUN")
    parser.add_argument("--steps", type=int, required=True, help="of this stretch")
    parser.add_argument("--minutes", type=float, default=math.inf, help="end this stretch earlier than its steps")
    parser.add_argument("--decay", action="store_true", help="take the learning rate down to nothing in this stretch")
    parser.add_argument("--rate", type=float, default=6e-4)
    parser.add_argument("--batch-size", type=int, default=4)
    parser.add_argument("--short-sides", type=int, nargs=2, default=(320, 448), metavar=("LEAST", "MOST"))
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--precision", choices=("float32", "bfloat16"), default="float32")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--workers", type=int, default=1, help="processes that prepare batches")
    parser.add_argument("--save-minutes", type=float, default=8.0)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
