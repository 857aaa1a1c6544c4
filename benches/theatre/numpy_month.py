"""The month of crates/theatre in NumPy, all runs at once: arrays of runs x fighters x places.

Reads what `crates/theatre/examples/draws.rs` wrote, plays the same months from the same numbers with other
chances, checks that both agree within Monte-Carlo error, and says what a run takes. Collapse, bids for the
capital and deals are left out in both: they are rare, and branches of single runs are what arrays are worst
at. Equations: crates/theatre/src/mechanism.

    numpy_month.py DRAWS.json [TURNS]
"""

import json
import sys
import time

import numpy as np

MOST_DEATHS = 3000
# Standard errors of the mean paired difference beyond which the two do not agree.
AGREE = 4.0
OF_RUN = (
    "decisiveness draw growth spill fade relaxation garrison decay repair kept_in_coup revenue clashes one_sided "
    "tail scale size tempo_spread tempo_persistence recruits wronged income flight return_home coup coup_shock "
    "capacity capital_garrison"
).split()
OF_FIGHTER = "strength loss useful cohesion predation splits base".split()


class Theatre:
    """All runs, before the first month and after any."""

    def __init__(self, drawn, seed):
        self.rng = np.random.default_rng(seed)
        world = drawn["world"]
        # Without a collapse there are no local commands, which are last.
        fighters = world["fighters"][:-1]
        runs, k, n = len(drawn["runs"]), len(fighters), len(world["people"])
        self.shape, self.capital = (runs, k, n), world["capital"]
        settings = [run["setting"] for run in drawn["runs"]]
        states = [run["state"] for run in drawn["runs"]]
        for name in OF_RUN:
            setattr(self, name, np.array([s[name] for s in settings]))
        for name in OF_FIGHTER:
            setattr(self, name + "0", np.array([s[name][:k] for s in settings]))
        whole = k + 1

        def rows(of):
            return np.array(of).reshape(runs, whole, n)[:, :k]

        self.affinity = rows([s["affinity"] for s in settings])
        self.reach = rows([s["reach"] for s in states])
        self.rule = rows([s["rule"] for s in states])
        enemies = np.array([s["enemies"] for s in settings])
        self.enemies = enemies.reshape(runs, whole, whole)[:, :k, :k]
        self.ruled_at_start = np.array([s["ruled_at_start"][:k] for s in states])
        self.lent = np.array([s["backing"] for s in settings], dtype=float).reshape(runs, -1, 3)
        self.present = np.array([s["backers"] for s in states], dtype=bool)
        self.backs = np.eye(k)[np.array(world["backs"], dtype=int)]
        self.postures = [fighter["posture"] for fighter in fighters]
        self.is_state = np.array([fighter["side"] == "State" for fighter in fighters])
        self.is_movement = np.array([fighter["side"] == "Insurgent" for fighter in fighters])
        self.splinters = [
            (to, fighter["splinter_of"]) for to, fighter in enumerate(fighters) if fighter["splinter_of"] is not None
        ]
        traits = {name: np.array([fighter[name] for fighter in fighters]) for name in ("pressure", "rule", "harm")}
        self.effort, self.harm = traits["rule"], traits["harm"]
        self.pressure = traits["pressure"]
        harder = np.maximum(self.pressure[:, None], self.pressure[None, :])
        self.meets = self.enemies * harder
        self.presses = self.enemies * self.pressure[None, None, :]
        self.around = np.zeros((n, n))
        for place, neighbours in enumerate(world["neighbours"]):
            self.around[place, neighbours] = 1.0 / max(len(neighbours), 1)
        far = np.array(world["distances"]).reshape(n, n)[self.base0.astype(int)]
        self.reached = np.exp(-self.loss0[:, :, None] * far)
        self.hides = np.exp(-self.affinity / 0.1)
        self.people_at_start = np.array(world["people"])
        self.people = np.tile(self.people_at_start, (runs, 1))
        self.capacity0 = self.capacity.copy()
        self.strength, self.cohesion = self.strength0.copy(), self.cohesion0.copy()
        self.displaced, self.tempo, self.losses = np.zeros(runs), np.zeros(runs), np.zeros(runs)
        self.overthrows = np.zeros(runs, dtype=int)
        self.split = np.zeros((runs, k), dtype=bool)
        self.shocks = np.zeros((runs, 3))

    def ruled(self, rule):
        """Share of the people under each fighter's rule."""
        return (rule * self.people[:, None, :]).sum(-1) / np.maximum(self.people.sum(-1), 1.0)[:, None]

    def paid(self):
        """Share of its costs that each fighter can meet, and the share of the people whom it rules."""
        ruled = self.ruled(self.rule)
        income = 10.0 * self.income[:, None]
        base = np.where(self.is_state, self.revenue[:, None], np.maximum(1.0 - income * self.ruled_at_start, 0.0))
        cost = np.where(self.strength0 > 0.0, self.strength / np.maximum(self.strength0, 1.0), 1.0)
        return np.minimum((base + income * ruled) / np.maximum(cost, 1e-9), 1.0), ruled

    def preys(self):
        """Predation of each fighter with that of its backers."""
        own = np.maximum(self.strength, 1.0)
        lent = (self.lent[:, :, 0] * self.present) @ self.backs
        theirs = (self.lent[:, :, 0] * self.lent[:, :, 1] * self.present) @ self.backs
        return (own * self.predation0 + theirs) / (own + lent)

    def allocation(self):
        """Shares of each fighter's force by place."""
        r, u, h = self.reach, self.rule, self.affinity
        weights = np.empty(self.shape)
        for one, posture in enumerate(self.postures):
            if posture == "harass":
                weights[:, one] = r[:, one]
            elif posture == "consolidate-rule" and not self.is_state[one]:
                weights[:, one] = r[:, one] * (0.2 + np.maximum(h[:, one] - u[:, one], 0.0))
            elif posture in ("raid-with-partner", "fight-rivals"):
                foes = self.enemies[:, one]
                if posture == "fight-rivals":
                    foes = foes & self.is_movement
                weights[:, one] = (0.1 + (r * foes[:, :, None]).max(1)) * r[:, one]
            elif posture == "hold-towns":
                mean = np.maximum(self.people.sum(-1) / self.shape[2], 1.0)
                weights[:, one] = self.people / mean[:, None] * (0.2 + u[:, one]) * r[:, one]
            else:
                sys.exit(f"posture {posture} is not written here: choose a case whose status quo has others")
        total = weights.sum(-1, keepdims=True)
        shares = np.divide(weights, total, out=weights, where=total > 0.0)
        kept = np.minimum(self.capital_garrison, 1.0)[:, None]
        for one in np.flatnonzero(self.is_state):
            shares[:, one] *= np.where(total[:, one] > 0.0, 1.0 - kept, 1.0)
            shares[:, one, self.capital] += np.where(total[:, one, 0] > 0.0, kept[:, 0], 0.0)
        return shares

    def force(self):
        lent = (self.lent[:, :, 0] * self.present) @ self.backs
        sent = (self.strength + lent) * self.useful0
        return np.maximum(sent, 0.0)[:, :, None] * self.allocation() * self.reached

    def contests(self, force):
        there = force > 0.0
        mean = force.sum(1) / np.maximum(there.sum(1), 1)
        unit = np.divide(1.0, mean, out=np.zeros_like(mean), where=mean > 0.0)
        weights = np.where(there, (force * unit[:, None, :]) ** self.decisiveness[:, None, None], 0.0)
        sum_ = self.draw[:, None] + weights.sum(1)
        return np.divide(weights, sum_[:, None, :], out=weights, where=sum_[:, None, :] > 0.0)

    def counts(self, mean):
        """Negative binomial, and nothing where nothing is expected."""
        size = np.broadcast_to(self.size.reshape((-1,) + (1,) * (mean.ndim - 1)), mean.shape)
        return self.rng.negative_binomial(size, size / (size + np.maximum(mean, 1e-300)))

    def deaths(self, counts):
        """Deaths in so many events each, added up."""
        flat = counts.ravel()
        owner = np.repeat(np.arange(flat.size), flat)
        run = owner // (flat.size // len(self.tail))
        scale = np.maximum(self.scale, 0.01)[run]
        power = np.maximum(self.tail - 1.0, 0.05)[run]
        share = 1.0 - self.rng.random(owner.size)
        each = 1.0 + np.floor(scale * (share ** (-1.0 / power) - 1.0))
        sums = np.bincount(owner, np.minimum(each, MOST_DEATHS), flat.size)
        return sums.reshape(counts.shape)

    def month(self):
        """One month on; events, deaths and civilian deaths of each run."""
        r = self.reach
        rho = self.tempo_persistence.clip(0.0, 1.0)
        push = self.tempo_spread * np.sqrt(1.0 - rho * rho)
        self.tempo = rho * self.tempo + push * self.rng.standard_normal(len(rho))
        pace = np.exp(self.tempo - self.tempo_spread**2 / 2.0)
        force = self.force()
        success = self.contests(force)
        control = success.sum(1, keepdims=True)
        x = np.divide(success, control, out=np.zeros_like(success), where=control > 0.0)

        # Violence.
        fights = 0.5 * (r * (self.meets @ r)).sum(1)
        borne = r * (self.meets @ (r * success))
        clashes = self.counts((self.clashes * pace)[:, None] * fights)
        battle = self.deaths(clashes)
        whole = borne.sum(1)
        civilian = np.where(whole > 0.0, 0.2, 1.0)
        crossfire = civilian * battle
        fallen = np.divide((1.0 - civilian) * battle, whole, out=np.zeros_like(whole), where=whole > 0.0)
        lost = (fallen[:, None, :] * borne).sum(-1)
        preys = self.preys()
        rate = (self.one_sided * pace)[:, None] * (preys / 0.2) * self.harm
        attacks = self.counts(rate[:, :, None] * r * (6.75 * x * x * (1.0 - x)))
        slain = self.deaths(attacks)

        # Reach.
        per_head = 1000.0 / (self.garrison[:, None] * np.maximum(self.people, 1.0))
        held = np.minimum(force * per_head[:, None, :], 1.0)
        against = self.presses @ (success * held)
        growth, spill, fade = (of[:, None, None] for of in (self.growth, self.spill, self.fade))
        change = growth * r * (1.0 - r) * (success - against)
        change += spill * (1.0 - r) * np.maximum(r @ self.around.T - r, 0.0)
        change -= fade * r * self.hides * (1.0 - success)
        alive = (self.strength > 0.0)[:, :, None]
        self.reach = np.where(alive, r + change, r * (1.0 - fade)).clip(0.0, 1.0)

        # Rule.
        payment, _ = self.paid()
        most = np.minimum(self.reach, self.affinity + held)
        u = self.rule
        now = u + self.relaxation[:, None, None] * (self.effort[:, None] * most - u)
        own, safe = u[:, 0], x[:, 0]
        repair = (self.repair * self.capacity * payment[:, 0])[:, None] * safe
        decay = self.decay[:, None] * (preys[:, :1] + 1.0 - safe)
        now[:, 0] = own + repair * np.maximum(most[:, 0] - own, 0.0) - decay * own
        now = now.clip(0.0, 1.0)
        self.rule = now / np.maximum(now.sum(1, keepdims=True), 1.0)

        # Strength.
        pays, ruled = self.paid()
        before = self.strength
        killed_near = (slain[:, None, :, :] * self.reach[:, :, None, :]).sum(-1)
        wronged = (killed_near * self.enemies).sum(-1)
        recruits = self.recruits[:, None] * ruled * self.people.sum(-1)[:, None] / 1e5
        recruits += self.wronged[:, None] * wronged
        left = np.minimum(self.capacity / np.maximum(self.capacity0, 1e-9), 1.0)
        enlist = 0.02 * pays[:, 0] * left * np.maximum(self.strength0[:, 0] - before[:, 0], 0.0)
        recruits[:, 0] = enlist
        after = np.maximum(before + recruits - lost - 0.05 * (1.0 - pays) * before, 0.0)
        share = np.minimum(np.divide(lost, before, out=np.zeros_like(lost), where=before > 0.0), 1.0)
        mended = 0.01 * pays * np.maximum(self.cohesion0 - self.cohesion, 0.0)
        there = before > 0.0
        self.strength = np.where(there, after, before)
        self.cohesion = np.where(there, (self.cohesion - 0.5 * share + mended).clip(0.0, 1.0), self.cohesion)
        self.losses = np.where(there[:, 0], share[:, 0], self.losses)

        # People.
        one_sided = slain.sum(1)
        self.people = self.people - np.minimum(one_sided + crossfire, self.people)
        dead = one_sided + battle
        fled = np.minimum(self.flight[:, None] * dead, self.people / 20.0)
        self.people -= fled
        self.displaced = self.displaced + fled.sum(-1)
        self.shocks = np.column_stack((dead[:, self.capital], self.shocks[:, :2]))
        home = self.return_home * self.displaced * np.exp(-dead.sum(-1) / 100.0)
        self.people += home[:, None] * (self.people_at_start / self.people_at_start.sum())
        self.displaced -= home

        self.politics()
        events = clashes.sum(-1) + attacks.sum((-1, -2))
        return events, dead.sum(-1), (one_sided + crossfire).sum(-1)

    def politics(self):
        """Capacity, coups, departures of backers, splits of movements."""
        pays, ruled = self.paid()
        u, q, preys = ruled[:, 0], self.capacity, self.preys()[:, 0]
        self.capacity = (q + self.repair * pays[:, 0] * u * (1.0 - q) - self.decay * (preys + 1.0 - u) * q).clip(0.0, 1.0)
        shaken = (self.shocks.sum(-1) >= 30.0) | (self.losses >= 0.02)
        hazard = self.coup / 12.0 * np.where(shaken, self.coup_shock, 1.0) * (1.5 - self.cohesion[:, 0])
        coup = self.rng.random(len(hazard)) < hazard
        self.overthrows += coup
        self.capacity = np.where(coup, self.capacity * self.kept_in_coup, self.capacity)
        self.present &= self.rng.random(self.present.shape) >= self.lent[:, :, 2] / 12.0
        for to, parent in self.splinters:
            hazard = self.splits0[:, parent] / 12.0 * (1.5 - self.cohesion[:, parent])
            chance = self.rng.random(len(hazard))
            happens = ~self.split[:, to] & (self.strength[:, parent] > 0.0) & (chance < hazard)
            which = np.flatnonzero(happens)
            if which.size == 0:
                continue
            self.split[which, to] = True
            part = 0.2 + 0.3 * self.rng.random(which.size)
            self.strength[which, to] = part * self.strength[which, parent]
            self.strength[which, parent] *= 1.0 - part
            self.cohesion[which, to] = self.cohesion[which, parent]
            leaves = self.rng.random((which.size, self.shape[2])) < part[:, None]
            for rows, kept in ((self.reach, 0.5), (self.rule, 0.0)):
                own = rows[which, parent]
                rows[which, to] = np.where(leaves, own, rows[which, to])
                rows[which, parent] = np.where(leaves, kept * own, own)


