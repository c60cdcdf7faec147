"""What a system is told of the program: units, desktop entries, metadata.

Each is checked by the tool of whoever reads it, where that is installed.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

PACKAGING = pathlib.Path(sys.argv.pop(1))
UNITS = sorted((PACKAGING / "kiosk").glob("*.service"))
READMES = [PACKAGING.parent / name for name in ("README.md", "README.zh-CN.md")]
ENTRIES = sorted(PACKAGING.rglob("*.desktop"))


def settings(unit):
    """The unit's settings, each with its last value."""
    lines = re.findall(r"^(\w+)=(.*)$", unit.read_text(), re.MULTILINE)
    return dict(lines)


def run(*command):
    return subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def verified(unit, folder, added=""):
    """What systemd says of the unit: its status, and the lines that name it."""
    copy = pathlib.Path(folder) / unit.name
    # The programs may not be installed here.
    text = re.sub(r"(?m)^ExecStart=.*", "ExecStart=/bin/true", unit.read_text())
    copy.write_text(text + added)
    done = run("systemd-analyze", "verify", str(copy))
    return done.returncode, [line for line in done.stdout.splitlines() if unit.name in line]


class Packaging(unittest.TestCase):
    def test_there_is_something_to_check(self):
        self.assertEqual(len(UNITS), 2)
        self.assertEqual(len(ENTRIES), 2)

    def test_a_training_outlives_its_window(self):
        for unit in UNITS:
            with self.subTest(unit.name):
                found = settings(unit)
                self.assertEqual(found["KillMode"], "process")
                self.assertEqual(found["OOMPolicy"], "continue")

    def test_the_window_is_heard(self):
        for unit in UNITS:
            with self.subTest(unit.name):
                found = settings(unit)
                self.assertEqual(found["Type"], "notify")
                # PAM's session is a scope of its own, out of which nobody else would be heard.
                self.assertNotIn("PAMName", found)
                direct = found["ExecStart"].startswith("vitrine ")
                self.assertEqual(found["NotifyAccess"], "main" if direct else "all")

    def test_cage_gets_its_screen_without_a_login(self):
        for unit in UNITS:
            text = unit.read_text()
            with self.subTest(unit.name):
                if not re.search(r"(?m)^ExecStart=cage ", text):
                    continue
                self.assertRegex(text, r"(?m)^Wants=(.* )?seatd\.service( |$)")
                self.assertRegex(text, r"(?m)^After=(.* )?seatd\.service( |$)")
                self.assertRegex(text, r"(?m)^Environment=(.* )?LIBSEAT_BACKEND=seatd( |$)")
                # cage puts its socket there, and only its user may reach it.
                folder = settings(unit)["RuntimeDirectory"]
                self.assertRegex(text, rf"(?m)^Environment=(.* )?XDG_RUNTIME_DIR=%t/{folder}( |$)")
                self.assertEqual(settings(unit)["RuntimeDirectoryMode"], "0700")

    def test_a_window_under_another_main_process_ends_with_it(self):
        for unit in UNITS:
            with self.subTest(unit.name):
                started = settings(unit)["ExecStart"]
                if not started.startswith("vitrine "):
                    self.assertIn("setpriv --pdeathsig KILL", started)

    def test_options_can_be_given_to_each(self):
        for unit in UNITS:
            with self.subTest(unit.name):
                self.assertTrue(settings(unit)["ExecStart"].endswith(" $VITRINE_OPTIONS"))

    @unittest.skipUnless(shutil.which("systemd-analyze"), "systemd-analyze is not installed")
    def test_systemd_understands_the_units(self):
        for unit in UNITS:
            with self.subTest(unit.name), tempfile.TemporaryDirectory() as folder:
                self.assertEqual(verified(unit, folder), (0, []))

    @unittest.skipUnless(shutil.which("systemd-analyze"), "systemd-analyze is not installed")
    def test_systemd_understands_what_staff_are_told_to_add(self):
        unit = PACKAGING / "kiosk" / "vitrine-kiosk.service"
        for text in [unit, *READMES]:
            with self.subTest(text.name), tempfile.TemporaryDirectory() as folder:
                told = re.search(r"(?m)^[# ]*(\[Service\])\n[# ]*(Environment=.*)$",
                                 text.read_text())
                self.assertIsNotNone(told)
                self.assertRegex(told[2], "VITRINE_OPTIONS=--pictures .")
                added = "\n" + "\n".join(told.groups()) + "\n"
                self.assertEqual(verified(unit, folder, added), (0, []))

    @unittest.skipUnless(shutil.which("desktop-file-validate"),
                         "desktop-file-validate is not installed")
    def test_desktops_understand_the_entries(self):
        for entry in ENTRIES:
            with self.subTest(entry.name):
                done = run("desktop-file-validate", str(entry))
                self.assertEqual((done.returncode, done.stdout), (0, ""))

    @unittest.skipUnless(shutil.which("appstreamcli"), "appstreamcli is not installed")
    def test_the_metadata_has_no_errors(self):
        done = run("appstreamcli", "validate", "--no-net", str(PACKAGING / "vitrine.metainfo.xml"))
        self.assertNotRegex(done.stdout, r"(?m)^E: ")


if __name__ == "__main__":
    unittest.main()
