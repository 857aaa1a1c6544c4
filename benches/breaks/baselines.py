"""AUC and Brier score on the panel of salient events: impasse's answers and three baselines.

Each baseline is given the measure and the setting with which it does best on the panel at each
hindsight, which favours it: impasse was given none.
"""

import csv
import json
import sys
from itertools import product

import numpy as np
import ruptures
import series

COLUMNS = ["event_count", "state_based_events", "fatalities_best"]
BEFORE = [6, 12, 24, 60]
PENALTIES = np.geomspace(0.05, 50, 24)


def auc(scores, breaks):
    scores, breaks = np.array(scores), np.array(breaks)
    wins = scores[breaks][:, None] - scores[~breaks][None, :]
    return float(np.mean((wins > 0) + 0.5 * (wins == 0)))


def ratio(counts, at, before, centre):
    earlier, later = counts[max(0, at - before) : at], counts[at:]
    return abs(np.log((centre(later) + 0.5) / (centre(earlier) + 0.5)))


def kernel(counts, at, before):
    """The largest penalty at which a change is found from two months before to one after."""
    start = max(0, at - before)
    signal = np.log1p(counts[start:]).reshape(-1, 1)
    if len(signal) < 4 or np.ptp(signal) == 0:
        return 0.0
    finder = ruptures.KernelCPD(kernel="rbf", min_size=1).fit(signal)
    found = 0.0
    for penalty in PENALTIES:
        ends = finder.predict(pen=penalty)[:-1]
        if any(-2 <= end + start - at <= 1 for end in ends):
            found = penalty
    return found


def main(figures, panel, work):
    record = {column: series.read(figures, column) for column in COLUMNS}
    with open(panel, newline="") as file:
        events = [(row["iso3"], series.month(row["month"]), row["label"] == "break") for row in csv.DictReader(file)]
    print("hindsight  events  impasse (Brier)   log-ratio of means   median ratio   KernelCPD")
    for hindsight in (0, 1, 3, 6):
        with open(f"{work}/answers{hindsight}.json") as file:
            answers = json.load(file)
        asked = [
            (event, answer)
            for event, answer in zip(events, answers, strict=True)
            if answer.get("p_new_phase") is not None
        ]
        breaks = [event[2] for event, _ in asked]
        ours = [answer["p_new_phase"] for _, answer in asked]
        brier = np.mean((np.array(ours) - np.array(breaks)) ** 2)

        def best(score):
            return max(
                auc(
                    [
                        score(counts[: at + hindsight + 1], at, before)
                        for (iso3, month, _), _ in asked
                        for first, counts in [record[column][iso3]]
                        for at in [month - first]
                    ],
                    breaks,
                )
                for column, before in product(COLUMNS, BEFORE)
            )

        means = best(lambda counts, at, before: ratio(counts, at, before, np.mean))
        medians = best(lambda counts, at, before: ratio(counts, at, before, np.median))
        kernels = best(kernel)
        print(
            f"{hindsight:9}  {len(asked):6}  {auc(ours, breaks):.3f} ({brier:.3f})"
            f"     {means:.3f}                {medians:.3f}          {kernels:.3f}"
        )


main(*sys.argv[1:])
