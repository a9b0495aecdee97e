"""Writes the text files that ../text_fixtures_test.go reads, as the programs that datasets come from write them.

Run it with the packages of ../../../testdata/requirements.txt.
"""

import gzip

import datasets
import pandas as pd
import pyarrow as pa
from pyarrow import csv

ROWS = [
    {
        "url": f"https://h.example/{i}.jpg",
        "caption": [f'say "hi", {i}\nnext', "plain", None, "tab\there", '"ünï'][i % 5],
        "n": [1, 2.5, None, 7, -3][i % 5],
        "ok": i % 2 == 0,
        "big": 2**63 - 1 - i,
    }
    for i in range(40)
]
frame = pd.DataFrame(ROWS)
frame.to_csv("pandas.csv")  # with an index, whose column has no name
frame.to_csv("pandas.csv.gz", index=False)
frame.to_json("pandas.jsonl", orient="records", lines=True)
datasets.Dataset.from_list(ROWS).to_json("datasets.jsonl")

table = pa.Table.from_pylist(ROWS)
with pa.CompressedOutputStream("arrow.csv.zst", "zstd") as out:
    csv.write_csv(table, out)

# As CC12M is: no header, no quotes, several gzip members as bgzip and cat make them.
lines = [f"{r['url']}\t{(r['caption'] or '').split(chr(10))[0].replace(chr(9), ' ')}\n" for r in ROWS]
with open("cc12m.tsv.gz", "wb") as out:
    for i in range(0, len(lines), 15):
        out.write(gzip.compress("".join(lines[i : i + 15]).encode(), mtime=0))
