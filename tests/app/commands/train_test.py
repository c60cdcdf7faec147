"""vitrine train with the fake backend: what it takes, says, leaves, and how it ends."""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import unittest

from program import PROGRAM, json_lines, plain_png, run

RECIPE = {"schema": 1, "name": "tiny", "network": "resnet18-cifar:width=8",
          "input": {"width": 32, "height": 32, "mean": [0, 0, 0], "std": [1, 1, 1]},
          "epochs": 3, "batch": 10, "optimiser": {"kind": "sgd", "momentum": 0.5},
          "learning_rate": 0.01}


def record(label, shade):
    return bytes([label]) + bytes([shade % 256]) * 1024 + bytes([label * 25 % 256]) * 2048


class TrainTest(unittest.TestCase):
    def setUp(self):
        where = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="vitrine-test-", dir=where))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.data = self.folder / "data"
        self.data.mkdir()
        (self.data / "data_batch_1.bin").write_bytes(
            b"".join(record(i % 10, i) for i in range(100)))
        (self.data / "test_batch.bin").write_bytes(
            b"".join(record(i % 10, i + 150) for i in range(60)))
        self.recipe = self.folder / "tiny.json"
        self.recipe.write_text(json.dumps(RECIPE))
        self.out = self.folder / "run"

    def arguments(self, *more, recipe=None):
        return ["train", "--recipe", recipe or self.recipe, "--data", self.data, "--out", self.out,
                "--backend", "fake", *more]

    def train(self, *more, **keywords):
        environment = keywords.pop("environment", {})
        return run(*self.arguments(*more, **keywords), HOME=str(self.folder), **environment)

    def assert_ends(self, result, status, *words):
        self.assertEqual(result.returncode, status, result.stdout + result.stderr)
        for word in words:
            self.assertIn(word, result.stderr + result.stdout)

    def events(self):
        return json_lines((self.out / "events.jsonl").read_text())

    def test_trains_and_reports(self):
        result = self.train("--seed", "5")
        self.assert_ends(result, 0)
        self.assertIn("best.safetensors", result.stdout)
        self.assertEqual(result.stderr.count("epoch "), 3)
        self.assertNotIn("\r", result.stderr)
        self.assertEqual(self.events()[-1]["reason"], "finished")
        described = json.loads((self.out / "run.json").read_text())
        self.assertEqual(described["seed"], 5)
        self.assertEqual(described["environment"]["backend"], "fake")
        self.assertEqual(described["data"]["classes"]["frog"], [10, 6])
        shown = run("models", "--json", VITRINE_MODELS=str(self.out)).stdout
        self.assertIn("best.safetensors", shown)

    def test_events_on_standard_output(self):
        result = self.train("--events", "-")
        self.assert_ends(result, 0)
        self.assertEqual(json_lines(result.stdout), self.events())

    def test_more_or_fewer_epochs(self):
        self.assert_ends(self.train("--epochs", "1"), 0)
        self.assertEqual(self.events()[0]["epochs"], 1)

    def test_small_data_gets_more_epochs(self):
        self.recipe.write_text(json.dumps({**RECIPE, "epochs": 1, "least_steps": 25}))
        self.assert_ends(self.train(), 0)  # 10 steps an epoch
        self.assertEqual(self.events()[0]["epochs"], 3)
        self.assertEqual(self.events()[0]["steps"], 30)
        self.assert_ends(self.train("--resume"), 0, "finished before")
        self.out = self.folder / "asked"
        self.assert_ends(self.train("--epochs", "2"), 0)
        self.assertEqual(self.events()[0]["epochs"], 2)

    def test_how_long_it_would_take(self):
        result = self.train("--measure")
        self.assert_ends(result, 0)
        measured = json.loads(result.stdout)
        self.assertEqual(measured["steps"], 30)
        self.assertEqual(measured["training_pictures"], 100)
        self.assertGreater(measured["images_per_second"], 0)
        self.assertFalse(self.out.exists())

    def test_the_code_of_a_failure(self):
        failure = self.folder / "failure.json"
        self.data = self.folder / "nowhere"
        self.assert_ends(self.train("--failure", failure), 2, "nowhere")
        self.assertEqual(json.loads(failure.read_text()),
                         {"code": "vanished", "arguments": [str(self.data)]})

    def test_the_files_of_the_tutorial(self):
        self.recipe.write_text(json.dumps({**RECIPE, "tutorial_files": True, "epochs": 1}))
        self.assert_ends(self.train(), 0)
        for name in ("log.txt", "acc.txt", "net_001.pth"):
            self.assertTrue((self.out / name).exists(), name)

    def test_a_picture_of_ones_own_is_guessed(self):
        picture = self.folder / "mine.png"
        picture.write_bytes(plain_png((10, 20, 30)))
        self.assert_ends(self.train("--probe", picture), 0)
        probes = [event for event in self.events() if event["type"] == "probe"]
        self.assertEqual(len(probes), 3)
        guesses = probes[0]["guesses"]
        self.assertEqual(len(guesses), 13)  # beside those that all runs have
        self.assertEqual(guesses[0]["picture"], "test 0")
        self.assertEqual(guesses[12]["picture"], str(picture))
        self.assertIsNone(guesses[12]["label"])

    def test_folders_of_pictures(self):
        self.data = self.folder / "photos"
        for label, name in enumerate(("cat", "dog")):
            (self.data / name).mkdir(parents=True)
            for i in range(6):
                (self.data / name / f"{i}.png").write_bytes(plain_png((90 * label, i, 0)))
        (self.data / "cat" / "bad.png").write_bytes(b"nothing")
        self.assert_ends(self.train(), 0, "bad.png", "held back")
        self.assertEqual(self.events()[0]["labels"], ["cat", "dog"])

    def state(self):
        return json.loads((self.out / "run.lock").read_text())["state"]

    def reads_many_pictures(self, count):
        """A trainer that is held while it reads them, and the file that it tells of it in."""
        self.data = self.folder / "photos"
        first = self.folder / "first.png"
        first.write_bytes(plain_png((9, 9, 9)))
        for name in ("cat", "dog"):
            (self.data / name).mkdir(parents=True)
            for i in range(count // 2):
                os.link(first, self.data / name / f"{i}.png")
        reading = self.folder / "reading.json"
        process = subprocess.Popen(
            [PROGRAM, *map(str, self.arguments("--reading", reading, "--threads", "1"))],
            stderr=subprocess.DEVNULL, env={**os.environ, "HOME": str(self.folder)})
        while not reading.exists() and process.poll() is None:
            pass
        process.send_signal(signal.SIGSTOP)  # so that it is not done too soon
        told = json.loads(reading.read_text())
        self.assertEqual(told["total"], count)
        self.assertLess(told["done"], count)
        self.assertEqual(self.state(), "starting")
        return process, reading

    def test_a_pause_that_was_asked_for_while_it_reads(self):
        process, reading = self.reads_many_pictures(30000)
        (self.out / "request").write_text("pause")
        process.send_signal(signal.SIGCONT)
        while self.state() != "paused" and process.poll() is None:
            pass
        self.assertIsNone(process.poll())
        self.assertFalse(reading.exists())
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(), 4)

    def test_stopped_while_it_reads_its_pictures(self):
        process, reading = self.reads_many_pictures(30000)
        (self.out / "request").write_text("stop")
        process.send_signal(signal.SIGCONT)
        self.assertEqual(process.wait(), 4)
        self.assertFalse(self.out.exists())
        self.assertFalse(reading.exists())

    def test_stopped_by_a_signal_and_resumed(self):
        # So long that its events fill the pipe, and it waits for a reader in the middle.
        self.recipe.write_text(json.dumps({**RECIPE, "epochs": 150}))
        self.assert_ends(self.train(), 0)
        whole, self.out = self.out, self.folder / "parts"
        process = subprocess.Popen(
            [PROGRAM, *map(str, self.arguments("--events", "-"))], stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, env={**os.environ, "HOME": str(self.folder)})
        process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        process.communicate()
        self.assertEqual(process.returncode, 4)
        self.assertEqual(self.events()[-1]["reason"], "stopped")
        # What the run was made of need not be named again.
        self.assert_ends(run("train", "--resume", "--out", self.out, "--backend", "fake",
                             HOME=str(self.folder)), 0)
        for name in ("best.safetensors", "last.safetensors", "metrics.csv"):
            self.assertEqual((self.out / name).read_bytes(), (whole / name).read_bytes(), name)

    def test_a_used_folder(self):
        self.assert_ends(self.train(), 0)
        self.assert_ends(self.train(), 2, "--resume")
        self.assert_ends(self.train("--resume"), 0, "finished before")
        self.assert_ends(self.train("--resume", "--seed", "9"), 2, "seed")
        (self.data / "data_batch_1.bin").write_bytes(b"".join(record(i, i) for i in range(10)))
        self.assert_ends(self.train("--resume"), 2, "data training (100 before, 10 now)")

    def test_two_trainers(self):
        process = subprocess.Popen(
            [PROGRAM, *map(str, self.arguments("--events", "-", "--epochs", "100000"))],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": str(self.folder)})
        process.stdout.readline()
        try:
            self.assert_ends(self.train("--resume"), 6, "running")
        finally:
            process.stdout.close()  # nobody listens any more
            process.send_signal(signal.SIGINT)
            process.wait()
        self.assertEqual(self.events()[-1]["reason"], "stopped")

    def test_a_loss_that_is_no_number(self):
        result = self.train(environment={"VITRINE_FAKE_NOT_A_NUMBER_AT": "12"})
        self.assert_ends(result, 5, "step 13", "not a number")
        self.assertTrue((self.out / "best.safetensors").exists())

    def test_wrong_input(self):
        def recipe(**changes):
            self.recipe.write_text(json.dumps({**RECIPE, **changes}))
            return self.train()
        self.assert_ends(recipe(epochs=0), 2, "epochs")
        self.assert_ends(recipe(learning_rate=-1), 2, "learning_rate")
        self.assert_ends(recipe(batch=1000, drop_last=True), 2, "batch")
        self.assert_ends(recipe(speed=3), 2, "speed")
        self.recipe.write_text(json.dumps(RECIPE))
        self.assert_ends(self.train("--epochs", "0"), 2, "epochs")
        self.assert_ends(self.train(recipe="nonsense"), 2, "nonsense", "tutorial")
        batch = self.data / "data_batch_1.bin"
        batch.write_bytes(batch.read_bytes()[:5000])
        self.assert_ends(self.train(), 2, "3073")
        batch.write_bytes(record(11, 0))
        self.assert_ends(self.train(), 2, "label 11")
        self.data = self.folder / "nowhere"
        self.assert_ends(self.train(), 2, "nowhere")
        self.data = self.folder / "m.safetensors"
        self.data.write_bytes(b"x")
        self.assert_ends(self.train(), 2, "m.safetensors")
        self.assertFalse(self.out.exists(), "nothing came of it, so nothing is left")

    def test_an_output_that_cannot_be_written(self):
        self.out = pathlib.Path("/proc/vitrine-run")
        self.assert_ends(self.train(), 2, "/proc")


if __name__ == "__main__":
    unittest.main()
