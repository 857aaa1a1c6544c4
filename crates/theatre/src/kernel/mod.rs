//! The month of [`crate::step`], fast: the same equations, draws and order of sums, so that a run is the same to the bit.
//!
//! What does not change in a run is worked out once: loss with distance, hiding, tails, who fights whom. A [`Workspace`]
//! keeps all arrays from month to month and run to run; loops go over places within fighters; fighters who have neither
//! strength, reach nor rule anywhere are passed over, for every term of theirs is 0.

mod control;
mod force;
mod outcome;
mod politics;
mod strength;
mod violence;

#[cfg(test)]
mod agreement;

use std::ops::Range;

use case::Posture;

use crate::dice::{Dice, Mechanism, Tail};
use crate::mechanism::reach::HIDING;
use crate::mechanism::violence::{ViolenceDice, pressure};
use crate::mechanism::{bid, deal, tempo};
use crate::opening::{Drawn, Start};
use crate::outcome::Month;
use crate::posture::{Traits, traits};
use crate::run::Plan;
use crate::scenario::Play;
use crate::setting::Setting;
use crate::state::{ROW, State};
use crate::step::{Chances, SETTLING};
use crate::view::{View, Views};
use crate::world::{Place, World};

/// What runs on one thread, one after the other, are worked out in.
#[derive(Debug)]
pub(crate) struct Workspace<'w> {
    world: &'w World,
    ground: Ground,
    scratch: Scratch,
    terms: [Terms; 2],
    postures: Vec<Posture>,
    months: Vec<Month>,
    views: Views,
    /// How things stand after the last run.
    state: Option<State>,
}

/// What is the same in every run.
#[derive(Debug)]
struct Ground {
    /// Neighbours of place i: `neighbours[from[i]..from[i + 1]]`.
    from: Vec<usize>,
    neighbours: Vec<usize>,
    /// Weight of a place in a blockade of the capital and in a bid for it.
    blockade: Vec<Lanes>,
    bid: Vec<Lanes>,
    seat: Vec<Lanes>,
    /// 1 over the number of neighbours.
    share: Vec<f64>,
    /// People at the start, place by place and in all.
    start: Vec<f64>,
    people: f64,
    /// Places, and blocks of them in a row.
    places: usize,
    blocks: usize,
}

/// Places that are worked on at once.
const LANES: usize = ROW;

/// So many places; those beyond the last count for nothing.
type Lanes = [f64; LANES];

/// Numbers place by place as blocks.
fn blocks(row: &[f64]) -> impl Iterator<Item = Lanes> + '_ {
    row.chunks(LANES).map(|chunk| {
        let mut block = [0.0; LANES];
        block[..chunk.len()].copy_from_slice(chunk);
        block
    })
}

impl Ground {
    fn new(world: &World) -> Self {
        let mut from = vec![0];
        let mut neighbours = Vec::new();
        for place in &world.places {
            neighbours.extend_from_slice(&place.neighbours);
            from.push(neighbours.len());
        }
        let beside = &world.places[world.capital].neighbours;
        let near = |place: usize| place == world.capital || beside.contains(&place);
        let each = |of: &dyn Fn(usize) -> f64| -> Vec<Lanes> {
            let row: Vec<f64> = (0..world.places.len()).map(of).collect();
            blocks(&row).collect()
        };
        let inverse = |place: &Place| (place.neighbours.len().max(1) as f64).recip();
        Self {
            from,
            neighbours,
            blockade: each(&|place| if near(place) { 5.0 } else { 1.0 }),
            bid: each(&|place| (-world.distance(world.capital, place)).exp()),
            seat: each(&|place| if place == world.capital { 10.0 } else { 1.0 }),
            share: world.places.iter().map(inverse).collect(),
            start: world.places.iter().map(|place| place.people).collect(),
            people: world.places.iter().map(|place| place.people).sum(),
            places: world.places.len(),
            blocks: world.places.len().div_ceil(LANES),
        }
    }

    /// A fighter's blocks.
    fn row(&self, one: usize) -> Range<usize> {
        one * self.blocks..(one + 1) * self.blocks
    }

    /// One of them.
    fn at(&self, one: usize, block: usize) -> usize {
        one * self.blocks + block
    }
}

