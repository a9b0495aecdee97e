"""Makes one small file for each preset, in the schema that the dataset is
published in. Links lead nowhere. Run in this folder, with pyarrow."""

import csv
import json
import random

import pyarrow as pa
import pyarrow.parquet as pq

ROWS = 40
rng = random.Random(7)


def write(name, columns):
    """Writes columns, each a name, a type and a function of the row's number."""
    table = pa.table(
        [pa.array([value(i) for i in range(ROWS)], type) for _, type, value in columns],
        names=[column for column, _, _ in columns],
    )
    pq.write_table(table, name + ".parquet", compression="zstd")


def picture():
    """Returns a picture's size and a box in it, in pixels."""
    w, h = rng.randint(300, 1600), rng.randint(300, 1600)
    x, y = rng.randint(0, w // 2), rng.randint(0, h // 2)
    return w, h, x, y, rng.randint(x + 20, w), rng.randint(y + 20, h)


def fractions():
    """Returns a box in fractions of its picture."""
    w, h, x1, y1, x2, y2 = picture()
    return [x1 / w, y1 / h, x2 / w, y2 / h]


def url(i):
    return f"https://pictures.example/{i}.jpg"


def caption(i):
    return f"a woman with a red hat, number {i}"


def spans(i, start, end):
    """Returns a GRIT list: start, end, box, score."""
    return [[float(start), float(end), *fractions(), 0.65 + j / 100] for j in range(1 + i % 3)]


string, int64, double, texts = pa.string(), pa.int64(), pa.float64(), pa.list_(pa.string())
boxes = pa.list_(pa.list_(double))
number = lambda i: i

write("facecaption", [
    ("_id", string, lambda i: f"{i:024x}"),
    ("url", string, lambda i: url(i) + (", UNKNOWN" if i % 4 == 0 else "")),
    ("caption", texts, lambda i: [caption(i)]),
    ("laion_caption", texts, lambda i: None if i % 3 == 0 else [f"alt {i}"][: i % 2]),
    ("box", string, lambda i: None if i % 13 == 12 else json.dumps(list(picture()[2:]))),
])
laion = [
    ("SAMPLE_ID", int64, number),
    ("URL", string, url),
    ("TEXT", string, caption),
    ("HEIGHT", double, lambda i: 480.0 + i),
    ("WIDTH", double, lambda i: 640.0 + i),
    ("LICENSE", string, lambda i: "?"),
    ("NSFW", string, lambda i: "UNLIKELY"),
    ("similarity", double, lambda i: 0.3 + i / 1000),
]
write("laion", laion)
write("laion-face", laion)
write("laion2b", [
    ("URL", string, url),
    ("TEXT", string, caption),
    ("WIDTH", pa.int32(), number),
    ("HEIGHT", pa.int32(), number),
    ("similarity", double, lambda i: 0.3 + i / 1000),
    ("LANGUAGE", string, lambda i: "en"),
    ("hash", int64, lambda i: -(i << 50)),
    ("pwatermark", pa.float32(), lambda i: i / 100),
    ("punsafe", pa.float32(), lambda i: i / 1000),
])
write("coyo", [
    ("id", int64, lambda i: 841814333321 + i),
    ("url", string, url),
    ("text", string, caption),
    ("width", int64, number),
    ("height", int64, number),
    ("image_phash", string, lambda i: f"{i:016x}"),
    ("text_length", int64, number),
    ("word_count", int64, number),
    ("num_tokens_bert", int64, number),
    ("num_tokens_gpt", int64, number),
    ("num_faces", int64, lambda i: i % 3),
    ("clip_similarity_vitb32", double, lambda i: 0.3),
    ("clip_similarity_vitl14", double, lambda i: 0.2),
    ("nsfw_score_opennsfw2", double, lambda i: 0.01),
    ("nsfw_score_gantman", double, lambda i: 0.02),
    ("watermark_score", double, lambda i: 0.1),
    ("aesthetic_score_laion_v2", double, lambda i: 4.5),
])
write("datacomp", [
    ("uid", string, lambda i: f"{i:032x}"),
    ("url", string, url),
    ("text", string, caption),
    ("original_width", int64, lambda i: 640 + i),
    ("original_height", int64, lambda i: 480 + i),
    ("clip_b32_similarity_score", pa.float32(), lambda i: 0.25),
    ("clip_l14_similarity_score", pa.float32(), lambda i: 0.24),
    ("face_bboxes", boxes, lambda i: [fractions() for _ in range(i % 4)]),
    ("sha256", string, lambda i: f"{i:064x}"),
])
write("grit", [
    ("key", string, lambda i: f"{i:09}"),
    ("clip_similarity_vitb32", double, lambda i: 0.35),
    ("clip_similarity_vitl14", double, lambda i: 0.29),
    ("id", int64, lambda i: 1795296605919 + i),
    ("url", string, url),
    ("caption", string, caption),
    ("width", int64, lambda i: 640 + i),
    ("height", int64, lambda i: 480 + i),
    ("noun_chunks", boxes, lambda i: spans(i, 0, 7)),
    ("ref_exps", boxes, lambda i: spans(i, 0, 22)),
])
write("pd12m", [
    ("id", string, lambda i: f"{i:08x}"),
    ("url", string, url),
    ("caption", string, caption),
    ("width", int64, number),
    ("height", int64, number),
    ("mime_type", string, lambda i: "image/jpeg"),
    ("hash", string, lambda i: f"{i:032x}"),
    ("license", string, lambda i: "CC0"),
    ("source", string, lambda i: "wikimedia"),
])

with open("cc3m.tsv", "w") as f:
    f.writelines(f"{caption(i)}\t{url(i)}\n" for i in range(ROWS))
with open("cc12m.tsv", "w") as f:
    f.writelines(f"{url(i)}\t{caption(i)}\n" for i in range(ROWS))
with open("imdbface.csv", "w", newline="") as f:
    out = csv.writer(f, lineterminator="\n")
    out.writerow(["name", "index", "image", "rect", "height width", "url"])
    for i in range(ROWS):
        w, h, *rect = picture()
        out.writerow(["A_Name", f"nm{i:07}", f"{i}.jpg", " ".join(map(str, rect)), f"{h} {w}", url(i)])
