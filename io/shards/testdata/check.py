"""Reads the shards that interop_test.go wrote into a folder with pyarrow, DuckDB
and Hugging Face datasets, and exits with a message at the first difference."""

import base64
import datetime
import decimal
import io
import json
import os
import sys
import uuid

import datasets
import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image

folder = sys.argv[1]
expect = json.load(open(os.path.join(folder, "expect.json"), encoding="utf-8"))
picture = base64.b64decode(expect["picture"])


def path(name):
    return os.path.join(folder, name)


def same(what, got, want):
    if got != want:
        sys.exit(f"{what}: got {got!r}, want {want!r}")


def check_schema(schema, image):
    same("columns", schema.names, expect["columns"])
    types = {
        "id": pa.string(), "url": pa.string(), "box": pa.list_(pa.float64()), "caption": pa.string(), "image": image,
        "width": pa.int32(), "height": pa.int32(), "format": pa.string(), "sha256": pa.string(),
        "score": pa.float64(), "tags": pa.list_(pa.field("element", pa.string(), nullable=False)),
        "taken": pa.timestamp("us", tz="UTC"), "local": pa.timestamp("ms"), "day": pa.date32(),
        "price": pa.decimal128(18, 2), "raw": pa.binary(), "source_URL": pa.string(), "unsigned": pa.uint64(),
        "nothing": pa.null(), "größe, cm": pa.int32(),
    }
    for name, want in types.items():
        same(f"type of {name}", schema.field(name).type, want)
    for name in ("box", "caption", "raw", "source_URL"):
        same(f"nullability of {name}", schema.field(name).nullable, True)
    for name in ("id", "url", "image", "width", "height", "format", "sha256", "score"):
        same(f"nullability of {name}", schema.field(name).nullable, False)


def check_row(i, row, image):
    same(f"id {i}", row["id"], f"faces.parquet#{i}")
    same(f"box {i}", row["box"], None if i % 6 == 5 else [0, 1.5, i, 200])
    same(f"caption {i}", row["caption"], None if i % 5 == 4 else f'a face, number {i} \u2014 "smiling"\n')
    same(f"image {i}", image(row["image"]), picture)
    same(f"sha256 {i}", row["sha256"], f"{i:064x}")
    same(f"format {i}", row["format"], "jpeg")
    same(f"score {i}", row["score"], i / 4)
    same(f"tags {i}", row["tags"] or [], ["a", str(i)][: i % 3])
    same(f"boxes {i}", row["boxes"], [[1, 2], [], [i]])
    same(f"unsigned {i}", row["unsigned"], 2**63 + i)
    same(f"source_URL {i}", row["source_URL"], None if i % 4 == 3 else f"https://mirror.example/{i}")
    same(f"nothing {i}", row["nothing"], None)
    same(f"size {i}", row["größe, cm"], i)


def check_parquet_row(i, row, image):
    check_row(i, row, image)
    utc = datetime.timezone.utc
    same(f"taken {i}", row["taken"], datetime.datetime(2024, 2, 29, 12, 30, i % 60, 123456, tzinfo=utc))
    same(f"local {i}", row["local"], datetime.datetime(2024, 2, 29, 12, 33, 20, 123000))
    same(f"day {i}", row["day"], datetime.date(1970, 1, 1) + datetime.timedelta(days=19000 + i))
    same(f"price {i}", row["price"], decimal.Decimal(100 * i + 5) / 100)
    same(f"raw {i}", row["raw"], None if i % 4 == 3 else bytes([255, i % 256]))
    same(f"place {i}", row["place"], None if i % 4 == 3 else {"lat": i / 2, "name": "Zürich"})
    same(f"ref {i}", row["ref"], uuid.UUID(int=i % 256))
    same(f"labels {i}", dict(row["labels"]), {"n": i})


