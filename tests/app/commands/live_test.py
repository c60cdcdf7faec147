import http.server
import os
import signal
import subprocess
import threading
import time
import unittest

from program import (CHINESE, LABELS, PROGRAM, ProgramTest, fake_logits, json_lines, plain_png,
                     run, softmax)

COLOUR = (250, 20, 90)
OTHER = (10, 240, 30)


def grey_film(lumas, width=64, height=48, rate=50):
    """YUV4MPEG2: plain frames without compression."""
    head = f"YUV4MPEG2 W{width} H{height} F{rate}:1 Ip A1:1 C420jpeg\n".encode()
    chroma = b"\x80" * (2 * ((width + 1) // 2) * ((height + 1) // 2))
    return head + b"".join(b"FRAME\n" + bytes([luma]) * (width * height) + chroma
                           for luma in lumas)


class Live(ProgramTest):
    def live(self, *arguments, **environment):
        return self.command("live", *arguments, **environment)

    def test_json_holds_what_the_contract_names(self):
        self.write("a.png", plain_png(COLOUR, 48))
        result = self.live("--json", "--source", self.inputs)
        self.assert_status(result, 0)
        lines = json_lines(result.stdout)
        self.assertGreater(len(lines), 10)
        self.assertEqual(list(lines[0]), ["frame", "media_time_s", "age_ms", "dropped", "width",
                                          "height", "predictions", "headline", "verdict",
                                          "picture"])
        probabilities = softmax(fake_logits(COLOUR), self.temperature)
        best = sorted(range(10), key=lambda c: -probabilities[c])[:5]
        for number, line in enumerate(lines):
            self.assertEqual((line["width"], line["height"]), (48, 48))
            self.assertEqual([p["id"] for p in line["predictions"]], best)
            for got, c in zip(line["predictions"], best):
                self.assertAlmostEqual(got["probability"], probabilities[c], 4)
            self.assertEqual(line["headline"], LABELS[best[0]])
            self.assertAlmostEqual(line["media_time_s"], line["frame"] / 10)
            self.assertGreaterEqual(line["age_ms"], 0)
        self.assertEqual(len(lines) + lines[-1]["dropped"], lines[-1]["frame"] + 1)

    def test_a_new_picture_is_answered_at_once(self):
        self.write("a.png", plain_png(COLOUR, 48))
        self.write("b.png", plain_png(OTHER, 48))
        result = self.live("--json", "--source", self.inputs)
        self.assert_status(result, 0)
        for line in json_lines(result.stdout):
            colour = COLOUR if line["frame"] < 20 else OTHER
            probabilities = softmax(fake_logits(colour), self.temperature)
            self.assertAlmostEqual(line["predictions"][0]["probability"], max(probabilities), 4)
            self.assertEqual(line["headline"], LABELS[probabilities.index(max(probabilities))])

    def test_words_come_only_where_they_change(self):
        self.write("a.png", plain_png(COLOUR, 48))
        self.write("b.png", plain_png(OTHER, 48))
        result = self.live("--source", self.inputs, "--lang", "zh")
        self.assert_status(result, 0)
        lines = result.stdout.splitlines()
        self.assertEqual(len(lines), 2, result.stdout)
        best = softmax(fake_logits(OTHER)).index(max(softmax(fake_logits(OTHER))))
        self.assertIn(CHINESE[best], lines[1])

    def test_a_film_goes_at_its_pace_and_ends(self):
        film = self.write("a.y4m", grey_film([60, 200] * 25))
        start = time.monotonic()
        result = self.live("--json", "--source", film)
        self.assert_status(result, 0)
        self.assertGreater(time.monotonic() - start, 0.9)
        lines = json_lines(result.stdout)
        self.assertLessEqual(lines[-1]["frame"], 49)
        self.assertEqual((lines[0]["width"], lines[0]["height"]), (64, 48))
        self.assertIn("frames classified", result.stderr)

    def test_a_slow_model_sees_the_newest_and_the_rest_is_counted(self):
        film = self.write("a.y4m", grey_film([60] * 50))
        result = self.live("--json", "--source", film, VITRINE_FAKE_SLOW_MS="150")
        self.assert_status(result, 0)
        lines = json_lines(result.stdout)
        self.assertLess(len(lines), 12)
        self.assertGreater(lines[-1]["dropped"], 30)
        for line in lines:  # nothing queued
            self.assertLess(line["age_ms"], 1000)

    def test_a_loop_ends_when_the_time_is_over(self):
        film = self.write("a.y4m", grey_film([60] * 5))
        result = self.live("--json", "--source", film, "--loop", "--seconds", "1")
        self.assert_status(result, 0)
        self.assertGreater(json_lines(result.stdout)[-1]["frame"], 10)

    def test_interrupted_after_whole_lines(self):
        film = self.write("a.y4m", grey_film([60] * 5))
        program = subprocess.Popen(
            [PROGRAM, "live", "--json", "--model", self.model, "--backend", "fake", "--source",
             film, "--loop"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
        with program:
            first = program.stdout.readline()
            program.send_signal(signal.SIGINT)
            rest = program.stdout.read()
            messages = program.stderr.read()
        self.assertEqual(program.returncode, 4, messages)
        json_lines(first + rest)

    def test_a_black_picture_is_said(self):
        film = self.write("a.y4m", grey_film([0] * 100))
        result = self.live("--json", "--source", film)
        states = [line["picture"] for line in json_lines(result.stdout)]
        self.assertEqual(states[0], "good")
        self.assertEqual(states[-1], "black")

    def test_what_is_no_source_is_a_sentence(self):
        text = self.write("a.mp4", b"this is text")
        cases = [(text, "not_a_video"), (self.inputs / "nowhere.mp4", "vanished"),
                 ("/dev/null", "not_a_camera"), ("ftp://host/a", "bad_source"),
                 ("http://127.0.0.1:9/a", "stream_failed"),
                 (self.write("empty/a.txt", b"").parent, "no_pictures")]
        if not any(name.startswith("video") for name in os.listdir("/dev")):
            cases += [("camera", "no_camera"), ("camera:0", "camera_gone"),
                      ("Some Webcam", "no_camera")]
        for source, code in cases:
            with self.subTest(source=source):
                result = self.live("--json", "--source", source)
                self.assert_status(result, 2)
                (line,) = json_lines(result.stdout)
                self.assertEqual(line["error"]["code"], code)
                self.assertIn(line["error"]["message"], result.stderr)
                self.assertGreater(len(line["error"]["message"]), 10)

    def serve(self, film, sent, told_length):
        """A web server that sends so many of the film's bytes; its host and port."""
        class Server(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "video/x-yuv4mpeg")
                if told_length:
                    self.send_header("Content-Length", str(len(film)))
                self.end_headers()
                try:
                    self.wfile.write(film[:sent])
                    self.wfile.flush()
                except OSError:
                    pass  # the program had enough
                self.connection.close()

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"127.0.0.1:{server.server_port}"

    def test_a_stream_whose_server_dies(self):
        film = grey_film([100] * 200, 320, 240)
        for told_length in (False, True):  # with it, FFmpeg knows how long the film is
            with self.subTest(told_length=told_length):
                host = self.serve(film, len(film) // 2, told_length)
                result = self.live("--json", "--source", f"http://me:secret@{host}/a.y4m")
                self.assert_status(result, 1)
                *frames, last = json_lines(result.stdout)
                self.assertGreater(len(frames), 0)
                self.assertEqual(last["error"]["code"], "stream_lost")
                self.assertNotIn("secret", result.stdout + result.stderr)

    def test_a_film_over_the_network_ends(self):
        film = grey_film([100] * 125, 320, 240)
        host = self.serve(film, len(film), True)
        result = self.live("--json", "--source", f"http://{host}/a.y4m")
        self.assert_status(result, 0)
        lines = json_lines(result.stdout)
        self.assertGreater(lines[-1]["frame"], 90)
        self.assertEqual({line["picture"] for line in lines}, {"good"})  # a title may stand still

    def test_a_stream_that_hangs_holds_nobody_up(self):
        asked, over = threading.Event(), threading.Event()

        class Server(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                asked.set()
                over.wait()  # and never answers

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.addCleanup(over.set)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        program = subprocess.Popen(
            [PROGRAM, "live", "--json", "--model", self.model, "--backend", "fake", "--source",
             f"http://127.0.0.1:{server.server_port}/a.y4m"], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, encoding="utf-8")
        with program:
            self.assertTrue(asked.wait(60))
            program.send_signal(signal.SIGINT)
            self.assertEqual(program.wait(4), 4)  # FFmpeg itself gives up after five

    def test_cameras_are_listed(self):
        result = run("live", "--list", "--json")
        self.assert_status(result, 0)
        (cameras,) = json_lines(result.stdout)
        self.assertIsInstance(cameras, list)
        self.assert_status(run("live", "--list", "--source", "camera"), 2)

    def test_sizes_from_a_pixel_to_4k(self):
        for width, height in [(2, 2), (3840, 2160)]:
            film = self.write("a.y4m", grey_film([100] * 3, width, height, 5))
            result = self.live("--json", "--source", film)
            self.assert_status(result, 0)
            self.assertEqual(json_lines(result.stdout)[0]["width"], width)


if __name__ == "__main__":
    unittest.main()
