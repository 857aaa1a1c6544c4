#!/usr/bin/env python3
"""Writes crates/strategy/tests/golden/*.json: games with what Gambit says of them.

Usage: pip install pygambit==16.7.0 && scripts/games_golden.py [bimatrix] [polynomial] [logit]

The games are random ones from a fixed seed, those of R. Nau, S. Gomez Canovas & P. Hansen, On the geometry of
Nash equilibria and correlated equilibria, International Journal of Game Theory 32, 2004, and the 6 x 6 game
with 75 equilibria of B. von Stengel, New maximal numbers of equilibria in bimatrix games, Discrete &
Computational Geometry 21, 1999.
"""

import io
import json
import multiprocessing
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pygambit

OUT = Path(__file__).resolve().parent.parent / "crates/strategy/tests/golden"

# Payoffs of the first player. The second has the same with the players' parts exchanged and the strategies
# taken in the order 5, 6, 3, 4, 1, 2.
VON_STENGEL = [
    [9504, -660, 19976, -20526, 1776, -8976],
    [-111771, 31680, -130944, 168124, -8514, 52764],
    [397584, -113850, 451176, -586476, 29216, -178761],
    [171204, -45936, 208626, -263076, 14124, -84436],
    [1303104, -453420, 1227336, -1718376, 72336, -461736],
    [737154, -227040, 774576, -1039236, 48081, -300036],
]
ORDER = [4, 5, 2, 3, 0, 1]

# Payoffs of every profile in turn, the first player's strategy changing fastest.
NAU = {
    "Nau et al. 2004, section 3": ([2, 2], "3 2 0 0 0 0 2 3"),
    "Nau et al. 2004, section 4": ([2, 2, 2], "3 0 2 0 1 0 0 2 0 1 0 0 1 0 0 0 3 0 0 1 0 2 0 3"),
    "Nau et al. 2004, section 5": ([2, 2, 2], "0 0 2 3 0 0 0 3 0 0 0 0 1 1 0 0 0 0 0 0 0 0 0 3"),
    "Nau et al. 2004, section 6": (
        [2, 2, 4],
        "2 0 0 0 2 1 0 1 1 1 0 2 1 0 2 0 1 1 0 2 1 2 0 0 "
        "1 0 1 0 2 0 0 1 2 2 0 1 2 0 1 0 1 2 0 2 0 1 0 1",
    ),
}
# Gambit's enumpoly does not come back from some games within hours: seconds that it is given.
PATIENCE = 90


def nfg(name, counts, payoffs):
    players = " ".join(f'"{n + 1}"' for n in range(len(counts)))
    return f'NFG 1 R "{name}" {{ {players} }} {{ {" ".join(map(str, counts))} }} {payoffs}\n'


def von_stengel(unit=1):
    entry = lambda i, j: str(VON_STENGEL[i][j] * unit)
    payoffs = [f"{entry(i, j)} {entry(ORDER[j], ORDER[i])}" for j in range(6) for i in range(6)]
    return "von Stengel 1999", nfg("von Stengel 1999", [6, 6], " ".join(payoffs))


def nau(players):
    for name, (counts, payoffs) in NAU.items():
        if (len(counts) == 2) == (players == 2):
            yield name, nfg(name, counts, payoffs)


def made_up(rng, what, counts, low, high, how_many):
    for n in range(how_many):
        payoffs = rng.integers(low, high, int(np.prod(counts)) * len(counts))
        name = f"{what} {'x'.join(map(str, counts))}, {n + 1}"
        yield name, nfg(name, counts, " ".join(map(str, payoffs)))


def read(text):
    return pygambit.read_nfg(io.StringIO(text))


def probabilities(profile, number):
    return [[number(profile[s]) for s in player.strategies] for player in profile.game.players]


def rational(value):
    return str(Fraction(str(value)))


def bimatrix(rng):
    games = [von_stengel(), *nau(2)]
    for counts in ([2, 2], [3, 3], [3, 5], [4, 4], [5, 5]):
        games += made_up(rng, "random", counts, -99, 100, 4)
    for counts in ([2, 2], [3, 3], [4, 4], [3, 5], [5, 5]):
        games += made_up(rng, "degenerate", counts, 0, 3, 5)
    for name, text in games:
        game = read(text)
        exact = pygambit.nash.enummixed_solve(game, rational=True).equilibria
        double = pygambit.nash.enummixed_solve(game, rational=False).equilibria
        found = sorted(probabilities(profile, rational) for profile in exact)
        yield {
            "name": name,
            "nfg": text,
            # Gambit in floats finds so many: where it differs, ties are to blame.
            "found_in_floats": len(double),
            "equilibria": found,
        }


def polynomial(rng):
    games = list(nau(3))
    games += made_up(rng, "random", [3, 3, 3], -999, 1000, 12)
    games += made_up(rng, "random", [2, 3, 4], -999, 1000, 3)
    games += made_up(rng, "random", [3, 3, 3, 3], -999, 1000, 4)
    games += made_up(rng, "degenerate", [3, 3, 3], -9, 10, 6)
    for name, text in games:
        print(name, flush=True)
        # A process of its own: it cannot be interrupted otherwise.
        with multiprocessing.Pool(1) as pool:
            try:
                found = pool.apply_async(enumpoly, [text]).get(PATIENCE)
            except multiprocessing.TimeoutError:
                found = None
        yield {"name": name, "nfg": text, "equilibria": found}


def enumpoly(text):
    profiles = pygambit.nash.enumpoly_solve(read(text)).equilibria
    return sorted(probabilities(profile, float) for profile in profiles)


def logit(rng):
    # Payoffs of the 6 x 6 game go into the millions, and Gambit's steps do not fit them.
    # The branch of Nau's section 3 forks, for the players are alike: which way it is followed is chance.
    games = [von_stengel(unit=Decimal("1e-6")), *nau(3)]
    for counts in ([3, 3], [5, 5], [3, 3, 3], [2, 3, 4], [3, 3, 3, 3]):
        games += made_up(rng, "random", counts, -9, 10, 3)
    for name, text in games:
        game = read(text)
        at = [0.01, 0.1, 0.3, 1.0, 2.0]
        points = pygambit.qre.logit_solve_lambda(game, at)
        # Small steps: the corrector stops at 1e-4 of the equations, and its error falls with the step.
        branch = pygambit.qre.logit_solve_branch(game, first_step=0.001, max_accel=1.02)
        within = [point for point in branch if point.lam <= 20]
        yield {
            "name": name,
            "nfg": text,
            "lambda": [qre(point) for point in points],
            "branch": [qre(point) for point in within[:: max(1, len(within) // 20)]],
        }


def qre(point):
    return {"lambda": point.lam, "profile": probabilities(point.profile, float)}


def main():
    """Writes all, or those that are named."""
    OUT.mkdir(parents=True, exist_ok=True)
    for write in (bimatrix, polynomial, logit):
        if sys.argv[1:] and write.__name__ not in sys.argv[1:]:
            continue
        games = list(write(np.random.default_rng(6)))
        path = OUT / f"{write.__name__}.json"
        lines = ",\n".join("  " + json.dumps(game) for game in games)
        path.write_text(f'{{"pygambit": "{pygambit.__version__}", "games": [\n{lines}\n]}}\n')
        print(path, len(games), "games")


if __name__ == "__main__":
    main()
