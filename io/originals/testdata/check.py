"""Reads a store of originals with pyarrow and Hugging Face datasets: check.py STORE, which has five pictures."""

import glob
import hashlib
import io
import sys

import datasets
import pyarrow.parquet as pq
from PIL import Image

store = sys.argv[1]
files = sorted(glob.glob(store + "/pictures-*.parquet"))
assert len(files) == 2, files
for file in files:
    table = pq.read_table(file)
    for row in table.to_pylist():
        body = row["image"]["bytes"]
        assert hashlib.sha256(body).hexdigest() == row["sha256"], row["url"]
        assert len(body) == row["size"], row
        assert Image.open(io.BytesIO(body)).size == (row["width"], row["height"]), row["url"]
        assert row["media_type"] == "image/png", row["media_type"]
        assert row["fetched_at"].isoformat() == "2026-11-30T12:00:00+00:00", row["fetched_at"]
        assert row["final_url"] == row["url"] + "?final", row
        assert row["image"]["path"].endswith(".png"), row["image"]["path"]

# By its folder alone, as its card says which files are the data.
data = datasets.load_dataset(store, split="train")
assert len(data) == 5, data
assert isinstance(data.features["image"], datasets.Image), data.features
assert [row["image"].size for row in data] == [(10 + i, 20) for i in range(5)]
