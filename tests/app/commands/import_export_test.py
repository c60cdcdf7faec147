import json
import os
import resource
import struct
import subprocess
import unittest
import zipfile

from program import FIXTURES, LABELS, MEAN_AND_STD, ProgramTest, plain_png, run

LOADABLE = ["pth", "legacy.pth", "checkpoint.pth", "half.pth", "safetensors"]


def safetensors(path):
    """name → (dtype, shape, bytes), and the metadata."""
    content = path.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8:8 + length])
    metadata = header.pop("__metadata__", {})
    data = content[8 + length:]
    return {name: (t["dtype"], t["shape"], data[slice(*t["data_offsets"])])
            for name, t in header.items()}, metadata


class ImportExport(ProgramTest):
    def imported(self, *arguments, **environment):
        self.output = self.inputs / "made.safetensors"
        return run("import", *arguments, "--backend", "fake", "-o", self.output, **environment)

    def test_the_network_is_worked_out(self):
        for ending in LOADABLE:
            with self.subTest(ending):
                result = self.imported(FIXTURES / f"tutorial_resnet18_width8.{ending}",
                                       *MEAN_AND_STD)
                self.assert_status(result, 0)
                tensors, metadata = safetensors(self.output)
                manifest = json.loads(metadata["vitrine"])
                self.assertEqual(manifest["architecture"],
                                 {"family": "resnet", "depth": 18, "stem": "cifar", "width": 8,
                                  "classes": 10})
                for got, wanted in zip(manifest["input"]["std"], (0.2023, 0.1994, 0.2010)):
                    self.assertAlmostEqual(got, wanted, 6)
                self.assertIn("layer2.0.downsample.0.weight", tensors)
                count = tensors["golden.images"][1][0]
                self.assertGreater(count, 3)
                self.assertEqual(tensors["golden.images"][1], [count, 32, 32, 3])
                self.assertEqual(tensors["golden.logits"][:2], ("F32", [count, 10]))

    def test_the_same_input_gives_the_same_bytes(self):
        fixture = FIXTURES / "tutorial_resnet18_width8.pth"
        self.imported(fixture, *MEAN_AND_STD)
        first = self.output.read_bytes()
        self.imported(fixture, *MEAN_AND_STD)
        self.assertEqual(self.output.read_bytes(), first)

    def test_labels_card_and_golden_pictures(self):
        labels = self.write("labels.txt", "\n".join(LABELS).encode())
        card = self.write("card.json", json.dumps(
            {"name": "mine", "input": {"crop_fraction": 0.5},
             "provenance": {"recipe": "tutorial"}}).encode())
        self.write("golden/a.png", plain_png((10, 20, 30)))
        self.write("golden/b.png", plain_png((40, 50, 60)))
        result = self.imported(FIXTURES / "tutorial_resnet18_width8.pth", *MEAN_AND_STD,
                               "--labels", labels, "--card", card,
                               "--golden", self.inputs / "golden")
        self.assert_status(result, 0)
        tensors, metadata = safetensors(self.output)
        manifest = json.loads(metadata["vitrine"])
        self.assertEqual(manifest["name"], "mine")
        self.assertEqual(manifest["labels"]["en"], LABELS)
        self.assertEqual(manifest["input"]["crop_fraction"], 0.5)
        self.assertEqual(manifest["input"]["width"], 32)  # what the card leaves out stays
        self.assertAlmostEqual(manifest["input"]["mean"][0], 0.4914, 6)
        self.assertEqual(manifest["provenance"]["recipe"], "tutorial")
        self.assertEqual(tensors["golden.images"][2],
                         bytes((10, 20, 30)) * 1024 + bytes((40, 50, 60)) * 1024)

    def test_refused_with_a_reason_and_nothing_written(self):
        fixture = FIXTURES / "tutorial_resnet18_width8.pth"
        few = self.write("few.txt", b"cat\ndog\n")
        bad_card = self.write("bad.json", b"[1]")
        odd_card = self.write("odd.json", b'{"titel": {"en": "x"}}')
        wrong = self.write("wrong.json", b'{"architecture": {"family": "resnet"}}')
        noise = self.write("noise.pth", b"not a state dict")
        cut = self.write("cut.pth", fixture.read_bytes()[:5000])
        lying = self.write("lying.safetensors", struct.pack("<Q", 1 << 40) + b"{}")
        self.write("golden/text.png", b"text")
        for name, arguments in {
            "code": [FIXTURES / "tutorial_resnet18_width8.whole_module.pth"],
            "another architecture": [fixture, "--arch", "resnet34-cifar"],
            "no architecture": [fixture, "--arch", "resnet19-cifar"],
            "missing": [self.inputs / "nowhere.pth"],
            "a picture": [FIXTURES / "coffee.png"],
            "noise": [noise], "cut off": [cut], "lying header": [lying],
            "labels": [fixture, "--labels", few],
            "card": [fixture, "--card", bad_card],
            "card with a misspelt field": [fixture, "--card", odd_card],
            "card with an architecture": [fixture, "--card", wrong],
            "golden": [fixture, "--golden", self.inputs / "golden"],
            "mean alone": [fixture, "--mean", "0.5,0.5,0.5"],
            "two means": [fixture, "--mean", "0.5,0.5", "--std", "1,1,1"],
            "std of zero": [fixture, "--mean", "0.5,0.5,0.5", "--std", "0,1,1"],
        }.items():
            with self.subTest(name):
                result = self.imported(*arguments)
                self.assert_status(result, 2)
                self.assertGreater(len(result.stderr), 10)
                self.assertFalse(self.output.exists())
        code = self.imported(FIXTURES / "tutorial_resnet18_width8.whole_module.pth")
        self.assertIn("code", code.stderr)

    def test_a_bad_golden_picture_is_named_in_the_sentence(self):
        self.write("golden/text.png", b"text")
        result = self.imported(FIXTURES / "tutorial_resnet18_width8.pth", *MEAN_AND_STD,
                               "--golden", self.inputs / "golden")
        self.assert_status(result, 2)
        self.assertEqual(result.stderr.splitlines()[-1],
                         f"vitrine: {self.inputs}/golden/text.png cannot be a golden picture: "
                         "This is not a picture (JPEG, PNG, WebP, BMP, TIFF or GIF).")

    def test_any_file_name_gives_a_name(self):
        for stem, name in {"my model": "my-model", " a\tb ": "a-b", "--x": "x", "..y.z": "y.z",
                           "我的 模型": "我的-模型", "back\\slash": "back-slash", "---": "model",
                           "长" * 80: "长" * 66}.items():
            with self.subTest(stem):
                output = self.inputs / f"{stem}.safetensors"
                result = run("import", FIXTURES / "tutorial_resnet18_width8.pth", *MEAN_AND_STD,
                             "--backend", "fake", "-o", output)
                self.assert_status(result, 0)
                manifest = json.loads(safetensors(output)[1]["vitrine"])
                self.assertEqual(manifest["name"], name)
                self.assertEqual(manifest["title"]["en"], stem)

    def test_numbers_are_read_the_same_in_every_country(self):
        locales = self.inputs / "locales"
        locales.mkdir()
        try:
            made = subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8",
                                   locales / "de_DE.UTF-8"], capture_output=True, timeout=60)
        except FileNotFoundError:
            self.skipTest("localedef is not here")
        if not (locales / "de_DE.UTF-8").exists():
            self.skipTest(f"no locale with a decimal comma can be made: {made.stderr}")
        result = self.imported(FIXTURES / "tutorial_resnet18_width8.pth", *MEAN_AND_STD,
                               LC_ALL="de_DE.UTF-8", LOCPATH=str(locales))
        self.assert_status(result, 0)
        manifest = json.loads(safetensors(self.output)[1]["vitrine"])
        self.assertAlmostEqual(manifest["input"]["std"][0], 0.2023, 6)

    def test_an_output_that_cannot_be_written(self):
        result = run("import", FIXTURES / "tutorial_resnet18_width8.pth", *MEAN_AND_STD,
                     "--backend", "nowhere", "-o",
                     self.inputs / "no" / "such" / "folder.safetensors")
        self.assert_status(result, 2)  # before the backend is asked for
        self.assertIn("its folder does not exist", result.stderr)

    def test_no_file_is_written_over_what_it_is_made_from(self):
        source = FIXTURES / "tutorial_resnet18_width8.safetensors"
        model = self.write("model.safetensors", self.model.read_bytes())
        weights = self.write("weights.safetensors", source.read_bytes())
        labels = self.write("labels.txt", "\n".join(LABELS).encode())
        for original, command in [
                (model, ["export", model, "--format", "safetensors"]),
                (weights, ["import", weights, *MEAN_AND_STD, "--backend", "fake"]),
                (labels, ["import", weights, *MEAN_AND_STD, "--backend", "fake", "--labels",
                          labels])]:
            soft = self.inputs / "soft"
            hard = self.inputs / "hard"
            soft.symlink_to(original)
            os.link(original, hard)
            before = original.read_bytes()
            for output in [original, soft, hard]:
                with self.subTest(command=command[0], output=output.name):
                    result = run(*command, "-o", output)
                    self.assert_status(result, 2)
                    self.assertIn("would replace", result.stderr)
                    self.assertEqual(original.read_bytes(), before)
            soft.unlink()
            hard.unlink()

    def test_pipes_are_refused_without_waiting(self):
        pipe = self.inputs / "pipe.pth"
        os.mkfifo(pipe)
        for command in [["import", pipe], ["export", pipe, "--format", "pth"]]:
            result = run(*command, "-o", self.inputs / "x.safetensors")
            self.assert_status(result, 2)
            self.assertIn("is a pipe or a device", result.stderr)

    def test_a_huge_tensor_that_no_network_has_is_not_read(self):
        header = json.dumps({"blob": {"dtype": "U8", "shape": [4 << 30],
                                      "data_offsets": [0, 4 << 30]}}).encode()
        path = self.write("huge.safetensors", struct.pack("<Q", len(header)) + header)
        os.truncate(path, path.stat().st_size + (4 << 30))  # sparse: takes no place
        limit = 1 << 30
        result = subprocess.run(
            [os.environ["VITRINE_PROGRAM"], "import", path, "-o", self.inputs / "x.safetensors"],
            capture_output=True, encoding="utf-8", timeout=60,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (limit, limit)))
        self.assert_status(result, 2)
        self.assertIn("no network that is known here", result.stderr)

    def test_a_huge_tensor_in_a_model_is_not_read(self):
        with open(self.model, "rb") as file:
            length, = struct.unpack("<Q", file.read(8))
            header = json.loads(file.read(length))
            data = file.read()
        header["blob"] = {"dtype": "U8", "shape": [4 << 30],
                          "data_offsets": [len(data), len(data) + (4 << 30)]}
        text = json.dumps(header).encode()
        path = self.write("huge.safetensors", struct.pack("<Q", len(text)) + text + data)
        os.truncate(path, path.stat().st_size + (4 << 30))
        limit = 1 << 30
        for arguments in [["export", path, "--format", "pth", "-o", self.inputs / "x.pth"],
                          ["bench", "--model", path, "--backend", "fake"]]:
            with self.subTest(arguments):
                result = subprocess.run(
                    [os.environ["VITRINE_PROGRAM"], *arguments], capture_output=True,
                    encoding="utf-8", timeout=60,
                    preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (limit, limit)))
                self.assert_status(result, 2)
                self.assertIn("no place for: blob", result.stderr)

    def test_golden_pictures_that_disagree_refuse_the_model(self):
        picture = self.write("a.png", plain_png((1, 2, 3)))
        result = self.command("classify", picture, VITRINE_FAKE_WRONG="1")
        self.assert_status(result, 2)
        self.assertIn("golden", result.stderr)

    def export(self, *arguments):
        self.output = self.inputs / "exported"
        result = run("export", self.model, "-o", self.output, *arguments)
        self.assert_status(result, 0)
        return self.output

    def test_safetensors_under_the_tutorials_names_is_what_came_in(self):
        got, metadata = safetensors(self.export("--format", "safetensors", "--names", "tutorial"))
        expected, _ = safetensors(FIXTURES / "tutorial_resnet18_width8.safetensors")
        self.assertEqual(got, expected)
        self.assertNotIn("vitrine", metadata)

    def test_safetensors_under_torchvisions_names(self):
        got, _ = safetensors(self.export("--format", "safetensors"))
        expected, _ = safetensors(FIXTURES / "tutorial_resnet18_width8.safetensors")
        self.assertEqual(len(got), len(expected))
        self.assertFalse([name for name in got if name.startswith("golden")])
        for ours, theirs in {"conv1.weight": "conv1.0.weight", "bn1.running_var": "conv1.1.running_var",
                             "layer1.0.conv2.weight": "layer1.0.left.3.weight",
                             "layer3.0.downsample.1.bias": "layer3.0.shortcut.1.bias",
                             "fc.bias": "fc.bias"}.items():
            self.assertEqual(got[ours], expected[theirs], ours)

    def test_pth_comes_back_the_same(self):
        exported = self.export("--format", "pth", "--names", "tutorial")
        self.assertIsNone(zipfile.ZipFile(exported).testzip())
        pth = self.inputs / "again.pth"
        os.rename(exported, pth)
        again = self.inputs / "again.safetensors"
        self.assert_status(run("import", pth, *MEAN_AND_STD, "--backend", "fake", "-o", again), 0)
        first, _ = safetensors(self.model)
        second, _ = safetensors(again)
        self.assertEqual({n: t for n, t in first.items() if not n.startswith("golden")},
                         {n: t for n, t in second.items() if not n.startswith("golden")})

    def test_export_refuses(self):
        out = self.inputs / "x"
        for arguments in [[FIXTURES / "tutorial_resnet18_width8.safetensors", "--format", "pth"],
                          [self.model, "--format", "onnx"], [self.model],
                          [self.model, "--format", "pth", "--names", "mine"],
                          [self.inputs / "nowhere", "--format", "pth"]]:
            self.assert_status(run("export", *arguments, "-o", out), 2)
            self.assertFalse(out.exists())


if __name__ == "__main__":
    unittest.main()
