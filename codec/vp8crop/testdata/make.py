"""Writes the test pictures. Needs Pillow, numpy and cwebp (libwebp 1.2.4)."""
import pathlib, subprocess, tempfile
import numpy as np
from PIL import Image

here = pathlib.Path(__file__).parent


def photo(w, h, seed=3):
    """Noise at several scales, flat areas, and sharp edges."""
    rng, m = np.random.default_rng(seed), np.zeros((h, w, 3))
    for side, amplitude in ((64, 80), (16, 40), (4, 15), (1, 4)):
        n = (rng.normal(size=(h // side + 2, w // side + 2, 3)) * amplitude).astype("f")
        m += np.stack([np.array(Image.fromarray(n[..., c]).resize((w, h), Image.BICUBIC)) for c in range(3)], axis=2)
    m[h // 2 :, w // 2 :] = 40
    m[h // 4 : h // 3, :] = (250, 5, 5)
    m[:, w // 4 : w // 4 + 3] = (0, 255, 255)
    return Image.fromarray(np.clip(m + 128 * (m < 256), 0, 255).astype("u1"))


def write(name, size, *options):
    with tempfile.TemporaryDirectory() as folder:
        png = pathlib.Path(folder, "a.png")
        photo(*size).save(png)
        subprocess.run(["cwebp", "-quiet", *map(str, options), png, "-o", here / f"{name}.webp"], check=True)


for w, h in ((1, 1), (16, 16), (17, 3), (3, 17), (33, 31), (15, 64)):
    write(f"{w}x{h}", (w, h), "-q", 75)
for q in (0, 10, 30, 50, 90, 100):
    write(f"q{q}", (99, 83), "-q", q)
for n in (1, 2, 3, 4):
    write(f"segments{n}", (99, 83), "-q", 60, "-segments", n, "-sns", 100)
for strength in (0, 10, 30, 60, 100):
    write(f"normal{strength}", (99, 83), "-q", 50, "-strong", "-f", strength)
    write(f"simple{strength}", (99, 83), "-q", 50, "-nostrong", "-f", strength)
for sharpness in (1, 4, 5, 7):
    write(f"sharpness{sharpness}", (99, 83), "-q", 40, "-f", 80, "-sharpness", sharpness)
write("fast", (99, 83), "-q", 70, "-m", 0)
write("slow", (99, 83), "-q", 70, "-m", 6, "-pass", 6, "-af")
write("flat", (99, 83), "-q", 5, "-sns", 0, "-f", 100)
write("bench", (512, 384), "-q", 80)
