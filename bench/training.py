#!/usr/bin/env python3
"""Training steps of Vitrine beside a tuned PyTorch loop, in turns.

    bench/training.py [--program build/release/bin/train_steps] [--rounds 5] [--steps 5]
                      [--net resnet|fast|quick]... [--precision float32|bfloat16]...
                      [--loader] [--python PYTHON]

With --loader, ResNet-18 also by a script as beginners write it: pictures through PIL and
torchvision's transforms, one at a time, in a DataLoader with two workers, and loss.item() each step.

Same network, batch, precision and threads; PyTorch has its pictures as tensors in memory,
channels-last, and its augmentation as whole-batch operations. The virtual environment is
compare.py's. Each round runs both once, each in its own process, so that slow drifts of the machine
meet both alike; the table has medians over all steps of all rounds.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
SIDE = 32
# name: SPEC, widths or None for ResNet-18, batch
NETS = {
    "resnet": ("resnet18-cifar", None, 128),
    "fast": ("fastnet", (64, 256, 256), 2000),
    "quick": ("fastnet:widths=24/64/128", (24, 64, 128), 250),
}


def fast_net(widths):
    import torch
    from torch import nn

    layers = [nn.Conv2d(3, 24, 2), nn.GELU()]
    layers[0].weight.requires_grad = False
    inputs = 24
    for width in widths:
        for pool in (True, False):
            layers.append(nn.Conv2d(inputs, width, 3, padding=1, bias=False))
            inputs = width
            if pool:
                layers.append(nn.MaxPool2d(2))
            layers.append(nn.BatchNorm2d(width, eps=1e-12, momentum=0.4))
            layers[-1].weight.requires_grad = False
            layers.append(nn.GELU())
    layers += [nn.MaxPool2d(3), nn.Flatten(), nn.Linear(inputs, 10, bias=False)]

    class Scaled(nn.Sequential):
        def forward(self, x):
            return super().forward(x) / 256

    return Scaled(*layers).to(memory_format=torch.channels_last)


def resnet18():
    import torch
    from torch import nn
    from torch.nn import functional as F

    class Block(nn.Module):
        def __init__(self, inputs, outputs, stride):
            super().__init__()
            self.first = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
            self.second = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
            self.norms = nn.ModuleList([nn.BatchNorm2d(outputs), nn.BatchNorm2d(outputs)])
            self.shortcut = nn.Sequential()
            if stride != 1:
                self.shortcut = nn.Sequential(
                    nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)
                )

        def forward(self, x):
            y = F.relu(self.norms[0](self.first(x)))
            return F.relu(self.norms[1](self.second(y)) + self.shortcut(x))

    layers = [nn.Conv2d(3, 64, 3, 1, 1, bias=False), nn.BatchNorm2d(64), nn.ReLU()]
    inputs = 64
    for outputs in (64, 128, 256, 512):
        layers += [Block(inputs, outputs, 1 if outputs == 64 else 2), Block(outputs, outputs, 1)]
        inputs = outputs
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 10)]
    return nn.Sequential(*layers).to(memory_format=torch.channels_last)


class Muon:
    def __init__(self, filters):
        import torch

        self.filters = filters
        self.buffers = [torch.zeros_like(f) for f in filters]

    def step(self):
        for w, buffer in zip(self.filters, self.buffers):
            buffer.mul_(0.6).add_(w.grad)
            x = w.grad.add(buffer, alpha=0.6).reshape(len(w), -1)
            tall = x.size(0) > x.size(1)
            x = x.T if tall else x
            x = x / (x.norm() + 1e-7)
            for _ in range(3):
                gram = x @ x.T
                x = 3.4445 * x + (-4.7750 * gram + 2.0315 * gram @ gram) @ x
            w.mul_(len(w) ** 0.5 / w.norm())
            w.add_((x.T if tall else x).reshape(w.shape), alpha=-0.01)


def pytorch(name, precision, steps, threads):
    """Prints what train_steps prints."""
    import time

    import torch
    from torch.nn import functional as F

    torch.set_num_threads(threads)
    _, widths, batch = NETS[name]
    images = torch.randint(0, 256, (batch, 3, SIDE, SIDE), dtype=torch.uint8)
    images = ((images / 255 - 0.48) / 0.25).to(memory_format=torch.channels_last)
    labels = torch.randint(0, 10, (batch,))
    model = fast_net(widths) if widths else resnet18()
    filters = [p for p in model.parameters() if p.dim() == 4 and p.requires_grad]
    if widths:
        rest = [p for p in model.parameters() if p.dim() != 4 and p.requires_grad]
        optimisers = [torch.optim.SGD(rest, 0.01, 0.85, nesterov=True, weight_decay=2e-6 * batch,
                                      fused=True)]
        with torch.no_grad():
            muon = Muon(filters)
    else:
        optimisers = [torch.optim.SGD(model.parameters(), 0.01, 0.9, weight_decay=5e-4, fused=True)]

    def augmented():
        padded = F.pad(images, (2, 2, 2, 2), "reflect")
        result = torch.empty_like(images)
        shifts = torch.randint(0, 5, (batch, 2))
        for y in range(5):
            for x in range(5):
                chosen = (shifts[:, 0] == y) & (shifts[:, 1] == x)
                result[chosen] = padded[chosen, :, y : y + SIDE, x : x + SIDE]
        flip = (torch.rand(batch) < 0.5).view(-1, 1, 1, 1)
        return torch.where(flip, result.flip(-1), result)

    seconds = []
    for step in range(steps + 2):
        start = time.perf_counter()
        x = augmented().contiguous(memory_format=torch.channels_last)
        model.zero_grad(set_to_none=True)
        with torch.autocast("cpu", torch.bfloat16, enabled=precision == "bfloat16"):
            logits = model(x)
        logits = logits.float()
        if widths:
            loss = F.cross_entropy(logits, labels, label_smoothing=0.2, reduction="sum")
        else:
            loss = F.cross_entropy(logits, labels)
        loss.backward()
        for optimiser in optimisers:
            optimiser.step()
        if widths:
            with torch.no_grad():
                muon.step()
        loss.item()
        if step >= 2:
            seconds.append(time.perf_counter() - start)
    print(json.dumps({"seconds": seconds}))


def with_loader(steps, threads):
    """Prints what train_steps prints."""
    import time

    import torch
    from PIL import Image
    from torch import nn
    from torch.utils.data import DataLoader, Dataset
    from torchvision import transforms

    torch.set_num_threads(threads)
    batch = NETS["resnet"][2]

    class Pictures(Dataset):
        def __init__(self):
            self.pixels = torch.randint(0, 256, (batch * (steps + 6), SIDE, SIDE, 3),
                                        dtype=torch.uint8).numpy()
            self.change = transforms.Compose([
                transforms.RandomCrop(SIDE, padding=4), transforms.RandomHorizontalFlip(),
                transforms.ToTensor(),
                transforms.Normalize((0.4914, 0.4822, 0.4465), (0.2023, 0.1994, 0.2010))])

        def __len__(self):
            return len(self.pixels)

        def __getitem__(self, index):
            return self.change(Image.fromarray(self.pixels[index])), index % 10

    model = resnet18().to(memory_format=torch.contiguous_format)
    loss_of = nn.CrossEntropyLoss()
    optimiser = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9, weight_decay=5e-4)
    seconds = []
    begun = time.perf_counter()
    for x, y in DataLoader(Pictures(), batch_size=batch, shuffle=True, num_workers=2):
        optimiser.zero_grad()
        outputs = model(x)
        loss = loss_of(outputs, y)
        loss.backward()
        optimiser.step()
        loss.item()
        (outputs.argmax(1) == y).sum().item()
        seconds.append(time.perf_counter() - begun)
        begun = time.perf_counter()
    print(json.dumps({"seconds": seconds[6:]}))


def run(command, **variables):
    environment = {**os.environ, "OMP_WAIT_POLICY": "PASSIVE", **variables}
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment).stdout
    return json.loads(output)


def their_steps(name, precision, options, *more):
    return run([options.python, __file__, "--pytorch", name, "--precision", precision,
                "--steps", str(options.steps), "--threads", str(options.threads), *more],
               LD_LIBRARY_PATH=str(ROOT / ".cache/bench/stand-ins"))["seconds"]


def our_steps(name, precision, options):
    spec, _, batch = NETS[name]
    return run([options.program, spec, str(batch), str(options.steps), str(options.threads),
                precision])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--program", default=str(ROOT / "build/release/bin/train_steps"))
    parser.add_argument("--python", default=str(ROOT / ".cache/bench/venv/bin/python"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=5)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--net", action="append", choices=NETS)
    parser.add_argument("--precision", action="append", choices=["float32", "bfloat16"])
    parser.add_argument("--loader", action="store_true")
    parser.add_argument("--pytorch", choices=NETS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    precisions = options.precision or ["float32"]
    if options.pytorch and options.loader:
        with_loader(options.steps, options.threads)
        return 0
    if options.pytorch:
        pytorch(options.pytorch, precisions[0], options.steps, options.threads)
        return 0
    print("| network | batch | precision | PyTorch, pictures/s | Vitrine, pictures/s | ratio "
          "| data, % of a step |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name in options.net or NETS:
        measured = {precision: ([], [], []) for precision in precisions}
        loader = []
        for _ in range(options.rounds):
            if options.loader and name == "resnet":
                loader += their_steps(name, "float32", options, "--loader")
            for precision, (theirs, ours, preparing) in measured.items():
                theirs += their_steps(name, precision, options)
                result = our_steps(name, precision, options)
                ours += result["seconds"]
                preparing.append(result["preparing"])
        batch = NETS[name][2]
        if loader:
            seconds = statistics.median(loader)
            our = statistics.median(measured[precisions[0]][1])
            print(f"| {name}, DataLoader | {batch} | float32 | {batch / seconds:.0f} "
                  f"| {batch / our:.0f} | {seconds / our:.2f} | |", flush=True)
        for precision, times in measured.items():
            their, our, preparing = map(statistics.median, times)
            print(f"| {name} | {batch} | {precision} | {batch / their:.0f} | {batch / our:.0f} "
                  f"| {their / our:.2f} | {100 * preparing / our:.1f} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
