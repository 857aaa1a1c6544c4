"""Writes the games to be solved: games.py FOLDER."""

import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
from games_golden import nfg, von_stengel  # noqa: E402

folder = Path(sys.argv[1])
(folder / "von-stengel-6x6.nfg").write_text(von_stengel()[1])
dice = random.Random(7)
for counts, how_many in (([3, 3, 3], 10), ([3, 3, 3, 3], 3)):
    for n in range(how_many):
        size = len(counts)
        for count in counts:
            size *= count
        payoffs = " ".join(f"{dice.uniform(-1, 1):.4f}" for _ in range(size))
        name = f"random-{'x'.join(map(str, counts))}-{n + 1:02}"
        (folder / f"{name}.nfg").write_text(nfg(name, counts, payoffs))
