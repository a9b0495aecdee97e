"""The whole program beside what people use, on one server, in one run.

Usage: compare.py [--rows 3000] [--latency 0s 200ms] [--faulty N] [--rounds 1] [--only WORD ...]   (make bench BENCH=... calls it)

Prints a table: rows a second, CPU milliseconds a row and the largest process's
resident set, as the operating system accounts for whole processes; the best of
the rounds, which take turns.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / "bench" / "peers"
PORT, DISTINCT, HOSTS = 8765, 24, 10
PATIENCE = 600  # seconds until a contender is given up


def leave_network():
    """Starts the script again where loopback is the only network: what peers consist
    of asks for updates, and names of the list would go to a name server outside."""
    mark = "BEAMCROP_BENCH_ON_LOOPBACK"
    if os.environ.get(mark):
        return
    if not (shutil.which("unshare") and shutil.which("ip")):
        sys.exit("this needs Linux with unshare and ip, to keep what it measures off the network")
    os.environ[mark] = "1"
    os.execvp("unshare", ["unshare", "--map-root-user", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh", sys.executable, *sys.argv])


def build(target, package):
    subprocess.run(["go", "build", "-o", target, package], cwd=ROOT, check=True)


def run(command):
    """Returns wall seconds, CPU seconds and peak RSS in MB of a command."""
    started = time.monotonic()
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    giving_up = threading.Timer(PATIENCE, os.killpg, [process.pid, signal.SIGKILL])
    giving_up.start()
    _, status, used = os.wait4(process.pid, 0)
    giving_up.cancel()
    if status and not os.WIFSIGNALED(status):
        sys.exit(f"{command} failed")
    return time.monotonic() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def contenders(work, faces):
    """Each name's command; every one of them crops, but img2dataset, which can't."""
    beamcrop = [work / "beamcrop", f"--input={faces}", f"--output={work / 'beamcrop.out'}", "--preset=facecaption",
                "--allow_private", "--progress=off", "--host_concurrency=1024"]
    img2dataset = [Path(sys.executable).with_name("img2dataset"), "--url_list", faces, "--input_format", "parquet", "--url_col", "url",
                   "--caption_col", "_id", "--output_format", "webdataset", "--output_folder", work / "img2dataset.out",
                   "--processes_count", "2", "--thread_count", "64", "--number_sample_per_shard", "500", "--enable_wandb", "False"]
    return {
        "**beamcrop**": beamcrop,
        "thread pool of 32, requests, Pillow": [sys.executable, PEERS / "threadpool.py", faces, work / "threadpool.out"],
        "datasets.map, 2 processes, Pillow": [sys.executable, PEERS / "hf_map.py", faces, work / "map.out"],
        "Daft": [sys.executable, PEERS / "daft_download.py", faces, work / "daft.out"],
        "by hand: urllib3, simplejpeg, 2 processes": [sys.executable, PEERS / "by_hand.py", faces, work / "byhand.out"],
        "img2dataset, copies (does not crop)": img2dataset + ["--disable_all_reencoding", "True", "--resize_mode", "no"],
        "img2dataset, 256 px border (does not crop)": img2dataset + ["--image_size", "256", "--resize_mode", "border"],
    }


def compare(work, asked, latency):
    faces = work / f"faces-{latency}.parquet"
    subprocess.run([work / "dataset", f"--out={faces}", f"--rows={asked.rows}", f"--latency={latency}", f"--distinct={DISTINCT}",
                    f"--hosts={HOSTS}", f"--faulty={asked.faulty}"], check=True)
    chosen = {name: command for name, command in contenders(work, faces).items() if not asked.only or any(word in name for word in asked.only)}
    best = {}
    for _ in range(asked.rounds):
        for name, command in chosen.items():
            best[name] = [min(pair) for pair in zip(run(command), best.get(name, [float("inf")] * 3))]
            for left in work.glob("*.out"):
                shutil.rmtree(left) if left.is_dir() else left.unlink()
    for name, (wall, cpu, rss) in best.items():
        print(f"| {latency} | {name} | {asked.rows / wall:.0f} | {1000 * cpu / asked.rows:.2f} | {rss:.0f} |", flush=True)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=3000)
    options.add_argument("--latency", nargs="+", default=["0s", "200ms"])
    options.add_argument("--rounds", type=int, default=1)
    options.add_argument("--faulty", type=int, default=0, help="every N-th row has one of the server's faults")
    options.add_argument("--only", nargs="+", help="contenders whose names hold one of these words")
    asked = options.parse_args()
    leave_network()
    work = Path(tempfile.mkdtemp(prefix="beamcrop-bench-"))
    for name, package in [("beamcrop", "./cmd/run"), ("dataset", "./bench/dataset"), ("serve", "./internal/testweb/serve")]:
        build(work / name, package)
    server = subprocess.Popen([work / "serve", f"--addr=127.0.0.1:{PORT}", f"--hosts={HOSTS}", f"--distinct={DISTINCT}"], stdout=subprocess.DEVNULL)
    try:
        warm = work / "warm.parquet"  # the server draws each picture at its first request
        subprocess.run([work / "dataset", f"--out={warm}", "--rows=300", f"--distinct={DISTINCT}"], check=True)
        run(contenders(work, warm)["**beamcrop**"])
        shutil.rmtree(work / "beamcrop.out")
        print("| latency | | rows/s | CPU ms/row | peak RSS MB |\n|---|---|---|---|---|")
        for latency in asked.latency:
            compare(work, asked, latency)
    finally:
        server.terminate()
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
