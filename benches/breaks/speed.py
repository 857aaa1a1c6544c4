"""Time that ruptures takes for one 432-month series and for every country's."""

import sys
import time

import numpy as np
import ruptures
import series


def pelt(signal):
    return ruptures.Pelt(model="rbf", min_size=3, jump=1).fit(signal).predict(pen=3)


def kernel(signal):
    return ruptures.KernelCPD(kernel="rbf", min_size=3).fit(signal).predict(pen=3)


def main(figures):
    record = series.read(figures, "state_based_events")
    longest = max(len(counts) for _, counts in record.values())
    one = max((c for _, c in record.values() if len(c) == longest), key=lambda c: c.sum())
    for name, find in (("Pelt", pelt), ("KernelCPD", kernel)):
        times = []
        for _ in range(5):
            started = time.perf_counter()
            find(np.log1p(one).reshape(-1, 1))
            times.append(time.perf_counter() - started)
        started = time.perf_counter()
        for _, counts in record.values():
            find(np.log1p(counts).reshape(-1, 1))
        every = time.perf_counter() - started
        print(
            f"ruptures {ruptures.__version__} {name}: one series of {longest} months "
            f"{np.median(times) * 1e3:.2f} ms, {len(record)} countries {every:.3f} s (breaks alone)"
        )


main(sys.argv[1])
