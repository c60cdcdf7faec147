"""Starts the window as systemd would, and listens to what it tells systemd."""
import os
import signal
import socket
import subprocess
import time

WINDOW = os.environ["VITRINE_WINDOW"]
PERIOD_S = 1.5
PATIENCE_S = 60


class Service:
    """What systemd does for Type=notify with WatchdogSec."""

    def __init__(self, folder, *arguments, **surroundings):
        self.path = os.path.join(folder, "notify")
        if os.path.exists(self.path):
            os.unlink(self.path)
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.path)
        environment = dict(
            os.environ, NOTIFY_SOCKET=self.path, WATCHDOG_USEC=str(int(PERIOD_S * 1e6)),
            HOME=folder, XDG_CONFIG_HOME=folder + "/config", XDG_STATE_HOME=folder + "/state",
            XDG_RUNTIME_DIR=folder, QT_QPA_PLATFORM="offscreen", QT_QUICK_BACKEND="software")
        environment.update(surroundings)
        environment.pop("WATCHDOG_PID", None)
        self.process = subprocess.Popen([WINDOW, *arguments], env=environment,
                                        stderr=subprocess.PIPE, text=True)

    def hears(self, message, within):
        """Whether the message comes; others are passed over."""
        until = time.monotonic() + within
        while (left := until - time.monotonic()) > 0:
            self.socket.settimeout(left)
            try:
                if self.socket.recv(512).decode() == message:
                    return True
            except socket.timeout:
                break
        return False

    def drain(self):
        self.socket.setblocking(False)
        try:
            while self.socket.recv(512):
                pass
        except BlockingIOError:
            pass

    def end(self, how=signal.SIGKILL):
        self.process.send_signal(how)
        error = self.process.communicate(timeout=PATIENCE_S)[1]
        self.socket.close()
        return error
