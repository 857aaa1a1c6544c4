"""Solves every game of a folder with Gambit and sets the times beside ours: gambit.py FOLDER OURS.

OURS is what `time_games` printed. All equilibria: `enummixed_solve` for two players (in rationals, as it does
unless told otherwise, and in floats), `enumpoly_solve` for more, in a process of its own that is ended after
PATIENCE seconds. Quantal responses: `logit_solve_branch`. Least of three times, or of one above ten seconds.
"""

import json
import multiprocessing
import sys
import time
from pathlib import Path

import pygambit

PATIENCE = 120


def least_time(solve):
    least = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        answer = solve()
        least = min(least, time.perf_counter() - start)
        if least > 10:
            break
    return answer, least


def enumerate_supports(path):
    game = pygambit.read_nfg(path)
    return least_time(lambda: len(pygambit.nash.enumpoly_solve(game).equilibria))


def within(patience, function, *arguments):
    with multiprocessing.Pool(1) as pool:
        try:
            return pool.apply_async(function, arguments).get(3 * patience)
        except multiprocessing.TimeoutError:
            return None, None


def shown(seconds):
    return f"> {PATIENCE:.0f}" if seconds is None else f"{seconds:.4f}"


def main():
    folder, ours = Path(sys.argv[1]), Path(sys.argv[2])
    print(f"pygambit {pygambit.__version__}; seconds")
    print(f"{'game':<24} {'ours':>5} {'Gambit':>6} {'ours s':>9} {'Gambit s':>9} {'branch':>9} {'Gambit s':>9}")
    for line in ours.read_text().splitlines():
        our = json.loads(line)
        path = str(folder / f"{our['name']}.nfg")
        game = pygambit.read_nfg(path)
        rows = []
        if len(game.players) == 2:
            for rational in (True, False):
                solve = lambda: len(pygambit.nash.enummixed_solve(game, rational=rational).equilibria)
                rows.append((" (rational)" if rational else " (float)", *least_time(solve)))
        else:
            rows.append(("", *within(PATIENCE, enumerate_supports, path)))
        _, branch = least_time(lambda: pygambit.qre.logit_solve_branch(game))
        for what, found, seconds in rows:
            print(
                f"{our['name'] + what:<24} {our['equilibria']:>5} {found if found is not None else '-':>6} "
                f"{our['seconds']:>9.4f} {shown(seconds):>9} {our['branch']:>9.4f} {branch:>9.4f}"
                + (f"  open: {our['undecided']} continua: {our['continua']}" if our["undecided"] + our["continua"] else ""),
                flush=True,
            )


if __name__ == "__main__":
    main()
