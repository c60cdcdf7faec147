import csv
import io
import os
import signal
import struct
import subprocess
import unittest

from program import (CHINESE, LABELS, PROGRAM, ProgramTest, chunk, fake_logits, json_lines,
                     plain_png, png, run, softmax)

COLOUR = (250, 20, 90)


class Classify(ProgramTest):
    def test_json_holds_what_the_contract_names(self):
        path = self.write("a.png", plain_png(COLOUR, 48))
        result = self.command("classify", "--json", "--logits", "--top", "3", path)
        self.assert_status(result, 0)
        (line,) = json_lines(result.stdout)
        self.assertEqual(list(line), ["path", "model", "backend", "device", "width", "height",
                                      "predictions", "headline", "verdict", "elapsed_ms",
                                      "logits"])
        self.assertEqual((line["path"], line["model"], line["backend"], line["device"]),
                         (str(path), "ten", "fake", "fake"))
        self.assertEqual((line["width"], line["height"]), (48, 48))
        self.assertGreater(line["elapsed_ms"], 0)
        logits = fake_logits(COLOUR)
        for got, expected in zip(line["logits"], logits, strict=True):
            self.assertAlmostEqual(got, expected, 5)
        # Probabilities come after the temperature, logits before it.
        probabilities = softmax(logits, self.temperature)
        best = sorted(range(10), key=lambda c: -probabilities[c])[:3]
        self.assertEqual([p["id"] for p in line["predictions"]], best)
        self.assertEqual([p["label"] for p in line["predictions"]], [LABELS[c] for c in best])
        for got, c in zip(line["predictions"], best):
            self.assertAlmostEqual(got["probability"], probabilities[c], 5)
        self.assertEqual(line["headline"], LABELS[best[0]])
        expected = "sure" if probabilities[best[0]] >= 0.6 else (
            "probably" if probabilities[best[0]] >= 0.3 else "not_sure")
        self.assertEqual(line["verdict"], expected)

    def test_logits_come_only_when_asked_for(self):
        result = self.command("classify", "--json", self.write("a.png", plain_png(COLOUR)))
        self.assertNotIn("logits", json_lines(result.stdout)[0])

    def test_many_come_in_order_and_bad_ones_stop_nothing(self):
        colours = {}
        for i in range(300):
            name = f"{i:03d}.png"
            if i % 50 == 7:
                self.write(name, b"this is text")
            else:
                colours[name] = ((7 * i) % 256, (31 * i) % 256, (101 * i) % 256)
                side = 500 if i % 20 == 0 else 32  # slow ones between quick ones
                self.write(name, plain_png(colours[name], side))
        result = self.command("classify", "--json", "--logits", self.inputs)
        self.assert_status(result, 1)
        lines = json_lines(result.stdout)
        self.assertEqual([os.path.basename(l["path"]) for l in lines],
                         [f"{i:03d}.png" for i in range(300)])
        for line in lines:
            name = os.path.basename(line["path"])
            if name in colours:
                for got, expected in zip(line["logits"], fake_logits(colours[name])):
                    self.assertAlmostEqual(got, expected, 5)
            else:
                self.assertEqual(line["error"]["code"], "not_an_image")
        self.assertIn("294 classified, 6 failed", result.stderr)

    def test_each_bad_picture_has_its_code(self):
        good = plain_png(COLOUR, 200)
        noisy = bytes(os.urandom(3 * 64 * 64))
        whole = png(noisy, 64, 64)
        huge = (b"\x89PNG\r\n\x1a\n" +
                chunk(b"IHDR", struct.pack(">IIBBBBB", 30000, 30000, 8, 2, 0, 0, 0)) +
                chunk(b"IDAT", b"x") + chunk(b"IEND", b""))
        cases = [("empty.png", b"", "empty_file"), ("text.jpg", b"hello", "not_an_image"),
                 ("cut.png", whole[:len(whole) // 2], "truncated"), ("huge.png", huge, "too_large")]
        paths = [self.write(name, content) for name, content, _ in cases]
        paths += [self.inputs / "nowhere.png", self.write("good.png", good)]
        result = self.command("classify", "--json", *paths)
        self.assert_status(result, 1)
        lines = json_lines(result.stdout)
        self.assertEqual([l.get("error", {}).get("code") for l in lines],
                         [code for _, _, code in cases] + ["vanished", None])
        for line in lines[:-1]:
            self.assertEqual(list(line), ["path", "error"])
            self.assertGreater(len(line["error"]["message"]), 10)

    def test_names_in_any_script(self):
        path = self.write("图片/小猫🐱 1.png", plain_png(COLOUR))
        result = self.command("classify", "--json", path)
        self.assert_status(result, 0)
        self.assertEqual(json_lines(result.stdout)[0]["path"], str(path))

    def test_a_name_that_is_not_utf8(self):
        path = os.fsencode(self.inputs) + b"/\xff\xfe.png"
        with open(path, "wb") as file:
            file.write(plain_png(COLOUR))
        result = self.command("classify", "--json", os.fsdecode(self.inputs))
        self.assert_status(result, 0)
        self.assertEqual(len(json_lines(result.stdout)), 1)

    def test_subfolders_only_when_asked_for_and_loops_end(self):
        self.write("a.png", plain_png(COLOUR))
        self.write("b/c/d.png", plain_png(COLOUR))
        self.write(".hidden/e.png", plain_png(COLOUR))
        self.write("notes.txt", b"no picture, and not called one")
        os.symlink(self.inputs, self.inputs / "b" / "loop")
        flat = self.command("classify", "--json", self.inputs)
        deep = self.command("classify", "--json", "--recursive", self.inputs)
        self.assertEqual([os.path.relpath(l["path"], self.inputs)
                          for l in json_lines(flat.stdout)], ["a.png"])
        self.assertEqual([os.path.relpath(l["path"], self.inputs)
                          for l in json_lines(deep.stdout)], ["a.png", "b/c/d.png"])

    def test_an_empty_folder_is_named(self):
        result = self.command("classify", "--json", self.inputs)
        self.assert_status(result, 1)
        self.assertEqual(json_lines(result.stdout)[0]["error"]["code"], "no_pictures")

    @unittest.skipIf(os.geteuid() == 0, "root may read everything")
    def test_a_folder_without_permission(self):
        closed = self.inputs / "closed"
        closed.mkdir(mode=0)
        result = self.command("classify", "--json", closed)
        self.assert_status(result, 1)
        self.assertEqual(json_lines(result.stdout)[0]["error"]["code"], "no_permission")

    def test_csv(self):
        good = self.write("a, \"b\".png", plain_png(COLOUR))
        bad = self.write("c.png", b"text")
        result = self.command("classify", "--csv", "--top", "2", good, bad)
        self.assert_status(result, 1)
        header, first, second = csv.reader(io.StringIO(result.stdout))
        self.assertEqual({len(header)}, {len(first), len(second)})
        row = dict(zip(header, first))
        self.assertEqual((row["path"], row["error"]), (str(good), ""))
        probabilities = softmax(fake_logits(COLOUR), self.temperature)
        self.assertAlmostEqual(float(row["probability_1"]), max(probabilities), 4)
        self.assertEqual(dict(zip(header, second))["error"], "not_an_image")

    def test_words_in_both_languages(self):
        path = self.write("a.png", plain_png(COLOUR))
        probabilities = softmax(fake_logits(COLOUR), self.temperature)
        best = probabilities.index(max(probabilities))
        self.assertIn(CHINESE[best], self.command("classify", "--lang", "zh", path).stdout)
        self.assertIn(LABELS[best],
                      self.command("classify", "--lang", "en", path).stdout.lower())
        self.assertIn(CHINESE[best],
                      self.command("classify", path, LC_ALL="zh_CN.UTF-8").stdout)
        self.assertIn(LABELS[best], self.command("classify", "--json", path,
                                                 LC_ALL="zh_CN.UTF-8").stdout)

    def test_a_device_lost_on_the_way(self):
        for i in range(200):  # more than two batches
            self.write(f"{i:03d}.png", plain_png(COLOUR))
        result = self.command("classify", "--json", self.inputs, VITRINE_FAKE_LOSE_AFTER="2")
        self.assert_status(result, 5)
        *done, last = json_lines(result.stdout)
        self.assertEqual(len(done), 128)  # nothing that was done is lost
        self.assertEqual((list(last), last["error"]["code"]), (["error"], "device_lost"))

    def test_errors_in_chinese(self):
        text = self.write("text.jpg", b"text")
        result = self.command("classify", "--lang", "zh", text)
        self.assert_status(result, 1)
        self.assertIn("这不是图片", result.stderr)
        result = self.command("classify", "--lang", "zh", "--json", text)
        self.assertIn("这不是图片", json_lines(result.stdout)[0]["error"]["message"])
        result = run("classify", "--lang", "zh", "--json", "--model", "nope", text)
        self.assert_status(result, 2)
        (line,) = json_lines(result.stdout)
        self.assertEqual(line["error"], {"code": "no_such_model",
                                         "message": "没有找到模型“nope”。请选另一个。"})
        self.assertIn("没有找到模型", result.stderr)

    def test_an_option_that_does_not_exist_is_named(self):
        result = run("classify", "-dash.jpg")
        self.assert_status(result, 2)
        self.assertIn("there is no option -dash.jpg", result.stderr)
        self.assertIn("./-dash.jpg", result.stderr)

    def test_messages_hold_nothing_that_a_terminal_obeys(self):
        path = self.write("\x1b[31mred.jpg", b"text")
        result = self.command("classify", path)
        self.assertNotIn("\x1b[31m", result.stderr)
        self.assertIn("\\x1b[31mred.jpg", result.stderr)

    def test_results_that_cannot_be_written(self):
        path = self.write("a.png", plain_png(COLOUR))
        with open("/dev/full", "w") as full:
            ended = subprocess.run([PROGRAM, "classify", "--json", "--model", self.model,
                                    "--backend", "fake", path], stdout=full,
                                   stderr=subprocess.PIPE, timeout=60)
        self.assertEqual(ended.returncode, 5)

    def test_interrupted_after_whole_lines(self):
        for i in range(640):
            self.write(f"{i:03d}.png", plain_png(COLOUR))
        program = subprocess.Popen(
            [PROGRAM, "classify", "--json", "--model", self.model, "--backend", "fake",
             self.inputs], stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
            env={**os.environ, "VITRINE_FAKE_SLOW_MS": "300"})
        with program:
            first = program.stdout.readline()
            program.send_signal(signal.SIGINT)
            rest = program.stdout.read()
            messages = program.stderr.read()
        self.assertEqual(program.returncode, 4, messages)
        self.assertLess(len(json_lines(first + rest)), 640)
        self.assertIn("interrupted", messages)


if __name__ == "__main__":
    unittest.main()
