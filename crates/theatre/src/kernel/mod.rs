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

use case::Posture;

use crate::dice::{Dice, Mechanism, Tail};
use crate::mechanism::reach::HIDING;
use crate::mechanism::violence::pressure;
use crate::mechanism::{bid, deal};
use crate::outcome::Month;
use crate::posture::{Traits, traits};
use crate::run::Drawn;
use crate::scenario::Play;
use crate::setting::Setting;
use crate::state::State;
use crate::step::{Chances, SETTLING};
use crate::world::World;

/// What runs on one thread, one after the other, are worked out in.
#[derive(Debug)]
pub(crate) struct Workspace<'w> {
    world: &'w World,
    ground: Ground,
    scratch: Scratch,
    terms: [Terms; 2],
    postures: Vec<Posture>,
    months: Vec<Month>,
}

/// What is the same in every run.
#[derive(Debug)]
struct Ground {
    /// Neighbours of place i: `neighbours[from[i]..from[i + 1]]`.
    from: Vec<usize>,
    neighbours: Vec<usize>,
    /// Weight of a place in a blockade of the capital and in a bid for it.
    blockade: Vec<f64>,
    bid: Vec<[f64; 2]>,
    /// People at the start.
    people: f64,
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
        let places = 0..world.places.len();
        Self {
            from,
            neighbours,
            blockade: places
                .clone()
                .map(|place| if near(place) { 5.0 } else { 1.0 })
                .collect(),
            bid: places
                .map(|place| {
                    let far = world.distance(world.capital, place);
                    let seat = if place == world.capital { 10.0 } else { 1.0 };
                    [(-far).exp(), seat]
                })
                .collect(),
            people: world.places.iter().map(|place| place.people).sum(),
        }
    }
}

/// What hangs on the drawn numbers alone.
#[derive(Debug)]
struct Terms {
    /// exp(-loss d), fighter by fighter.
    fading: Vec<f64>,
    /// exp(-h / 0.1), fighter by fighter.
    hiding: Vec<f64>,
    tail: Tail,
}

impl Terms {
    fn new() -> Self {
        Self {
            fading: Vec::new(),
            hiding: Vec::new(),
            tail: Tail::new(2.0),
        }
    }

    fn set(&mut self, world: &World, setting: &Setting) {
        self.fading.clear();
        for (loss, base) in setting.loss.iter().zip(&setting.base) {
            let places = 0..world.places.len();
            self.fading
                .extend(places.map(|place| (-loss * world.distance(*base, place)).exp()));
        }
        self.hiding.clear();
        self.hiding
            .extend(setting.affinity.iter().map(|h| (-h / HIDING).exp()));
        self.tail = Tail::new(setting.tail);
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
    /// Of these, all ordered pairs of enemies.
    rivals: Vec<Rivals>,
    traits: Vec<Traits>,
    /// What `rivals` and `traits` were made for.
    seen: Seen,
    /// People in all places.
    people: f64,
    force: Vec<f64>,
    success: Vec<f64>,
    held: Vec<f64>,
    /// Of the control that anyone has of a place.
    share: Vec<f64>,
    reach: Vec<f64>,
    rule: Vec<f64>,
    borne: Vec<f64>,
    rate: Vec<f64>,
    lost: Vec<f64>,
    /// Civilians killed by attacks, and whether a fighter killed any.
    civil: Vec<f64>,
    bitter: Vec<bool>,
    prey: Vec<f64>,
    /// By place.
    control: Vec<f64>,
    number: Vec<f64>,
    sum: Vec<f64>,
    fights: Vec<f64>,
    battle: Vec<f64>,
    crossfire: Vec<f64>,
    killed: Vec<f64>,
    events: u32,
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
        let both = || vec![0.0; k * n];
        let places = || vec![0.0; n];
        Self {
            who: Vec::with_capacity(k),
            rivals: Vec::with_capacity(k * k),
            traits: Vec::with_capacity(k),
            seen: Seen::default(),
            people: 0.0,
            force: both(),
            success: both(),
            held: both(),
            share: both(),
            reach: both(),
            rule: both(),
            borne: both(),
            rate: both(),
            lost: both(),
            civil: both(),
            bitter: vec![false; k],
            prey: vec![0.0; k],
            control: places(),
            number: places(),
            sum: places(),
            fights: places(),
            battle: places(),
            crossfire: places(),
            killed: places(),
            events: 0,
        }
    }

