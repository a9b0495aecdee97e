"""Reads the shards that interop_test.go wrote into a folder with the tools that
people train with, and exits with a message at the first difference."""

import base64
import datetime
import decimal
import io
import json
import os
import struct
import sys
import tarfile
import uuid

import crc32c
import datasets
import duckdb
import numpy
import pandas
import pyarrow as pa
import pyarrow.parquet as pq
import tfrecord
import webdataset
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
        "source_width": pa.int32(), "source_height": pa.int32(), "source_format": pa.string(),
        "score": pa.float64(), "tags": pa.list_(pa.field("element", pa.string(), nullable=False)),
        "taken": pa.timestamp("us", tz="UTC"), "local": pa.timestamp("ms"), "day": pa.date32(),
        "price": pa.decimal128(18, 2), "raw": pa.binary(), "source_URL": pa.string(), "unsigned": pa.uint64(),
        "nothing": pa.null(), "größe, cm": pa.int32(),
    }
    for name, want in types.items():
        same(f"type of {name}", schema.field(name).type, want)
    for name in ("box", "caption", "raw", "source_URL"):
        same(f"nullability of {name}", schema.field(name).nullable, True)
    same("nullability of image", schema.field("image").nullable, pa.types.is_struct(image))
    for name in ("id", "url", "width", "height", "format", "sha256", "source_width", "source_height", "source_format", "score"):
        same(f"nullability of {name}", schema.field(name).nullable, False)


def key(i):
    return f"00007{i:04d}"


def bytes_of(image):
    """The bytes of a picture stored as struct<bytes, path>."""
    return image["bytes"]


def check_row(i, row, image):
    same(f"id {i}", row["id"], f"faces.parquet#{i}")
    same(f"box {i}", row["box"], None if i % 6 == 5 else [0, 1.5, i, 200])
    same(f"caption {i}", row["caption"], None if i % 5 == 4 else f'a face, number {i} \u2014 "smiling"\n')
    same(f"image {i}", image(row["image"]), picture)
    same(f"sha256 {i}", row["sha256"], f"{i:064x}")
    same(f"format {i}", row["format"], "jpeg")
    same(f"source {i}", (row["source_width"], row["source_height"], row["source_format"]), (640 + i % 5, 480, ("jpeg", "webp")[i % 2]))
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


def check_json_row(i, row, image=base64.b64decode):
    check_row(i, row, image)
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


def check_duckdb(name, encoded, column="image"):
    db = duckdb.connect()
    same("duckdb sums", db.execute(f"select count(*), sum(width) from '{path(name)}'").fetchone(),
         (expect["rows"], expect["sum_width"]))
    same("duckdb image", db.execute(f"select {column} from '{path(name)}' where id = 'faces.parquet#1234'").fetchone(), (encoded,))
    # Filters that min-max pruning would get wrong if the bounds were.
    for predicate in ("image is not null", "octet_length(raw) = 2 or raw is null", f"{column} <> ''"):
        same(f"duckdb {predicate}", db.execute(f"select count(*) from '{path(name)}' where {predicate}").fetchone(), (expect["rows"],))
    wanted = db.execute(f"select count(*) from '{path(name)}' where \"source_URL\" = 'https://mirror.example/1000'").fetchone()
    same("duckdb equality on a kept column", wanted, (1,))


def check_datasets(name, image):
    loaded = datasets.load_dataset("parquet", data_files=path(name), split="train", cache_dir=path("cache"))
    shown = isinstance(loaded.features["image"], datasets.Image)
    same("datasets shows pictures", shown, image is bytes_of)
    if shown:
        same("size of a shown picture", loaded[7]["image"].size, (64, 64))
        loaded = loaded.cast_column("image", datasets.Image(decode=False))
        same("path", loaded[1234]["image"]["path"], key(1234) + ".jpg")
    same("datasets columns", loaded.column_names, expect["columns"][:-2])
    same("datasets rows", len(loaded), expect["rows"])
    check_row(1234, loaded[1234], image)
    stream = datasets.load_dataset("parquet", data_files=path(name), split="train", streaming=True, cache_dir=path("cache"))
    if not shown:
        check_row(0, next(iter(stream)), image)
    same("size of a streamed picture", next(iter(stream))["image"].size if shown else (64, 64), (64, 64))
    size = Image.open(io.BytesIO(image(loaded[7]["image"]))).convert("RGB").size
    same("picture size", size, (64, 64))


def caption(i):
    return "" if i % 5 == 4 else f'a face, number {i} \u2014 "smiling"\n'


def check_webdataset(name):
    rows = list(webdataset.WebDataset(path(name), shardshuffle=False))
    same("webdataset rows", len(rows), expect["rows"])
    decoded = webdataset.WebDataset(path(name), shardshuffle=False).decode("pil").to_tuple("jpg", "json", "txt")
    for i, (row, (shown, table, text)) in enumerate(zip(rows, decoded)):
        same(f"key {i}", row["__key__"], key(i))
        same(f"members {i}", [k for k in row if not k.startswith("__")], ["jpg", "json", "txt"])
        same(f"key in JSON {i}", table["key"], key(i))
        same("size of a decoded picture", shown.size, (64, 64))
        same(f"caption of {i}", text, caption(i))
        check_json_row(i, table | {"image": row["jpg"]}, bytes)
    with tarfile.open(path(name)) as tar:
        members = tar.getmembers()
    same("order of members", [m.name for m in members], sorted(m.name for m in members))
    same("what members tell", {(m.mtime, m.mode, m.uid, m.gid, m.uname, m.type) for m in members}, {(0, 0o644, 0, 0, "", b"0")})


