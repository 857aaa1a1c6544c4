//! The empirical game: profiles of options played on the theatre, runs where they matter.
//!
//! Every profile is played with the same run numbers from the first on, so that it meets the same draws of the assumptions and, until
//! they part, the same chance: differences of payoffs come from the same runs (common random numbers). Which profiles are played:
//!
//! 1. what everyone does now, and each move of one player from it;
//! 2. the profiles of the case's scenarios, and those in which talks lead to a deal, all else as now;
//! 3. then, again and again, the moves of one player from the profile that so far has the least regret (P. Jordan, Y. Vorobeychik & M.
//!    Wellman, *Searching for approximate equilibria in empirical games*, AAMAS 2008), at mean preferences, until no profile that is
//!    played has less regret than those whose moves are all known, or the runs are spent.
//!
//! A tenth to a third of the runs of a move from now are played of each of the others; what is spared at the end goes to the
//! profiles that may be equilibria, and to the moves from them. Payoffs are points on the actor's own scale: the sum over its
//! preferences of weight times measure.

use std::collections::BTreeMap;

use case::Case;
use theatre::{Openings, Plan, Stage, TheatreError, World};

use crate::game::Profile;
use crate::measure::{EVERY, Measures, Worst};
use crate::player::{self, Player};

/// How much is played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Runs of all profiles together.
    pub runs: u64,
    /// Months of each run.
    pub months: u32,
    /// Seed.
    pub seed: u64,
}

impl Default for Effort {
    fn default() -> Self {
        Self {
            runs: 40_000,
            months: 60,
            seed: 1,
        }
    }
}

/// Runs of a profile that is looked at the least.
const FEWEST: u64 = 64;
/// Share of the runs that goes to what everyone does now and the moves from it.
const NEAR: f64 = 0.6;
/// Of these, the part of one profile that another one gets.
const FAR: f64 = 0.25;

/// A game as far as it is known.
#[derive(Debug)]
pub struct Empirical<'a> {
    case: &'a Case,
    /// Players.
    pub players: Vec<Player>,
    world: World,
    openings: Openings,
    measures: Measures,
    weights: Vec<f64>,
    effort: Effort,
    changed: BTreeMap<String, case::Prior>,
    /// What each run of a profile came to, one number for each preference of the case.
    pub played: BTreeMap<Profile, Vec<Vec<f64>>>,
    spent: u64,
}

impl<'a> Empirical<'a> {
    /// Of a case, its runs begun from given openings; nothing is played yet.
    ///
    /// Fails as [`World::of_case`] does.
    pub fn new(
        case: &'a Case,
        openings: Openings,
        worst: Worst,
        effort: Effort,
    ) -> Result<Self, TheatreError> {
        let world = World::of_case(case)?;
        let players = player::players(case, &world);
        let measures = Measures::new(case, &world, &players, worst);
        let weights = case
            .preferences
            .iter()
            .map(|one| one.weight.mean())
            .collect();
        Ok(Self {
            case,
            players,
            world,
            openings,
            measures,
            weights,
            effort,
            changed: BTreeMap::new(),
            played: BTreeMap::new(),
            spent: 0,
        })
    }

    /// The same game as seen by who has other beliefs: priors by key of the assumption.
    #[must_use]
    pub fn believing(mut self, changed: BTreeMap<String, case::Prior>) -> Self {
        self.changed = changed;
        self
    }

    /// What everyone does now.
    pub fn now(&self) -> Profile {
        player::now(&self.players)
    }

    /// Runs so far.
    pub fn spent(&self) -> u64 {
        self.spent
    }

    /// Plays a profile until it has so many runs.
    ///
    /// Fails as [`Stage::in_world`] does.
    pub fn play(&mut self, profile: &Profile, runs: u64) -> Result<(), TheatreError> {
        let known = self.played.get(profile).map_or(0, Vec::len) as u64;
        if known >= runs {
            return Ok(());
        }
        let mut scenario = player::scenario(self.case, &self.players, profile);
        scenario.parameters.clone_from(&self.changed);
        let stage =
            Stage::in_world(self.case, self.world.clone(), &scenario)?.from(self.openings.clone());
        let plan = Plan {
            months: self.effort.months,
            first: known,
            runs: runs - known,
            seed: self.effort.seed,
            every: EVERY,
        };
        let measures = &self.measures;
        let all = self.played.entry(profile.clone()).or_default();
        stage.each(
            &plan,
            |run| measures.of(run, profile),
            |_, one| all.push(one),
        );
        self.spent += runs - known;
        Ok(())
    }

