"""The job by hand, as people write it: a thread pool, requests and Pillow.

Usage: threadpool.py INPUT.parquet OUTPUT.parquet [THREADS]
"""

import base64
import io
import json
import sys
from concurrent.futures import ThreadPoolExecutor

import pyarrow as pa
import pyarrow.parquet as pq
import requests
from PIL import Image

source, target = sys.argv[1:3]
threads = int(sys.argv[3]) if len(sys.argv) > 3 else 32


def crop(row):
    try:
        body = requests.get(row["url"], timeout=10).content
        picture = Image.open(io.BytesIO(body)).convert("RGB").crop(json.loads(row["box"]))
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=90)
        return {"url": row["url"], "caption": row["caption"][0], "image": base64.b64encode(out.getvalue()).decode()}
    except Exception:  # as found in the wild: every failure is swallowed
        return None


rows = pq.read_table(source).to_pylist()
with ThreadPoolExecutor(threads) as pool:
    done = [row for row in pool.map(crop, rows) if row]
pq.write_table(pa.Table.from_pylist(done), target)
print(len(done), "rows")
