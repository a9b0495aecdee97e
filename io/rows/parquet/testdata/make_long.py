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
