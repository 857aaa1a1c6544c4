#!/usr/bin/env python3
"""Simulate on a Dask cluster: a task for each part of the runs, then one merge.

    pip install dask distributed
    scripts/simulate_dask.py --shards 20 --out runs.parquet -- mali-2024 --runs 20000
    scripts/simulate_dask.py --scheduler tcp://head:8786 --shards 500 --out /shared/runs.parquet -- mali-2024

Without --scheduler it starts a cluster of --workers processes here. Workers and this script must see the same
file system. What follows `--` goes to `impasse simulate` as it stands. A part that is finished stays finished:
whatever dies, the same call goes on from there. --kill-a-worker ends one worker with SIGKILL once a quarter of the
parts are done; the file must come out the same.
"""

import argparse
import os
import signal
import subprocess
from pathlib import Path

from dask.distributed import Client, LocalCluster, as_completed


def part_of(out: Path, number: int, shards: int) -> Path:
    """The file of a part, named as `impasse simulate --shards` names it."""
    return out.with_name(f"{out.stem}.{number}-of-{shards}{out.suffix}")


def simulate(impasse: str, words: list[str], number: int, shards: int, out: str) -> int:
    """Writes one part; one that is there is left alone."""
    command = [impasse, "simulate", *words, "--shard", f"{number}/{shards}", "--out", out, "--threads", "1"]
    subprocess.run(command, check=True, capture_output=True, text=True)
    return number


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--impasse", default="impasse", help="the program, as workers find it")
    options.add_argument("--scheduler", help="address of a running cluster")
    options.add_argument("--workers", type=int, default=2, help="processes of a cluster started here")
    options.add_argument("--shards", type=int, required=True)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--kill-a-worker", action="store_true")
    options.add_argument("words", nargs="+", help="case and options of `impasse simulate`, after --")
    given = options.parse_args()
    out = given.out.resolve()

    cluster = given.scheduler or LocalCluster(n_workers=given.workers, threads_per_worker=1, dashboard_address=None)
    with Client(cluster) as client:
        parts = [(number, str(part_of(out, number, given.shards))) for number in range(1, given.shards + 1)]
        tasks = [
            client.submit(simulate, given.impasse, given.words, number, given.shards, path, pure=False, retries=3)
            for number, path in parts
        ]
        kill = given.kill_a_worker
        for done, task in enumerate(as_completed(tasks), start=1):
            print(f"part {task.result()} is written, {done} of {given.shards}", flush=True)
            if kill and done >= given.shards // 4:
                kill = False
                worker, pid = next(iter(client.run(os.getpid).items()))
                os.kill(pid, signal.SIGKILL)
                print(f"killed worker {worker}, process {pid}", flush=True)
    subprocess.run([given.impasse, "merge", *(path for _, path in parts), "--out", str(out)], check=True)


if __name__ == "__main__":
    main()
