"""Loads folders in which Hugging Face datasets sees pictures, and looks at each."""

import os
import sys

from datasets import Image, load_dataset

dir, cache = sys.argv[1:]
for folder, picture in ("parquet", "image"), ("webdataset", "jpg"):
    loaded = load_dataset(os.path.join(dir, folder), split="train", cache_dir=cache)
    assert isinstance(loaded.features[picture], Image), loaded.features
    assert len(loaded) == 29, len(loaded)
    for row in loaded:
        told = row["json"] if folder == "webdataset" else row
        assert row[picture].size == (told["width"], told["height"]), row
