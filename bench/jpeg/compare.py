"""Crops and encodes JPEG boxes with jpegcrop, libjpeg-turbo and image/jpeg, and prints one table.

    python3 bench/jpeg/compare.py [--rounds 7]

Needs Go, a C compiler, and libjpeg-turbo with its headers and programs (Debian: libjpeg62-turbo-dev,
libjpeg-turbo-progs). Figures are CPU milliseconds a picture, user and system: the least of rounds that go through
all ways in turn, so that whatever else the machine does hits each of them alike. Boxes are squares of a quarter of
the width; crops are written at quality 90, 4:2:0. The mix is 50% 640x480, 35% 1024x768, 15% 1920x1280.
"""
import argparse
import pathlib
import subprocess
import tempfile

HERE = pathlib.Path(__file__).parent
MIX = {640: (480, 0.50), 1024: (768, 0.35), 1920: (1280, 0.15)}
WAYS = {  # name: (program, what its column says)
    "own": ("go", "jpegcrop"),
    "lossless": ("go", "jpegcrop lossless"),
    "crop": ("turbo", "turbo crop+skip"),
    "planar": ("turbo", "same, YCbCr"),
    "whole": ("turbo", "turbo whole"),
    "std": ("go", "image/jpeg"),
}


def build(folder):
    subprocess.run(["go", "build", "-o", folder / "go", "."], cwd=HERE, check=True)
    subprocess.run(["cc", "-O2", "-o", folder / "turbo", HERE / "turbo" / "turbo.c", "-ljpeg"], check=True)
    subprocess.run([folder / "go", "-make", folder], check=True)
    for width in MIX:
        out = folder / f"{width}p.jpg"
        subprocess.run(["jpegtran", "-progressive", "-outfile", out, folder / f"{width}.jpg"], check=True)


class Program:
    """One of the two programs, kept running, so that no start is measured."""

    def __init__(self, path):
        self.process = subprocess.Popen([path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, way, name, box, count):
        print(way, name, *box, count, file=self.process.stdin, flush=True)
        return float(self.process.stdout.readline()) / 1000


def cases(folder):
    """Yields (row, picture, box, weight in the mix or 0)."""
    for suffix, kind in ("", "baseline"), ("p", "progressive"):
        for width, (height, weight) in MIX.items():
            side, name = width // 4, folder / f"{width}{suffix}.jpg"
            centre = ((width - side) // 2 + 3, (height - side) // 2 + 3)
            corner = (width - side, height - side)
            yield f"{width} {kind}, centre", name, (*centre, side, side), (kind, weight)
            if width == 1920:
                yield f"{width} {kind}, bottom right", name, (*corner, side, side), (kind, 0)


def measure(folder, rounds):
    programs = {name: Program(folder / name) for name in ("go", "turbo")}
    best = {}
    for _ in range(rounds):
        for row, name, box, _ in cases(folder):
            for way, (program, _) in WAYS.items():
                slow = way in ("std", "whole") or "1920" in row
                took = programs[program].ask(way, name, box, 4 if slow else 16)
                best[row, way] = min(took, best.get((row, way), took))
    for p in programs.values():
        p.process.stdin.close()
    return best


def line(cells):
    print("| " + " | ".join(cells) + " |")


def report(folder, best):
    line(["CPU ms a picture", *(title for _, title in WAYS.values())])
    line(["---"] * (len(WAYS) + 1))
    mixes = {}
    for row, _, _, (kind, weight) in cases(folder):
        line([row, *(f"{best[row, way]:.2f}" for way in WAYS)])
        for way in WAYS:
            mixes[kind, way] = mixes.get((kind, way), 0) + weight * best[row, way]
    for kind in "baseline", "progressive":
        line([f"**mix, {kind}**", *(f"**{mixes[kind, way]:.2f}**" for way in WAYS)])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        build(folder)
        report(folder, measure(folder, args.rounds))


if __name__ == "__main__":
    main()
