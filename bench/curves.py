#!/usr/bin/env python3
"""The program's own drawing of a run's test loss beside matplotlib's, from the same metrics.csv.

    bench/curves.py RUN OUT [--gallery build/release/bin/chart_gallery]

Draws RUN with chart_gallery (OUT/print.png, OUT/print.svg), then the same table with matplotlib at
the same size, limits and colours (OUT/matplotlib.png), the two side by side (OUT/beside.png), and
prints, as one JSON object, how far the curve's points lie from where the table says they are: from
the paths of the SVG, and from the pixels of both pictures. Needs numpy and matplotlib, which
bench/compare.py installs into .cache/bench/venv.
"""
import argparse
import csv
import json
import os
import pathlib
import re
import subprocess
import xml.etree.ElementTree as tree

import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

SVG = "{http://www.w3.org/2000/svg}"
TEST = (0x41, 0x30, 0x01)  # the colour of the test curve on paper
WIDTH, HEIGHT = 1000, 600  # px of the drawing's own


def table(run):
    with open(run / "metrics.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return (np.array([float(row["epoch"]) for row in rows]),
            np.array([float(row["test_loss"]) for row in rows]))


def things(svg):
    """Every painted thing with the group that says how; Qt draws both at their final place."""
    for group in tree.parse(svg).getroot().iter(SVG + "g"):
        for thing in group:
            yield group, thing


def axes_of(svg):
    """Value = factor * px + offset for x and y, and the plot's corners, from the grid's lines and
    the numbers beside them."""
    lines = [thing for _, thing in things(svg)
             if thing.tag == SVG + "rect" and thing.get("height") == "1"]
    level = sorted(float(line.get("y")) + 0.5 for line in lines)
    left = float(lines[0].get("x"))
    right = left + float(lines[0].get("width"))
    numbers = [(float(thing.get("x")), float(thing.get("y")), thing.text.strip())
               for _, thing in things(svg)
               if thing.tag == SVG + "text" and re.match(r"\s*-?\d+(\.\d+)?\s*$", thing.text or "")]
    beside = sorted((y, float(text)) for x, y, text in numbers if x < left and y < level[-1] + 15)
    # Numbers of one digit are equally wide, so that their distance is that of their values.
    below = sorted((x, float(text)) for x, y, text in numbers
                   if y > level[-1] + 15 and len(text) == 1)
    factor = np.polyfit([x for x, _ in below], [value for _, value in below], 1)[0]
    return (np.array([factor, -factor * left]),
            np.polyfit(level[-len(beside):], [value for _, value in beside], 1),
            (left, right, level[0], level[-1]))


def path_of(svg, colour):
    """The points of the thickest path in this colour."""
    wanted = "#%02x%02x%02x" % colour
    best, width = None, 0.0
    for group, thing in things(svg):
        if thing.tag != SVG + "path" or group.get("stroke") != wanted:
            continue
        points = re.findall(r"[ML]([-\d.e]+),([-\d.e]+)", thing.get("d"))
        thick = float(group.get("stroke-width", "1"))
        if len(points) > 1 and thick >= width:
            best, width = np.array(points, dtype=float), thick
    return best


def centre_of(pixels, column, colour, first=0):
    """The middle of what has this colour in a column of pixels from a row on, or nothing."""
    near = np.abs(pixels[first:, column, :3].astype(int) - colour).sum(axis=1) < 60
    rows = np.flatnonzero(near)
    return first + rows.mean() + 0.5 if len(rows) else np.nan


def draw(x, y, limits, size, path):
    figure = plt.figure(figsize=(size[0] / 100, size[1] / 100), dpi=100)
    axes = figure.add_axes((0.08, 0.1, 0.88, 0.8))
    axes.plot(x, y, color=np.array(TEST) / 255, linewidth=3, marker="o", markersize=8)
    axes.set_xlim(limits[0])
    axes.set_ylim(limits[1])
    axes.grid(color="#DDD8CE")
    figure.savefig(path)
    box = axes.get_window_extent()
    plt.close(figure)
    return box.x0, size[1] - box.y1, box.width, box.height


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("run", type=pathlib.Path)
    arguments.add_argument("out", type=pathlib.Path)
    arguments.add_argument("--gallery", type=pathlib.Path,
                           default=pathlib.Path("build/release/bin/chart_gallery"))
    given = arguments.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    if given.gallery.exists():
        subprocess.run([given.gallery, given.out, given.run / "events.jsonl"], check=True,
                       env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
    x, y = table(given.run)
    svg = given.out / "print.svg"
    scale_x, scale_y, (left_px, right_px, top_px, bottom_px) = axes_of(svg)
    drawn = path_of(svg, TEST)
    drawn_x, drawn_y = np.polyval(scale_x, drawn[:, 0]), np.polyval(scale_y, drawn[:, 1])
    at_epochs = np.interp(x, drawn_x, drawn_y)
    limits = ((np.polyval(scale_x, left_px), np.polyval(scale_x, right_px)),
              (np.polyval(scale_y, bottom_px), np.polyval(scale_y, top_px)))
    span = limits[1][1] - limits[1][0]
    figures = {"epochs": len(x), "y_span": span,
               "svg_worst": float(np.abs(at_epochs - y).max()),
               "svg_worst_px": float(np.abs(at_epochs - y).max() / abs(scale_y[0]))}

    ours = (plt.imread(given.out / "print.png") * 255).round()
    ratio = ours.shape[1] / WIDTH
    place = draw(x, y, limits, (WIDTH, HEIGHT), given.out / "matplotlib.png")
    theirs = (plt.imread(given.out / "matplotlib.png") * 255).round()
    # Between the epochs, where no dot widens the line; the training curve may lie over some.
    between = np.concatenate([x[:-1] + (x[1:] - x[:-1]) * share for share in (0.3, 0.5, 0.7)])
    truth = np.interp(between, x, y)
    distances = {}
    for name, picture in (("ours", ours), ("matplotlib", theirs)):
        values = []
        for at in between:
            if name == "ours":
                column = (at - scale_x[1]) / scale_x[0] * ratio
                # Over the plot stands the legend, with the same colour.
                row = centre_of(picture, int(column), TEST, int(top_px * ratio)) / ratio
                values.append(np.polyval(scale_y, row))
            else:
                left, top, width, height = place
                column = left + (at - limits[0][0]) / (limits[0][1] - limits[0][0]) * width
                row = centre_of(picture, int(column), TEST)
                values.append(limits[1][1] - (row - top) / height * span)
        distances[name] = np.array(values)
        wrong = np.abs(distances[name] - truth)
        figures[name + "_pixels_seen"] = int(np.isfinite(wrong).sum())
        figures[name + "_pixels_worst"] = float(np.nanmax(wrong))
    figures["pictures_differ_most"] = float(
        np.nanmax(np.abs(distances["ours"] - distances["matplotlib"])))
    figure, axes = plt.subplots(1, 2, figsize=(20, 6.4))
    for one, picture, title in zip(axes, (ours, theirs), ("Vitrine", "matplotlib")):
        one.imshow(picture / 255)
        one.set_title(title)
        one.axis("off")
    figure.tight_layout()
    figure.savefig(given.out / "beside.png", dpi=80)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
