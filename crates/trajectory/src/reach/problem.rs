//! The data laid out for the sampler.

use super::input::ReachInput;

/// Places, who touches whom and where events were, in flat arrays.
#[derive(Debug)]
pub(super) struct Problem {
    /// Number of places.
    pub(super) places: usize,
    /// Number of months.
    pub(super) months: usize,
    /// Neighbours of place i: `touching[starts[i]..starts[i + 1]]`.
    starts: Vec<usize>,
    touching: Vec<usize>,
    /// Most neighbours that any place has.
    pub(super) degree: usize,
    /// Neighbours that make up the full contagion.
    pub(super) contacts: f64,
    /// Months with events of place i and their number: `events[begins[i]..begins[i + 1]]`.
    begins: Vec<usize>,
    events: Vec<(usize, u32)>,
    /// Most events in one place and month.
    pub(super) most: usize,
    /// Events in all.
    pub(super) total: u64,
}

/// Counts above this carry no more about occupation than this one does.
const CEILING: u32 = 500;

impl Problem {
    /// Lays out input that has been checked; tallies of the same place and month are added up.
    pub(super) fn new(input: &ReachInput) -> Self {
        let (places, months) = (input.places.len(), input.months);
        let mut starts = vec![0];
        let mut touching = Vec::new();
        for list in &input.neighbours {
            touching.extend_from_slice(list);
            starts.push(touching.len());
        }
        let mut tallies = input.tallies.clone();
        tallies.sort_unstable();
        let mut begins = vec![0];
        let mut events: Vec<(usize, u32)> = Vec::new();
        let mut next = tallies.iter().peekable();
        for place in 0..places {
            let begin = events.len();
            while let Some(tally) = next.next_if(|t| t.place == place) {
                match events[begin..].last_mut() {
                    Some((month, count)) if *month == tally.month => {
                        *count = count.saturating_add(tally.events).min(CEILING);
                    }
                    _ => events.push((tally.month, tally.events.min(CEILING))),
                }
            }
            begins.push(events.len());
        }
        Self {
            places,
            months,
            degree: input.neighbours.iter().map(Vec::len).max().unwrap_or(0),
            starts,
            touching,
            contacts: input.contacts,
            most: events.iter().map(|e| e.1 as usize).max().unwrap_or(0),
            total: events.iter().map(|e| u64::from(e.1)).sum(),
            begins,
            events,
        }
    }

    /// Numbers of the places that a place touches.
    pub(super) fn neighbours(&self, place: usize) -> &[usize] {
        &self.touching[self.starts[place]..self.starts[place + 1]]
    }

    /// Months with events in a place, rising, each with their number.
    pub(super) fn events(&self, place: usize) -> &[(usize, u32)] {
        &self.events[self.begins[place]..self.begins[place + 1]]
    }
}

/// Who holds what: a byte for each place and month, 1 where the group can operate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    months: usize,
    cells: Vec<u8>,
}

impl Field {
    /// The group in every place from its first event there to its last, nowhere else.
    pub(super) fn between_events(problem: &Problem) -> Self {
        let mut field = Self::empty(problem.places, problem.months);
        for place in 0..problem.places {
            let events = problem.events(place);
            if let (Some(first), Some(last)) = (events.first(), events.last()) {
                field.row_mut(place)[first.0..=last.0].fill(1);
            }
        }
        field
    }

    /// The group nowhere.
    pub(super) fn empty(places: usize, months: usize) -> Self {
        Self {
            months,
            cells: vec![0; places * months],
        }
    }

    /// A place's months.
    pub(super) fn row(&self, place: usize) -> &[u8] {
        &self.cells[place * self.months..(place + 1) * self.months]
    }

    pub(super) fn row_mut(&mut self, place: usize) -> &mut [u8] {
        &mut self.cells[place * self.months..(place + 1) * self.months]
    }

    /// Whether the group is in a place in a month.
    pub(super) fn held(&self, place: usize, month: usize) -> bool {
        self.cells[place * self.months + month] == 1
    }

    /// All bytes, place by place.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.cells
    }

    /// For every month how many of a place's neighbours are held.
    pub(super) fn count_neighbours(&self, problem: &Problem, place: usize, into: &mut [u8]) {
        into.fill(0);
        for &j in problem.neighbours(place) {
            for (sum, held) in into.iter_mut().zip(self.row(j)) {
                *sum += held;
            }
        }
    }
}
