"""Writes long_*.parquet: cells that are longer than a row may be, packed to almost nothing."""

import pathlib

import pyarrow as pa
import pyarrow.parquet as pq

LIMIT = 16 << 20
HERE = pathlib.Path(__file__).parent

table = pa.table({
    "url": ["0", "1", "2", "3", "4"],
    "text": ["a", "x" * (3 * LIMIT), "c", "x" * LIMIT, None],
    "list": pa.array([["a"], ["b"], ["x" * (1 << 20)] * 17, [], None]),
})
for name, options in {
    "zstd": {"compression": "zstd", "use_dictionary": False},
    "zstd_v2": {"compression": "zstd", "use_dictionary": False, "data_page_version": "2.0"},
    "brotli_dict": {"compression": "brotli"},
}.items():
    pq.write_table(table, HERE / f"long_{name}.parquet", write_statistics=False, **options)

bomb = pa.table({"url": ["0", "1", "2"], "text": ["a", "x" * (25 * LIMIT), "c"]})
pq.write_table(bomb, HERE / "long_bomb.parquet", write_statistics=False, compression="zstd", use_dictionary=False)

# Pages of a few bytes that stand for gigabytes: in prefixes, in values of fixed length, and by a dictionary.
ten = "x" * (10 << 20)
urls = [str(i) for i in range(150)]
shared = pa.table({"url": urls, "text": pa.array([ten + u for u in urls], pa.large_string())})
pq.write_table(
    shared, HERE / "bomb_delta.parquet", write_statistics=False, compression="zstd", data_page_size=1 << 30,
    use_dictionary=False, column_encoding={"url": "PLAIN", "text": "DELTA_BYTE_ARRAY"},
)
fixed = pa.table({"url": urls[:30], "text": pa.array([bytes(10 << 20)] * 30, pa.binary(10 << 20))})
pq.write_table(fixed, HERE / "bomb_fixed.parquet", write_statistics=False, compression="zstd", data_page_size=1 << 30, use_dictionary=False)
same = pa.table({"url": urls, "text": pa.DictionaryArray.from_arrays(pa.array([0] * len(urls)), pa.array([ten])), "other": urls})
pq.write_table(same, HERE / "bomb_dictionary.parquet", write_statistics=False, compression="zstd", dictionary_pagesize_limit=1 << 30)
