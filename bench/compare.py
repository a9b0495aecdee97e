"""The whole program beside the thread-pool script, on one server, in one run.

Usage: compare.py [--rows 3000] [--latency 0s 200ms]   (make bench calls it)

Prints a table: rows a second, CPU milliseconds a row and the largest resident
set, of whole processes as the operating system accounts for them.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PORT, DISTINCT = 8765, 24


def build(target, package):
    subprocess.run(["go", "build", "-o", target, package], cwd=ROOT, check=True)


def run(command):
    """Returns wall seconds, CPU seconds and peak RSS in MB of a command."""
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{command} failed")
    return time.monotonic() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=3000)
    options.add_argument("--latency", nargs="+", default=["0s", "200ms"])
    options.add_argument("--rounds", type=int, default=1)
    asked = options.parse_args()
    work = Path(tempfile.mkdtemp(prefix="beamcrop-bench-"))
    for name, package in [("beamcrop", "./cmd/run"), ("dataset", "./bench/dataset"), ("serve", "./internal/testweb/serve")]:
        build(work / name, package)
    server = subprocess.Popen([work / "serve", f"--addr=127.0.0.1:{PORT}", f"--distinct={DISTINCT}"], stdout=subprocess.DEVNULL)
    try:
        print(f"| latency | | rows/s | CPU ms/row | peak RSS MB |\n|---|---|---|---|---|")
        for latency in asked.latency:
            compare(work, asked, latency)
    finally:
        server.terminate()


def compare(work, asked, latency):
    faces = work / f"faces-{latency}.parquet"
    subprocess.run([work / "dataset", f"--out={faces}", f"--rows={asked.rows}", f"--latency={latency}", f"--distinct={DISTINCT}"], check=True)

    def beamcrop(concurrency):
        return [work / "beamcrop", f"--input={faces}", f"--output={work / 'out'}", "--preset=facecaption", "--overwrite", "--allow_private",
                "--progress=off", f"--host_concurrency={concurrency}", f"--concurrency={concurrency}"]

    run(beamcrop(16))  # the server draws its pictures at the first request
    contenders = {
        "beamcrop, 256 in flight": beamcrop(256),
        "thread pool of 32, requests, Pillow": [sys.executable, ROOT / "bench/threadpool.py", faces, work / "byhand.parquet"],
    }
    for _ in range(asked.rounds):
        for name, command in contenders.items():
            wall, cpu, rss = run(command)
            print(f"| {latency} | {name} | {asked.rows / wall:.0f} | {1000 * cpu / asked.rows:.2f} | {rss:.0f} |", flush=True)


main()
