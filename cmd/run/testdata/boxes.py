"""Reads GRIT's boxes back from a WebDataset: the keys are unique and rise with
the rows, and each row's members are of one box."""

import glob
import sys

import webdataset

shards = sorted(glob.glob(sys.argv[1] + "/data/part-*.tar"))
rows = list(webdataset.WebDataset(shards, shardshuffle=False).decode("pil"))
keys = [row["__key__"] for row in rows]
assert len(keys) == len(set(keys)) == 79, keys
assert keys == sorted(keys), keys
places = []
for row in rows:
    told = row["json"]
    assert told["key"] == row["__key__"], told
    assert row["jpg"].size == (told["width"], told["height"]), told
    assert row["txt"] == told["caption"] == "a woman with a red hat", told
    number, box = told["id"].split("#")[1].split("/")
    assert abs(told["score"] - 0.65 - int(box) / 100) < 1e-9, told
    places.append((int(number), int(box)))
assert places == [(i, j) for i in range(40) for j in range(1 + i % 3)], places
