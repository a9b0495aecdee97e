"""Parquet files that other programs write, and what pyarrow reads in them.

    python interop.py write FOLDER     writes files
    python interop.py datasets FOLDER  writes folders of files whose schemas differ
    python interop.py compare FOLDER   compares each x.parquet with x.all.parquet,
                                       a copy, and with x.some.parquet, a copy of
                                       every seventh row, value by value, and each
                                       x/all.parquet with what lies beside it
"""

import datetime
import decimal
import glob
import math
import os
import random
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

ROWS = 211
STEP = 7


def values_of(rng):
    """A maker of values for each type."""
    words = ["", "a", "word", "größer", "x" * 300] + [f"word {i}" for i in range(20)]
    day = datetime.date(1970, 1, 1)
    return {
        "bool": (pa.bool_(), lambda: rng.random() < 0.5),
        "int8": (pa.int8(), lambda: rng.randint(-128, 127)),
        "uint16": (pa.uint16(), lambda: rng.randint(0, 65535)),
        "int32": (pa.int32(), lambda: rng.choice([-(2**31), 2**31 - 1, 0, rng.randint(-99, 99)])),
        "uint32": (pa.uint32(), lambda: rng.choice([0, 2**32 - 1, rng.randint(0, 99)])),
        "int64": (pa.int64(), lambda: rng.choice([-(2**63), 2**63 - 1, rng.randint(-99, 99)])),
        "uint64": (pa.uint64(), lambda: rng.choice([0, 2**64 - 1, rng.randint(0, 99)])),
        "half": (pa.float16(), lambda: np.float16(rng.choice([0.0, -0.0, 1.5, 65504, 6e-8, math.inf, math.nan, rng.random()]))),
        "float": (pa.float32(), lambda: rng.choice([0.0, -1.5, math.inf, math.nan])),
        "double": (pa.float64(), lambda: rng.choice([0.1, -1e300, math.nan, rng.random()])),
        "decimal": (pa.decimal128(10, 2), lambda: decimal.Decimal(rng.randint(-(10**9), 10**9)) / 100),
        "bigdecimal": (pa.decimal128(38, 5), lambda: decimal.Decimal(rng.randint(-(10**30), 10**30)).scaleb(-5)),
        "string": (pa.string(), lambda: rng.choice(words)),
        "binary": (pa.binary(), lambda: rng.randbytes(rng.randint(0, 9))),
        "fixed": (pa.binary(5), lambda: rng.randbytes(5)),
        "date": (pa.date32(), lambda: day + datetime.timedelta(rng.randint(-9999, 9999))),
        "time": (pa.time64("us"), lambda: datetime.time(rng.randint(0, 23), 1, 2, rng.randint(0, 999999))),
        "stamp": (pa.timestamp("us", tz="UTC"), lambda: rng.randint(-(2**50), 2**50)),
    }


def nulls_of(rng):
    """Patterns of nulls, as a function of the row number."""
    return {
        "none": lambda i: False,
        "few": lambda i: i % 97 == 5,
        "half": lambda i: rng.random() < 0.5,
        "runs": lambda i: i // 40 % 2 == 0,  # pages of nothing but nulls
        "all": lambda i: True,
    }


def nestings(make, null, repeated):
    """Cells of a row, in every nesting: repeated makes runs of equal values."""
    return {
        "flat": (lambda t: t, make),
        "list": (pa.list_, lambda i: [make(i + j) for j in range(i % 4)]),
        "struct": (lambda t: pa.struct([("x", t)]), lambda i: {"x": make(i)}),
        "structs": (lambda t: pa.list_(pa.struct([("x", t), ("n", pa.int32())])), lambda i: [{"x": make(i), "n": j} for j in range(i % 3)]),
        "lists": (lambda t: pa.list_(pa.list_(t)), lambda i: [[make(i + j)] * k for j, k in enumerate([2, 0, 1][: i % 4])]),
    }


