"""The job in Hugging Face datasets: map over two processes, a thread pool and Pillow in each.

Usage: hf_map.py INPUT.parquet OUTPUT.parquet
"""

import base64
import io
import json
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

import requests
from datasets import load_dataset
from PIL import Image

source, target = sys.argv[1:]


def crop(url, box):
    try:
        body = requests.get(url, timeout=10).content
        out = io.BytesIO()
        Image.open(io.BytesIO(body)).convert("RGB").crop(json.loads(box)).save(out, "JPEG", quality=90)
        return base64.b64encode(out.getvalue()).decode()
    except Exception:
        return None


def crop_batch(batch):
    with ThreadPoolExecutor(32) as pool:
        return {"image": list(pool.map(crop, batch["url"], batch["box"]))}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as cache:
        rows = load_dataset("parquet", data_files=source, split="train", cache_dir=cache)
        done = rows.map(crop_batch, batched=True, batch_size=100, num_proc=2)
        done.filter(lambda image: image is not None, input_columns="image").to_parquet(target)
