//! What actors care for, measured on a run: each from 0 to 1, as means over its months.
//!
//! ```text
//! own open, own shadow rule     share of the country's people; the state's own open rule is its rule
//! state rule                    share of the people
//! rival rule                    a movement: under other movements, their splinters and local commands; anyone else: under movements
//! territory                     share of the area where it can act, from views a year apart
//! holds the capital, office     share of months; office is kept until the leaders fall by whatever hand
//! state stands                  share of months without a collapse
//! own losses                    1 - strength / strength at the start, 0 or more; a backer's are those of whom it backs, while it is there
//! income                        people ruled / twice those at the start, at most 1; a backer's that of whom it backs, while it is there
//! own law                       people under its rule, open and shadow
//! autonomy                      1 - state rule where a movement has its following, weighed by people and mean affinity; of
//!                               anyone else the mean over the movements that prefer it
//! standing with backers         1 unless it concedes terms; the state's: share of its backers that stay
//! deaths, of civilians          those of a year / twice those of the worst year of the record, at most 1
//! displaced                     share of the people
//! fragmentation                 armed factions that rule / 10, at most 1
//! deal                          share of months with one in force
//! cost                          strength / twice that at the start, at most 1; a backer's: 1 while it is there
//! ```
//!
//! Whether a backer is there goes by its own choice and by what it was at the start; that it may be driven out by chance is the
//! same for every choice and is left out.

use case::{Case, Outcome, Posture};
use theatre::{Government, Run, Side, World};

use crate::game::Profile;
use crate::player::{Choice, Part, Player};

/// Worst twelve months of a record.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worst {
    /// Deaths.
    pub deaths: f64,
    /// Deaths of civilians.
    pub civilians: f64,
}

impl Worst {
    /// Of monthly deaths and deaths of civilians: the highest sums of twelve months in a row, 1 at least.
    pub fn of(deaths: &[f64], civilians: &[f64]) -> Self {
        let most = |all: &[f64]| {
            let years = all.windows(12.min(all.len().max(1)));
            years.map(|year| year.iter().sum()).fold(1.0, f64::max)
        };
        Self {
            deaths: most(deaths),
            civilians: most(civilians),
        }
    }
}

/// One preference, with whose it is.
#[derive(Debug, Clone)]
struct Wanted {
    outcome: Outcome,
    player: usize,
}

/// What is measured on every run, in the order of the case's preferences.
#[derive(Debug, Clone)]
pub struct Measures {
    world: World,
    players: Vec<Player>,
    wanted: Vec<Option<Wanted>>,
    /// Weights of places by movement: people times mean affinity, summing to 1; none where it has no following.
    following: Vec<Vec<f64>>,
    /// Movements that prefer autonomy.
    separate: Vec<usize>,
    worst: Worst,
}

/// Months from one view of the places to the next that [`Measures`] takes.
pub const EVERY: u32 = 12;

impl Measures {
    /// Of a case's preferences. Those of actors who do not play are not measured: 0.
    pub fn new(case: &Case, world: &World, players: &[Player], worst: Worst) -> Self {
        let wanted: Vec<Option<Wanted>> = case
            .preferences
            .iter()
            .map(|one| {
                let player = players.iter().position(|player| player.key == one.actor)?;
                Some(Wanted {
                    outcome: one.outcome,
                    player,
                })
            })
            .collect();
        let following = world
            .fighters
            .iter()
            .map(|fighter| {
                let weight = |place: &theatre::Place| {
                    let affinity =
                        case.assumption_for("affinity", Some(&fighter.key), Some(&place.name));
                    place.people * affinity.map_or(0.0, |one| one.prior.mean())
                };
                let all: Vec<f64> = world.places.iter().map(weight).collect();
                let sum: f64 = all.iter().sum();
                all.iter().map(|one| one / sum.max(1e-300)).collect()
            })
            .collect();
        let separate = wanted
            .iter()
            .flatten()
            .filter(|one| one.outcome == Outcome::Autonomy)
            .filter_map(|one| match players[one.player].part {
                Part::Fighter(number) if world.fighters[number].side == Side::Insurgent => {
                    Some(number)
                }
                _ => None,
            })
            .collect();
        Self {
            world: world.clone(),
            players: players.to_vec(),
            wanted,
            following,
            separate,
            worst,
        }
    }

