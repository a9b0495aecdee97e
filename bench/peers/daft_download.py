"""The job in Daft: its own download, decode, crop and encode expressions.

Usage: daft_download.py INPUT.parquet OUTPUT_FOLDER
"""

import json
import sys

import daft
from daft import DataType, col
from daft.functions import crop, decode, decode_image, download, encode, encode_image

source, target = sys.argv[1:]


def corner_and_size(box):
    x1, y1, x2, y2 = json.loads(box)
    return [x1, y1, x2 - x1, y2 - y1]


bbox = col("box").apply(corner_and_size, return_dtype=DataType.list(DataType.uint32()))
picture = decode_image(download(col("url"), max_connections=64, on_error="null"), on_error="null")
encoded = decode(encode(encode_image(crop(picture, bbox), "jpeg"), "base64"), "utf-8")
rows = daft.read_parquet(source).select(col("url"), col("caption"), encoded.alias("image"))
rows.write_parquet(target, compression="zstd")
