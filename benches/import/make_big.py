"""Makes a large UCDP GED file: real rows of 49 columns, repeated with new ids.

usage: make_big.py OUT [ROWS] [DATA]

ROWS is 350,000 unless given, about the size of UCDP GED 25.1; DATA the directory with
ged231_ethiopia.csv and ged231_sierra_leone.csv.
"""

import csv
import itertools
import pathlib
import sys

out = pathlib.Path(sys.argv[1])
rows = int(sys.argv[2]) if len(sys.argv) > 2 else 350_000
here = pathlib.Path(__file__).resolve()
data = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else here.parents[3] / "shared/data/ged"

header, real = None, []
for name in ("ged231_ethiopia.csv", "ged231_sierra_leone.csv"):
    with open(data / name, encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = next(reader)
        assert len(header) == 49, f"{name} has {len(header)} columns"
        real += reader

with open(out, "w", encoding="utf-8", newline="") as file:
    writer = csv.writer(file)
    writer.writerow(header)
    for number, row in enumerate(itertools.islice(itertools.cycle(real), rows), start=1):
        writer.writerow([1_000_000 + number, *row[1:]])
print(f"{rows} rows, {out.stat().st_size} bytes")
