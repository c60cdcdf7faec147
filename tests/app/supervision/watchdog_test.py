"""Stands in for systemd: a live window feeds the watchdog, a frozen one does not, and what is killed
for it starts again. Also: one window a user, and kiosk mode without a code says so."""
import os
import signal
import subprocess
import tempfile
import time
import unittest

from service import PATIENCE_S, PERIOD_S, WINDOW, Service

class WatchdogTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def start(self, *arguments):
        service = Service(self.folder.name, *arguments)
        self.addCleanup(lambda: service.process.poll() is None and service.end())
        return service

    def test_a_frozen_window_is_noticed_and_starts_again(self):
        for _ in range(2):
            service = self.start("--kiosk")
            self.assertTrue(service.hears("READY=1", PATIENCE_S))
            for _ in range(3):
                self.assertTrue(service.hears("WATCHDOG=1", PERIOD_S * 4))
            service.process.send_signal(signal.SIGUSR1)
            # One ping may have been under way; after it there are none.
            self.assertTrue(self.goes_quiet(service))
            self.assertIsNone(service.process.poll(), "frozen, not ended")
            service.end(signal.SIGABRT)  # as systemd does; the next round is the start afresh
            self.assertEqual(service.process.returncode, -signal.SIGABRT)

    @staticmethod
    def goes_quiet(service):
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            if not service.hears("WATCHDOG=1", PERIOD_S * 2):
                return True
        return False

    def test_a_second_window_says_so(self):
        for modes in ([], []), (["--kiosk"], ["--kiosk"]), (["--kiosk"], []), ([], ["--kiosk"]):
            with self.subTest(modes):
                first = self.start(*modes[0])
                self.assertTrue(first.hears("READY=1", PATIENCE_S))
                second = subprocess.run(
                    [WINDOW, *modes[1]], stderr=subprocess.PIPE, text=True, timeout=PATIENCE_S,
                    env=dict(os.environ, XDG_RUNTIME_DIR=self.folder.name,
                             QT_QPA_PLATFORM="offscreen"))
                self.assertEqual(second.returncode, 6)
                self.assertIn(f"already open (process {first.process.pid})", second.stderr)
                self.assertIsNone(first.process.poll(), "the first one goes on")
                first.end()

    def test_kiosk_mode_without_a_code_says_so_and_with_one_does_not(self):
        service = self.start("--kiosk")
        self.assertTrue(service.hears("READY=1", PATIENCE_S))
        self.assertIn("--set-staff-code", service.end())
        set_code = subprocess.run(
            [WINDOW, "--set-staff-code"], input="4711\n", stderr=subprocess.PIPE, text=True,
            timeout=PATIENCE_S,
            env=dict(os.environ, XDG_CONFIG_HOME=self.folder.name + "/config",
                     XDG_STATE_HOME=self.folder.name + "/state"))
        self.assertEqual((set_code.returncode, set_code.stderr), (0, "The staff code is set.\n"))
        service = self.start("--kiosk")
        self.assertTrue(service.hears("READY=1", PATIENCE_S))
        self.assertNotIn("--set-staff-code", service.end())


if __name__ == "__main__":
    unittest.main()
