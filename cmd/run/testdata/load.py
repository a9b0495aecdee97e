"""Loads an output folder as its users do, and prints what it found as JSON."""

import base64
import io
import json
import sys

import duckdb
import pyarrow.dataset
from datasets import load_dataset
from PIL import Image

folder, cache = sys.argv[1:]

# The dataset card alone must tell `datasets` which files are the data.
loaded = load_dataset(folder, split="train", cache_dir=cache)
sizes = []
for row in loaded:
    picture = Image.open(io.BytesIO(base64.b64decode(row["image"])))
    picture.load()
    sizes.append(picture.size == (row["width"], row["height"]))

table = pyarrow.dataset.dataset(folder, format="parquet", exclude_invalid_files=True).to_table()
print(json.dumps({
    "rows": len(loaded),
    "columns": loaded.column_names,
    "sizes_right": all(sizes),
    "pyarrow_rows": table.num_rows,
    "laion_caption": str(table.schema.field("laion_caption").type),
    "duckdb_rows": duckdb.sql(f"select count(*) from '{folder}/part-*.parquet' where len(box) = 4").fetchall()[0][0],
}))
