"""Writes the Parquet fixtures of this folder, with pyarrow 26.

    python make.py

Every value is a function of the row number (see expect_test.go, which says
the same in Go), so that the tests need no second copy of the data. None of
the files but indexed.parquet has a page index, as is pyarrow's default.
"""

import datetime
import decimal
import os

import pyarrow as pa
import pyarrow.parquet as pq

HERE = os.path.dirname(os.path.abspath(__file__))


def write(name, columns, **options):
    table = pa.table(columns)
    path = os.path.join(HERE, name + ".parquet")
    options = {"compression": "snappy", "data_page_size": 512, "write_batch_size": 16, **options}
    pq.write_table(table, path, **options)
    size = os.path.getsize(path)
    assert size < 100_000, (name, size)
    print(f"{name:12} {size:6} bytes, {table.num_rows} rows")


def url(i):
    if i % 97 == 96:
        return None
    return f"https://h{i % 7}.example/{i}.jpg" + (", UNKNOWN" if i % 5 == 4 else "")


def box(i):
    if i % 11 == 10:
        return None
    return "broken" if i % 13 == 12 else f"[{i}, {i + 1}, {i + 20}, {i + 30}]"


def caption(i):
    return f"a face, number {i}"


def numbers(i):
    if i % 11 == 10:
        return None
    return [] if i % 13 == 12 else [i, i + 1, i + 20, i + 30]


def words(i):
    """Lists of 0 to 5 words, sometimes null, and one very long."""
    if i % 17 == 16:
        return None
    if i == 100:
        return [f"long {j}" for j in range(500)]
    return [None if j == 3 else f"word {i}.{j}" for j in range(i % 6)]


def facecaption(n):
    return {
        "_id": pa.array([f"{i:08d}" for i in range(n)]),
        "url": pa.array([url(i) for i in range(n)], pa.string()),
        "caption": pa.array([[caption(i)] for i in range(n)]),
        "laion_caption": pa.array(
            [None if i % 3 == 2 else [f"laion {i}"] if i % 3 else [] for i in range(n)], pa.list_(pa.string())
        ),
        "box": pa.array([box(i) for i in range(n)], pa.string()),
    }


def rich(n):
    """Kept columns of many types, boxes as lists, links and captions as lists."""
    start = datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc)
    return {
        "links": pa.array([None if i % 19 == 18 else [url(i), None, f"b{i}"] for i in range(n)], pa.list_(pa.string())),
        "rect": pa.array([numbers(i) for i in range(n)], pa.list_(pa.float64())),
        "rect32": pa.array([numbers(i) for i in range(n)], pa.list_(pa.float32())),
        "recti": pa.array([numbers(i) for i in range(n)], pa.list_(pa.int32())),
        "rectl": pa.array([numbers(i) for i in range(n)], pa.large_list(pa.int64())),
        "words": pa.array([words(i) for i in range(n)], pa.list_(pa.string())),
        "label": pa.array([f"label {i % 3}" for i in range(n)]).dictionary_encode(),
        "big": pa.array([f"big {i}" for i in range(n)], pa.large_string()),
        "when": pa.array([start + datetime.timedelta(seconds=i) for i in range(n)], pa.timestamp("us", tz="UTC")),
        "price": pa.array([decimal.Decimal(i) / 100 for i in range(n)], pa.decimal128(10, 2)),
        "size": pa.array(
            [None if i % 23 == 22 else {"w": i, "h": None if i % 2 else i * 2} for i in range(n)],
            pa.struct([("w", pa.int32()), ("h", pa.int64())]),
        ),
        "faces": pa.array(
            [[{"x": i + j, "tags": [f"t{k}" for k in range(j)]} for j in range(i % 4)] for i in range(n)],
            pa.list_(pa.struct([("x", pa.int16()), ("tags", pa.list_(pa.string()))])),
        ),
        "raw": pa.array([bytes([i % 256, 0]) for i in range(n)], pa.binary(2)),
        "flag": pa.array([i % 2 == 0 for i in range(n)]),
        "nothing": pa.array([None] * n, pa.null()),
    }


def main():
    # FaceCaption's columns, many pages, three row groups.
    write("facecaption", facecaption(1500), row_group_size=600, compression="zstd")
    write("indexed", facecaption(1500), row_group_size=600, compression="gzip", write_page_index=True)
    write("lz4", facecaption(300), compression="lz4")
    write("lz4_v2", rich(120), compression="lz4", data_page_version="2.0")
    # Pages of version 1, whose headers count values and not rows.
    write("rich", rich(400), row_group_size=250)
    write("rich_plain", rich(220), use_dictionary=False, compression="none", data_page_size=64, write_statistics=False)
    write("rich_v2", rich(400), row_group_size=250, data_page_version="2.0", compression="zstd")


if __name__ == "__main__":
    main()
