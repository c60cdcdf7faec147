"""The CPU plugin against logits that PyTorch computed in double precision."""
import json
import unittest

from program import FIXTURES, MEAN_AND_STD, ProgramTest, json_lines, run

EXPECTED = json.loads((FIXTURES / "tutorial_resnet18_width8.expected.json").read_text())


class Torch(ProgramTest):
    backend = "cpu"

    def test_logits_of_every_loadable_file(self):
        pictures = [FIXTURES / name for name in EXPECTED["images"]]
        for ending, tolerance in {"pth": 1e-4, "legacy.pth": 1e-4, "checkpoint.pth": 1e-4,
                                  "half.pth": 1e-2, "safetensors": 1e-4}.items():
            with self.subTest(ending):
                model = self.inputs / f"{ending}.safetensors"
                made = run("import", FIXTURES / f"tutorial_resnet18_width8.{ending}",
                           *MEAN_AND_STD, "--backend", "cpu", "-o", model)
                self.assert_status(made, 0)
                result = run("classify", "--model", model, "--backend", "cpu", "--precision",
                             "float32", "--json", "--logits", *pictures)
                self.assert_status(result, 0)
                lines = json_lines(result.stdout)
                self.assertEqual(len(lines), 4)
                for line, expected in zip(lines, EXPECTED["logits"]):
                    worst = max(abs(a - b) for a, b in zip(line["logits"], expected, strict=True))
                    self.assertLess(worst, tolerance)

    def test_code_is_refused(self):
        result = run("import", FIXTURES / "tutorial_resnet18_width8.whole_module.pth", "--backend",
                     "cpu", "-o", self.inputs / "x.safetensors")
        self.assert_status(result, 2)
        self.assertIn("code", result.stderr)

    def test_bench(self):
        result = run("bench", "--architecture", "resnet18-cifar:width=8", "--backend", "cpu",
                     "--iterations", "3", "--json", "--threads", "1", "--precision", "float32")
        self.assert_status(result, 0)
        (line,) = json_lines(result.stdout)
        self.assertEqual((line["backend"], line["device"], line["threads"], line["precision"]),
                         ("cpu", "cpu", 1, "float32"))


if __name__ == "__main__":
    unittest.main()
