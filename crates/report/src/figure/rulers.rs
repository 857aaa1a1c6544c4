//! A map of who rules most, for a slider over months and a choice of scenario.

use maud::html;
use places::Outline;
use theatre::Scenarios;
use theatre::summary::PlaceAt;

use super::map::{find, fitted, outline_path, outside};
use super::{Anchor, Svg, n, path, text};
use crate::number;

/// Who rules most of a region's people, by place in [`Rulers::who`], and their share of 1.
pub(crate) type Ruler = (usize, f64);

/// Who rules most where, scenario by scenario, moment by moment.
#[derive(Debug)]
pub(crate) struct Rulers<'a> {
    of: &'a Scenarios,
    /// Fighters by number that rule most of some place at some time, the state first, then nobody.
    who: Vec<Option<usize>>,
}

/// Who rules most of the people of some places together.
fn most(places: &[&PlaceAt], fighters: usize) -> (Option<usize>, f64) {
    let people: f64 = places
        .iter()
        .map(|place| place.people)
        .sum::<f64>()
        .max(1.0);
    let share = |one: usize| {
        let ruled = |place: &&PlaceAt| place.people * place.rule.get(one).copied().unwrap_or(0.0);
        places.iter().map(ruled).sum::<f64>() / people
    };
    let shares: Vec<f64> = (0..fighters).map(share).collect();
    let nobody = (1.0 - shares.iter().sum::<f64>()).max(0.0);
    shares
        .iter()
        .enumerate()
        .fold((None, nobody), |best, (one, share)| {
            if *share > best.1 {
                (Some(one), *share)
            } else {
                best
            }
        })
}

impl<'a> Rulers<'a> {
    /// Of what runs come to.
    pub(crate) fn new(of: &'a Scenarios) -> Self {
        let fighters = of.fighters.len();
        let places = of
            .scenarios
            .iter()
            .flat_map(|one| &one.places)
            .flat_map(|at| &at.places);
        let mut led: Vec<usize> = places
            .filter_map(|place| most(&[place], fighters).0)
            .collect();
        led.sort_unstable();
        led.dedup();
        Self {
            of,
            who: led.into_iter().map(Some).chain([None]).collect(),
        }
    }

    /// Their names.
    pub(crate) fn names(&self) -> Vec<String> {
        let name = |one: &Option<usize>| {
            one.and_then(|one| self.of.fighters.get(one)).map_or_else(
                || "nobody".to_owned(),
                |party| number::short_name(&party.name),
            )
        };
        self.who.iter().map(name).collect()
    }

    /// Class of the colour of each: the state has one, nobody has one, the others take turns.
    pub(crate) fn colour(&self, who: usize) -> String {
        match self.who.get(who) {
            Some(Some(0)) => "q0".to_owned(),
            Some(Some(_)) => {
                let state = usize::from(self.who.first() == Some(&Some(0)));
                format!("q{}", 1 + (who - state.min(who)) % 5)
            }
            _ => "q6".to_owned(),
        }
    }

    /// Who rules most of some places together in a view of a scenario.
    pub(crate) fn ruler(&self, scenario: usize, view: usize, places: &[usize]) -> Option<Ruler> {
        let at = self.of.scenarios.get(scenario)?.places.get(view)?;
        let places: Vec<&PlaceAt> = places
            .iter()
            .filter_map(|one| at.places.get(*one))
            .collect();
        if places.is_empty() {
            return None;
        }
        let (one, share) = most(&places, self.of.fighters.len());
        // Of several places together someone may rule most who does so in none alone.
        let who = self.who.iter().position(|known| *known == one);
        Some((who.unwrap_or(self.who.len() - 1), share))
    }

    /// The map as it stands in a view of a scenario, with all others for the script: a letter and two digits of per
    /// cent for every view of every scenario. None where no place is on the outline.
    pub(crate) fn draw(
        &self,
        outline: &Outline,
        (scenario, view): (usize, usize),
        title: &str,
        width: f64,
    ) -> Option<Svg> {
        let (page, across) = fitted(outline, width);
        let mut within: Vec<Vec<usize>> = vec![Vec::new(); page.regions.len()];
        for (place, name) in self.of.places.iter().enumerate() {
            if let Some(places) = find(outline, name)
                .0
                .and_then(|region| within.get_mut(region))
            {
                places.push(place);
            }
        }
        if within.iter().all(Vec::is_empty) {
            return None;
        }
        let names = self.names();
        let said = |name: &str, ruler: Option<Ruler>| match ruler {
            Some((who, share)) => {
                let who = names.get(who).map_or("nobody", String::as_str);
                format!("{name}: {who} {}", number::percent(share))
            }
            None => format!("{name}: not known"),
        };
        let all = |places: &[usize]| -> String {
            let mut written = String::new();
            for (scenario, of) in self.of.scenarios.iter().enumerate() {
                for view in 0..of.places.len() {
                    if let Some((who, share)) = self.ruler(scenario, view, places) {
                        let percent = (share * 100.0).round().clamp(0.0, 99.0) as u8;
                        written.push(char::from(b'a' + who.min(25) as u8));
                        written.push(char::from(b'0' + percent / 10));
                        written.push(char::from(b'0' + percent % 10));
                    }
                }
            }
            written
        };
        let shown: Vec<Option<Ruler>> = within
            .iter()
            .map(|places| self.ruler(scenario, view, places))
            .collect();
        let body = html! {
            g transform=(format!("translate({} 2)", n((width - across) / 2.0))) {
                @for ((region, places), ruler) in page.regions.iter().zip(&within).zip(&shown) {
                    @if let Some((who, share)) = ruler {
                        path class=(self.colour(*who)) fill-opacity=(opacity(*share)) fill-rule="evenodd"
                            data-name=(region.name) data-r=(all(places)) d=(outline_path(region)) {
                            title { (said(&region.name, *ruler)) }
                        }
                    } @else {
                        path.c0 fill-rule="evenodd" d=(outline_path(region)) {}
                    }
                }
                @for line in &page.borders { path.border d=(path(line.iter().map(|p| (p[0], p[1])))) {} }
                @for line in &page.frontier { path.frontier d=(path(line.iter().map(|p| (p[0], p[1])))) {} }
                @for region in page.regions.iter().filter(|region| !outside(region)) {
                    (text("place", (region.label[0], region.label[1]), Anchor::Middle, &region.name))
                }
            }
        };
        let regions = page.regions.iter().zip(&shown);
        Some(Svg {
            width,
            height: page.height + 4.0,
            title: title.to_owned(),
            description: regions
                .map(|(region, ruler)| said(&region.name, *ruler))
                .collect::<Vec<_>>()
                .join("; "),
            body,
        })
    }
}

/// How solid a share is drawn; the script does the same.
fn opacity(share: f64) -> String {
    format!("{:.2}", 0.15 + 0.85 * share.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_decide_who_rules_most_and_nobody_may() {
        let place = |people: f64, rule: [f64; 2]| PlaceAt {
            reach: vec![0.0; 2],
            rule: rule.to_vec(),
            people,
            deaths: 0.0,
        };
        let (town, desert) = (place(900.0, [0.8, 0.1]), place(100.0, [0.1, 0.6]));
        assert_eq!(most(&[&desert], 2), (Some(1), 0.6));
        let (who, share) = most(&[&town, &desert], 2);
        assert_eq!(who, Some(0));
        assert!((share - 0.73).abs() < 1e-12);
        assert_eq!(most(&[&place(5.0, [0.3, 0.2])], 2), (None, 0.5));
    }
}