    /// Number of preferences.
    pub fn len(&self) -> usize {
        self.wanted.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.wanted.is_empty()
    }

    /// Of a run of a profile, one number for each preference.
    pub fn of(&self, run: &Run<'_>, profile: &Profile) -> Vec<f64> {
        let each = self.wanted.iter().map(|wanted| match wanted {
            Some(wanted) => self.measure(wanted, run, profile).clamp(0.0, 1.0),
            None => 0.0,
        });
        each.collect()
    }

    /// What is the same for everyone; none where it is not.
    fn of_the_country(&self, outcome: Outcome, months: &[theatre::Month]) -> Option<f64> {
        let mean = |of: &dyn Fn(&theatre::Month) -> f64| average(months, of);
        let share = |of: &dyn Fn(&theatre::Month) -> bool| {
            average(months, &|month| f64::from(u8::from(of(month))))
        };
        Some(match outcome {
            Outcome::StateRule => mean(&|month| month.state),
            Outcome::OfficeKept => share(&|month| {
                month.overthrows == 0 && !month.collapsed && month.government == Government::Regime
            }),
            Outcome::StateStands => share(&|month| !month.collapsed),
            Outcome::CivilianDeaths => {
                (mean(&|month| month.civilians) * 6.0 / self.worst.civilians).min(1.0)
            }
            Outcome::Deaths => (mean(&|month| month.deaths) * 6.0 / self.worst.deaths).min(1.0),
            Outcome::Displaced => {
                let people: f64 = self.world.places.iter().map(|place| place.people).sum();
                mean(&|month| month.displaced) / people.max(1.0)
            }
            Outcome::Fragmentation => mean(&|month| (f64::from(month.factions) / 10.0).min(1.0)),
            Outcome::DealInForce => share(&|month| month.deal),
            _ => return None,
        })
    }

    /// Whether a backer is there.
    fn there(&self, backer: usize, posture: Option<Posture>) -> f64 {
        match posture {
            Some(Posture::Leave) => 0.0,
            Some(Posture::Return) => 1.0,
            _ => f64::from(u8::from(self.world.backers[backer].present)),
        }
    }

    fn standing(&self, player: &Player, choice: &Choice, profile: &Profile) -> f64 {
        let fights = player.fights();

        let behind = |(number, backer): (usize, &theatre::Backer)| {
            (Some(backer.backs) == fights && backer.present).then_some(number)
        };
        let backers: Vec<usize> = self
            .world
            .backers
            .iter()
            .enumerate()
            .filter_map(behind)
            .collect();
        if backers.is_empty() {
            f64::from(u8::from(choice.concedes.is_empty()))
        } else {
            let posture = |backer: usize| {
                let number = self
                    .players
                    .iter()
                    .position(|one| one.part == Part::Backer(backer))?;
                Some(self.players[number].choices[profile[number]].posture)
            };
            let stay: f64 = backers
                .iter()
                .map(|one| self.there(*one, posture(*one)))
                .sum();
            stay / backers.len() as f64
        }
    }