def check_webdataset_in_datasets(name):
    loaded = datasets.load_dataset("webdataset", data_files=path(name), split="train", cache_dir=path("cache"))
    same("datasets on a tar", (len(loaded), loaded[9]["jpg"].size, loaded[9]["json"]["id"]), (40, (64, 64), "faces.parquet#9"))


def check_index(name, tar):
    """What NeMo Curator joins a tar with: the same stem, a unique id column, in the JSON of the tar as well."""
    same("stem of the index", os.path.splitext(name)[0], os.path.splitext(tar)[0])
    table = pq.read_table(path(name))
    same("columns of the index", table.column_names, expect["index_columns"])
    rows = table.to_pylist()
    names = {f"{row['key']}.jpg" for row in rows}
    with tarfile.open(path(tar)) as archive:
        same("pictures in the tar", {n for n in archive.getnames() if n.endswith(".jpg")}, names)
    for i, row in enumerate(rows):
        same(f"key {i}", (row["key"], row["file_name"], int(row["key"])), (key(i), key(i) + ".jpg", 70000 + i))
        check_parquet_row(i, row | {"image": picture}, bytes)


def check_imagefolder(tar, index):
    """A tar unpacked beside its index is a folder of pictures as datasets knows it."""
    folder = path("unpacked")
    with tarfile.open(path(tar)) as archive:
        archive.extractall(folder, filter="data")
    os.link(path(index), os.path.join(folder, "metadata.parquet"))
    loaded = datasets.load_dataset("imagefolder", data_dir=folder, split="train", cache_dir=path("cache"))
    same("pictures in the folder", len(loaded), 40)
    for row in loaded:
        i = int(row["key"]) - 70000
        same(f"row {i} of the folder", (row["image"].size, row["id"]), ((64, 64), f"faces.parquet#{i}"))


def masked(data):
    crc = crc32c.crc32c(data)
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def check_tfrecord(name):
    rows = list(tfrecord.reader.tfrecord_loader(path(name), None))
    same("examples", len(rows), expect["rows"])
    f32 = numpy.float32
    for i, row in enumerate(rows):
        text = {k: v.decode() for k, v in row.items() if isinstance(v, bytes) and k not in ("image", "raw")}
        same(f"names {i}", sorted(row), sorted(expect["columns"]))
        same(f"id {i}", (text["id"], text["url"]), (f"faces.parquet#{i}", f"https://images.example/{i}.jpg?a=1&b=<2>"))
        same(f"image {i}", bytes(row["image"]), picture)
        same(f"box {i}", list(row["box"]), [] if i % 6 == 5 else [0, 1.5, i, 200])
        same(f"numbers {i}", (list(row["width"]), list(row["height"]), list(row["größe, cm"]), list(row["score"])), ([64 + i % 7], [48], [i], [f32(i / 4)]))
        same(f"source {i}", (list(row["source_width"]), list(row["source_height"]), text["source_format"]), ([640 + i % 5], [480], ("jpeg", "webp")[i % 2]))
        same(f"caption {i}", text.get("caption", ""), caption(i))
        same(f"has a caption {i}", "caption" in text, i % 5 != 4)
        same(f"raw {i}", row["raw"] if i % 4 != 3 else len(row["raw"]), bytes([255, i % 256]) if i % 4 != 3 else 0)
        same(f"times {i}", (text["taken"], text["day"]), (f"2024-02-29T12:30:{i % 60:02d}.123456Z", str(datetime.date(1970, 1, 1) + datetime.timedelta(days=19000 + i))))
        same(f"text {i}", (text["price"], text["unsigned"]), (f"{i}.05", str(2**63 + i)))
        same(f"JSON {i}", json.loads(text["boxes"]), [[1, 2], [], [i]])
    with open(path(name), "rb") as file:
        while head := file.read(8):
            (length,) = struct.unpack("<Q", head)
            same("checksum of a length", struct.unpack("<I", file.read(4))[0], masked(head))
            data = file.read(length)
            same("checksum of an example", struct.unpack("<I", file.read(4))[0], masked(data))


check_pyarrow("base64.parquet", pa.string(), base64.b64decode)
check_pyarrow("binary.parquet", pa.struct([("bytes", pa.binary()), ("path", pa.string())]), bytes_of)
same("pandas", pandas.read_parquet(path("binary.parquet"))["image"][5], {"bytes": picture, "path": key(5) + ".jpg"})
same("rows of the empty shard", pq.read_table(path("empty.parquet")).num_rows, 0)
check_schema(pq.read_schema(path("empty.parquet")), pa.string())
check_duckdb("base64.parquet", base64.b64encode(picture).decode())
check_duckdb("binary.parquet", picture, "image.bytes")
check_datasets("plain64.parquet", base64.b64decode)
check_datasets("plainbinary.parquet", bytes_of)
check_webdataset("shard.tar")
check_webdataset_in_datasets("bare.tar")
check_index("shard.parquet", "shard.tar")
check_imagefolder("bare.tar", "bare.parquet")
check_tfrecord("shard.tfrecord")
lines = open(path("data.jsonl"), encoding="utf-8").read().splitlines()
same("lines", len(lines), expect["rows"])
for number, line in enumerate(lines):
    decoded = json.loads(line)
    same("members", list(decoded), expect["columns"])
    check_json_row(number, decoded)
same("duckdb lines", duckdb.connect().execute(f"select count(*), sum(width) from '{path('data.jsonl')}'").fetchone(),
     (expect["rows"], expect["sum_width"]))
print("pyarrow", pa.__version__, "duckdb", duckdb.__version__, "datasets", datasets.__version__, "agree")
