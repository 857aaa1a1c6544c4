//! Boxes of assumptions in which something happens: the patient rule induction method.
//!
//! Peeling takes, again and again, the slice of at most a twentieth of the points at one end of one assumption that
//! leaves the highest share of hits; pasting gives slices back as long as that raises the share. Each box on the way has
//!
//! ```text
//! coverage = hits inside / all hits          density = hits inside / points inside          mass = points inside / all points
//! ```
//!
//! and the one with the highest harmonic mean of coverage and density is taken. Limits that do no more than chance are then
//! dropped: those without which the density falls by less than a hundredth. Stability is looked at by resampling: how
//! often each limit comes back, and how far it moves.
//!
//! Sources: J. Friedman & N. Fisher, *Bump hunting in high-dimensional data*, Statistics and Computing 9, 1999; B. Bryant & R.
//! Lempert, *Thinking inside the box*, Technological Forecasting and Social Change 77, 2010.

use rand::RngExt;

/// Share of the points inside that a peel takes at most.
const PEEL: f64 = 0.05;
/// Share that a paste gives back at a time.
const PASTE: f64 = 0.01;
/// Share of all points under which no box is looked for.
const LEAST: f64 = 0.02;
/// Fall of density up to which a limit is dropped.
const IDLE: f64 = 0.01;
/// Resamplings.
const RESAMPLES: u64 = 20;

/// A limit on one input.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limit {
    /// Number of the input.
    pub input: usize,
    /// Lowest and highest value inside; infinite where there is none.
    pub within: [f64; 2],
    /// Share of resamplings in which a limit on the same input and side comes back, 0 to 1.
    pub returns: f64,
    /// 5 and 95 % of where its low end, and its high end, lies then; the limit itself where it does not come back.
    pub low: [f64; 2],
    /// See [`Limit::low`].
    pub high: [f64; 2],
}

/// A box.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Its limits, by their number of input; those not named are free.
    pub limits: Vec<Limit>,
    /// Share of all hits inside.
    pub coverage: f64,
    /// Share of hits among the points inside.
    pub density: f64,
    /// Share of all points inside.
    pub mass: f64,
    /// Share of hits among all points.
    pub base: f64,
}

/// Points by input: `inputs[c][p]` is input c of point p.
#[derive(Debug, Clone)]
pub struct Points<'a> {
    inputs: &'a [Vec<f64>],
    hits: &'a [bool],
    /// Points in the order of each input.
    orders: Vec<Vec<u32>>,
}

#[derive(Debug, Clone)]
struct Edges(Vec<[f64; 2]>);

impl Edges {
    fn free(inputs: usize) -> Self {
        Self(vec![[f64::NEG_INFINITY, f64::INFINITY]; inputs])
    }

    fn limits(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let each = self.0.iter().enumerate();
        each.flat_map(|(input, ends)| {
            (0..2)
                .filter(move |side| ends[*side].is_finite())
                .map(move |side| (input, side))
        })
    }
}

/// The points that count, each as often as it was drawn.
struct Counts<'a> {
    points: &'a Points<'a>,
    weight: Vec<f64>,
    all: f64,
    hits: f64,
}

impl<'a> Points<'a> {
    /// Of inputs, each with one value a point, and whether each point is a hit.
    ///
    /// # Panics
    /// Unless every input has a value for each of `hits`.
    pub fn new(inputs: &'a [Vec<f64>], hits: &'a [bool]) -> Self {
        assert!(inputs.iter().all(|input| input.len() == hits.len()));
        let order = |input: &Vec<f64>| {
            let mut all: Vec<u32> = (0..hits.len() as u32).collect();
            all.sort_by(|a, b| {
                input[*a as usize]
                    .total_cmp(&input[*b as usize])
                    .then(a.cmp(b))
            });
            all
        };
        Self {
            inputs,
            hits,
            orders: inputs.iter().map(order).collect(),
        }
    }

    /// The best box; none where nothing is a hit, everything is, or no limit tells more than chance.
    pub fn find(&self, seed: u64) -> Option<Found> {
        let whole = Counts::new(self, vec![1.0; self.hits.len()]);
        let edges = whole.best()?;
        let found: Vec<Option<Edges>> = (0..RESAMPLES)
            .map(|number| {
                let mut random = stats::stream(seed, "prim", number);
                let mut weight = vec![0.0; self.hits.len()];
                for _ in 0..weight.len() {
                    weight[random.random_range(0..self.hits.len())] += 1.0;
                }
                Counts::new(self, weight).best()
            })
            .collect();
        let (inside, hits) = whole.inside(&edges);
        let mut limits: Vec<Limit> = Vec::new();
        for (input, ends) in edges.0.iter().enumerate() {
            if ends.iter().all(|end| end.is_infinite()) {
                continue;
            }
            let again: Vec<[f64; 2]> = found
                .iter()
                .flatten()
                .map(|edges| edges.0[input])
                .filter(|other| {
                    (0..2).all(|side| ends[side].is_infinite() || other[side].is_finite())
                })
                .collect();
            let spread = |side: usize| {
                let mut all: Vec<f64> = again.iter().map(|other| other[side]).collect();
                all.sort_by(f64::total_cmp);
                let at = |p: f64| all[((all.len() - 1) as f64 * p).round() as usize];
                if all.is_empty() {
                    [ends[side]; 2]
                } else {
                    [at(0.05), at(0.95)]
                }
            };
            limits.push(Limit {
                input,
                within: *ends,
                returns: again.len() as f64 / RESAMPLES as f64,
                low: spread(0),
                high: spread(1),
            });
        }
        Some(Found {
            limits,
            coverage: hits / whole.hits,
            density: hits / inside,
            mass: inside / whole.all,
            base: whole.hits / whole.all,
        })
    }
}

