//! Places as they stand in some months of a run.

use crate::mechanism::violence::Violence;
use crate::state::State;
use crate::world::World;

/// Places after so many months. Arrays over fighters and places go fighter by fighter.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct View {
    /// Months since the start; 0 is before the first.
    pub month: u32,
    /// Reach, 0 to 1.
    pub reach: Vec<f64>,
    /// Rule, 0 to 1; those of a place sum to at most 1.
    pub rule: Vec<f64>,
    /// People in each place.
    pub people: Vec<f64>,
    /// Events in each place since the start.
    pub events: Vec<f64>,
    /// Deaths in them.
    pub deaths: Vec<f64>,
}

/// The views of one run, in memory that serves run after run.
#[derive(Debug, Clone, Default)]
pub(crate) struct Views {
    /// Months between two of them; none at 0.
    every: u32,
    taken: usize,
    all: Vec<View>,
    events: Vec<f64>,
    deaths: Vec<f64>,
}

impl Views {
    /// Before a run.
    pub(crate) fn begin(&mut self, every: u32, world: &World, state: &State) {
        (self.every, self.taken) = (every, 0);
        for sums in [&mut self.events, &mut self.deaths] {
            sums.clear();
            sums.resize(world.places.len(), 0.0);
        }
        if every > 0 {
            self.take(0, world, state);
        }
    }

    /// After a month, with its events and deaths by place.
    pub(crate) fn after(
        &mut self,
        months: u32,
        world: &World,
        state: &State,
        violence: impl Iterator<Item = (u32, f64)>,
    ) {
        if self.every == 0 {
            return;
        }
        for (place, (events, deaths)) in violence.enumerate() {
            self.events[place] += f64::from(events);
            self.deaths[place] += deaths;
        }
        if months.is_multiple_of(self.every) {
            self.take(months, world, state);
        }
    }

    /// Those of the run so far.
    pub(crate) fn taken(&self) -> &[View] {
        &self.all[..self.taken]
    }

    fn take(&mut self, month: u32, world: &World, state: &State) {
        if self.taken == self.all.len() {
            self.all.push(View::default());
        }
        let view = &mut self.all[self.taken];
        self.taken += 1;
        view.month = month;
        view.people.clone_from(&state.people);
        view.events.clone_from(&self.events);
        view.deaths.clone_from(&self.deaths);
        view.reach.clear();
        view.rule.clear();
        for one in 0..world.fighters.len() {
            view.reach.extend_from_slice(state.row(&state.reach, one));
            view.rule.extend_from_slice(state.row(&state.rule, one));
        }
    }
}

/// Events and deaths of a month by place.
pub(crate) fn by_place<'a>(
    world: &World,
    violence: &'a Violence,
) -> impl Iterator<Item = (u32, f64)> + 'a {
    let (k, n) = (world.fighters.len(), world.places.len());
    (0..n).map(move |place| {
        let attacks = |one: usize| one * n + place;
        let events: u32 = (0..k).map(|one| violence.one_sided[attacks(one)]).sum();
        let deaths: f64 = (0..k)
            .map(|one| violence.civilian_deaths[attacks(one)])
            .sum();
        (
            violence.clashes[place] + events,
            violence.battle_deaths[place] + deaths,
        )
    })
}
