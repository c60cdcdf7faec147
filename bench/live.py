#!/usr/bin/env python3
"""How old what is said of a moving picture is, and how much of it is left out.

    bench/live.py [--program build/release/bin/vitrine] [--model M] [--seconds N] [--size 1280x720]

Runs `vitrine live --json` on a film of moving noise at 30 frames a second and prints the age of the
answers (from the moment at which the frame was due, decoding included, to the line), median and 99th
percentile, the frames classified each second, and how many were not.
"""

import argparse
import json
import pathlib
import random
import statistics
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
RATE, FRAMES = 30, 30


def write_film(path, width, height):
    noise = random.Random(1).randbytes(width * (height + FRAMES))
    chroma = b"\x80" * (2 * ((width + 1) // 2) * ((height + 1) // 2))
    with open(path, "wb") as film:
        film.write(f"YUV4MPEG2 W{width} H{height} F{RATE}:1 Ip A1:1 C420jpeg\n".encode())
        for i in range(FRAMES):  # the same pattern, a row farther down each time
            film.write(b"FRAME\n" + noise[width * i:width * (i + height)] + chroma)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=ROOT / "build/release/bin/vitrine")
    parser.add_argument("--model", default="cifar10")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--size", default="1280x720")
    arguments = parser.parse_args()
    width, height = map(int, arguments.size.split("x"))
    with tempfile.TemporaryDirectory() as folder:
        film = pathlib.Path(folder) / "film.y4m"
        write_film(film, width, height)
        run = subprocess.run([arguments.program, "live", "--json", "--loop", "--source", film,
                              "--model", arguments.model, "--seconds", str(arguments.seconds)],
                             capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    ages = sorted(line["age_ms"] for line in lines[RATE:])  # without the first second
    frames = lines[-1]["frame"] - lines[RATE]["frame"]
    dropped = lines[-1]["dropped"] - lines[RATE]["dropped"]
    print(f"{arguments.model}, {width}x{height} at {RATE}/s: age {statistics.median(ages):.1f} ms "
          f"({ages[int(0.99 * len(ages))]:.1f}), {RATE * len(ages) / max(1, frames):.1f} classified "
          f"each second, {100 * dropped / max(1, frames):.1f} % not")


if __name__ == "__main__":
    main()
