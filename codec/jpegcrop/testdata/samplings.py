"""Makes the JPEG pictures in samplings/, and sums.txt: for each the SHA-256 of the pixels that Pillow makes of it.

    python samplings.py    (needs Pillow 11.3 or later, built with libjpeg-turbo, and its programs cjpeg and djpeg)

Each sum is that of the rows of RGB or grey samples. Where djpeg can write the picture, its pixels are the same.
"""
import hashlib
import itertools
import pathlib
import shutil
import subprocess

from PIL import Image

import make

HERE = pathlib.Path(__file__).parent / "samplings"
# The factors of Y, Cb and Cr. libjpeg reads no picture whose factors do not divide the largest ones.
SAMPLINGS = [
    "1x1", "2x1", "1x2", "2x2", "4x1", "1x4", "4x2", "2x4", "3x1", "1x3", "3x2", "2x3",
    "1x1,2x1,2x1", "1x1,1x2,1x2", "1x1,2x2,2x2", "1x1,1x1,2x2", "1x2,2x1,1x1", "2x1,1x2,1x1", "2x2,1x1,2x1", "2x2,1x2,2x1",
    "2x2,2x2,1x1", "4x1,2x1,1x1", "2x1,1x1,4x1", "1x3,3x1,1x1", "1x2,1x4,1x1", "2x2,1x2,1x2",
]


def name(sampling, kind=""):
    return f"samplings/{sampling.replace(',', '_')}{kind}"


def write():
    m = make.picture(37, 29)
    for sampling in SAMPLINGS:
        make.cjpeg(m, name(sampling), "-sample", sampling)
    for sampling in "2x1", "1x2", "2x2", "4x1", "1x1,2x2,2x2", "2x2,1x2,2x1":
        make.cjpeg(m, name(sampling, "-progressive"), "-sample", sampling, "-progressive", "-restart", "3B")
        make.cjpeg(m, name(sampling, "-apart"), "-sample", sampling, "-restart", "2B", scans=["2", "0", "1"])
    for (w, h), sampling in itertools.product([(1, 1), (2, 3), (3, 2), (4, 5), (5, 4), (6, 1)], ["2x1", "1x2", "2x2"]):
        make.cjpeg(make.picture(w, h), name(sampling, f"-{w}x{h}"), "-sample", sampling)
    make.cjpeg(m, name("rgb"), "-rgb", "-sample", "1x1")
    make.cjpeg(m, name("rgb-2x2"), "-rgb", "-sample", "2x2,1x1,1x2")
    for sampling in "4:4:4", "4:2:2", "4:2:0":
        file = name("cmyk-" + sampling.replace(":", ""))
        make.save(m.convert("CMYK"), file, subsampling=sampling)
        data = make.HERE.joinpath(file + ".jpg").read_bytes()
        at = data.index(b"Adobe") + 11  # of the transform: 2 makes YCCK of it, of other colours
        make.HERE.joinpath(file.replace("cmyk", "ycck") + ".jpg").write_bytes(data[:at] + b"\x02" + data[at + 1:])
        start = data.index(b"\xff\xee")
        make.HERE.joinpath(file.replace("cmyk", "plain") + ".jpg").write_bytes(data[:start] + data[start + 16:])
    special(m)


def special(m):
    """Pictures that lack what most have."""
    make.cjpeg(m, name("2x2-no-tables"), "-sample", "2x2")
    path = make.HERE / (name("2x2-no-tables") + ".jpg")
    data = path.read_bytes()
    while (at := data.find(b"\xff\xc4")) >= 0:
        data = data[:at] + data[at + 2 + int.from_bytes(data[at + 2:at + 4], "big"):]
    path.write_bytes(data)


def pixels(path):
    m = Image.open(path)
    m = m if m.mode == "L" else m.convert("RGB")
    if Image.open(path).mode != "CMYK":
        ppm = subprocess.run(["djpeg", "-pnm", path], check=True, capture_output=True).stdout
        assert ppm.split(b"\n", 3)[3] == m.tobytes(), path
    return m.tobytes()


def main():
    shutil.rmtree(HERE, ignore_errors=True)
    HERE.mkdir()
    write()
    sums = [f"{hashlib.sha256(pixels(p)).hexdigest()}  {p.name}\n" for p in sorted(HERE.glob("*.jpg"))]
    HERE.joinpath("sums.txt").write_text("".join(sums))


if __name__ == "__main__":
    main()