    /// Plays the profiles that matter: see the module.
    ///
    /// Fails as [`Empirical::play`] does.
    pub fn explore(&mut self) -> Result<(), TheatreError> {
        let now = self.now();
        let ring: Vec<Profile> = player::moves(&self.players, &now)
            .map(|(.., to)| to)
            .collect();
        let near = (self.effort.runs as f64 * NEAR) as u64 / (ring.len() as u64 + 1);
        let near = near.max(FEWEST);
        let far = ((near as f64 * FAR) as u64).max(FEWEST);
        self.play(&now, near)?;
        for profile in &ring {
            self.play(profile, near)?;
        }
        for profile in self.ways_out() {
            self.play(&profile, near)?;
        }
        let mut done = vec![now.clone()];
        while self.spent < self.effort.runs {
            let Some(next) = self.least_regret(&done) else {
                break;
            };
            let moves: Vec<Profile> = player::moves(&self.players, &next)
                .map(|(.., to)| to)
                .collect();
            self.play(&next, near)?;
            for profile in &moves {
                self.play(profile, far)?;
            }
            done.push(next);
        }
        Ok(())
    }

    /// Profiles of scenarios, and those in which talks lead to a deal, with and without those who mediate; all else as now.
    pub fn ways_out(&self) -> Vec<Profile> {
        let now = self.now();
        let mut all = Vec::new();
        let mut put = |profile: Profile| {
            if profile != now && !all.contains(&profile) {
                all.push(profile);
            }
        };
        for scenario in &self.case.scenarios {
            let mut profile = now.clone();
            for (player, choice) in self.players.iter().zip(&mut profile) {
                let chosen = scenario.options.get(&player.key);
                let found =
                    chosen.and_then(|key| player.choices.iter().position(|one| one.key == *key));
                *choice = found.unwrap_or(*choice);
            }
            put(profile);
        }
        // Every set of players who can talk or mediate does.
        let soft = |player: &Player| {
            player
                .choices
                .iter()
                .position(|one| matches!(one.posture, case::Posture::Talk | case::Posture::Mediate))
        };
        let able: Vec<(usize, usize)> = self
            .players
            .iter()
            .enumerate()
            .filter_map(|(number, player)| Some((number, soft(player)?)))
            .collect();
        for set in 1_u32..1 << able.len().min(8) {
            let mut profile = now.clone();
            for (at, (player, choice)) in able.iter().take(8).enumerate() {
                if set & (1 << at) != 0 {
                    profile[*player] = *choice;
                }
            }
            if player::deal(self.case, &self.players, &profile).is_some() {
                put(profile);
            }
        }
        all
    }

    /// Whether all moves of one player from a profile are known.
    pub fn is_surrounded(&self, profile: &Profile) -> bool {
        self.played.contains_key(profile)
            && player::moves(&self.players, profile).all(|(.., to)| self.played.contains_key(&to))
    }

    /// Mean gain of a player when one profile becomes another, in points at mean preferences, over the runs that both have, and its
    /// standard error; 0 where either is not played.
    pub fn gain(&self, player: usize, from: &Profile, to: &Profile) -> (f64, f64) {
        let (Some(a), Some(b)) = (self.played.get(from), self.played.get(to)) else {
            return (0.0, 0.0);
        };
        let payoff = |run: &Vec<f64>| -> f64 {
            let own = self.players[player].preferences.iter();
            own.map(|c| self.weights[*c] * run[*c]).sum()
        };
        let all: Vec<f64> = a
            .iter()
            .zip(b)
            .map(|(a, b)| payoff(b) - payoff(a))
            .collect();
        let n = all.len().max(1) as f64;
        let mean = all.iter().sum::<f64>() / n;
        let spread: f64 = all.iter().map(|one| (one - mean).powi(2)).sum();
        (mean, (spread / (n - 1.0).max(1.0) / n).sqrt())
    }

    /// Largest gain of one player's move that is known; 0 where none gains.
    fn regret(&self, profile: &Profile) -> f64 {
        player::moves(&self.players, profile)
            .filter(|(.., to)| self.played.contains_key(to))
            .map(|(player, _, to)| self.gain(player, profile, &to).0)
            .fold(0.0, f64::max)
    }

    /// Of the profiles that are played and not done, the one with the least regret so far; none where one that is done has
    /// less. Those of equal regret go in their order.
    fn least_regret(&self, done: &[Profile]) -> Option<Profile> {
        let bound = done
            .iter()
            .map(|profile| self.regret(profile))
            .fold(f64::INFINITY, f64::min);
        let open = self
            .played
            .keys()
            .filter(|profile| !done.contains(*profile));
        let (least, profile) = open
            .map(|profile| (self.regret(profile), profile))
            .min_by(|a, b| a.0.total_cmp(&b.0))?;
        (least <= bound || done.len() < 4).then(|| profile.clone())
    }
}
