"""Time that Mesa takes for a step of an agent: its own model of Epstein's civil violence, 40 x 40 cells, 0.7 of
them citizens, as the package ships it (J. Epstein, PNAS 99, 2002), without collecting data.

    mesa_epstein.py [STEPS] [TURNS]
"""

import sys
import time

import mesa
from mesa.examples.advanced.epstein_civil_violence.model import EpsteinCivilViolence


def main(steps=20, turns=5):
    least = float("inf")
    for turn in range(turns):
        model = EpsteinCivilViolence(width=40, height=40, citizen_density=0.7, seed=turn)
        model.datacollector.collect = lambda _: None
        agents = len(model.agents)
        started = time.perf_counter()
        for _ in range(steps):
            model.step()
        least = min(least, (time.perf_counter() - started) / (steps * agents))
    print(f"Mesa {mesa.__version__}, Epstein's civil violence: {least * 1e6:.1f} us an agent-step, {agents} agents")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
