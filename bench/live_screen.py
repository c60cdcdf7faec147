#!/usr/bin/env python3
"""How old the camera's picture is on the screen, beside the loop of most examples.

    bench/live_screen.py [--bench build/release/bin/live_bench] [--seconds N] [--model-ms 5,150]
                         [--window 1024x600] [--frame 1280x720]

Each frame carries the time at which it was made, as black and white squares. This process maps the
frame buffer of an Xvfb (-fbdir), reads the squares a thousand times a second and compares with the
same clock: nothing of what is measured takes part. Runs Vitrine's Camera page (build live_bench) and
naive_camera.py in turns. Needs Xvfb, and numpy and opencv-python for the loop (requirements.txt).
"""

import argparse
import atexit
import json
import mmap
import os
import pathlib
import statistics
import struct
import subprocess
import sys
import tempfile
import time

BENCH = pathlib.Path(__file__).resolve().parent
SQUARE, COLUMNS, BYTES = 4, 16, 18


class Screen:
    """An Xvfb, and what is on it."""

    def __init__(self, folder, size):
        self.width, self.height = map(int, size.split("x"))
        atexit.register(self.close)
        reading, writing = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size}x24", "-fbdir",
             folder, "-nolisten", "tcp"], pass_fds=[writing], stderr=subprocess.DEVNULL)
        with open(reading, encoding="ascii") as number:
            self.display = ":" + number.readline().strip()
        with open(pathlib.Path(folder) / "Xvfb_screen0", "rb") as file:
            self.memory = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        header = struct.unpack(">25I", self.memory[:100])  # XWDFile.h
        self.stride = header[12]
        self.start = header[0] + 12 * header[19]

    def pixel(self, x, y):
        return self.memory[self.start + y * self.stride + 4 * x + 1]  # green

    def stamp(self, x, y, scale):
        """Number and time of the frame whose corner is there; None where none is, or half of one."""
        data = bytearray(BYTES)
        for bit in range(8 * BYTES):
            column, row = bit % COLUMNS, bit // COLUMNS
            across = int(x + (column + 0.5) * SQUARE * scale)
            down = int(y + (row + 0.5) * SQUARE * scale)
            if across < self.width and down < self.height and self.pixel(across, down) >= 128:
                data[bit // 8] |= 1 << bit % 8
        total = (0x5A + sum(data[:8]) + 3 * sum(data[8:16])) & 255
        if (data[16], data[17]) != (total, ~total & 255):
            return None
        return int.from_bytes(data[:8], "little"), int.from_bytes(data[8:16], "little")

    def find(self):
        """The corner of a frame at its own size: no window stands there but one."""
        for _ in range(100):
            for y in range(64):
                for x in range(16):
                    if self.stamp(x, y, 1):
                        return {"x": x, "y": y, "scale": 1}
            time.sleep(0.1)
        sys.exit("The loop's window does not show.")

    def close(self):
        self.server.terminate()
        self.server.wait()


def watch(screen, place, seconds):
    """Ages in ms: of each frame when it appears, and of what is seen at any moment."""
    appeared, seen, last = [], [], None
    start = time.monotonic()
    while (now := time.monotonic()) < start + seconds:
        stamp = screen.stamp(place["x"], place["y"], place["scale"])
        if stamp:
            age = time.monotonic_ns() / 1e6 - stamp[1] / 1e3
            seen.append(age)
            if last is not None and stamp[0] != last:
                appeared.append(age)
            last = stamp[0]
        time.sleep(max(0, now + 0.001 - time.monotonic()))
    return appeared, seen


def figures(name, model_ms, appeared, seen, seconds, answers=None):
    if not appeared:
        sys.exit(f"{name}: no frame could be read from the screen.")
    ages = sorted(appeared)
    text = (f"{name}, model {model_ms} ms: picture {statistics.median(ages):.1f} ms "
            f"({ages[int(0.95 * len(ages))]:.1f}, {ages[int(0.99 * len(ages))]:.1f}) old when it "
            f"appears, "
            f"{statistics.fmean(seen):.1f} on average while it is seen, "
            f"{len(ages) / seconds:.1f} pictures/s")
    if answers:
        answers = sorted(answers)
        text += (f"; answer {statistics.median(answers):.1f} ms "
                 f"({answers[int(0.99 * len(answers))]:.1f})")
    print(text, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bench", default=BENCH.parent / "build/release/bin/live_bench")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--model-ms", default="5,150")
    parser.add_argument("--window", default="1024x600")
    parser.add_argument("--frame", default="1280x720")
    arguments = parser.parse_args()
    for model_ms in arguments.model_ms.split(","):
        with tempfile.TemporaryDirectory() as folder:
            screen = Screen(folder, arguments.window)
            environment = {**os.environ, "DISPLAY": screen.display,
                           "QT_QPA_PLATFORM": "xcb"}
            with subprocess.Popen([arguments.bench, "--model-ms", model_ms, "--window",
                                   arguments.window, "--frame", arguments.frame],
                                  env=environment, text=True, stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE) as ours:
                place = json.loads(ours.stdout.readline())
                appeared, seen = watch(screen, place, arguments.seconds)
                answers = json.loads(ours.communicate("")[0])["answer_age_ms"]
            figures("Vitrine", model_ms, appeared, seen, arguments.seconds, answers)
            with subprocess.Popen([sys.executable, BENCH / "naive_camera.py", model_ms,
                                   arguments.frame],
                                  env=environment, stderr=subprocess.DEVNULL) as naive:
                place = screen.find()
                time.sleep(2)
                appeared, seen = watch(screen, place, arguments.seconds)
                naive.terminate()
            figures("The loop", model_ms, appeared, seen, arguments.seconds)
            screen.close()


if __name__ == "__main__":
    main()
