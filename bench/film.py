#!/usr/bin/env python3
"""Is a film told rightly? Makes one from pictures whose classes are known, and counts.

    bench/film.py PICTURES [--program build/release/bin/vitrine] [--model M] [--each 2] [--known]
                           [--keep FILM]

PICTURES holds a folder a class, as for training; `--each` pictures of each class are shown for three
seconds each, in an order that mixes the classes, at 25 frames a second and scaled to `--size`. Runs
`vitrine live --json` on the film and takes those of its lines that lie in the settled part of a scene,
from a second after its beginning. A line is right when the program names the scene's class (in
English); the exit status is 0 where nine in ten are in every scene. --known leaves out the pictures of
which the model itself is wrong or not sure when `vitrine classify` asks it, and tells how many: what is
wrong then, the way through the film has made so. Needs ffmpeg.
"""

import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCENE_S, SETTLED_S, RATE = 3, 1, 25
PICTURES = {".jpg", ".jpeg", ".png"}


def scenes(folder, each):
    """(class, picture), the classes mixed; the same each time."""
    chosen = []
    for of_class in sorted(path for path in folder.iterdir() if path.is_dir()):
        pictures = sorted(path for path in of_class.iterdir() if path.suffix.lower() in PICTURES)
        chosen += [(of_class.name, path) for path in random.Random(1).sample(
            pictures, min(each, len(pictures)))]
    random.Random(2).shuffle(chosen)
    return chosen


def known(program, model, chosen):
    run = subprocess.run([program, "classify", "--json", "--model", model,
                          *(path for _, path in chosen)], capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    return [scene for scene, line in zip(chosen, lines)
            if line["headline"].lower() == scene[0].lower() and line["verdict"] in ("sure", "probably")]


def make_film(chosen, film, size):
    """Each picture stands still in the middle, as something held before a camera does."""
    width, height = map(int, size.split("x"))
    inputs, filters = [], []
    for i, (_, path) in enumerate(chosen):
        inputs += ["-loop", "1", "-t", str(SCENE_S), "-i", str(path)]
        own = int(subprocess.run(
            ["ffprobe", "-v", "error", "-show_entries", "stream=height", "-of", "csv=p=0", str(path)],
            capture_output=True, text=True, check=True).stdout)
        how = "area" if own > height else "bicubic"
        filters.append(
            f"[{i}:v]scale={width}:{height}:force_original_aspect_ratio=decrease:flags={how},"
            f"pad={width}:{height}:(ow-iw)/2:(oh-ih)/2,setsar=1,fps={RATE},format=yuv420p[v{i}]")
    joined = "".join(f"[v{i}]" for i in range(len(chosen)))
    subprocess.run(
        ["ffmpeg", "-v", "error", "-y", *inputs, "-filter_complex",
         f"{';'.join(filters)};{joined}concat=n={len(chosen)}:v=1[film]", "-map", "[film]", "-c:v", "mpeg4",
         "-q:v", "2", str(film)], check=True)


def told(program, film, model):
    run = subprocess.run([program, "live", "--json", "--source", film, "--model", model],
                         capture_output=True, text=True, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pictures", type=pathlib.Path)
    parser.add_argument("--program", default=ROOT / "build/release/bin/vitrine")
    parser.add_argument("--model", default="cifar10")
    parser.add_argument("--each", type=int, default=2)
    parser.add_argument("--size", default="640x480")
    parser.add_argument("--known", action="store_true")
    parser.add_argument("--keep", type=pathlib.Path, help="where to leave the film")
    arguments = parser.parse_args()
    chosen = scenes(arguments.pictures, arguments.each)
    if not chosen:
        sys.exit("There are no pictures in folders there.")
    if arguments.known:
        right = known(arguments.program, arguments.model, chosen)
        print(f"{len(chosen) - len(right)} of {len(chosen)} pictures are left out")
        chosen = right
    with tempfile.TemporaryDirectory() as folder:
        film = arguments.keep or pathlib.Path(folder) / "film.avi"
        make_film(chosen, film, arguments.size)
        lines = told(arguments.program, film, arguments.model)
    right = {i: [] for i in range(len(chosen))}
    for line in lines:
        scene, into = divmod(line["media_time_s"], SCENE_S)
        if into >= SETTLED_S and scene < len(chosen):
            name = chosen[int(scene)][0].lower()
            right[int(scene)].append(line["headline"].lower() == name)
    for i, (name, path) in enumerate(chosen):
        print(f"{name:12} {path.name:20} {sum(right[i])} of {len(right[i])} lines")
    everything = [line for scene in right.values() for line in scene]
    share = sum(everything) / max(1, len(everything))
    good = sum(bool(scene) and sum(scene) >= 0.9 * len(scene) for scene in right.values())
    print(f"{sum(everything)} of {len(everything)} settled lines are right ({100 * share:.1f} %); "
          f"in {good} of {len(chosen)} scenes at least nine in ten")
    return 0 if good == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main())
