"""The loop of most examples: read a frame, ask the model, show it. For bench/live_screen.py.

    naive_camera.py MODEL_MS [WIDTHxHEIGHT]

The camera is one as OpenCV's V4L2 gives it: the driver fills four buffers and loses what comes while
they are full; read() takes the oldest. Its frames carry the stamp of tests/fakes/fake_camera.cpp.
"""

import queue
import sys
import threading
import time

import cv2
import numpy

WIDTH, HEIGHT = map(int, (sys.argv[2] if len(sys.argv) > 2 else "1280x720").split("x"))
RATE, BUFFERS = 30, 4
SQUARE, COLUMNS = 4, 16


def stamped(number):
    microseconds = time.monotonic_ns() // 1000
    stamp = number.to_bytes(8, "little") + microseconds.to_bytes(8, "little")
    total = (0x5A + sum(stamp[:8]) + 3 * sum(stamp[8:])) & 255
    bits = numpy.unpackbits(numpy.frombuffer(stamp + bytes([total, ~total & 255]), numpy.uint8),
                            bitorder="little").reshape(-1, COLUMNS)
    frame = numpy.full((HEIGHT, WIDTH, 3), 128, numpy.uint8)
    squares = numpy.kron(bits, numpy.ones((SQUARE, SQUARE), numpy.uint8)) * 255
    frame[:squares.shape[0], :squares.shape[1]] = squares[..., None]
    return frame


def driver(buffers):
    due = time.monotonic()
    for number in range(1 << 62):
        due += 1 / RATE
        time.sleep(max(0, due - time.monotonic()))
        try:
            buffers.put_nowait(stamped(number))
        except queue.Full:
            pass


def main():
    model_s = float(sys.argv[1]) / 1000
    buffers = queue.Queue(BUFFERS)
    threading.Thread(target=driver, args=[buffers], daemon=True).start()
    cv2.namedWindow("camera", cv2.WINDOW_AUTOSIZE | cv2.WINDOW_GUI_NORMAL)
    cv2.moveWindow("camera", 0, 0)
    while True:
        frame = buffers.get()
        time.sleep(model_s)
        cv2.imshow("camera", frame)
        cv2.waitKey(1)


if __name__ == "__main__":
    main()
