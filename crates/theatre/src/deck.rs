//! The parameters of a case, each resolved to the assumption it is drawn from, once for all runs.
//!
//! A deck has one card for each assumption that counts. Its uniform number is a mix of seed, run and the assumption's
//! key alone: scenarios that change other priors meet the same one.

use std::collections::BTreeMap;

use case::{Case, Prior};

use crate::curve::Curve;
use crate::dice::{Dice, Mechanism};
use crate::parameters::Key;
use crate::setting::Setting;
use crate::step::Chances;
use crate::world::{Side, World};

/// All that is drawn for a run.
#[derive(Debug, Clone)]
pub struct Deck {
    cards: Vec<Card>,
    /// Card of each parameter of the country, in the order of [`Key::ALL`].
    country: Vec<usize>,
    strength: Vec<usize>,
    loss: Vec<usize>,
    useful: Vec<usize>,
    cohesion: Vec<usize>,
    predation: Vec<usize>,
    splits: Vec<usize>,
    /// Fighter by fighter, place by place.
    affinity: Vec<usize>,
    backing: Vec<[usize; 3]>,
    pairs: Vec<Pair>,
}

/// One assumption: who hears of it, and its quantile function.
#[derive(Debug, Clone)]
struct Card {
    key: String,
    /// What it says, to print.
    title: String,
    parameter: Key,
    name: u64,
    curve: Curve,
}

/// What follows the key of a parameter drawn for those of whom the case declares nothing, where an assumption about some
/// bears the same key. No key of a case holds a blank.
const OTHERS: &str = " (others)";

/// Whether two fighters are enemies.
#[derive(Debug, Clone, Copy)]
struct Pair {
    fighters: [usize; 2],
    /// They are, unless the card says that they are allied.
    hostile: bool,
    alliance: Option<usize>,
}

/// Cards so far, by key of the assumption and whether the case declares it.
struct Cards<'a> {
    /// None where every assumption is as usual.
    case: Option<&'a Case>,
    changed: &'a BTreeMap<String, Prior>,
    numbers: BTreeMap<(String, bool), usize>,
    drawn: Vec<Card>,
}

impl Cards<'_> {
    fn of(&mut self, key: Key, actor: Option<&str>, region: Option<&str>) -> usize {
        let declared = self
            .case
            .and_then(|case| case.assumption_for(key.row().key, actor, region));
        match declared {
            Some(a) => self.declared(key, a),
            None => self.usual(key),
        }
    }

    fn pair(&mut self, one: &str, other: &str) -> usize {
        let all = self.case.map_or(&[][..], |case| &case.assumptions);
        let parameter = Key::Alliance.row().key;
        let declared = all.iter().find(|a| {
            let named = [a.actor.as_deref(), a.with.as_deref()];
            a.parameter() == parameter
                && (named == [Some(one), Some(other)] || named == [Some(other), Some(one)])
        });
        match declared {
            Some(a) => self.declared(Key::Alliance, a),
            None => self.usual(Key::Alliance),
        }
    }

    fn declared(&mut self, parameter: Key, a: &case::Assumption) -> usize {
        let prior = self.changed.get(&a.key).unwrap_or(&a.prior);
        self.card(&a.key, Some(&a.name), parameter, *prior, a.range)
    }

    fn usual(&mut self, key: Key) -> usize {
        let row = key.row();
        let mut declared = self.case.iter().flat_map(|case| &case.assumptions);
        // Another number than what the case declares under this key, for some: it needs another name.
        if declared.any(|a| a.key == row.key) {
            let others = format!("{}{OTHERS}", row.key);
            self.card(&others, None, key, row.prior, None)
        } else {
            self.card(row.key, None, key, row.prior, None)
        }
    }

    fn card(
        &mut self,
        key: &str,
        name: Option<&str>,
        parameter: Key,
        prior: Prior,
        range: Option<[f64; 2]>,
    ) -> usize {
        let next = self.drawn.len();
        let number = *self
            .numbers
            .entry((key.to_owned(), name.is_some()))
            .or_insert(next);
        if number == next {
            self.drawn.push(Card {
                key: key.to_owned(),
                title: match name {
                    Some(name) => name.to_owned(),
                    None => parameter.row().meaning.trim_end_matches('.').to_owned(),
                },
                parameter,
                name: Dice::name(key),
                curve: Curve::new(prior, range),
            });
        }
        number
    }
}