    fn measure(&self, wanted: &Wanted, run: &Run<'_>, profile: &Profile) -> f64 {
        let months = run.months;
        if let Some(same) = self.of_the_country(wanted.outcome, months) {
            return same;
        }
        let mean = |of: &dyn Fn(&theatre::Month) -> f64| average(months, of);
        let share =
            |of: &dyn Fn(&theatre::Month) -> bool| mean(&|month| f64::from(u8::from(of(month))));
        let player = &self.players[wanted.player];
        let choice = &player.choices[profile[wanted.player]];
        let own = match player.part {
            Part::Fighter(number) => Some((number, 1.0)),
            Part::Backer(number) => Some((
                self.world.backers[number].backs,
                self.there(number, Some(choice.posture)),
            )),
            Part::Outside => None,
        };
        let fights = player.fights();
        let ruled = |month: &theatre::Month, one: usize| {
            if one == 0 {
                month.state
            } else {
                month.shadow[one] + month.overt[one]
            }
        };
        let rule_of = |month: &theatre::Month, which: &dyn Fn(usize, Side) -> bool| -> f64 {
            let each = self.world.fighters.iter().enumerate();
            each.filter(|(number, fighter)| which(*number, fighter.side))
                .map(|(number, _)| ruled(month, number))
                .sum()
        };
        let begin = |one: usize| match run.opening {
            Some(opening) => opening.state.strength[one],
            None => months.first().map_or(0.0, |month| month.strength[one]),
        };
        match wanted.outcome {
            Outcome::OwnOvertRule => fights.map_or(0.0, |one| {
                mean(&|month| {
                    if one == 0 {
                        month.state
                    } else {
                        month.overt[one]
                    }
                })
            }),
            Outcome::OwnShadowRule => fights.map_or(0.0, |one| mean(&|month| month.shadow[one])),
            Outcome::OwnLaw => fights.map_or(0.0, |one| mean(&|month| ruled(month, one))),
            Outcome::RivalRule => {
                let movement =
                    fights.filter(|one| self.world.fighters[*one].side == Side::Insurgent);
                mean(&|month| {
                    rule_of(month, &|number, side| match movement {
                        Some(own) => {
                            number != own && matches!(side, Side::Insurgent | Side::LocalCommand)
                        }
                        None => side == Side::Insurgent,
                    })
                })
            }
            Outcome::Territory => fights.map_or(0.0, |one| self.territory(run, one)),
            Outcome::HoldsCapital => {
                own.map_or(0.0, |(one, _)| share(&|month| month.capital == Some(one)))
            }
            Outcome::OwnLosses => own.map_or(0.0, |(one, part)| {
                let start = begin(one).max(1.0);
                part * mean(&|month| (1.0 - month.strength[one] / start).max(0.0))
            }),
            Outcome::Income => own.map_or(0.0, |(one, part)| {
                let start = self.ruled_at_start(run, one).max(0.01);
                part * mean(&|month| (ruled(month, one) / (2.0 * start)).min(1.0))
            }),
            Outcome::Autonomy => match fights {
                Some(one) if self.world.fighters[one].side == Side::Insurgent => {
                    self.autonomy(run, one)
                }
                _ => {
                    let all = self.separate.iter().map(|one| self.autonomy(run, *one));
                    all.sum::<f64>() / self.separate.len().max(1) as f64
                }
            },
            Outcome::BackersStanding => self.standing(player, choice, profile),
            Outcome::Cost => match player.part {
                Part::Fighter(one) => {
                    let start = begin(one).max(1.0);
                    mean(&|month| (month.strength[one] / (2.0 * start)).min(1.0))
                }
                Part::Backer(number) => self.there(number, Some(choice.posture)),
                Part::Outside => 0.0,
            },
            Outcome::StateRule
            | Outcome::OfficeKept
            | Outcome::StateStands
            | Outcome::CivilianDeaths
            | Outcome::Deaths
            | Outcome::Displaced
            | Outcome::Fragmentation
            | Outcome::DealInForce => 0.0,
        }
    }

    /// Mean over the views after the first.
    fn over_views(run: &Run<'_>, of: impl Fn(&theatre::View) -> f64) -> f64 {
        let later = run.views.get(1..).unwrap_or_default();
        later.iter().map(of).sum::<f64>() / later.len().max(1) as f64
    }

