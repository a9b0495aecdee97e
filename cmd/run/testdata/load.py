"""Loads an output folder as its users do, and prints what it found as JSON."""

import base64
import io
import json
import sys

import duckdb
import pandas
import polars
import pyarrow.dataset
import pyarrow.parquet
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

# These readers are given the folder of the data files, and take all that is in it.
data = folder + "/data"
table = pyarrow.dataset.dataset(data).to_table()
print(json.dumps({
    "rows": len(loaded),
    "columns": loaded.column_names,
    "sizes_right": all(sizes),
    "pyarrow_rows": table.num_rows,
    "parquet_rows": pyarrow.parquet.read_table(data).num_rows,
    "pandas_rows": len(pandas.read_parquet(data)),
    "polars_rows": len(polars.read_parquet(data)),
    "laion_caption": str(table.schema.field("laion_caption").type),
    "duckdb_rows": duckdb.sql(f"select count(*) from '{data}/*.parquet' where len(box) = 4").fetchall()[0][0],
}))
