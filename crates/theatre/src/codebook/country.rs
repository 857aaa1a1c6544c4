//! The schematic country of a coded case, the same nine places, four movements and two backers for all: see
//! [`crate::codebook`].

use crate::codebook::coding::{Feature, Filled};
use crate::codebook::mapping::Mapping;
use crate::deck::Deck;
use crate::dice::Dice;
use crate::opening::{Drawn, Start};
use crate::scenario::Play;
use crate::setting::Setting;
use crate::step::Chances;
use crate::world::{Backer, Fighter, Place, Side, World};

const PEOPLE: f64 = 1e7;
/// Soldiers in the middle of the range of revenue.
const ARMY: f64 = 20_000.0;
/// Where the places lie, in units of 100 km; the heartland and the place beyond it by the coded distance.
const AT: [[f64; 2]; 9] = [
    [0.0, 0.0],
    [0.8, 0.0],
    [-0.8, 0.0],
    [0.0, 0.0],
    [0.0, 1.5],
    [-3.0, 1.5],
    [0.5, 4.0],
    [0.5, -4.0],
    [-5.0, -2.0],
];
const BESIDE: [(usize, usize); 13] = [
    (0, 1),
    (0, 2),
    (1, 3),
    (3, 4),
    (1, 6),
    (1, 7),
    (2, 5),
    (2, 8),
    (5, 6),
    (5, 8),
    (7, 8),
    (4, 6),
    (2, 7),
];
/// Movements, and where each is at home.
const HOMES: [usize; 4] = [3, 6, 7, 5];

/// The country of a capital's share of the people and a heartland's distance in units of 100 km.
pub(crate) fn world(capital_share: f64, heartland: f64) -> World {
    let at = |place: usize| {
        let [x, y] = AT[place];
        let out = matches!(place, 3 | 4);
        if out { [x + heartland, y] } else { [x, y] }
    };
    let n = AT.len();
    let others = PEOPLE * (1.0 - capital_share) / (n - 1) as f64;
    let places = (0..n)
        .map(|place| Place {
            name: format!("place {place}"),
            people: if place == 0 {
                PEOPLE * capital_share
            } else {
                others
            }
            .max(1.0),
            area: None,
            neighbours: BESIDE
                .iter()
                .filter_map(|(a, b)| match place {
                    _ if place == *a => Some(*b),
                    _ if place == *b => Some(*a),
                    _ => None,
                })
                .collect(),
        })
        .collect();
    let distances = (0..n * n)
        .map(|pair| {
            let ([a, b], [c, d]) = (at(pair / n), at(pair % n));
            (a - c).hypot(b - d)
        })
        .collect();
    let named = |key: &str, side| Fighter {
        key: key.to_owned(),
        name: key.to_owned(),
        side,
        backs: None,
        splinter_of: None,
    };
    let mut fighters = vec![named("state", Side::State)];
    fighters.extend(["main", "second", "third", "fourth"].map(|key| named(key, Side::Insurgent)));
    fighters.push(Fighter {
        splinter_of: Some(1),
        ..named("main", Side::Insurgent)
    });
    fighters.push(named("local-commands", Side::LocalCommand));
    let backers = ["foreign-troops", "peace-force"].map(|key| Backer {
        key: key.to_owned(),
        name: key.to_owned(),
        backs: 0,
        present: true,
    });
    World {
        places,
        capital: 0,
        distances,
        fighters,
        backers: backers.into(),
        held: None,
    }
}

/// What a run of a coded case is drawn with, and how all act in it.
pub(crate) fn drawn(
    world: &World,
    deck: &Deck,
    features: &Filled,
    mapping: &Mapping,
    chances: Chances,
) -> (Drawn<'static>, Play) {
    let levels = deck.levels(chances.seed, chances.run);
    let mut setting = deck.setting(world, &levels, chances);
    let mut dice = Dice::named(chances.seed, chances.run, Dice::name("coded-country"));
    set(world, features, mapping, &mut dice, &mut setting);
    let n = world.places.len();
    let reach = (0..setting.affinity.len())
        .map(|at| {
            let (one, place) = (at / n, at % n);
            let home = setting.base[one];
            if setting.strength[one] <= 0.0 {
                0.0
            } else if place == home {
                0.9
            } else {
                let near = 0.6 * (-world.distance(home, place) / 2.0).exp();
                near.max(setting.affinity[at] / 2.0)
            }
        })
        .collect();
    let ratios: Vec<f64> = (0..world.fighters.len())
        .map(|one| {
            let far = setting.loss[one] * world.distance(setting.base[one], world.capital);
            mapping.boldness * setting.useful[0] / setting.useful[one].max(1e-9) * far.exp()
        })
        .collect();
    let lent = setting.backing.iter().map(|backing| backing[0]).collect();
    let play = Play::contest(world, &ratios, lent);
    let drawn = Drawn {
        before: setting,
        after: None,
        start: Start::Reach(reach),
        placeholder: dice.share(),
    };
    (drawn, play)
}

