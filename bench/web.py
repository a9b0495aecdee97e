"""The whole program beside the best script by hand on a web as a link list meets it
(bench/web): thousands of hosts, and a quarter of the links dead.

Usage: web.py [--rows 10000] [--rounds 1] [--beamcrop FILE ...]

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

from compare import PEERS, build, run


def written(folder):
    """Counts the rows of a contender's output."""
    import pyarrow.parquet as pq

    return sum(pq.read_metadata(file).num_rows for file in folder.rglob("*.parquet"))


def measure(command, out, stats):
    urllib.request.urlopen(urllib.request.Request(stats.replace("_stats", "_reset"), method="POST"))
    wall, cpu, rss = run(command)
    seen = json.load(urllib.request.urlopen(stats))
    rows = written(out)
    shutil.rmtree(out)
    return f"{wall:.0f} | {rows} | {seen['requests']} | {max(host['peak'] for host in seen['hosts'])} | {cpu:.0f} | {rss:.0f}"


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=10_000)
    options.add_argument("--rounds", type=int, default=1)
    options.add_argument("--beamcrop", nargs="*", default=[], help="other builds of the program")
    options.add_argument("--alone", action="store_true", help="without the script by hand")
    asked = options.parse_args()
    work = Path(tempfile.mkdtemp(prefix="beamcrop-web-"))
    build(work / "beamcrop", "./cmd/run")
    build(work / "web", "./bench/web")
    links, out = work / "web.parquet", work / "out"
    web = subprocess.Popen([work / "web", f"--out={links}", f"--rows={asked.rows}"], stdout=subprocess.PIPE, text=True)
    try:
        names, stats = web.stdout.readline().split()
        flags = [f"--input={links}", f"--output={out}", "--preset=facecaption", "--allow_private", "--progress=off", f"--dns_server={names}"]
        contenders = {"**beamcrop**": [work / "beamcrop", *flags]}
        contenders |= {program: [program, *flags] for program in asked.beamcrop}
        if not asked.alone:
            contenders["by hand: urllib3, simplejpeg, 2 processes x 64 threads"] = [sys.executable, PEERS / "by_hand.py", links, out]
        print("| | seconds | rows | requests | to one host | CPU s | peak RSS MB |\n|---|---|---|---|---|---|---|")
        for _ in range(asked.rounds):
            for name, command in contenders.items():
                print(f"| {name} | {measure(command, out, stats)} |", flush=True)
    finally:
        web.send_signal(signal.SIGTERM)
        web.wait()
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