    /// Takes those in who have come to have a part. Nobody leaves again within a run.
    ///
    /// After the start only a collapse gives reach or rule to those without strength.
    fn gather(&mut self, state: &State) {
        let n = state.people.len();
        let some = |all: &[f64]| all.iter().any(|x| *x > 0.0);
        let k = state.strength.len();
        if self.who.len() == k {
            return;
        }
        for one in 0..k {
            let at = one * n..(one + 1) * n;
            if !self.who.contains(&one)
                && (state.strength[one] > 0.0
                    || state.collapsed && (some(&state.reach[at.clone()]) || some(&state.rule[at])))
            {
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
        }
    }

    /// One run, month by month.
    pub(crate) fn run(
        &mut self,
        play: &Play,
        drawn: &Drawn,
        months: u32,
        chances: Chances,
    ) -> &[Month] {
        let world = self.world;
        self.terms[0].set(world, &drawn.before);
        if let Some(after) = &drawn.after {
            self.terms[1].set(world, after);
        }
        let mut state = self.settled(drawn);
        self.months
            .resize_with(months as usize, || Month::empty(world.fighters.len()));
        for month in 0..months {
            let (setting, changed) = match &drawn.after {
                Some(after) if month >= play.from_month => (after, true),
                _ => (&drawn.before, false),
            };
            play.begin(world, setting, &mut state, drawn.placeholder);
            play.postures_into(world, &state, &mut self.postures);
            self.month(setting, &mut state, changed, chances);
            let (scratch, month) = (&self.scratch, &mut self.months[month as usize]);
            outcome::outcome(world, scratch, &state, month);
        }
        &self.months
    }

    /// How things stand at the start: [`crate::step::settle`].
    fn settled(&mut self, drawn: &Drawn) -> State {
        let (world, setting, s) = (self.world, &drawn.before, &mut self.scratch);
        let (k, n) = (world.fighters.len(), world.places.len());
        let mut state = State::unsettled(world, setting, drawn.reach.clone());
        self.postures.clear();
        self.postures.resize(k, Posture::HoldTowns);
        state.reach[..n].fill(1.0);
        for place in 0..n {
            state.set_rule(world, 0, place, setting.affinity[place]);
        }
        s.force.fill(0.0);
        s.who.clear();
        let places = |one: usize| &state.reach[one * n..(one + 1) * n];
        s.who.extend((0..k).filter(|one| {
            state.strength[*one] > 0.0 || places(*one).iter().any(|reach| *reach > 0.0)
        }));
        s.pair(setting, &state, &self.postures, false);
        // Another run's enemies are others.
        s.seen.who = usize::MAX;
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
            force::contests(setting, &state, s);
            for place in 0..n {
                let h = setting.affinity[place];
                state.reach[place] = (h + (1.0 - h) * s.share[place]).clamp(0.0, 1.0);
            }
            control::rule(world, setting, &mut state, s);
        }
        for one in 0..k {
            state.ruled_at_start[one] = state.ruled(world, one);
        }
        state
    }

    /// [`crate::step::step`].
    fn month(&mut self, setting: &Setting, state: &mut State, after: bool, chances: Chances) {
        let (world, s, postures) = (self.world, &mut self.scratch, &self.postures);
        let terms = &self.terms[usize::from(after)];
        let dice = |mechanism| Dice::new(chances.seed, chances.run, state.month, mechanism);
        let mut clashes = dice(Mechanism::Clashes);
        let mut attacks = dice(Mechanism::OneSided);
        let mut bids = dice(Mechanism::Bid);
        let mut power = dice(Mechanism::Politics);
        let mut deals = dice(Mechanism::Deal);
        s.gather(state);
        s.pair(setting, state, postures, after);
        force::force(world, &self.ground, setting, terms, state, postures, s);
        force::contests(setting, state, s);
        violence::violence(
            world,
            setting,
            &terms.tail,
            state,
            s,
            &mut clashes,
            &mut attacks,
        );
        control::reach(&self.ground, setting, terms, state, s);
        control::rule(world, setting, state, s);
        strength::strength(world, setting, state, s);
        strength::people(world, &self.ground, setting, state, s);
        bid::bid(world, setting, state, &s.force, postures, &mut bids);
        politics::politics(world, setting, state, postures, &mut power);
        deal::deal(setting, state, &mut deals);
        state.month += 1;
        s.gather(state);
    }
}
