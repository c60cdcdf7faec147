#!/usr/bin/env python3
"""What a camera costs on its page, and what the page leaves of it.

    bench/live_page.py [--bench build/release/bin/live_bench] [--program build/release/bin/vitrine]
                       [--model photo] [--seconds 20] [--beside COMMAND]

Shows a camera of 1280x720 at 30 frames a second under Xvfb at 1024x600 with Qt's own painter: once the
preview alone, once with the model, and tells the frames that were lost on the way, how much of the
window's frames took below 20 ms, the processor's share (without what the camera of the tests itself
takes to paint its frames), and the answers a second beside what `vitrine bench` gives for the model
alone, which a camera cannot exceed. --beside: a command that runs meanwhile, as a training.
"""

import argparse
import json
import os
import pathlib
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
RATE = 30


def run(arguments, *options):
    command = ["xvfb-run", "-a", "-s", "-screen 0 1024x600x24", str(arguments.bench), "--seconds",
               str(arguments.seconds), *options]
    output = subprocess.run(command, capture_output=True, text=True, check=True,
                            stdin=subprocess.DEVNULL,
                            # As the program has it, without which libgomp spins.
                            env={**os.environ, "QT_QPA_PLATFORM": "xcb",
                                 "OMP_WAIT_POLICY": "PASSIVE"}).stdout
    return json.loads(output.splitlines()[-1])


def say(name, told):
    frames = told["captured"] + told["missed"]
    lost = told["missed"] + told["not_shown"]
    work = sorted(told["frame_work_ms"])
    processor = (told["processor_s"] - told["camera_processor_s"]) / told["seconds"]
    print(f"{name}: {frames / told['seconds']:.1f} frames/s, {100 * lost / max(1, frames):.2f} % lost "
          f"({told['missed']} before the page, {told['not_shown']} on the way to the screen); "
          f"{100 * sum(ms <= 20 for ms in work) / max(1, len(work)):.2f} % of {len(work)} window frames "
          f"within 20 ms, 99th percentile {work[int(0.99 * len(work))]:.1f} ms; "
          f"{100 * processor:.0f} % of a core", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bench", default=ROOT / "build/release/bin/live_bench")
    parser.add_argument("--program", default=ROOT / "build/release/bin/vitrine")
    parser.add_argument("--model", default="photo")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--beside")
    arguments = parser.parse_args()
    beside = subprocess.Popen(shlex.split(arguments.beside), stdout=subprocess.DEVNULL) \
        if arguments.beside else None
    try:
        alone = json.loads(subprocess.run(
            [arguments.program, "bench", "--model", arguments.model, "--json"],
            capture_output=True, text=True, check=True).stdout)
        say("preview alone", run(arguments, "--no-model"))
        told = run(arguments, "--model", arguments.model)
        say(arguments.model, told)
        rate = told["answers"] / told["seconds"]
        possible = min(RATE, 1000 / alone["median_ms"])
        print(f"{rate:.1f} answers/s; the model alone {1000 / alone['median_ms']:.1f}/s: "
              f"{rate / possible:.2f} of what is possible")
    finally:
        if beside:
            beside.terminate()
            beside.wait()


if __name__ == "__main__":
    sys.exit(main())
