#!/usr/bin/env python3
"""How long the window takes to appear and to answer, and how much memory it holds.

    xvfb-run -a -s "-screen 0 1024x600x24" bench/startup.py [--program build/release/bin/vitrine] [--runs 9]

Starts the window with a picture, with the software renderer, and reads its log: milliseconds from
starting the process to the first frame and to the first answer on the screen, and the resident and
proportional memory then. Prints medians (and the worst). Run once before to have files in the page
cache.
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def memory_megabytes(pid):
    figures = {}
    for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, value, *_ = line.split()
        figures[name.rstrip(":")] = int(value) / 1024
    return figures["Rss"], figures["Pss"]


def one_run(program, picture):
    environment = {**os.environ, "QT_QUICK_BACKEND": "software", "VITRINE_LOG": "info"}
    start = time.perf_counter()
    window = subprocess.Popen([program, picture], stderr=subprocess.PIPE, text=True, env=environment)
    figures = {}
    for line in window.stderr:
        for what in ("first frame", "first answer"):
            if f"{what} shown" in line:
                figures[what] = 1e3 * (time.perf_counter() - start)
        if "first answer" in figures:
            break
    figures["resident MB"], figures["proportional MB"] = memory_megabytes(window.pid)
    window.terminate()
    window.wait()
    return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=str(ROOT / "build/release/bin/vitrine"))
    parser.add_argument("--picture", default=str(ROOT / "tests/fixtures/chelsea.png"))
    parser.add_argument("--runs", type=int, default=9)
    arguments = parser.parse_args()
    runs = [one_run(arguments.program, arguments.picture) for _ in range(arguments.runs)]
    for what in runs[0]:
        values = [run[what] for run in runs]
        print(f"{what}: {statistics.median(values):.0f} ({max(values):.0f})")


if __name__ == "__main__":
    main()
