"""Writes pictures of every kind that Pillow can, into the folder given: kind by restart interval by quality by size.

Beside each lie the pixels that Pillow makes of it, in rows of RGB or grey samples.
"""
import pathlib
import sys

from make import picture
from PIL import Image

out = pathlib.Path(sys.argv[1])
for w, h in (1, 1), (7, 9), (16, 8), (33, 31), (64, 48), (79, 113):
    m = picture(w, h)
    for quality in 5, 60, 95, 100:
        for sampling in "4:4:4", "4:2:2", "4:2:0", "gray":
            for progressive in False, True:
                for restart in 0, 1, 7:
                    if progressive and restart and sampling not in ("4:4:4", "gray"):
                        continue  # image/jpeg, the oracle, counts their restart intervals in other units
                    options = {"subsampling": sampling} if sampling != "gray" else {}
                    name = f"{w}x{h} q{quality} {sampling.replace(':', '')} p{int(progressive)} r{restart}.jpg"
                    source = m.convert("L") if sampling == "gray" else m
                    source.save(out / name, quality=quality, progressive=progressive, restart_marker_blocks=restart, **options)
                    out.joinpath(name).with_suffix(".raw").write_bytes(Image.open(out / name).tobytes())