    fn territory(&self, run: &Run<'_>, one: usize) -> f64 {
        let n = self.world.places.len();
        let area = |place: &theatre::Place| place.area.unwrap_or(1.0);
        let whole: f64 = self.world.places.iter().map(area).sum();
        Self::over_views(run, |view| {
            let reach = view.reach[one * n..(one + 1) * n].iter();
            let within = reach
                .zip(&self.world.places)
                .map(|(r, place)| r * area(place));
            within.sum::<f64>() / whole.max(1e-300)
        })
    }

    fn autonomy(&self, run: &Run<'_>, one: usize) -> f64 {
        let weights = &self.following[one];
        let whole: f64 = weights.iter().sum();
        if whole <= 0.0 {
            return 0.0;
        }
        Self::over_views(run, |view| {
            let each = weights.iter().zip(&view.rule);
            each.map(|(weight, state)| weight * (1.0 - state)).sum()
        })
    }

    /// Share of the people whom a fighter ruled before the first month.
    fn ruled_at_start(&self, run: &Run<'_>, one: usize) -> f64 {
        let n = self.world.places.len();
        let Some(view) = run.views.first() else {
            return 0.0;
        };
        let rule = view.rule[one * n..(one + 1) * n].iter();
        let people: f64 = view.people.iter().sum();
        rule.zip(&view.people).map(|(u, p)| u * p).sum::<f64>() / people.max(1.0)
    }
}

/// Mean over months.
fn average(months: &[theatre::Month], of: &dyn Fn(&theatre::Month) -> f64) -> f64 {
    months.iter().map(of).sum::<f64>() / months.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use theatre::{Plan, Stage};

    use super::*;
    use crate::player;

    #[test]
    fn measures_are_those_of_the_months() {
        let case = Case::builtin("mali-2024").unwrap();
        let world = World::of_case(&case).unwrap();
        let players = player::players(&case, &world);
        let worst = Worst::of(&[10.0; 24], &[5.0; 24]);
        assert!((worst.deaths - 120.0).abs() < 1e-9 && (worst.civilians - 60.0).abs() < 1e-9);
        let worst = Worst {
            deaths: 1e6,
            civilians: 1e6,
        };
        let measures = Measures::new(&case, &world, &players, worst);
        let profile = player::now(&players);
        let scenario = player::scenario(&case, &players, &profile);
        let stage = Stage::new(&case, &scenario).unwrap();
        let plan = Plan {
            months: 24,
            first: 0,
            runs: 40,
            seed: 2,
            every: EVERY,
        };
        let at = |actor: &str, outcome: Outcome| {
            let found = |one: &case::Preference| one.actor == actor && one.outcome == outcome;
            case.preferences.iter().position(found).unwrap()
        };
        let jnim = world.fighters.iter().position(|f| f.key == "jnim").unwrap();
        stage.each(
            &plan,
            |run| (measures.of(run, &profile), run.months.to_vec()),
            |_, (of, months)| {
                assert!(of.iter().all(|one| (0.0..=1.0).contains(one)));
                let mean = |f: &dyn Fn(&theatre::Month) -> f64| average(&months, f);
                let close = |one: usize, value: f64| assert!((of[one] - value).abs() < 1e-12);
                close(at("state", Outcome::StateRule), mean(&|m| m.state));
                close(at("jnim", Outcome::OwnOvertRule), mean(&|m| m.overt[jnim]));
                let kept = months
                    .iter()
                    .filter(|m| m.overthrows == 0 && !m.collapsed)
                    .count();
                close(at("russia", Outcome::OfficeKept), kept as f64 / 24.0);
                close(at("west", Outcome::Deaths), mean(&|m| m.deaths) * 6.0 / 1e6);
                // Its own choice is to stay, the other's to stay out.
                close(at("russia", Outcome::Cost), 1.0);
                close(at("west", Outcome::Cost), 0.0);
            },
        );
    }
}
