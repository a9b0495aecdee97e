"""Writes nested.parquet and nested.jsonl, the same rows in both, as pyarrow and
Python's json write them. Run it in this folder."""

import json

import pyarrow as pa
import pyarrow.parquet as pq

number_lists = pa.list_(pa.list_(pa.float64()))
schema = pa.schema([
    ("image", pa.struct([("src", pa.struct([("href", pa.string())])), ("alt", pa.string())])),
    ("objects", pa.struct([("id", pa.list_(pa.int64())), ("bbox", number_lists)])),
    ("things", pa.list_(pa.struct([("area", pa.float64()), ("bbox", pa.list_(pa.float64()))]))),
    ("texts", pa.struct([("de", pa.string()), ("en", pa.string())])),
    ("sentences", pa.list_(pa.struct([("id", pa.int64()), ("raw", pa.string())]))),
    ("face", pa.struct([("x", pa.int64()), ("y", pa.int64()), ("w", pa.int64()), ("h", pa.int64())])),
])


def box(i):
    return [i + 0.5, i + 1.0, i + 10.25, i + 20.0]


rows = [
    {
        "image": {"src": {"href": "http://a/0"}, "alt": "x"},
        "objects": {"id": [1, 2], "bbox": [box(0), box(1)]},
        "things": [{"area": 1.0, "bbox": box(0)}, {"area": 2.0, "bbox": box(1)}],
        "texts": {"de": "Hund", "en": "dog"},
        "sentences": [{"id": 1, "raw": "one"}, {"id": 2, "raw": None}, {"id": 3, "raw": "three"}],
        "face": {"x": 1, "y": 2, "w": 3, "h": 4},
    },
    {"image": None, "objects": None, "things": None, "texts": None, "sentences": None, "face": None},
    {
        "image": {"src": None, "alt": "x"},
        "objects": {"id": None, "bbox": None},
        "things": [],
        "texts": {"de": "Katze", "en": None},
        "sentences": [],
        "face": {"x": None, "y": 2, "w": 3, "h": 4},
    },
    {
        "image": {"src": {"href": None}, "alt": None},
        "objects": {"id": [], "bbox": []},
        "things": [{"area": 1.0, "bbox": None}],
        "texts": {"de": None, "en": ""},
        "sentences": [None, {"id": 2, "raw": "two"}],
        "face": {"x": 5, "y": 6, "w": 7, "h": 8},
    },
    {
        "image": {"src": {"href": "http://a/4"}, "alt": "x"},
        "objects": {"id": [1], "bbox": [box(4)]},
        "things": [{"area": None, "bbox": box(4)}],
        "texts": {"de": "Maus", "en": "mouse"},
        "sentences": [{"id": 1, "raw": "only"}],
        "face": {"x": 1, "y": 2, "w": 3, "h": 4},
    },
]

pq.write_table(pa.Table.from_pylist(rows, schema=schema), "nested.parquet", write_page_index=False)
with open("nested.jsonl", "w", encoding="utf-8") as out:
    for row in rows:
        out.write(json.dumps(row) + "\n")