def play(drawn, seed):
    """All runs; what came of them, and the seconds of their months."""
    theatre = Theatre(drawn, seed)
    sums = np.zeros((3, theatre.shape[0]))
    started = time.perf_counter()
    for _ in range(drawn["months"]):
        sums += theatre.month()
    seconds = time.perf_counter() - started
    came = dict(zip(("events", "deaths", "civilians"), sums))
    came["overthrows"] = theatre.overthrows
    came["state_rule"] = theatre.ruled(theatre.rule)[:, 0]
    came["reach"] = theatre.ruled(theatre.reach).sum(-1)
    came["strength"] = theatre.strength.sum(-1)
    came["capacity"], came["displaced"] = theatre.capacity, theatre.displaced
    return came, seconds, theatre.shape


def main(path, turns=7):
    with open(path, encoding="utf-8") as file:
        drawn = json.load(file)
    least = np.inf
    for turn in range(turns):
        came, seconds, (runs, fighters, places) = play(drawn, turn)
        least = min(least, seconds)
    apart = []
    print(f"{runs} runs of {drawn['months']} months, {fighters} fighters, {places} places")
    print(f"{'mean a run':12}{'impasse':>14}{'NumPy':>14}{'apart, in standard errors':>28}")
    for name, theirs in came.items():
        ours = np.array([run[name] for run in drawn["came"]], dtype=float)
        differ = theirs - ours
        error = differ.std(ddof=1) / np.sqrt(runs)
        apart.append(abs(differ.mean()) / error if error > 0.0 else 0.0)
        print(f"{name:12}{ours.mean():14.4g}{theirs.mean():14.4g}{differ.mean() / max(error, 1e-300):28.2f}")
    cells = runs * drawn["months"] * places
    for name, seconds in (("impasse", drawn["seconds"]), (f"NumPy {np.__version__}", least)):
        print(
            f"{name}: {seconds / runs * 1e6:.0f} us a run, {seconds / cells * 1e9:.0f} ns a place-month, "
            f"{seconds / cells / fighters * 1e9:.1f} ns a fighter-place-month"
        )
    print(f"NumPy takes {least / drawn['seconds']:.1f} times as long")
    if max(apart) > AGREE:
        sys.exit("the two do not agree")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1], *map(int, sys.argv[2:3]))
