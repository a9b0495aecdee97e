"""Crops one box out of a photo in each format with beamcrop, Pillow and OpenCV, and prints one table.

    .cache/bench-python/bin/python bench/formats/compare.py [--rounds 7]      (make bench sets that Python up)

Figures are CPU milliseconds a picture: decoding, cropping 256x256 out of the middle of 1024x768, and encoding as JPEG
of quality 90; the least of rounds that take turns. The photo is noise at four scales, as no camera's is free to use.
"""
import argparse
import io
import pathlib
import subprocess
import tempfile
import time

import cv2
import numpy
from PIL import Image, ImageDraw

HERE = pathlib.Path(__file__).parent
WIDTH, HEIGHT = 1024, 768
BOX = (384, 256, 640, 512)
TIMES = 10  # crops a round


def photo():
    dice, light = numpy.random.default_rng(3), numpy.full((HEIGHT, WIDTH, 3), 128.0)
    for scale, strength in ((64, 80), (16, 40), (4, 15), (1, 4)):
        for channel in range(3):
            noise = dice.normal(size=(HEIGHT // scale + 2, WIDTH // scale + 2)) * strength
            light[:, :, channel] += numpy.array(Image.fromarray(noise.astype("f")).resize((WIDTH, HEIGHT), Image.BICUBIC))
    return Image.fromarray(light.clip(0, 255).astype("u1"))


def screenshot():
    page, dice = Image.new("RGB", (WIDTH, HEIGHT), "white"), numpy.random.default_rng(3)
    pen = ImageDraw.Draw(page)
    for y in range(0, HEIGHT, 12):
        pen.text((dice.integers(40), y), "The quick brown fox jumps over the lazy dog. " * 4, fill=tuple(int(v) for v in dice.integers(0, 200, 3)))
    return page


def draw(folder):
    """Writes the pictures and returns their files by what they are."""
    m = photo()
    pictures = {
        "JPEG": (m, "jpg", {"quality": 85}),
        "JPEG, progressive": (m, "p.jpg", {"quality": 85, "progressive": True}),
        "PNG": (m, "png", {}),
        "PNG, RGBA": (m.convert("RGBA"), "rgba.png", {}),
        "PNG, palette": (m.quantize(256), "palette.png", {}),
        "PNG, screenshot": (screenshot(), "screen.png", {}),
        "WebP, lossy": (m, "webp", {"quality": 80}),
        "WebP, lossless": (m, "lossless.webp", {"lossless": True}),
        "GIF": (m, "gif", {}),
        "BMP": (m, "bmp", {}),
        "TIFF, LZW": (m, "tiff", {"compression": "tiff_lzw"}),
    }
    for picture, ending, options in pictures.values():
        picture.save(folder / f"photo.{ending}", **options)
    return {name: folder / f"photo.{ending}" for name, (_, ending, _) in pictures.items()}


def with_pillow(data):
    Image.open(io.BytesIO(data)).crop(BOX).convert("RGB").save(io.BytesIO(), "jpeg", quality=90)


def with_opencv(data):
    x1, y1, x2, y2 = BOX
    m = cv2.imdecode(numpy.frombuffer(data, numpy.uint8), cv2.IMREAD_COLOR)
    cv2.imencode(".jpg", m[y1:y2, x1:x2], [cv2.IMWRITE_JPEG_QUALITY, 90])


def least(crop, data):
    """CPU milliseconds of one crop."""
    took = []
    for _ in range(TIMES):
        began = time.process_time_ns()
        crop(data)
        took.append(time.process_time_ns() - began)
    return min(took) / 1e6


def with_beamcrop(program, files):
    edges = [f"-{name}={value}" for name, value in zip(("x1", "y1", "x2", "y2"), BOX)]
    out = subprocess.run([program, *edges, f"-times={TIMES}", *files], check=True, capture_output=True, text=True)
    return [float(line) for line in out.stdout.split()]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=7)
    asked = options.parse_args()
    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        subprocess.run(["go", "build", "-o", folder / "formats", "."], cwd=HERE, check=True)
        files = draw(folder)
        best = {name: [float("inf")] * 3 for name in files}
        for _ in range(asked.rounds):
            for name, own in zip(files, with_beamcrop(folder / "formats", files.values())):
                data = files[name].read_bytes()
                took = own, least(with_pillow, data), least(with_opencv, data)
                best[name] = [min(pair) for pair in zip(best[name], took)]
    print("| CPU ms a picture | beamcrop | Pillow | OpenCV |\n|---|---|---|---|")
    for name, took in best.items():
        print(f"| {name} | " + " | ".join(f"{ms:.1f}" for ms in took) + " |")


main()
