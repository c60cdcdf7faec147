"""What happens to a run from outside: kill -9, a full disk; and what others read of it."""
import json
import os
import pathlib
import random
import select
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest

TRAINER = os.environ["VITRINE_SMALL_TRAINER"]
KILLS = int(os.environ.get("VITRINE_KILLS", "8"))
EPOCHS = 60
OUTCOME = ["best.safetensors", "last.safetensors", "predictions.safetensors", "metrics.csv"]


def command(folder, resume=False, epochs=EPOCHS):
    return [TRAINER, str(folder), str(epochs)] + (["--resume"] if resume else [])


def size(path):
    return path.stat().st_size if path.exists() else 0


def wait_until(condition, process):
    while not condition() and process.poll() is None:
        select.select([], [], [], 0.001)


def state(folder):
    try:
        return json.loads((folder / "run.lock").read_text())["state"]
    except (OSError, ValueError):
        return ""


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(data):
    crc = crc32c(data)
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def records(data):
    """TFRecords; a last one that is cut off ends the reading, as it does in TensorBoard."""
    while len(data) >= 12:
        length, crc = struct.unpack("<QI", data[:12])
        if len(data) < 16 + length:
            return
        body = data[12:12 + length]
        assert crc == masked(data[:8]), "checksum of the length"
        assert struct.unpack("<I", data[12 + length:16 + length])[0] == masked(body), "of the data"
        yield body
        data = data[16 + length:]


def fields(data):
    """(number, value) of a protocol-buffer message."""
    def varint():
        nonlocal data
        value = shift = 0
        while True:
            byte, data = data[0], data[1:]
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value
    while data:
        key = varint()
        kind = key & 7
        if kind == 0:
            yield key >> 3, varint()
            continue
        count = {1: 8, 5: 4, 2: None}[kind]
        count = varint() if count is None else count
        yield key >> 3, data[:count]
        data = data[count:]


def scalars(folder):
    """{(tag, step): value} and the versions and restarts seen."""
    found, versions, restarts = {}, [], []
    for path in sorted((folder / "tensorboard").iterdir()):
        for record in records(path.read_bytes()):
            event = dict(fields(record))
            if 3 in event:
                versions.append(event[3])
            if 7 in event:
                restarts.append(event[2])
                found = {key: value for key, value in found.items() if key[1] < event[2]}
            for _, value in fields(event.get(5, b"")):
                value = dict(fields(value))
                found[value[1].decode(), event[2]] = struct.unpack("<f", value[2])[0]
    return found, versions, restarts


class HardshipTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        where = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        cls.root = pathlib.Path(tempfile.mkdtemp(prefix="vitrine-test-", dir=where))
        cls.addClassCleanup(shutil.rmtree, cls.root, ignore_errors=True)
        cls.whole = cls.root / "whole"
        subprocess.run(command(cls.whole), check=True)

    def assert_same_outcome(self, folder):
        for name in OUTCOME:
            self.assertEqual((folder / name).read_bytes(), (self.whole / name).read_bytes(), name)

    def test_killed_at_random_moments_it_ends_the_same(self):
        folder = self.root / "killed"
        chance = random.Random(7)
        longest = size(self.whole / "events.jsonl")
        kills = 0
        while kills < KILLS:
            process = subprocess.Popen(command(folder, (folder / "run.json").exists()),
                                       stderr=subprocess.DEVNULL)
            target = size(folder / "events.jsonl") + chance.randrange(2 * longest // KILLS)
            wait_until(lambda: size(folder / "events.jsonl") >= target, process)
            process.kill()
            if process.wait() == 0:  # it was done: begin once more
                self.assert_same_outcome(folder)
                shutil.rmtree(folder)
            kills += 1
        resume = (folder / "run.json").exists()
        self.assertEqual(subprocess.run(command(folder, resume)).returncode, 0)
        self.assert_same_outcome(folder)
        self.assertFalse(list(folder.glob(".vitrine-*")), "half-written files are left")
        events = [json.loads(line) for line in (folder / "events.jsonl").read_text().splitlines()]
        self.assertEqual(events[-1]["reason"], "finished")
        # Readers that drop what a resumed run takes again see every step once.
        steps = []
        for event in events:
            if "resumed_at_step" in event:
                steps = [s for s in steps if s <= event["resumed_at_step"]]
            if event["type"] == "step":
                steps.append(event["step"])
        self.assertEqual(steps, list(range(1, 10 * EPOCHS + 1)))
        found, _, _ = scalars(folder)
        self.assertEqual(found, {k: v for k, v in scalars(self.whole)[0].items()
                                 if k[0] != "images_per_second"} |
                         {k: v for k, v in found.items() if k[0] == "images_per_second"})

    def test_on_a_full_disk_it_waits(self):
        disk = self.root / "disk"
        disk.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "vitrine-test", disk],
                          stderr=subprocess.DEVNULL).returncode != 0:
            self.skipTest("mounting a small file system is not permitted")
        try:
            folder = disk / "run"
            process = subprocess.Popen(command(folder, epochs=EPOCHS), stderr=subprocess.DEVNULL)
            wait_until(lambda: size(folder / "events.jsonl") > 0, process)
            (folder / "request").write_text("pause")
            wait_until(lambda: state(folder) == "paused", process)
            filler = disk / "filler"
            with open(filler, "wb", buffering=0) as file:
                try:
                    while file.write(bytes(4096)):
                        pass
                except OSError:
                    pass  # full
            # The request is a new file; on tmpfs an empty name still fits, its text may not.
            os.truncate(filler, size(filler) - 4096)
            (folder / "request").write_text("resume")
            wait_until(lambda: state(folder) == "disk_full", process)
            self.assertIsNone(process.poll(), "the training ended")
            filler.unlink()
            self.assertEqual(process.wait(), 0)
            self.assert_same_outcome(folder)
            events = [json.loads(line)
                      for line in (folder / "events.jsonl").read_text().splitlines()]
            codes = [event.get("code") for event in events]
            self.assertIn("disk_full_waiting", codes)
            self.assertIn("disk_has_room", codes)
            for event in events:
                self.assertIn("time_s", event)
        finally:
            process.kill()
            process.wait()
            subprocess.run(["umount", "-l", disk])

    def test_tensorboard_reads_what_happened(self):
        found, versions, restarts = scalars(self.whole)
        self.assertEqual(versions, [b"brain.Event:2"])
        self.assertEqual(restarts, [])
        events = [json.loads(line)
                  for line in (self.whole / "events.jsonl").read_text().splitlines()]
        for event in events:
            if event["type"] == "step":
                for tag, key in (("train/loss", "loss"), ("train/accuracy", "accuracy"),
                                 ("learning_rate", "learning_rate")):
                    self.assertAlmostEqual(found[tag, event["step"]], event[key], places=5)
            if event["type"] == "epoch":
                self.assertAlmostEqual(found["epoch/test_accuracy", event["step"]],
                                       event["test_accuracy"], places=5)

    def test_tensorboards_own_reader(self):
        try:
            from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
        except ImportError:
            self.skipTest("this Python has no TensorBoard")
        reader = EventAccumulator(str(self.whole / "tensorboard"), size_guidance={"scalars": 0})
        reader.Reload()
        found, _, _ = scalars(self.whole)
        for tag in reader.Tags()["scalars"]:
            for event in reader.Scalars(tag):
                self.assertAlmostEqual(event.value, found[tag, event.step])
        self.assertEqual(len(reader.Scalars("train/loss")), 10 * EPOCHS)


if __name__ == "__main__":
    sys.exit(unittest.main())
