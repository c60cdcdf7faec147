import json
import random
import unittest

from program import CHINESE, LABELS, ProgramTest, fake_logits, plain_png, softmax


def guess(colour, temperature):
    """The fake backend's guess and its calibrated probability."""
    probabilities = softmax(fake_logits(colour), temperature)
    best = max(range(10), key=lambda c: probabilities[c])
    return best, probabilities[best]


def calibration_error(answers):
    """Guo et al., 2017, equations 2 to 4, fifteen bins, of (probability, right)."""
    total = 0.0
    for m in range(1, 16):
        held = [(p, r) for p, r in answers if (m - 1) / 15 < p <= m / 15]
        if held:
            confidence = sum(p for p, _ in held) / len(held)
            accuracy = sum(r for _, r in held) / len(held)
            total += len(held) / len(answers) * abs(accuracy - confidence)
    return total


class Evaluate(ProgramTest):
    def evaluate(self, *arguments):
        return self.command("evaluate", "--data", self.inputs, "--json", *arguments)

    def write_batch(self, name, pictures):
        records = b"".join(bytes([label]) + b"".join(bytes([v]) * 1024 for v in colour)
                           for colour, label in pictures)
        return self.write(name, records)

    def check(self, report, pictures, meaning=lambda label: label):
        confusion = [[0] * 10 for _ in range(10)]
        answers = []
        for colour, label in pictures:
            best, probability = guess(colour, self.temperature)
            confusion[meaning(label)][best] += 1
            answers.append((probability, best == meaning(label)))
        self.assertEqual(list(report), ["model", "count", "accuracy", "per_class", "confusion",
                                        "ece", "skipped"])
        self.assertEqual(report["model"], "ten")
        self.assertEqual(report["count"], len(pictures))
        self.assertEqual(report["confusion"], confusion)
        self.assertAlmostEqual(report["accuracy"], sum(r for _, r in answers) / len(answers), 12)
        self.assertAlmostEqual(report["ece"], calibration_error(answers), 6)
        for c, row in enumerate(report["per_class"]):
            self.assertEqual((row["id"], row["label"], row["count"]),
                             (c, LABELS[c], sum(confusion[c])))
            self.assertAlmostEqual(row["accuracy"], confusion[c][c] / max(1, sum(confusion[c])))

    def pictures(self, count, seed):
        source = random.Random(seed)
        made = []
        for _ in range(count):
            colour = tuple(source.randrange(256) for _ in range(3))
            # Half are right, so that the figures are neither 0 nor 1.
            label = guess(colour, 1)[0] if source.random() < 0.5 else source.randrange(10)
            made.append((colour, label))
        return made

    def test_binary_files_of_any_length(self):
        pictures = self.pictures(333, 1)
        self.write_batch("test_batch.bin", pictures)
        self.write_batch("data_batch_1.bin", pictures[:5])
        self.write("batches.meta.txt", ("\n".join(LABELS) + "\n\n").encode())
        result = self.evaluate()
        self.assert_status(result, 0)
        self.check(json.loads(result.stdout), pictures)
        train = self.evaluate("--split", "train")
        self.assertEqual(json.loads(train.stdout)["count"], 5)

    def test_class_names_are_matched_not_numbers(self):
        pictures = self.pictures(40, 2)
        self.write_batch("test_batch.bin", pictures)
        self.write("batches.meta.txt", ("\n".join(reversed(LABELS)) + "\n").encode())
        result = self.evaluate()
        self.assert_status(result, 0)
        self.check(json.loads(result.stdout), pictures, lambda label: 9 - label)

    def test_folders_named_in_either_language_or_by_number(self):
        pictures = self.pictures(60, 3)
        for i, (colour, label) in enumerate(pictures):
            name = [LABELS[label].upper(), CHINESE[label], str(label)][label % 3]
            self.write(f"test/{name}/{i}.png", plain_png(colour))
        result = self.evaluate()
        self.assert_status(result, 0)
        self.check(json.loads(result.stdout), pictures)

    def test_a_bad_picture_is_skipped_and_named(self):
        pictures = self.pictures(10, 4)
        for i, (colour, label) in enumerate(pictures):
            self.write(f"{LABELS[label]}/{i}.png", plain_png(colour))
        bad = self.write("cat/bad.png", b"text")
        result = self.evaluate()
        self.assert_status(result, 1)
        report = json.loads(result.stdout)
        self.check(report, pictures)
        (skipped,) = report["skipped"]
        self.assertEqual((skipped["path"], skipped["error"]["code"]), (str(bad), "not_an_image"))

    def test_words(self):
        pictures = self.pictures(50, 5)
        self.write_batch("test_batch.bin", pictures)
        right = sum(guess(colour, 1)[0] == label for colour, label in pictures)
        result = self.command("evaluate", "--data", self.inputs)
        self.assert_status(result, 0)
        self.assertIn(f"{100 * right / 50:.2f}%", result.stdout)

    def test_wrong_data_as_a_whole(self):
        self.assert_status(self.evaluate(), 2)  # nothing there
        self.write("test_batch.bin", b"x" * 3072)
        self.assert_status(self.evaluate(), 2)  # no whole record
        self.write_batch("test_batch.bin", [((0, 0, 0), 10)])
        self.assert_status(self.evaluate(), 2)  # no such label
        self.write_batch("test_batch.bin", [((0, 0, 0), 1)])
        self.assert_status(self.evaluate("--split", "validation"), 2)
        missing = self.command("evaluate", "--data", self.inputs / "nowhere")
        self.assert_status(missing, 2)

    def test_a_folder_that_is_no_class(self):
        self.write("zebra/a.png", plain_png((1, 2, 3)))
        result = self.evaluate()
        self.assert_status(result, 2)
        self.assertIn("zebra", result.stderr)


if __name__ == "__main__":
    unittest.main()
