"""Standard streams that cannot be written, and what a person sees on a terminal."""
import itertools
import os
import pty
import subprocess
import unittest

from program import FIXTURES, LABELS, MEAN_AND_STD, PROGRAM, ProgramTest, plain_png, run

GOOD = plain_png((250, 20, 90))
REDIRECTIONS = {"": "", "full": "/dev/full", "closed": "&-"}
WIPE = "\r\033[K"


def redirected(*arguments, out="", err=""):
    """The program with its output and errors caught, full or closed."""
    line = 'exec "$@"'
    line += f" >{REDIRECTIONS[out]}" if out else ""
    line += f" 2>{REDIRECTIONS[err]}" if err else ""
    return subprocess.run(["/bin/sh", "-c", line, "sh", PROGRAM, *map(str, arguments)],
                          capture_output=True, timeout=240, encoding="utf-8")


def on_terminal(*arguments, output_too, **environment):
    """What a terminal gets from standard error (and output), what a pipe gets, the status."""
    ours, theirs = pty.openpty()
    with subprocess.Popen([PROGRAM, *map(str, arguments)], stderr=theirs,
                          stdout=theirs if output_too else subprocess.PIPE,
                          env={**os.environ, **environment}) as program:
        os.close(theirs)
        seen = b""
        try:
            while piece := os.read(ours, 65536):
                seen += piece
        except OSError:  # the other end is closed
            pass
        os.close(ours)
        piped = "" if output_too else program.stdout.read().decode()
    return seen.decode(), piped, program.returncode


class Unwritable(ProgramTest):
    def check(self, expected, *arguments):
        for out, err in itertools.product(REDIRECTIONS, REDIRECTIONS):
            with self.subTest(out=out, err=err):
                result = redirected(*arguments, out=out, err=err)
                self.assert_status(result, expected(out))
                if not err:
                    self.assertEqual("results could not be written" in result.stderr,
                                     expected(out) == 5, result.stderr)

    def classify(self, *paths):
        return ["classify", "--model", self.model, "--backend", "fake", *paths]

    def test_results_and_messages(self):
        self.write("a.png", GOOD)
        self.write("b.png", b"text")
        for form in [[], ["--json"], ["--csv"]]:
            self.check(lambda out: 5 if out else 1, *self.classify(*form, self.inputs))

    def test_messages_alone(self):
        self.check(lambda out: 2, "classify", "--model", "nope", FIXTURES / "coffee.png")
        self.check(lambda out: 2, "clasify")
        self.check(lambda out: 2, "classify", "--bogus")
        self.check(lambda out: 3, "classify", "--model", self.model, "--backend", "nope",
                   FIXTURES / "coffee.png")

    def test_other_commands(self):
        for arguments in [["--help"], ["--version"], ["devices"], ["models", "--json"],
                          ["bench", "--architecture", "fastnet:widths=8/8/8", "--backend", "fake",
                           "--iterations", "2"]]:
            status = run(*arguments).returncode
            self.check(lambda out: 5 if out else status, *arguments)

    def test_much_output_ends_early(self):
        for i in range(640):
            self.write(f"{i:03d}.png", GOOD)
        result = redirected(*self.classify("--json", "--logits", self.inputs), out="full")
        self.assert_status(result, 5)
        self.assertEqual(result.stderr.count("results could not be written"), 1)
        self.assertIn("No space left", result.stderr)
        self.assertNotIn("640 classified", result.stderr)

    def test_messages_never_go_into_a_file(self):
        whole = self.inputs / "whole.safetensors"
        arguments = ["import", FIXTURES / "tutorial_resnet18_width8.pth", *MEAN_AND_STD,
                     "--backend", "fake", "-o"]
        self.assert_status(run(*arguments, whole), 0)
        for stream in ["closed", "full"]:
            made = self.inputs / stream / "whole.safetensors"
            made.parent.mkdir()
            self.assert_status(redirected(*arguments, made, err=stream), 0)
            self.assertEqual(made.read_bytes(), whole.read_bytes())


class Terminal(ProgramTest):
    def test_the_report_does_not_share_the_progress_line(self):
        for i in range(130):
            self.write(f"{LABELS[0]}/{i}.png", GOOD)
        self.write(f"{LABELS[0]}/z.png", b"text")
        seen, _, status = on_terminal("evaluate", "--model", self.model, "--backend", "fake",
                                      "--data", self.inputs, output_too=True)
        self.assertEqual(status, 1, seen)
        self.assertIn("evaluated 64 of 131", seen)
        self.assertIn(WIPE + "Model: ten", seen)
        self.assertTrue(seen.endswith("\r\n"), seen)

    def test_errors_do_not_share_the_progress_line(self):
        for i in range(130):
            self.write(f"{i:03d}.png", b"text" if i == 100 else GOOD)
        seen, piped, status = on_terminal("classify", "--model", self.model, "--backend", "fake",
                                          self.inputs, output_too=False)
        self.assertEqual(status, 1, seen)
        self.assertEqual(len(piped.splitlines()), 129)
        self.assertIn(f"{WIPE}classified ", seen)
        self.assertIn(f"{WIPE}{self.inputs}/100.png: This is not", seen)
        self.assertIn(f"{WIPE}129 classified", seen.replace("\n129", f"\n{WIPE}129"))


if __name__ == "__main__":
    unittest.main()