/// What hangs on the drawn numbers alone.
#[derive(Debug)]
struct Terms {
    /// exp(-loss d), fighter by fighter.
    fading: Vec<Lanes>,
    /// h and exp(-h / 0.1), fighter by fighter.
    affinity: Vec<Lanes>,
    hiding: Vec<Lanes>,
    tail: Tail,
}

impl Terms {
    fn new() -> Self {
        Self {
            fading: Vec::new(),
            affinity: Vec::new(),
            hiding: Vec::new(),
            tail: Tail::new(2.0, 1.0),
        }
    }

    fn set(&mut self, world: &World, setting: &Setting) {
        let n = world.places.len();
        self.fading.clear();
        for (loss, base) in setting.loss.iter().zip(&setting.base) {
            let far = blocks(&world.distances[base * n..(base + 1) * n]);
            self.fading
                .extend(far.map(|far| far.map(|far| (-loss * far).exp())));
        }
        self.affinity.clear();
        self.hiding.clear();
        for row in setting.affinity.chunks(n.max(1)) {
            self.affinity.extend(blocks(row));
            self.hiding
                .extend(blocks(row).map(|h| h.map(|h| (-h / HIDING).exp())));
        }
        self.tail = Tail::new(setting.tail, setting.scale);
    }
}

/// Two enemies who both have a part this month.
#[derive(Debug, Clone, Copy)]
struct Rivals {
    one: usize,
    other: usize,
    /// How hard the other presses the one, and the harder of the two.
    press: f64,
    harder: f64,
}

/// Arrays of a month; over fighters and places they go fighter by fighter.
#[derive(Debug)]
struct Scratch {
    /// Fighters who have a part, in order.
    who: Vec<usize>,
    part: Vec<bool>,
    /// Of these, all ordered pairs of enemies.
    rivals: Vec<Rivals>,
    traits: Vec<Traits>,
    /// What `rivals` and `traits` were made for.
    seen: Seen,
    /// Each fighter's part of `rivals`.
    foes: Vec<Range<usize>>,
    /// People in all places.
    people: f64,
    force: Vec<Lanes>,
    success: Vec<Lanes>,
    held: Vec<Lanes>,
    /// Of the control that anyone has of a place.
    share: Vec<Lanes>,
    rule: Vec<Lanes>,
    borne: Vec<Lanes>,
    rate: Vec<Lanes>,
    lost: Vec<Lanes>,
    /// Civilians killed by attacks, and whether a fighter killed any.
    civil: Vec<Lanes>,
    bitter: Vec<bool>,
    /// By place: people, and people over the mean place's.
    folk: Vec<Lanes>,
    crowd: Vec<Lanes>,
    around: Vec<Lanes>,
    fights: Vec<Lanes>,
    battle: Vec<f64>,
    crossfire: Vec<f64>,
    killed: Vec<f64>,
    /// Events by place.
    events: Vec<u32>,
    drawn: Vec<Drawing>,
}

/// A count that may not be 0.
#[derive(Debug, Clone, Copy, Default)]
struct Drawing {
    place: usize,
    one: usize,
    mean: f64,
    u: f64,
    none: f64,
}

#[derive(Debug, Default, PartialEq)]
struct Seen {
    who: usize,
    after: bool,
    in_force: bool,
    postures: Vec<Posture>,
}

impl Scratch {
    fn new(k: usize, n: usize) -> Self {
        let both = || vec![[0.0; LANES]; k * n.div_ceil(LANES)];
        let row = || vec![[0.0; LANES]; n.div_ceil(LANES)];
        let places = || vec![0.0; n];
        Self {
            who: Vec::with_capacity(k),
            part: vec![false; k],
            rivals: Vec::with_capacity(k * k),
            traits: Vec::with_capacity(k),
            seen: Seen::default(),
            foes: vec![0..0; k],
            people: 0.0,
            force: both(),
            success: both(),
            held: both(),
            share: both(),
            rule: both(),
            borne: both(),
            rate: both(),
            lost: both(),
            civil: both(),
            bitter: vec![false; k],
            folk: row(),
            crowd: row(),
            around: row(),
            fights: row(),
            battle: places(),
            crossfire: places(),
            killed: places(),
            events: vec![0; n],
            drawn: vec![Drawing::default(); k * n + LANES],
        }
    }