impl Deck {
    /// Of a case and a world. `changed` are a scenario's own priors by key of the assumption.
    pub fn new(case: &Case, world: &World, changed: &BTreeMap<String, Prior>) -> Self {
        Self::of(Some(case), world, changed)
    }

    /// Of a world of which no case tells: every parameter has the prior of the table.
    pub fn usual(world: &World) -> Self {
        Self::of(None, world, &BTreeMap::new())
    }

    fn of(case: Option<&Case>, world: &World, changed: &BTreeMap<String, Prior>) -> Self {
        let mut cards = Cards {
            case,
            changed,
            numbers: BTreeMap::new(),
            drawn: Vec::new(),
        };
        let country = Key::ALL
            .iter()
            .map(|key| cards.of(*key, None, None))
            .collect();
        let mut by_fighter = |key| -> Vec<usize> {
            let fighters = world.fighters.iter();
            fighters
                .map(|f| cards.of(key, Some(&f.key), None))
                .collect()
        };
        let strength = by_fighter(Key::Strength);
        let loss = by_fighter(Key::LossOfStrength);
        let useful = by_fighter(Key::UsefulForce);
        let cohesion = by_fighter(Key::Cohesion);
        let predation = by_fighter(Key::Predation);
        let splits = by_fighter(Key::SplitHazard);
        let mut affinity = Vec::new();
        for fighter in &world.fighters {
            for place in &world.places {
                affinity.push(cards.of(Key::Affinity, Some(&fighter.key), Some(&place.name)));
            }
        }
        let backing = world
            .backers
            .iter()
            .map(|backer| {
                [Key::Strength, Key::Predation, Key::BackerLeaves]
                    .map(|key| cards.of(key, Some(&backer.key), None))
            })
            .collect();
        let pairs = pairs(world, &mut cards);
        Self {
            country,
            strength,
            loss,
            useful,
            cohesion,
            predation,
            splits,
            affinity,
            backing,
            pairs,
            cards: cards.drawn,
        }
    }