def matrix(seed, kinds=None):
    rng = random.Random(seed)
    columns = {"url": pa.array([f"http://h.example/{i}.jpg" for i in range(ROWS)])}
    fields = [pa.field("url", pa.string(), nullable=False)]
    for kind, (kind_type, value) in values_of(rng).items():
        if kinds and kind not in kinds:
            continue
        runs = [value() for _ in range(ROWS // 13 + 1)]
        for pattern, null in nulls_of(rng).items():
            if pattern in ("few", "all") and kind not in ("bool", "string", "half"):
                continue
            make = lambda i: None if null(i) else runs[i // 13 % len(runs)] if i % 26 < 13 else value()  # noqa: E731
            for nesting, (of, cell) in nestings(make, null, runs).items():
                if nesting in ("structs", "lists") and kind not in ("bool", "half", "string", "int64"):
                    continue
                name = f"{kind}_{pattern}_{nesting}"
                cells = [None if pattern == "runs" and nesting != "flat" and i // 20 % 3 == 0 else cell(i) for i in range(ROWS)]
                columns[name] = pa.array(cells, of(kind_type))
                fields.append(pa.field(name, of(kind_type), nullable=pattern != "none" or nesting != "flat"))
    return pa.table(columns, pa.schema(fields))


def by_pyarrow(folder):
    small = {"data_page_size": 300, "write_batch_size": 16, "row_group_size": 150}
    seed = 0
    table = matrix("pyarrow")
    for version in "1.0", "2.0":
        for codec in "none", "snappy", "gzip", "zstd", "lz4", "brotli":
            seed += 1
            options = dict(small, use_dictionary=seed % 2 == 0, write_page_index=seed % 3 == 0, write_page_checksum=seed % 4 == 0)
            pq.write_table(table, f"{folder}/pyarrow-{version}-{codec}.parquet", compression=codec, data_page_version=version, **options)
        encoded = {
            "DELTA_BINARY_PACKED": ("int8", "uint16", "int32", "uint32", "int64", "uint64", "date", "time", "stamp"),
            "DELTA_LENGTH_BYTE_ARRAY": ("string", "binary"),
            "DELTA_BYTE_ARRAY": ("string", "binary", "fixed", "bigdecimal"),
            "BYTE_STREAM_SPLIT": ("int32", "uint32", "int64", "half", "float", "double", "decimal", "fixed", "bigdecimal"),
            "RLE": ("bool",),
        }
        for encoding, kinds in encoded.items():
            part = table.select([c for c in table.column_names if c.split("_")[0] in ("url",) + kinds])
            leaves = pq.ParquetFile(write_once(part, folder)).schema
            columns = {leaf.path: encoding for leaf in leaves if leaf.path != "url" and not leaf.path.endswith(".n")}
            pq.write_table(part, f"{folder}/pyarrow-{version}-{encoding}.parquet", use_dictionary=False, column_encoding=columns, data_page_version=version, **small)
    # A dictionary that grows too large in the middle, INT96, decimals as integers.
    odd = {"use_deprecated_int96_timestamps": True, "store_decimal_as_integer": True, "dictionary_pagesize_limit": 300}
    pq.write_table(table, f"{folder}/pyarrow-odd.parquet", **small, **odd)
    long_runs(folder)


def write_once(table, folder):
    path = f"{folder}/schema.tmp"
    pq.write_table(table.slice(0, 1), path)
    return path


def long_runs(folder):
    """Runs of booleans whose lengths are no multiples of eight."""
    n = 2000
    columns = {"url": [f"http://h.example/{i}.jpg" for i in range(n)], "true": [True] * n}
    for length in 9, 13, 100, 989:
        columns[f"run{length}"] = [i // length % 2 == 0 for i in range(n)]
        columns[f"null{length}"] = [None if i % 211 < 30 else i // length % 2 == 0 for i in range(n)]
    for page in 64, 1 << 20:
        pq.write_table(pa.table(columns), f"{folder}/pyarrow-runs-{page}.parquet", data_page_version="2.0", data_page_size=page)


def by_polars(folder):
    import polars

    for codec in "uncompressed", "snappy", "gzip", "zstd", "lz4", "brotli":
        table = polars.from_arrow(matrix(f"polars {codec}", None if codec == "zstd" else {"bool", "int64", "string"}))
        table.write_parquet(f"{folder}/polars-{codec}.parquet", compression=codec, row_group_size=100, data_page_size=300)


def by_duckdb(folder):
    import duckdb

    columns = matrix("duckdb", {"bool", "int32", "int64", "double", "string", "decimal", "bigdecimal", "stamp", "date"})  # noqa: F841
    for version in "V1", "V2":
        for codec in "uncompressed", "snappy", "gzip", "zstd", "lz4_raw", "brotli":
            options = f"FORMAT parquet, COMPRESSION {codec}, PARQUET_VERSION {version}, ROW_GROUP_SIZE 2048"
            duckdb.sql(f"COPY columns TO '{folder}/duckdb-{version}-{codec}.parquet' ({options})")


def by_fastparquet(folder):
    import fastparquet

    flat = [c for c in matrix(5).column_names if c.endswith("_flat") or c == "url"]
    kinds = ("url", "bool_none", "int", "uint", "float", "double", "string", "binary", "stamp_none", "half_none")
    frame = matrix("fastparquet").select([c for c in flat if c.startswith(kinds)]).to_pandas()
    for column in frame.columns:
        if frame[column].dtype == "str":
            frame[column] = frame[column].astype(object)
        if frame[column].dtype == "float16":
            frame[column] = frame[column].astype("float32")
    for codec in "UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4", "LZ4_RAW", "BROTLI":
        fastparquet.write(f"{folder}/fastparquet-{codec}.parquet", frame, compression=codec, row_group_offsets=100)
    times = frame[["url", "stamp_none_flat"]]
    fastparquet.write(f"{folder}/fastparquet-int96.parquet", times, times="int96")


def decimals(n, precision, scale):
    cells = [None if i % 3 == 0 else decimal.Decimal((-7) ** i % 10 ** min(precision, 25) - i).scaleb(-scale) for i in range(n)]
    return pa.array(cells, pa.decimal128(precision, scale))


def datasets(folder):
    """Folders of files that are one dataset, though their schemas differ."""
    n = 20
    url = [f"http://h.example/{i}.jpg" for i in range(n)]
    ints = list(range(n))
    mixed = [None if i % 3 == 0 else i for i in range(n)]
    lists = [None if i % 4 == 0 else [f"w{j}" for j in range(i % 3)] for i in range(n)]
    structs = [{"a": i, "b": f"b{i}"} for i in range(n)]
    f = pa.field
    table = pa.table
    all_of = {
        "order": [table({"url": url, "k": ints, "m": lists}), table({"m": lists, "url": url, "k": ints})],
        "reqopt": [
            table({"url": url, "k": ints, "m": lists}, pa.schema([f("url", pa.string()), f("k", pa.int64(), False), f("m", pa.list_(f("element", pa.string(), False)))])),
            table({"url": url, "k": mixed, "m": [["x", None]] * n}),
        ],
        "nulls": [table({"url": url, "k": pa.nulls(n), "m": pa.nulls(n), "s": pa.nulls(n)}), table({"url": url, "k": ["x"] * n, "m": lists, "s": structs})],
        "lists of nulls": [table({"url": url, "m": [[]] * n, "s": [[], [None]] * 10}), table({"url": url, "m": lists, "s": [[s, None] for s in structs]})],
        "missing": [table({"url": url, "k": ints}), table({"url": url, "m": lists, "s": structs}), table({"url": url})],
        "members": [
            table({"url": url, "s": structs, "t": [[s] * (i % 3) for i, s in enumerate(structs)]}),
            table({"url": url, "s": [{"b": "y", "c": [1, 2], "a": 7}] * n, "t": [[{"c": [i], "b": "z"}] for i in ints]}),
        ],
        "numbers": [
            table({"url": url, "a": pa.array(ints, pa.int8()), "b": pa.array(ints, pa.int32()), "c": pa.array(ints, pa.float32()), "d": pa.array([[i] for i in ints], pa.list_(pa.int64()))}),
            table({"url": url, "a": pa.array(ints, pa.int64()), "b": [i / 8 for i in ints], "c": [i / 3 for i in ints], "d": [[i / 2, None] for i in ints]}),
            table({"url": url, "a": pa.array(ints, pa.int32()), "b": pa.array(ints, pa.int64()), "c": pa.array(ints, pa.float16()), "d": pa.nulls(n)}),
        ],
        "clocks": [
            table({"url": url, "a": pa.array(mixed, pa.timestamp("ms")), "b": pa.array(ints, pa.timestamp("ns", "UTC")), "c": pa.array(ints, pa.time32("ms"))}),
            table({"url": url, "a": pa.array(ints, pa.timestamp("us")), "b": pa.array(ints, pa.timestamp("us", "UTC")), "c": pa.array(ints, pa.time64("us"))}),
        ],
        "decimals": [
            table({"url": url, "a": decimals(n, 5, 1), "b": decimals(n, 18, 3), "c": decimals(n, 38, 10), "d": decimals(n, 9, 0)}),
            table({"url": url, "a": decimals(n, 6, 2), "b": decimals(n, 30, 2), "c": decimals(n, 20, 10), "d": [i / 8 for i in ints]}),
        ],
        "bytes": [
            table({"url": url, "a": [b"\xff"] * n, "b": ["x"] * n, "c": pa.array([b"abc"] * n, pa.binary(3)), "d": pa.array([b"a"] * n, pa.binary(1))}),
            table({"url": url, "a": ["größe"] * n, "b": [b"\xff", None] * 10, "c": [b"", None] * 10, "d": pa.array([b"ab", None] * 10, pa.binary(2))}),
        ],
        "int96": [
            table({"url": url, "a": pa.array([i * 10**12 for i in range(-5, n - 5)], pa.timestamp("us")), "b": pa.array(mixed, pa.timestamp("ns"))}),
            table({"url": url, "a": pa.array(ints, pa.timestamp("ms")), "b": pa.array(ints, pa.timestamp("us"))}),
        ],
        "maps": [
            table({"url": url, "m": pa.array([[("k", i)] for i in ints], pa.map_(pa.string(), pa.int32()))}),
            table({"url": url, "m": pa.array([[("k", None), ("l", i / 2)] for i in ints], pa.map_(pa.string(), pa.float64()))}),
        ],
    }
    for name, tables in all_of.items():
        os.mkdir(f"{folder}/{name}")
        for i, part in enumerate(tables):
            int96 = name == "int96" and i == 0
            pq.write_table(part, f"{folder}/{name}/{i}.parquet", use_compliant_nested_type=i % 2 == 0, use_deprecated_int96_timestamps=int96)


def compare_datasets(folder):
    faults = []
    for path in sorted(glob.glob(folder + "/*/")):
        parts = [pq.read_table(p) for p in sorted(glob.glob(path + "?.parquet"))]
        want = pa.concat_tables(parts, promote_options="permissive")
        faults += compare(want, path + "all.parquet", 1)
        names = pq.read_schema(path + "all.parquet").names
        if names != want.column_names:
            faults.append(f"{path}: the columns are {names}, not {want.column_names}")
    return faults


def same(a, b):
    if isinstance(a, float) and isinstance(b, float):
        return a == b and math.copysign(1, a) == math.copysign(1, b) or a != a and b != b
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    return a == b


def compare(want, path, step):
    got = pq.read_table(path, arrow_extensions_enabled=False)
    faults = []
    want = pa.concat_tables(want.slice(i, 1) for i in range(0, want.num_rows, step)) if step > 1 and len(want) else want
    for name in want.column_names:
        if want[name].type == got[name].type and want[name].equals(got[name]):
            continue
        a, b = want[name].to_pylist(), got[name].to_pylist()
        wrong = [i for i, (x, y) in enumerate(zip(a, b)) if not same(x, y)]
        if len(a) != len(b) or wrong:
            at = wrong[0] if wrong else min(len(a), len(b))
            faults.append(f"{path}: {name}: {len(wrong)} of {len(a)} values, {len(b)} rows; row {at} is {b[at : at + 1]}, not {a[at : at + 1]}")
        # Text may come as any of Arrow's types for it.
        if str(want.schema.field(name).type).startswith("halffloat") and want.schema.field(name).type != got.schema.field(name).type:
            faults.append(f"{path}: {name}: is {got.schema.field(name).type}")
    return faults


def main():
    command, folder = sys.argv[1:]
    if command == "write":
        for by in by_pyarrow, by_polars, by_duckdb, by_fastparquet:
            by(folder)
        return
    if command == "datasets":
        datasets(folder)
        return
    faults = compare_datasets(folder)
    for path in sorted(glob.glob(folder + "/*.all.parquet")):
        stem = path.removesuffix(".all.parquet")
        want = pq.read_table(stem + ".parquet", partitioning=None)
        faults += compare(want, path, 1) + compare(want, stem + ".some.parquet", STEP)
    print("\n".join(faults))


if __name__ == "__main__":
    main()
