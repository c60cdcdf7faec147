"""models, devices, bench, help and wrong usage."""
import json
import os
import unittest

from program import FIXTURES, ProgramTest, json_lines, plain_png, run

COMMANDS = ["classify", "evaluate", "import", "export", "models", "devices", "bench"]


class Lists(ProgramTest):
    def test_devices(self):
        result = run("devices", "--json")
        self.assert_status(result, 0)
        records = {r["backend"]: r for r in json.loads(result.stdout)}
        fake = records["fake"]
        self.assertEqual(list(fake), ["backend", "state", "reason", "devices"])
        self.assertEqual((fake["state"], fake["reason"]), ("loaded", ""))
        self.assertEqual(fake["devices"], [{"id": "fake", "name": "Closed form",
                                            "memory_bytes": 1 << 30,
                                            "precisions": ["float32"]}])

    def test_what_is_no_plugin_says_so(self):
        self.write("libtext.so", b"this is text")
        result = run("devices", "--json", VITRINE_BACKENDS=str(self.inputs))
        states = {r["state"] for r in json.loads(result.stdout)}
        self.assertIn("not_ours", states)
        for record in json.loads(result.stdout):
            if record["state"] == "not_ours":
                self.assertGreater(len(record["reason"]), 10)

    def test_models(self):
        os.link(self.model, self.inputs / "ten.safetensors")
        self.write("text.safetensors", b"text")
        result = run("models", "--json", VITRINE_MODELS=str(self.inputs))
        self.assert_status(result, 1)  # one is broken
        self.assertIn("text.safetensors", result.stderr)
        model = {m["name"]: m for m in json.loads(result.stdout)}["ten"]
        self.assertEqual(model["path"], str(self.inputs / "ten.safetensors"))
        self.assertEqual(model["architecture"], "resnet18-cifar:width=8,classes=10")
        self.assertEqual((model["classes"], model["input"]), (10, {"width": 32, "height": 32}))
        picture = self.write("a.png", plain_png((1, 2, 3)))
        by_name = run("classify", "--model", "ten", "--backend", "fake", picture,
                      VITRINE_MODELS=str(self.inputs))
        self.assert_status(by_name, 0)

    def test_models_that_hide_others_and_folders_that_are_not_there(self):
        first, second = self.inputs / "1", self.inputs / "2"
        for folder in first, second:
            folder.mkdir()
            os.link(self.model, folder / "m.safetensors")
        folders = f"{first}:{second}:{self.inputs / 'nowhere'}"
        result = run("models", VITRINE_MODELS=folders)
        self.assert_status(result, 0)
        self.assertIn(f"{second / 'm.safetensors'} is not used", result.stderr)
        self.assertIn(f"The folder {self.inputs / 'nowhere'} does not exist", result.stderr)
        missing = run("classify", "--model", "nope", FIXTURES / "coffee.png",
                      VITRINE_MODELS=folders)
        self.assert_status(missing, 2)
        self.assertIn("nowhere", missing.stderr)

    def test_bench(self):
        result = self.command("bench", "--json", "--iterations", "7", "--batch", "1", "3",
                              "--threads", "2")
        self.assert_status(result, 0)
        lines = json_lines(result.stdout)
        self.assertEqual([l["batch"] for l in lines], [1, 3])
        for line in lines:
            self.assertEqual(list(line), ["model", "backend", "device", "threads", "precision",
                                          "batch", "iterations", "median_ms", "p99_ms",
                                          "images_per_second"])
            self.assertEqual((line["iterations"], line["threads"], line["precision"]),
                             (7, 2, "float32"))
            self.assertGreaterEqual(line["p99_ms"], line["median_ms"])
            self.assertAlmostEqual(line["images_per_second"],
                                   1000 * line["batch"] / line["median_ms"], 3)

    def test_bench_with_heat_map(self):
        line = ["bench", "--heat-map", "--iterations", "3"]
        (record,) = json_lines(self.command(*line, "--json").stdout)
        self.assertGreater(record["heat_map_median_ms"], 0)
        self.assertGreaterEqual(record["heat_map_p99_ms"], record["heat_map_median_ms"])
        self.assertIn("with heat map", self.command(*line).stdout)

    def test_bench_of_an_architecture(self):
        result = run("bench", "--architecture", "fastnet:widths=8/8/8", "--backend", "fake",
                     "--json", "--iterations", "2")
        self.assert_status(result, 0)
        self.assertEqual(json_lines(result.stdout)[0]["model"], "fastnet:widths=8/8/8,classes=10")

    def test_bench_of_a_matrix_product(self):
        line = ["bench", "--matrix-product", "64", "--backend", "fake"]
        result = run(*line, "--json", "--threads", "2")
        self.assert_status(result, 0)
        (record,) = json_lines(result.stdout)
        self.assertEqual(list(record), ["matrix_product", "backend", "threads", "median_ms"])
        self.assertEqual((record["matrix_product"], record["backend"], record["threads"]),
                         (64, "fake", 2))
        self.assertGreater(record["median_ms"], 0)
        self.assertIn("64×64", run(*line).stdout)
        processors = json.loads(run(*line, "--json").stdout)["threads"]
        self.assertEqual(processors, len(os.sched_getaffinity(0)))
        for other in [["--model", self.model], ["--architecture", "fastnet"], ["--batch", "2"],
                      ["--iterations", "2"], ["--heat-map"], ["--device", "fake"],
                      ["--precision", "float32"]]:
            with self.subTest(other):
                refused = run(*line, *other)
                self.assert_status(refused, 2)
                self.assertEqual(refused.stdout, "")
        self.assert_status(run("bench", "--matrix-product", "0"), 2)
        self.assert_status(run("bench", "--matrix-product", "64", "--backend", "nope"), 3)

    def test_help_on_everything(self):
        for arguments in [["--help"], *([c, "--help"] for c in COMMANDS)]:
            result = run(*arguments)
            self.assert_status(result, 0)
            self.assertIn("Usage", result.stdout)
            self.assertEqual(result.stderr, "")
        for command in COMMANDS:
            self.assertIn(command, run("--help").stdout)

    def test_wrong_usage(self):
        picture = FIXTURES / "coffee.png"
        for arguments in [["classify"], ["classify", "--bogus", picture],
                          ["classify", "--json", "--csv", picture],
                          ["classify", "--logits", picture], ["classify", "--top", "0", picture],
                          ["classify", "--lang", "fr", picture],
                          ["classify", "--precision", "int3", picture],
                          ["classify", "--threads", "-1", picture], ["evaluate"],
                          ["bench", "--batch", "0"],
                          ["bench", "--architecture", "resnet18", "--backend", "fake"],
                          ["bench", "--architecture", "fastnet", "--model", "x"],
                          ["import"], ["export"], ["models", "x"],
                          ["clasify", picture], ["models", "--bogus"]]:
            with self.subTest(arguments):
                result = run(*arguments)
                self.assert_status(result, 2)
                self.assertNotEqual(result.stderr, "")
                if "--json" in arguments:
                    (line,) = json_lines(result.stdout)
                    self.assertEqual(line["error"]["code"], "wrong_usage")
                else:
                    self.assertEqual(result.stdout, "")

    def test_no_usable_backend(self):
        picture = FIXTURES / "coffee.png"
        line = ["classify", "--model", self.model, picture]
        self.assert_status(run(*line, "--backend", "nope"), 3)
        self.assert_status(run(*line, "--backend", "fake", "--device", "fake:7"), 3)
        self.assert_status(run(*line, "--backend", "fake", VITRINE_FAKE_CREATE="failed"), 3)
        self.assert_status(run(*line, "--backend", "fake", VITRINE_FAKE_CREATE="no_devices"), 3)

    def test_a_device_names_its_backend(self):
        result = run("classify", "--json", "--model", self.model, "--device", "fake_gpu:0",
                     FIXTURES / "coffee.png")
        self.assert_status(result, 0)
        self.assertEqual(json_lines(result.stdout)[0]["backend"], "fake_gpu")

    def test_a_model_that_is_none(self):
        picture = FIXTURES / "coffee.png"
        for model in ["nope", self.inputs / "nowhere.safetensors", picture,
                      FIXTURES / "tutorial_resnet18_width8.safetensors"]:
            result = run("classify", "--backend", "fake", "--model", model, picture)
            self.assert_status(result, 2)

    def test_what_ends_a_command_is_a_line_of_json_too(self):
        picture = FIXTURES / "coffee.png"
        for arguments, status, code in [
                (["classify", "--json", "--model", "nope", picture], 2, "no_such_model"),
                (["classify", "--json", "--model", self.model, "--backend", "nope", picture], 3,
                 "no_such_backend"),
                (["evaluate", "--json", "--model", self.model, "--data", self.inputs], 2, None),
                (["bench", "--json", "--model", "nope"], 2, "no_such_model")]:
            with self.subTest(arguments):
                result = run(*arguments)
                self.assert_status(result, status)
                (line,) = json_lines(result.stdout)
                self.assertEqual(list(line), ["error"])
                if code:
                    self.assertEqual(line["error"]["code"], code)
                self.assertIn(line["error"]["message"], result.stderr)

    def test_what_is_taken_for_a_model_says_what_to_do(self):
        weights = FIXTURES / "tutorial_resnet18_width8.pth"
        for arguments in [["classify", "--model", weights, FIXTURES / "coffee.png"],
                          ["export", weights, "--format", "pth", "-o", self.inputs / "x"]]:
            result = run(*arguments)
            self.assert_status(result, 2)
            self.assertIn("vitrine import", result.stderr)
        result = run("classify", "--model", FIXTURES / "coffee.png", FIXTURES / "coffee.png")
        self.assert_status(result, 2)
        self.assertIn("it is a picture", result.stderr)
        self.assert_status(run("classify", "--model", "", FIXTURES / "coffee.png"), 2)

    def test_the_log_is_for_those_who_ask(self):
        line = ["classify", "--model", self.model, "--backend", "fake", FIXTURES / "coffee.png"]
        quiet = run(*line, VITRINE_FAKE_CREATE="failed")
        self.assertEqual(len(quiet.stderr.splitlines()), 1, quiet.stderr)
        asked = run(*line, VITRINE_FAKE_CREATE="failed", VITRINE_LOG="warning")
        self.assertGreater(len(asked.stderr.splitlines()), 1)


if __name__ == "__main__":
    unittest.main()
