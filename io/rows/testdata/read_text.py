"""What pandas (of JSON Lines, Python itself), pyarrow and DuckDB read in files of text.

    python read_text.py < CASES

CASES is a JSON object of {name: [format, text in base64]}. Written is one of {name: {reader: rows}}, where rows is a list of
objects, or a text that says why there are none. Values of CSV are text. What is empty or null is left out.
"""

import base64
import io
import json
import math
import sys
import tempfile

import duckdb
import pandas
import pyarrow.csv
import pyarrow.json


def plain(value):
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items() if v is not None}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if hasattr(value, "item"):
        return plain(value.item())
    return value if value is None or isinstance(value, (bool, int, float)) else str(value)


def python_reads(form, path):
    if form == "csv":
        table = pandas.read_csv(path, dtype=str, keep_default_na=False, na_values=[""], sep=None, engine="python", encoding="utf-8-sig")
        return table.to_dict("records")
    with open(path) as lines:
        return [json.loads(line) for line in lines if line.strip()]


def pyarrow_reads(form, path):
    if form == "csv":
        with open(path, "rb") as f:
            names = pyarrow.csv.read_csv(io.BytesIO(f.read())).column_names
        options = pyarrow.csv.ConvertOptions(column_types={n: pyarrow.string() for n in names}, strings_can_be_null=True, null_values=[""], quoted_strings_can_be_null=True)
        table = pyarrow.csv.read_csv(path, convert_options=options, parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True))
    else:
        table = pyarrow.json.read_json(path)
    return [dict(zip(table.column_names, row)) for row in zip(*(column.to_pylist() for column in table.columns))]


def duckdb_reads(form, path):
    call = "read_csv('%s', all_varchar = true, header = true)" if form == "csv" else "read_json('%s', format = 'newline_delimited')"
    table = duckdb.sql("SELECT * FROM " + call % path)
    return [dict(zip(table.columns, row)) for row in table.fetchall()]


def read(reader, form, path):
    try:
        rows = reader(form, path)
    except Exception as error:
        return "fails: " + str(error).split("\n")[0][:60]
    empty = lambda v: v is None or v == "" or form == "csv" and v != v  # noqa: E731
    return [{k: plain(v) for k, v in row.items() if not empty(v)} for row in rows]


found = {}
for name, (form, text) in json.load(sys.stdin).items():
    with tempfile.NamedTemporaryFile(suffix="." + form) as f:
        f.write(base64.b64decode(text))
        f.flush()
        readers = {"pandas" if form == "csv" else "python": python_reads, "pyarrow": pyarrow_reads, "duckdb": duckdb_reads}
        found[name] = {reader: read(how, form, f.name) for reader, how in readers.items()}
json.dump(found, sys.stdout)