def check_json_row(i, row):
    check_row(i, row, base64.b64decode)
    same(f"taken {i}", row["taken"], f"2024-02-29T12:30:{i % 60:02d}.123456Z")
    same(f"local {i}", row["local"], "2024-02-29T12:33:20.123")
    same(f"day {i}", row["day"], str(datetime.date(1970, 1, 1) + datetime.timedelta(days=19000 + i)))
    same(f"price {i}", row["price"], f"{i}.05")
    same(f"raw {i}", row["raw"], None if i % 4 == 3 else base64.b64encode(bytes([255, i % 256])).decode())
    same(f"place {i}", row["place"], None if i % 4 == 3 else {"lat": i / 2, "name": "Zürich"})
    same(f"labels {i}", row["labels"], {"n": i})
    same(f"ref {i}", row["ref"], str(uuid.UUID(int=(i % 256))))


def check_pyarrow(name, image_type, image):
    file = pq.ParquetFile(path(name))
    same("row groups", file.num_row_groups, 3)
    same("created by", file.metadata.created_by, "beamcrop version 1.0.0(build 0)")
    check_schema(file.schema_arrow, image_type)
    rows = pq.read_table(path(name), page_checksum_verification=True).to_pylist()
    same("rows", len(rows), expect["rows"])
    for i, row in enumerate(rows):
        check_parquet_row(i, row, image)


def check_duckdb(name, encoded):
    db = duckdb.connect()
    same("duckdb sums", db.execute(f"select count(*), sum(width) from '{path(name)}'").fetchone(),
         (expect["rows"], expect["sum_width"]))
    same("duckdb image", db.execute(f"select image from '{path(name)}' where id = 'faces.parquet#1234'").fetchone(), (encoded,))
    # Filters that min-max pruning would get wrong if the bounds were.
    for predicate in ("image is not null", "octet_length(raw) = 2 or raw is null", "image <> ''"):
        same(f"duckdb {predicate}", db.execute(f"select count(*) from '{path(name)}' where {predicate}").fetchone(), (expect["rows"],))
    wanted = db.execute(f"select count(*) from '{path(name)}' where \"source_URL\" = 'https://mirror.example/1000'").fetchone()
    same("duckdb equality on a kept column", wanted, (1,))


def check_datasets(name, image):
    loaded = datasets.load_dataset("parquet", data_files=path(name), split="train", cache_dir=path("cache"))
    same("datasets columns", loaded.column_names, expect["columns"][:-2])
    same("datasets rows", len(loaded), expect["rows"])
    check_row(1234, loaded[1234], image)
    stream = datasets.load_dataset("parquet", data_files=path(name), split="train", streaming=True, cache_dir=path("cache"))
    check_row(0, next(iter(stream)), image)
    size = Image.open(io.BytesIO(image(loaded[7]["image"]))).convert("RGB").size
    same("picture size", size, (64, 64))


check_pyarrow("base64.parquet", pa.string(), base64.b64decode)
check_pyarrow("binary.parquet", pa.binary(), bytes)
same("rows of the empty shard", pq.read_table(path("empty.parquet")).num_rows, 0)
check_schema(pq.read_schema(path("empty.parquet")), pa.string())
check_duckdb("base64.parquet", base64.b64encode(picture).decode())
check_duckdb("binary.parquet", picture)
check_datasets("plain64.parquet", base64.b64decode)
check_datasets("plainbinary.parquet", bytes)
lines = open(path("data.jsonl"), encoding="utf-8").read().splitlines()
same("lines", len(lines), expect["rows"])
for number, line in enumerate(lines):
    decoded = json.loads(line)
    same("members", list(decoded), expect["columns"])
    check_json_row(number, decoded)
same("duckdb lines", duckdb.connect().execute(f"select count(*), sum(width) from '{path('data.jsonl')}'").fetchone(),
     (expect["rows"], expect["sum_width"]))
print("pyarrow", pa.__version__, "duckdb", duckdb.__version__, "datasets", datasets.__version__, "agree")
