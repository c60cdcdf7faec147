"""Runs the program and makes its inputs, with Python's standard library alone."""
import json
import math
import os
import pathlib
import shutil
import struct
import subprocess
import tempfile
import unittest
import zlib

PROGRAM = os.environ["VITRINE_PROGRAM"]
FIXTURES = pathlib.Path(os.environ["VITRINE_FIXTURES"])
LABELS = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]
CHINESE = ["飞机", "小汽车", "鸟", "猫", "鹿", "狗", "青蛙", "马", "船", "卡车"]
MEAN_AND_STD = ["--mean", "0.4914,0.4822,0.4465", "--std", "0.2023,0.1994,0.2010"]


def run(*arguments, **environment):
    """stdout, stderr and exit status; keyword arguments are environment variables."""
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, timeout=240,
                          env={**os.environ, **environment}, encoding="utf-8")


def json_lines(text):
    return [json.loads(line) for line in text.splitlines()]


def chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def png(pixels, width, height):
    """A PNG file of RGB bytes."""
    rows = b"".join(b"\0" + pixels[3 * width * y:3 * width * (y + 1)] for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) +
            chunk(b"IEND", b""))


def plain_png(colour, side=32):
    return png(bytes(colour) * (side * side), side, side)


def fake_logits(colour, classes=10):
    """What the fake backend computes of a plain colour (its closed form)."""
    return [sum(colour[k] / 255 * math.sin(1 + 3 * c + k) for k in range(3))
            for c in range(classes)]


def softmax(logits, temperature=1.0):
    powers = [math.exp(v / temperature) for v in logits]
    return [p / sum(powers) for p in powers]


class ProgramTest(unittest.TestCase):
    """A folder that goes away, and a ten-class model in it for the fake backend."""
    backend = "fake"
    temperature = 0.25

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="vitrine-test-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.card = cls.folder / "card.json"
        cls.card.write_text(json.dumps({
            "name": "ten", "labels": {"en": LABELS, "zh": CHINESE},
            "calibration": {"temperature": cls.temperature, "sure": 0.6, "probably": 0.3}}))
        cls.model = cls.folder / "ten.safetensors"
        made = run("import", FIXTURES / "tutorial_resnet18_width8.pth", *MEAN_AND_STD, "--card",
                   cls.card, "--backend", cls.backend, "-o", cls.model)
        assert made.returncode == 0, made.stderr

    def setUp(self):
        self.inputs = pathlib.Path(tempfile.mkdtemp(dir=self.folder))

    def write(self, name, content):
        path = self.inputs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def command(self, name, *arguments, **environment):
        return run(name, "--model", self.model, "--backend", self.backend, *arguments,
                   **environment)

    def assert_status(self, result, status):
        self.assertEqual(result.returncode, status, result.stdout[-2000:] + result.stderr[-2000:])
