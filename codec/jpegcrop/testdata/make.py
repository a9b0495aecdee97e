"""Makes the JPEG pictures beside this file, which image/jpeg cannot write.

    python make.py        (needs Pillow 11.3 or later, built with libjpeg-turbo, and its program cjpeg)
"""
import pathlib
import subprocess
import tempfile

from PIL import Image, ImageDraw

HERE = pathlib.Path(__file__).parent


def picture(w, h):
    """Slow and fast changes in all three colours, and a few hard edges."""
    m = Image.new("RGB", (w, h))
    noise = 1
    for y in range(h):
        for x in range(w):
            noise = (noise * 1664525 + 1013904223) % 2**32
            n = (noise >> 28) - 8
            m.putpixel((x, y), tuple(min(max(v + n, 0), 255) for v in (x * 3 % 256, y * 5 % 256, (x + y) * 2 % 256)))
    d = ImageDraw.Draw(m)
    d.ellipse((w // 8, h // 8, w // 2, h // 2), fill=(240, 40, 30))
    d.rectangle((w // 2, h // 3, w * 3 // 4, h * 3 // 4), fill=(0, 10, 200))
    return m


def save(m, name, **options):
    m.save(HERE / (name + ".jpg"), "JPEG", **{"quality": 80, **options})


def cjpeg(m, name, *options, scans=None):
    """Writes what Pillow cannot. scans are lines of a scan script."""
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder, "source.ppm")
        m.save(source)
        if scans:
            script = pathlib.Path(folder, "scans")
            script.write_text("".join(s + ";\n" for s in scans))
            options += "-scans", script
        subprocess.run(["cjpeg", "-quality", "80", *options, "-outfile", HERE / (name + ".jpg"), source], check=True)


# Coefficients in bands and in up to four steps of precision, components together and apart.
STEPS = [
    "0 1 2: 0-0, 0, 3", "0: 1-9, 0, 2", "2: 1-63, 0, 1", "1: 1-63, 0, 1", "0: 10-63, 0, 2", "0 1 2: 0-0, 3, 2",
    "0: 1-63, 2, 1", "0: 0-0, 2, 1", "1 2: 0-0, 2, 1", "0 1 2: 0-0, 1, 0", "2: 1-63, 1, 0", "1: 1-63, 1, 0", "0: 1-63, 1, 0",
]


def others(m):
    cjpeg(m, "baseline_440", "-sample", "1x2")
    cjpeg(m, "restart_440", "-sample", "1x2", "-restart", "2B")
    cjpeg(m, "progressive_440", "-sample", "1x2", "-progressive")
    cjpeg(m, "baseline_422_as_4x1", "-sample", "4x1,2x1,2x1")
    cjpeg(m, "baseline_422_as_2x2", "-sample", "2x2,1x2,1x2")
    cjpeg(m, "baseline_440_as_2x2", "-sample", "2x2,2x1,2x1")
    cjpeg(m, "separate_420", scans=["0", "1", "2"])
    cjpeg(m, "separate_420_restart", "-restart", "3B", scans=["0", "1", "2"])
    cjpeg(m, "separate_444_restart", "-restart", "3B", "-sample", "1x1", scans=["1", "0", "2"])
    cjpeg(m, "separate_chroma", scans=["1 2", "0"])
    cjpeg(m, "progressive_steps", scans=STEPS)
    cjpeg(m, "progressive_bands", scans=["0 1 2: 0-0, 0, 0", "1: 1-63, 0, 0", "2: 1-63, 0, 0", "0: 1-5, 0, 0", "0: 6-63, 0, 0"])
    cjpeg(m, "extended_q1", "-quality", "1")  # quantization tables of 16 bits
    cjpeg(m, "baseline_411", "-sample", "4x1")
    cjpeg(m, "unsupported_arithmetic", "-arithmetic")


def main():
    m = picture(91, 67)  # odd, so that chroma samples and blocks are cut
    others(m)
    samplings = {"444": "4:4:4", "422": "4:2:2", "420": "4:2:0"}  # Pillow writes no 4:4:0
    for name, sampling in samplings.items():
        save(m, f"baseline_{name}", subsampling=sampling)
        save(m, f"progressive_{name}", subsampling=sampling, progressive=True)
        save(m, f"progressive_{name}_restart", subsampling=sampling, progressive=True, restart_marker_blocks=3)
        save(m, f"restart_{name}", subsampling=sampling, restart_marker_blocks=2)
    save(m, "restart_rows", restart_marker_rows=1)
    save(m, "optimized", optimize=True)
    save(m, "q100", quality=100, subsampling="4:4:4")
    save(m, "q10", quality=10)
    save(m, "progressive_q100", quality=100, subsampling="4:2:0", progressive=True)
    save(m, "progressive_q10", quality=10, progressive=True)
    save(m.convert("L"), "gray")
    save(m.convert("L"), "gray_progressive", progressive=True)
    save(m.convert("L"), "gray_restart", restart_marker_blocks=5)
    save(m.convert("CMYK"), "adobe_cmyk")
    save(m, "adobe_rgb", keep_rgb=True)
    for w, h in (1, 1), (17, 3), (3, 17), (16, 16), (8, 9):
        save(picture(w, h), f"{w}x{h}")
        save(picture(w, h), f"{w}x{h}_progressive", progressive=True)


if __name__ == "__main__":
    main()
