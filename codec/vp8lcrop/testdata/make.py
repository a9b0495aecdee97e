"""Makes lossless WebP pictures of many kinds and sizes in a folder: photos of noise and gradients, palettes of every
packing, alpha, repeated tiles; at several efforts of libwebp, which chooses transforms, caches and regions by them."""
import pathlib
import random
import sys

from PIL import Image

out = pathlib.Path(sys.argv[1])
dice = random.Random(1)


def photo(w, h, noise):
    m = Image.new("RGB", (w, h))
    m.putdata([tuple(min(255, max(0, (x * a + y * b) // 3 + dice.randint(0, noise))) for a, b in ((1, 2), (3, 1), (2, 5))) for y in range(h) for x in range(w)])
    return m


def kinds(w, h):
    smooth, rough = photo(w, h, 2), photo(w, h, 90)
    yield "smooth", smooth
    yield "rough", rough
    for colors in (2, 3, 4, 9, 16, 40, 256):
        yield f"palette{colors}", rough.quantize(colors).convert("RGB")
    tile = photo(7, 5, 200)
    tiled = Image.new("RGB", (w, h))
    for y in range(0, h, 5):
        for x in range(0, w, 7):
            tiled.paste(tile, (x, y))
    yield "tiled", tiled
    alpha = smooth.convert("RGBA")
    alpha.putalpha(rough.getchannel("G"))
    yield "alpha", alpha
    yield "flat", Image.new("RGB", (w, h), (1, 200, 3))


for w, h in ((1, 1), (2, 9), (33, 17), (90, 61)):
    for name, m in kinds(w, h):
        for method, quality in ((0, 0), (4, 75)):
            m.save(out / f"{name}-{w}x{h}-{method}.webp", lossless=True, exact=True, method=method, quality=quality)