impl<'a> Counts<'a> {
    fn new(points: &'a Points<'a>, weight: Vec<f64>) -> Self {
        let all = weight.iter().sum();
        let hit = weight.iter().zip(points.hits).filter(|(_, hit)| **hit);
        let hits = hit.map(|(weight, _)| weight).sum();
        Self {
            points,
            weight,
            all,
            hits,
        }
    }

    fn holds(&self, edges: &Edges, point: usize) -> bool {
        let each = edges.0.iter().zip(self.points.inputs);
        each.into_iter()
            .all(|([low, high], input)| (*low..=*high).contains(&input[point]))
    }

    /// Points and hits inside.
    fn inside(&self, edges: &Edges) -> (f64, f64) {
        let within = (0..self.weight.len()).filter(|point| self.holds(edges, *point));
        within.fold((0.0, 0.0), |(all, hits), point| {
            let weight = self.weight[point];
            let hit = f64::from(u8::from(self.points.hits[point]));
            (all + weight, hits + weight * hit)
        })
    }

    fn worth(&self, inside: f64, hits: f64) -> f64 {
        let (coverage, density) = (hits / self.hits, hits / inside.max(1e-300));
        2.0 * coverage * density / (coverage + density).max(1e-300)
    }

    fn best(&self) -> Option<Edges> {
        if self.hits <= 0.0 || self.hits >= self.all {
            return None;
        }
        let mut edges = Edges::free(self.points.inputs.len());
        let mut held = vec![true; self.weight.len()];
        let (mut inside, mut hits) = (self.all, self.hits);
        let mut best = (self.worth(inside, hits), edges.clone());
        while hits < inside {
            let Some((input, side, end)) = self.peel(&held, inside, hits) else {
                break;
            };
            edges.0[input][side] = end;
            for (point, held) in held.iter_mut().enumerate() {
                if !*held {
                    continue;
                }
                let value = self.points.inputs[input][point];
                let out = if side == 0 { value < end } else { value > end };
                if out {
                    *held = false;
                    inside -= self.weight[point];
                    hits -= self.weight[point] * f64::from(u8::from(self.points.hits[point]));
                }
            }
            let worth = self.worth(inside, hits);
            if worth > best.0 {
                best = (worth, edges.clone());
            }
        }
        let mut edges = self.pasted(best.1);
        self.drop_idle(&mut edges);
        let some = edges.limits().next().is_some();
        some.then_some(edges)
    }

    /// The slice whose loss leaves the highest share of hits: input, end and the new limit.
    fn peel(&self, held: &[bool], inside: f64, hits: f64) -> Option<(usize, usize, f64)> {
        let mut best: Option<(f64, f64, (usize, usize, f64))> = None;
        for (input, order) in self.points.orders.iter().enumerate() {
            let values = &self.points.inputs[input];
            for side in 0..2 {
                // Whole ties go at once, so that the limit is a value.
                let (mut taken, mut lost, mut last) = (0.0, 0.0, None);
                let mut tie = (0.0, 0.0);
                let mut walk = |point: &u32| -> bool {
                    let point = *point as usize;
                    if !held[point] || self.weight[point] <= 0.0 {
                        return true;
                    }
                    if last.is_some_and(|last: f64| last.total_cmp(&values[point]).is_ne()) {
                        taken += tie.0;
                        lost += tie.1;
                        tie = (0.0, 0.0);
                        last = Some(values[point]);
                        if taken >= PEEL * inside {
                            return false;
                        }
                    }
                    last = Some(values[point]);
                    tie.0 += self.weight[point];
                    tie.1 += self.weight[point] * f64::from(u8::from(self.points.hits[point]));
                    true
                };
                if side == 0 {
                    let _ = order.iter().all(&mut walk);
                } else {
                    let _ = order.iter().rev().all(&mut walk);
                }
                let left = inside - taken;
                let Some(end) = last else { continue };
                if taken <= 0.0 || left < LEAST * self.all {
                    continue;
                }
                let share = (hits - lost) / left;
                // Of equal shares the one that costs fewer points.
                let better = best.is_none_or(|(other, cost, _)| {
                    share > other + 1e-12 || ((share - other).abs() <= 1e-12 && taken < cost)
                });
                if better {
                    best = Some((share, taken, (input, side, end)));
                }
            }
        }
        best.map(|(_, _, cut)| cut)
    }

