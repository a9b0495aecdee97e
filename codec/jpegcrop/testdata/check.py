"""Reads the JPEG pictures of a folder by Pillow, strictly, and writes the samples of each as it stores them, beside it."""
import pathlib
import sys
import warnings

from PIL import Image, ImageFile

warnings.simplefilter("error")
assert not ImageFile.LOAD_TRUNCATED_IMAGES
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.jpg")):
    m = Image.open(path)
    assert m.format == "JPEG", path
    if m.mode == "RGB":
        m.draft("YCbCr", m.size)
    path.with_suffix(".raw").write_bytes(m.tobytes())