    /// Keys of the assumptions, and of the parameters for which the case declares none, each once, in the order of levels.
    /// Where it declares one for some under the parameter's own key, that of the rest is called `KEY (others)`.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &str> {
        self.cards.iter().map(|card| card.key.as_str())
    }

    /// What each says, to print: the assumption's name, or what the parameter means.
    pub fn titles(&self) -> impl ExactSizeIterator<Item = &str> {
        self.cards.iter().map(|card| card.title.as_str())
    }

    /// Whether two years of record tell of each, in the same order.
    pub(crate) fn shape_the_record(&self) -> impl Iterator<Item = bool> {
        self.cards
            .iter()
            .map(|card| card.parameter.shapes_the_record())
    }

    /// The value of an assumption, by its number, at a level from 0 to 1: its quantile.
    pub fn value(&self, card: usize, level: f64) -> f64 {
        self.cards[card].curve.at(level.clamp(1e-9, 1.0 - 1e-9))
    }

    /// Levels, 0 to 1, of all assumptions in a run drawn from the priors.
    pub fn levels(&self, seed: u64, run: u64) -> Vec<f64> {
        let level = |card: &Card| Dice::named(seed, run, card.name).share();
        self.cards.iter().map(level).collect()
    }

    /// The numbers of a run drawn from the priors.
    pub fn draw(&self, world: &World, seed: u64, run: u64) -> Setting {
        self.setting(world, &self.levels(seed, run), Chances { seed, run })
    }

    /// The numbers at given levels; alliances come by `chances`.
    pub fn setting(&self, world: &World, levels: &[f64], chances: Chances) -> Setting {
        let Chances { seed, run } = chances;
        let values: Vec<f64> = levels
            .iter()
            .enumerate()
            .map(|(card, level)| self.value(card, *level))
            .collect();
        let country = |key: Key| values[self.country[key as usize]];
        let each =
            |cards: &[usize]| -> Vec<f64> { cards.iter().map(|card| values[*card]).collect() };
        let mut strength = each(&self.strength);
        for (number, fighter) in world.fighters.iter().enumerate() {
            // Splinters and local commands come to be later.
            if fighter.splinter_of.is_some() || fighter.side == Side::LocalCommand {
                strength[number] = 0.0;
            }
        }
        let affinity = each(&self.affinity);
        let base = (0..world.fighters.len())
            .map(|fighter| base(world, &affinity, fighter))
            .collect();
        let k = world.fighters.len();
        let mut enemies = vec![false; k * k];
        for pair in &self.pairs {
            let [a, b] = pair.fighters;
            let allied = pair.alliance.is_some_and(|card| {
                let mut dice = Dice::new(seed, run, (a * k + b) as u32, Mechanism::Start);
                dice.happens(values[card])
            });
            enemies[a * k + b] = pair.hostile && !allied;
            enemies[b * k + a] = enemies[a * k + b];
        }
        Setting {
            decisiveness: country(Key::ContestDecisiveness),
            draw: country(Key::ContestDraw),
            growth: country(Key::ReachGrowth),
            spill: country(Key::ReachSpill),
            fade: country(Key::ReachFade),
            relaxation: country(Key::RuleRelaxation),
            garrison: country(Key::GarrisonRatio),
            decay: country(Key::StateRuleDecay),
            repair: country(Key::StateRuleRepair),
            capacity: country(Key::SkeletalCapacity),
            kept_in_coup: country(Key::CapacityKeptInCoup),
            revenue: country(Key::RevenueBase),
            clashes: country(Key::ClashRate),
            one_sided: country(Key::OneSidedRate),
            tail: country(Key::DeathTail),
            scale: country(Key::DeathScale),
            size: country(Key::CountDispersion),
            tempo_spread: country(Key::TempoSpread),
            tempo_persistence: country(Key::TempoPersistence),
            recruits: country(Key::RecruitsFromRule),
            wronged: country(Key::RecruitsFromWrongs),
            income: country(Key::IncomeFromRule),
            flight: country(Key::DisplacedPerDeath),
            return_home: country(Key::DisplacedReturn),
            coup: country(Key::CoupHazard),
            coup_shock: country(Key::CoupAfterShock),
            collapse_capacity: country(Key::CollapseCapacity),
            collapse_cohesion: country(Key::CollapseCohesion),
            collapse_hazard: country(Key::CollapseHazard),
            placeholder: country(Key::Placeholder),
            succession: country(Key::Succession),
            rescue: country(Key::Rescue),
            rescue_strength: country(Key::RescueStrength),
            bids: true,
            urban: country(Key::UrbanHostility),
            capital_garrison: country(Key::CapitalGarrison),
            spoilers: country(Key::Spoilers),
            under_deal: country(Key::ViolenceUnderDeal),
            guarantee: country(Key::Guarantee),
            deal_breaks: country(Key::DealRecurrence),
            loss: each(&self.loss),
            useful: each(&self.useful),
            cohesion: each(&self.cohesion),
            predation: each(&self.predation),
            splits: each(&self.splits),
            backing: self
                .backing
                .iter()
                .map(|cards| cards.map(|card| values[card]))
                .collect(),
            enemies,
            strength,
            affinity,
            base,
        }
    }
}

/// The state's base is the capital, everyone else's the place where most of the people are who would have him.
fn base(world: &World, affinity: &[f64], fighter: usize) -> usize {
    if world.fighters[fighter].side == Side::State {
        return world.capital;
    }
    let n = world.places.len();
    (0..n).fold(0, |best, place| {
        let of = |place: usize| affinity[fighter * n + place];
        if of(place) > of(best) { place } else { best }
    })
}

/// Movements fight the state, its militias and one another; two that are allied by the draw do not, nor do a fighter and the one it
/// backs, nor two who back the same. Local commands fight movements. A splinter is a rival of what it left.
fn pairs(world: &World, cards: &mut Cards<'_>) -> Vec<Pair> {
    let mut all = Vec::new();
    for a in 0..world.fighters.len() {
        for b in 0..a {
            let (one, other) = (&world.fighters[a], &world.fighters[b]);
            let friends = one.backs == Some(b)
                || other.backs == Some(a)
                || (one.backs.is_some() && one.backs == other.backs);
            let movements = [one, other].map(|fighter| fighter.side == Side::Insurgent);
            let may_ally = movements == [true, true] && one.key != other.key;
            all.push(Pair {
                fighters: [a, b],
                hostile: movements.contains(&true) && !friends,
                alliance: may_ally.then(|| cards.pair(&one.key, &other.key)),
            });
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_assumption_has_a_key_of_its_own() {
        let case = Case::builtin("mali-2024").unwrap();
        let world = World::of_case(&case).unwrap();
        let deck = Deck::new(&case, &world, &BTreeMap::new());
        let different: BTreeSet<&str> = deck.keys().collect();
        assert_eq!(different.len(), deck.keys().len());
        // One for the army, one for everyone else.
        assert!(different.contains("predation") && different.contains("predation (others)"));
    }
}