    /// How many people there are where.
    fn count(&mut self, state: &State) {
        self.people = state.people.iter().sum();
        let mean = (self.people / state.people.len() as f64).max(1.0).recip();
        self.folk.as_flattened_mut()[..state.people.len()].copy_from_slice(&state.people);
        for (crowd, folk) in self.crowd.iter_mut().zip(&self.folk) {
            *crowd = folk.map(|people| people * mean);
        }
    }

    /// Who has a part at the beginning of a run. Another run's enemies are others.
    fn begin(&mut self, setting: &Setting, state: &State, postures: &[Posture]) {
        let k = state.strength.len();
        self.force.fill([0.0; LANES]);
        self.who.clear();
        let some = |all: &[f64], one| state.row(all, one).iter().any(|x| *x > 0.0);
        for one in 0..k {
            // The state has a part even where it has lost everything: its backers may be there.
            self.part[one] = one == 0
                || state.strength[one] > 0.0
                || some(&state.reach, one)
                || some(&state.rule, one);
        }
        self.who.extend((0..k).filter(|one| self.part[*one]));
        self.seen.who = usize::MAX;
        self.pair(setting, state, postures, false);
        self.seen.who = usize::MAX;
    }

    /// Takes those in who have come to have a part. Nobody leaves again within a run.
    ///
    /// After the start only a collapse gives reach or rule to those without strength.
    fn gather(&mut self, state: &State) {
        let k = state.strength.len();
        if self.who.len() == k {
            return;
        }
        let some = |all: &[f64], one| state.row(all, one).iter().any(|x| *x > 0.0);
        for one in 0..k {
            if !self.part[one]
                && (state.strength[one] > 0.0
                    || state.collapsed && (some(&state.reach, one) || some(&state.rule, one)))
            {
                self.part[one] = true;
                self.bitter[one] = false;
                self.who.push(one);
                self.who.sort_unstable();
            }
        }
    }

    /// Who fights whom how hard, when that has changed.
    fn pair(&mut self, setting: &Setting, state: &State, postures: &[Posture], after: bool) {
        let in_force = state.deal.as_ref().is_some_and(|deal| deal.in_force);
        let seen = &mut self.seen;
        if seen.who == self.who.len()
            && seen.after == after
            && seen.in_force == in_force
            && seen.postures == postures
        {
            return;
        }
        (seen.who, seen.after, seen.in_force) = (self.who.len(), after, in_force);
        seen.postures.clear();
        seen.postures.extend_from_slice(postures);
        self.traits.clear();
        self.traits.extend(postures.iter().map(|p| traits(*p)));
        let k = state.strength.len();
        self.rivals.clear();
        for &one in &self.who {
            let first = self.rivals.len();
            for &other in &self.who {
                if setting.enemies[one * k + other] {
                    let press = pressure(setting, state, postures, other, one);
                    self.rivals.push(Rivals {
                        one,
                        other,
                        press,
                        harder: pressure(setting, state, postures, one, other).max(press),
                    });
                }
            }
            self.foes[one] = first..self.rivals.len();
        }
    }
}

impl<'w> Workspace<'w> {
    /// For runs in a world.
    pub(crate) fn new(world: &'w World) -> Self {
        Self {
            world,
            ground: Ground::new(world),
            scratch: Scratch::new(world.fighters.len(), world.places.len()),
            terms: [Terms::new(), Terms::new()],
            postures: Vec::with_capacity(world.fighters.len()),
            months: Vec::new(),
            views: Views::default(),
            state: None,
        }
    }

    /// Months of the last run.
    pub(crate) fn months(&self) -> &[Month] {
        &self.months
    }

    /// Views of its places.
    pub(crate) fn views(&self) -> &[View] {
        self.views.taken()
    }

    /// How things stand after it.
    pub(crate) fn state(&self) -> &State {
        self.state.as_ref().expect("a run has been played")
    }