    /// Slices given back while the worth grows.
    fn pasted(&self, mut edges: Edges) -> Edges {
        let (inside, hits) = self.inside(&edges);
        let mut worth = self.worth(inside, hits);
        loop {
            let mut best: Option<(f64, Edges)> = None;
            for (input, side) in edges.limits().collect::<Vec<_>>() {
                let mut wider = edges.clone();
                wider.0[input][side] = self.further(&edges, input, side, inside);
                let (all, hits) = self.inside(&wider);
                let found = self.worth(all, hits);
                if found > worth && best.as_ref().is_none_or(|(other, _)| found > *other) {
                    best = Some((found, wider));
                }
            }
            match best {
                Some((found, wider)) => (worth, edges) = (found, wider),
                None => return edges,
            }
        }
    }

    /// Where an end lies when a slice beyond it is given back.
    fn further(&self, edges: &Edges, input: usize, side: usize, inside: f64) -> f64 {
        let mut open = edges.clone();
        open.0[input][side] = Edges::free(1).0[0][side];
        let (values, order) = (&self.points.inputs[input], &self.points.orders[input]);
        let end = edges.0[input][side];
        let beyond = |point: &usize| {
            let out = if side == 0 {
                values[*point] < end
            } else {
                values[*point] > end
            };
            out && self.weight[*point] > 0.0 && self.holds(&open, *point)
        };
        let mut given = 0.0;
        let mut step = |points: &mut dyn Iterator<Item = usize>| {
            for point in points.filter(beyond) {
                given += self.weight[point];
                if given >= PASTE * inside {
                    return values[point];
                }
            }
            open.0[input][side]
        };
        if side == 0 {
            step(&mut order.iter().rev().map(|point| *point as usize))
        } else {
            step(&mut order.iter().map(|point| *point as usize))
        }
    }

    /// Drops limits, the idlest first, while density falls by no more than a little.
    fn drop_idle(&self, edges: &mut Edges) {
        loop {
            let (inside, hits) = self.inside(edges);
            let density = hits / inside.max(1e-300);
            let mut idlest: Option<(f64, usize, usize)> = None;
            for (input, side) in edges.limits().collect::<Vec<_>>() {
                let mut wider = edges.clone();
                wider.0[input][side] = Edges::free(1).0[0][side];
                let (all, hits) = self.inside(&wider);
                let fall = density - hits / all.max(1e-300);
                if fall < IDLE && idlest.is_none_or(|(other, ..)| fall < other) {
                    idlest = Some((fall, input, side));
                }
            }
            match idlest {
                Some((_, input, side)) => edges.0[input][side] = Edges::free(1).0[0][side],
                None => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(number: usize, of: impl Fn(&[f64]) -> f64) -> (Vec<Vec<f64>>, Vec<bool>) {
        let mut random = stats::stream(9, "box", 0);
        let rows: Vec<Vec<f64>> = (0..number)
            .map(|_| (0..10).map(|_| random.random::<f64>()).collect())
            .collect();
        let hits = rows
            .iter()
            .map(|row| random.random::<f64>() < of(row))
            .collect();
        let inputs = (0..10)
            .map(|c| rows.iter().map(|row| row[c]).collect())
            .collect();
        (inputs, hits)
    }

    #[test]
    fn a_planted_box_is_found() {
        let planted = |u: &[f64]| f64::from(u8::from(u[0] < 0.4 && u[3] > 0.6));
        let (inputs, hits) = points(10_000, planted);
        let found = Points::new(&inputs, &hits).find(1).unwrap();
        let named: Vec<usize> = found.limits.iter().map(|one| one.input).collect();
        assert_eq!(named, [0, 3], "{found:?}");
        assert!(found.coverage >= 0.95 && found.density >= 0.98, "{found:?}");
        assert!((found.limits[0].within[1] - 0.4).abs() < 0.02);
        assert!((found.limits[1].within[0] - 0.6).abs() < 0.02);
        assert!(found.limits.iter().all(|one| one.returns > 0.9));
    }

    #[test]
    fn it_is_found_behind_noise_and_chance_alone_has_no_stable_box() {
        let noisy = |u: &[f64]| if u[0] < 0.4 && u[3] > 0.6 { 0.8 } else { 0.1 };
        let (inputs, hits) = points(4000, noisy);
        let found = Points::new(&inputs, &hits).find(1).unwrap();
        let stable: Vec<usize> = found
            .limits
            .iter()
            .filter(|one| one.returns >= 0.8)
            .map(|one| one.input)
            .collect();
        assert_eq!(stable, [0, 3], "{found:?}");
        assert!(found.density > 0.7, "{found:?}");
        let (inputs, hits) = points(4000, |_| 0.3);
        if let Some(found) = Points::new(&inputs, &hits).find(1) {
            assert!(
                found.limits.iter().all(|one| one.returns < 0.8),
                "{found:?}"
            );
        }
    }

    #[test]
    fn where_nothing_or_everything_happens_there_is_no_box() {
        let (inputs, _) = points(100, |_| 0.5);
        assert_eq!(Points::new(&inputs, &[false; 100]).find(1), None);
        assert_eq!(Points::new(&inputs, &[true; 100]).find(1), None);
    }
}
