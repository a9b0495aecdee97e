"""Writes small files in the forms that the datasets of docs/recipes.md are
published in, into the current folder. The arguments are links of pictures of
320x240 pixels."""

import json
import os
import sys

import pyarrow as pa
import pyarrow.parquet as pq

LINKS = sys.argv[1:]
for folder in ["coco", "openimages", "vg", "wider", "celeba", "vggface2", "laion", "detection"]:
    os.makedirs(folder)


def write(name, text):
    with open(name, "w", encoding="utf-8") as out:
        out.write(text)


def table(name, rows):
    pq.write_table(pa.Table.from_pylist(rows), name)


write("coco/instances_train2017.json", json.dumps({
    "info": {"year": 2017},
    "images": [{"id": 7 + i, "file_name": f"{i}.jpg", "width": 320, "height": 240, "coco_url": link} for i, link in enumerate(LINKS[:3])],
    "annotations": [
        {"id": 1, "image_id": 7, "category_id": 18, "iscrowd": 0, "bbox": [10, 20.5, 30, 40]},
        {"id": 2, "image_id": 8, "category_id": 18, "iscrowd": 0, "bbox": [1, 2, 300, 200]},
        {"id": 3, "image_id": 7, "category_id": 1, "iscrowd": 0, "bbox": [0, 0, 320, 240]},
    ],
    "categories": [{"id": 1, "name": "person"}, {"id": 18, "name": "dog"}],
}))
write("coco/captions_train2017.json", json.dumps({
    "annotations": [{"id": n, "image_id": 7 + n % 3, "caption": f"picture {n % 3}, caption {n // 3}"} for n in range(15)],
}))

write("openimages/oidv6-train-annotations-bbox.csv", """\
ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax,IsOccluded,IsTruncated,IsGroupOf,IsDepiction,IsInside
000002b66c9c498e,xclick,/m/0dzct,1,0.1,0.5,0.25,0.75,0,0,0,0,0
000002b97e5471a0,activemil,/m/0dzct,1,0.05,0.95,0.1,0.6,0,0,0,0,0
000002b97e5471a0,xclick,/m/01g317,1,0,1,0,1,0,0,0,0,0
""")
write("openimages/train-images-boxable-with-rotation.csv", f"""\
ImageID,Subset,OriginalURL,OriginalLandingURL,License,AuthorProfileURL,Author,Title,OriginalSize,OriginalMD5,Thumbnail300KURL,Rotation
000002b97e5471a0,train,{LINKS[1]},https://page.example/2,by,https://page.example,"A, B","a ""title"" of two words",1,x==,,0.0
000002b66c9c498e,train,{LINKS[0]},https://page.example/1,by,https://page.example,A,t,1,x==,,
""")
write("openimages/class-descriptions-boxable.csv", "/m/0dzct,Human face\n/m/01g317,Person\n")

write("vg/image_data.json", json.dumps([{"image_id": 1 + i, "url": link, "width": 320, "height": 240} for i, link in enumerate(LINKS[:2])]))
write("vg/region_descriptions.json", json.dumps([
    {"id": 1, "regions": [
        {"region_id": 1, "image_id": 1, "phrase": "a red hat", "x": 10, "y": 20, "width": 30, "height": 40},
        {"region_id": 2, "image_id": 1, "phrase": "the sky", "x": 0, "y": 0, "width": 320, "height": 20},
    ]},
    {"id": 2, "regions": [{"region_id": 3, "image_id": 2, "phrase": "a dog", "x": 5, "y": 6, "width": 7, "height": 8}]},
]))

write("wider/wider_face_train_bbx_gt.txt", """\
0--Parade/0 Parade.jpg
2
10 20 30 40 0 0 0 0 0 0
100 20 30 40 2 0 0 0 1 0
0--Parade/nobody.jpg
0
0 0 0 0 0 0 0 0 0 0
1--Handshaking/1.jpg
1
1 2 30 40 0 0 0 0 0 0
""")
write("celeba/list_bbox_celeba.txt", """\
2
image_id x_1 y_1 width height
000001.jpg    10  20  30  40
000002.jpg     0   0 320 240
""")
write("vggface2/loose_bb_train.csv", 'NAME_ID,X,Y,W,H\n"n000002/0001_01",10,20,30,40\n"n000002/0002_01",100,20,30,40\n')

table("laion/meta-0.parquet", [{"SAMPLE_ID": i, "URL": link, "TEXT": f"face {i}", "NSFW": "UNLIKELY"} for i, link in enumerate(LINKS)])
table("laion/faces.parquet", [{"SAMPLE_ID": 2, "boxes": [[1.0, 2.0, 30.0, 40.0]]}, {"SAMPLE_ID": 1, "boxes": [[10.0, 20.0, 40.0, 60.0], [100.0, 20.0, 130.0, 60.0]]}])
table("detection/train-0.parquet", [
    {"image_id": i, "image_url": link, "objects": {"id": [1, 2], "bbox": [[10.0, 20.0, 30.0, 40.0], [100.0, 20.0, 30.0, 40.0]], "category": [0, 1]}}
    for i, link in enumerate(LINKS[:2])
])