/// Changes a draw of the table's priors to what the features say.
fn set(
    world: &World,
    features: &Filled,
    mapping: &Mapping,
    dice: &mut Dice,
    setting: &mut Setting,
) {
    let of = |feature| features.of(feature);
    let (revenue, cohesion) = (of(Feature::Revenue), of(Feature::Cohesion));
    let alignment = of(Feature::Alignment);
    let (fighters, n) = (world.fighters.len(), world.places.len());
    let local = world.local_commands();

    let factions = of(Feature::Factions);
    let unity = of(Feature::Unified).max(1.0 / factions.max(1.0));
    let unity = if factions <= 1.0 { 1.0 } else { unity };
    let help = of(Feature::Sponsor) + of(Feature::Sanctuary) / 3.0;
    let [army, rebels] = [(0.3 * dice.normal()).exp(), (0.5 * dice.normal()).exp()];
    let rebels = rebels * mapping.challengers * mapping.help.powf(help);
    let others = (factions - 1.0).clamp(0.0, (HOMES.len() - 1) as f64);
    setting.strength.fill(0.0);
    setting.strength[0] = army * ARMY * (0.5 + revenue);
    if factions >= 1.0 {
        setting.strength[1] = unity * rebels;
        setting.strength[2..2 + others as usize].fill((1.0 - unity) * rebels / others);
    }
    setting.useful[0] *= cohesion.powf(mapping.discipline);
    setting.cohesion[0] = cohesion;
    for (backing, there) in setting
        .backing
        .iter_mut()
        .zip([of(Feature::ForeignTroops), of(Feature::PeaceForce) / 2.0])
    {
        backing[0] = there * mapping.backing * ARMY;
    }

    let home_share = 0.3 + 0.5 * alignment;
    let elsewhere = mapping.acceptance * unity * (1.0 - alignment / 2.0);
    for one in 0..fighters {
        // A splinter is at home where the main challenger is.
        let home = match one {
            0 => 0,
            _ if one <= HOMES.len() => HOMES[one - 1],
            _ => HOMES[0],
        };
        setting.base[one] = home;
        for place in 0..n {
            setting.affinity[one * n + place] = match one {
                0 if place == world.capital => 0.8,
                0 => 0.2 + 0.6 * revenue,
                _ if one == local => 0.3 * alignment,
                _ if place == home => home_share,
                1 if place == world.capital => mapping.sympathy * of(Feature::Urban),
                1 => elsewhere,
                _ => 0.05,
            };
        }
    }
    for a in 1..=HOMES.len() {
        for b in 1..a {
            let allied = dice.happens(mapping.alliance * (1.0 - alignment));
            setting.enemies[a * fighters + b] = !allied;
            setting.enemies[b * fighters + a] = !allied;
        }
    }
    setting.capacity = f64::midpoint(revenue, cohesion);
    setting.revenue = revenue;
    setting.coup = mapping.coups * (-mapping.poverty * (revenue - 0.4)).exp();
    setting.collapse_hazard = mapping.falling;
    setting.succession = unity.powf(mapping.succession);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::Coding;

    #[test]
    fn features_move_the_numbers_that_they_should() {
        let mut coding = Coding::default();
        for feature in Feature::all() {
            coding.features[feature as usize] = Some(0.5);
        }
        coding.features[Feature::Factions as usize] = Some(3.0);
        let mapping = Mapping::draw(1, 1);
        let world = world(0.1, 4.0);
        let deck = Deck::usual(&world);
        let setting = |feature: Feature, value: f64| {
            let mut coding = coding.clone();
            coding.features[feature as usize] = Some(value);
            let chances = Chances { seed: 1, run: 1 };
            let filled = coding.filled(&mut Dice::named(1, 1, 1));
            drawn(&world, &deck, &filled, &mapping, chances).0.before
        };
        let low = |feature| setting(feature, 0.0);
        let high = |feature| setting(feature, 1.0);
        assert!(high(Feature::Sponsor).strength[1] >= low(Feature::Sponsor).strength[1]);
        assert!(high(Feature::Cohesion).useful[0] > low(Feature::Cohesion).useful[0]);
        assert!(high(Feature::Revenue).coup <= low(Feature::Revenue).coup);
        assert!(high(Feature::Unified).succession > low(Feature::Unified).succession);
        assert!(high(Feature::Urban).affinity[9] > low(Feature::Urban).affinity[9]);
        let none = low(Feature::Factions);
        assert!(none.strength[1..].iter().all(|f| *f <= 0.0));
        let strength = |s: &Setting| s.strength[1..].iter().sum::<f64>();
        let (two, many) = (
            setting(Feature::Factions, 2.0),
            setting(Feature::Factions, 9.0),
        );
        assert!((strength(&two) / strength(&many) - 1.0).abs() < 1e-9);
    }
}
