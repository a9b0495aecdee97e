"""Decodes every file of a folder by Pillow, strictly: prints a line of JSON for each, and writes the pixels of what
it can decode as NAME.rgb to another folder, flattened onto white."""
import json
import pathlib
import sys
import warnings

from PIL import Image, ImageFile

assert not ImageFile.LOAD_TRUNCATED_IMAGES
Image.MAX_IMAGE_PIXELS = 1 << 24
warnings.simplefilter("error", Image.DecompressionBombWarning)


def flattened(m):
    if m.mode in ("I;16", "I;16B", "I;16L", "I"):  # 16 bits; convert() would clip them
        return m.convert("I").point(lambda v: v / 256).convert("L").convert("RGB")
    if m.mode == "P" and "transparency" in m.info or m.mode in ("LA", "PA", "La", "RGBa", "RGBA") or "transparency" in m.info and m.mode in ("1", "L", "RGB"):
        m = m.convert("RGBA")
        white = Image.new("RGBA", m.size, "white")
        return Image.alpha_composite(white, m).convert("RGB")
    return m.convert("RGB")


root, out = map(pathlib.Path, sys.argv[1:])
for path in sorted(p for p in root.rglob("*") if p.is_file()):
    name = str(path.relative_to(root))
    found = {"name": name}
    try:
        with Image.open(path) as m:
            found |= {"format": m.format, "mode": m.mode, "orientation": m.getexif().get(0x112, 1)}
            m.seek(0)
            rgb = flattened(m)
            found |= {"width": rgb.width, "height": rgb.height}
            (out / (name.replace("/", "+") + ".rgb")).write_bytes(rgb.tobytes())
    except Exception as err:
        found["error"] = f"{type(err).__name__}: {err}"
    print(json.dumps(found))
