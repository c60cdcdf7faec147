"""The program in surroundings that lack something: fonts, a language it speaks, a folder; and two
windows that share what there is."""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import unittest

from service import PATIENCE_S, WINDOW, Service


def font_file(family):
    """Where fontconfig has the family, or None."""
    found = subprocess.run(["fc-list", family, "file"], capture_output=True, text=True).stdout
    files = [line.rstrip(": ") for line in found.splitlines()]
    return next((f for f in sorted(files) if "Regular" in f or f.endswith(".ttc")), None)


class SurroundingsTest(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def start(self, *arguments, folder=None, **surroundings):
        """A window that has come up."""
        service = Service(str(folder or self.folder), *arguments, VITRINE_LOG="info",
                          **surroundings)
        self.addCleanup(lambda: service.process.poll() is None and service.end())
        self.assertTrue(service.hears("READY=1", PATIENCE_S))
        return service

    def log_of(self, *arguments, **surroundings):
        """What a window that has come up, and is still alive, has logged."""
        service = self.start(*arguments, **surroundings)
        self.assertTrue(service.hears("WATCHDOG=1", PATIENCE_S))
        return service.end()

    def with_fonts(self, *files):
        """The variables of a machine that has these fonts alone."""
        fonts = self.folder / "fonts"
        fonts.mkdir()
        for file in files:
            shutil.copy(file, fonts)
        (self.folder / "fonts.conf").write_text(
            f"<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'><fontconfig>"
            f"<dir>{fonts}</dir><cachedir>{self.folder}/fontcache</cachedir></fontconfig>")
        return {"FONTCONFIG_FILE": str(self.folder / "fonts.conf")}

    def chosen_chinese(self):
        (self.folder / "config/vitrine").mkdir(parents=True)
        (self.folder / "config/vitrine/settings.json").write_text(
            json.dumps({"schema": 1, "language": "zh"}))

    def test_a_service_that_is_stopped_ends_in_order(self):
        service = self.start("--kiosk")
        error = service.end(signal.SIGTERM)
        self.assertEqual(service.process.returncode, 0)
        self.assertIn("as the system asks", error)

    def test_without_a_font_that_writes_chinese_it_begins_in_english_and_says_why(self):
        latin = font_file("Noto Sans")
        if latin is None:
            self.skipTest("Noto Sans is not installed")
        self.chosen_chinese()
        log = self.log_of(**self.with_fonts(latin))
        self.assertIn("The font Noto Sans CJK SC is not installed", log)
        self.assertIn("fonts-noto-cjk", log)
        self.assertIn('begins in "en"', log)

    def test_without_any_font_it_still_opens(self):
        log = self.log_of(**self.with_fonts())
        self.assertIn("The font Noto Sans is not installed", log)

    def test_with_both_fonts_it_says_nothing_of_them(self):
        files = [font_file("Noto Sans"), font_file("Noto Sans CJK SC")]
        if None in files:
            self.skipTest("the fonts are not installed")
        self.chosen_chinese()
        log = self.log_of(**self.with_fonts(*files))
        self.assertNotIn("is not installed", log)
        self.assertIn('begins in "zh"', log)

    def test_a_language_it_does_not_speak_is_english(self):
        locales = {"fr_FR.UTF-8": "en", "tlh": "en", "tlh_QO.UTF-8@pIqaD": "en", "C": "en",
                   "/../;rm %s\x07\n": "en", "z": "en", "": "en", "x" * 5000: "en",
                   "zh_CN.UTF-8": "zh", "zh_TW": "zh"}
        for locale, language in locales.items():
            with self.subTest(locale[:40]):
                log = self.log_of(LANG=locale, LC_ALL=locale, LANGUAGE="")
                self.assertIn(f'begins in "{language}"', log)

    def test_numbers_are_read_in_any_country(self):
        # 0,5 for 0.5 would make the settings' text scale 1.
        (self.folder / "config/vitrine").mkdir(parents=True)
        settings = self.folder / "config/vitrine/settings.json"
        settings.write_text('{"schema": 1, "text_scale": 1.5, "threads": "many"}')
        log = self.log_of(LANG="de_DE.UTF-8", LC_ALL="de_DE.UTF-8")
        self.assertIn("threads", log)
        self.assertNotIn("text_scale", log)

    def test_a_folder_of_pictures_that_is_gone_does_not_keep_the_window_shut(self):
        (self.folder / "config/vitrine").mkdir(parents=True)
        (self.folder / "config/vitrine/settings.json").write_text(
            json.dumps({"schema": 1, "picture_folder": str(self.folder / "unplugged")}))
        for asked in (["--kiosk"], ["--kiosk", "--pictures", str(self.folder / "not-mounted")]):
            self.assertIn("the built-in pictures are offered instead", self.log_of(*asked))

    def test_a_mistyped_folder_of_pictures_is_told(self):
        told = subprocess.run([WINDOW, "--pictures", "/no/such/folder"], stderr=subprocess.PIPE,
                              text=True, timeout=PATIENCE_S,
                              env=dict(os.environ, QT_QPA_PLATFORM="offscreen"))
        self.assertEqual(told.returncode, 2)
        self.assertIn("/no/such/folder", told.stderr)

    def test_two_windows_share_settings_and_models(self):
        """Of two sessions of one user: each has a lock of its own, the rest is the same."""
        models = self.folder / "data/vitrine/models"
        models.mkdir(parents=True)
        (models / "broken.safetensors").write_bytes(b"no model")
        (self.folder / "config/vitrine").mkdir(parents=True)
        settings = self.folder / "config/vitrine/settings.json"
        settings.write_text(json.dumps({"schema": 1, "theme": "light", "later": [1, 2]}))
        before = settings.read_bytes()
        windows = []
        for name in ("desk", "stand"):
            (self.folder / name).mkdir(mode=0o700)
            windows.append(self.start(
                folder=self.folder / name, XDG_CONFIG_HOME=str(self.folder / "config"),
                XDG_DATA_HOME=str(self.folder / "data")))
        for window in windows:
            self.assertIsNone(window.process.poll())
            self.assertNotIn("damaged", window.end(signal.SIGTERM))
        self.assertEqual(settings.read_bytes(), before)
        self.assertEqual(os.listdir(models), ["broken.safetensors"])


if __name__ == "__main__":
    unittest.main()
