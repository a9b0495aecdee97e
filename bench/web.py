"""The whole program beside what people use, on a web as a link list meets it
(bench/web): thousands of hosts, and a quarter of the links dead.

Usage: web.py [--rows 10000] [--rounds 1] [--only WORD ...] [--beamcrop FILE ...]

Prints a table: seconds, rows written, requests, the most requests in flight to one
host at a time, CPU seconds and the largest process's resident set. --beamcrop adds
programs that were built elsewhere, to compare with.
"""

import argparse
import json
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

import compare


def written(file):
    """Counts the pictures in a file of a contender's output."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    table = pq.read_table(file)
    if "status" in table.column_names:  # img2dataset's
        return pc.sum(pc.equal(table["status"], "success")).as_py()
    return len(table) - table["image"].null_count


def measure(command, work, stats):
    urllib.request.urlopen(urllib.request.Request(stats.replace("_stats", "_reset"), method="POST"))
    wall, cpu, rss = compare.run(command)
    seen = json.load(urllib.request.urlopen(stats))
    rows = sum(written(file) for file in work.glob("*.out/**/*.parquet"))
    for out in work.glob("*.out"):
        shutil.rmtree(out)
    return f"{wall:.0f} | {rows} | {seen['requests']} | {max(host['peak'] for host in seen['hosts'])} | {cpu:.0f} | {rss:.0f}"


def contenders(work, links, names, builds):
    """Each name's command, all of which write below work, to folders whose names end in .out."""
    flags = [f"--input={links}", f"--output={work / 'beamcrop.out'}", "--preset=facecaption", "--allow_private", "--progress=off", f"--dns_server={names}"]
    peers = compare.contenders(work, links)
    chosen = ["by hand: urllib3, simplejpeg, 2 processes", "Daft", "img2dataset, copies (does not crop)"]
    return {"**beamcrop**": [work / "beamcrop", *flags]} | {program: [program, *flags] for program in builds} | {name: peers[name] for name in chosen}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=10_000)
    options.add_argument("--rounds", type=int, default=1)
    options.add_argument("--beamcrop", nargs="*", default=[], help="other builds of the program")
    options.add_argument("--only", nargs="+", help="contenders whose names hold one of these words")
    asked = options.parse_args()
    compare.leave_network()
    work = Path(tempfile.mkdtemp(prefix="beamcrop-web-"))
    compare.build(work / "beamcrop", "./cmd/run")
    compare.build(work / "web", "./bench/web")
    links = work / "web.parquet"
    web = subprocess.Popen([work / "web", f"--out={links}", f"--rows={asked.rows}"], stdout=subprocess.PIPE, text=True)
    try:
        names, stats = web.stdout.readline().split()
        chosen = contenders(work, links, names, asked.beamcrop).items()
        print("| | seconds | rows | requests | to one host | CPU s | peak RSS MB |\n|---|---|---|---|---|---|---|")
        for _ in range(asked.rounds):
            for name, command in chosen:
                if not asked.only or any(word in name for word in asked.only):
                    print(f"| {name} | {measure(command, work, stats)} |", flush=True)
    finally:
        web.send_signal(signal.SIGTERM)
        web.wait()
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