    /// One run, month by month.
    pub(crate) fn run(&mut self, play: &Play, drawn: &Drawn<'_>, plan: &Plan, chances: Chances) {
        let world = self.world;
        self.terms[0].set(world, &drawn.before);
        if let Some(after) = &drawn.after {
            self.terms[1].set(world, after);
        }
        let mut state = match &drawn.start {
            Start::Reach(reach) => self.settled(&drawn.before, reach),
            Start::State(state) => self.taken_up(&drawn.before, state),
        };
        self.views.begin(plan.every, world, &state);
        self.months
            .resize_with(plan.months as usize, || Month::empty(world.fighters.len()));
        for number in 0..plan.months {
            let (setting, changed) = match &drawn.after {
                Some(after) if number >= play.from_month => (after, true),
                _ => (&drawn.before, false),
            };
            play.begin(world, setting, &mut state, drawn.placeholder);
            play.postures_into(world, &state, &mut self.postures);
            self.month(setting, &mut state, changed, chances);
            let (scratch, month) = (&self.scratch, &mut self.months[number as usize]);
            outcome::outcome(world, scratch, &state, month);
            let deaths = scratch.battle.iter().zip(&scratch.killed);
            let deaths = deaths.map(|(battle, killed)| battle + killed);
            let there = scratch.events.iter().copied().zip(deaths);
            self.views.after(number + 1, world, &state, there);
        }
        self.state = Some(state);
    }

    /// How things stand, where that is known.
    fn taken_up(&mut self, setting: &Setting, from: &State) -> State {
        self.postures.clear();
        self.postures
            .resize(self.world.fighters.len(), Posture::HoldTowns);
        self.scratch.begin(setting, from, &self.postures);
        from.clone()
    }

    /// How things stand at the start: [`crate::step::settle`].
    fn settled(&mut self, setting: &Setting, reach: &[f64]) -> State {
        let (world, s) = (self.world, &mut self.scratch);
        let (k, n) = (world.fighters.len(), world.places.len());
        let mut state = State::unsettled(world, setting, reach);
        self.postures.clear();
        self.postures.resize(k, Posture::HoldTowns);
        for place in 0..n {
            state.set_reach(world, 0, place, 1.0);
            state.set_rule(world, 0, place, setting.affinity[place]);
        }
        s.begin(setting, &state, &self.postures);
        for _ in 0..SETTLING {
            force::force(
                world,
                &self.ground,
                setting,
                &self.terms[0],
                &state,
                &self.postures,
                s,
            );
            force::contests(&self.ground, setting, s);
            let protected = s.share.as_flattened();
            for (place, (h, share)) in setting.affinity[..n].iter().zip(protected).enumerate() {
                state.set_reach(world, 0, place, h + (1.0 - h) * share);
            }
            control::rule(world, &self.ground, setting, &self.terms[0], &mut state, s);
        }
        for one in 0..k {
            state.ruled_at_start[one] = state.ruled(world, one);
        }
        if world.held.is_some() {
            bid::fallen(world, setting, &mut state);
            s.begin(setting, &state, &self.postures);
        }
        state
    }

    /// [`crate::step::step`].
    fn month(&mut self, setting: &Setting, state: &mut State, after: bool, chances: Chances) {
        let (world, s, postures) = (self.world, &mut self.scratch, &self.postures);
        let terms = &self.terms[usize::from(after)];
        let ground = &self.ground;
        let dice = |mechanism| Dice::new(chances.seed, chances.run, state.month, mechanism);
        let mut fates = ViolenceDice::new(chances.seed, chances.run, state.month);
        let mut bids = dice(Mechanism::Bid);
        let mut power = dice(Mechanism::Politics);
        let mut deals = dice(Mechanism::Deal);
        tempo::tempo(setting, state, &mut dice(Mechanism::Tempo));
        s.gather(state);
        s.pair(setting, state, postures, after);
        force::force(world, ground, setting, terms, state, postures, s);
        force::contests(ground, setting, s);
        violence::violence(world, ground, setting, &terms.tail, state, s, &mut fates);
        control::reach(ground, setting, terms, state, s);
        control::rule(world, ground, setting, terms, state, s);
        strength::strength(world, ground, setting, state, s);
        strength::people(world, ground, setting, state, s);
        let at_capital = |one: usize| s.force[ground.row(one)].as_flattened()[world.capital];
        bid::bid(world, setting, state, at_capital, postures, &mut bids);
        politics::politics(world, setting, state, postures, &mut power);
        deal::deal(setting, state, &mut deals);
        state.month += 1;
        s.gather(state);
    }
}
