//! Probability of reach by cell, for one month; a slider moves through the months.

use calendar::Month;
use maud::{Markup, html};
use places::{Outline, Page, Position, SIDE_DEGREES};
use trajectory::reach::{MapPlace, Reach};
use trajectory::whole::{LineageReach, Town};

use super::{Anchor, Svg, line, n, path, text, text_width};
use crate::number;

/// Probability in per cent below which a cell is left blank.
const BLANK: u8 = 5;
/// Months shown side by side.
const MOMENTS: usize = 6;

/// One of six shades of a probability in per cent: 0 for less than 5.
pub(crate) fn shade(percent: u8) -> u8 {
    match percent {
        p if p < BLANK => 0,
        p => p.div_ceil(20).clamp(1, 5),
    }
}

/// The map's ground: the country's outline where it is known, else the cells alone.
struct Ground {
    page: Option<Page>,
    width: f64,
    height: f64,
    across: f64,
    /// North-west corner in degrees and units a degree, without an outline.
    corner: Position,
    scale: [f64; 2],
}

impl Ground {
    fn new(outline: Option<&Outline>, places: &[MapPlace], width: f64) -> Self {
        let tallest = width * 1.2;
        if let Some(outline) = outline {
            let page = outline.project(width - 4.0);
            let (page, across) = if page.height > tallest {
                let across = (width - 4.0) * tallest / page.height;
                (outline.project(across), across)
            } else {
                (page, width - 4.0)
            };
            return Self {
                width,
                height: page.height,
                across,
                page: Some(page),
                corner: Position {
                    latitude: 0.0,
                    longitude: 0.0,
                },
                scale: [1.0, 1.0],
            };
        }
        let fold = |of: fn(&MapPlace) -> f64, start: f64, pick: fn(f64, f64) -> f64| {
            let shown = places
                .iter()
                .filter(|place| place.percent.iter().any(|p| *p >= BLANK));
            shown.map(of).fold(start, pick)
        };
        let half = SIDE_DEGREES;
        let north = fold(|p| p.latitude, -90.0, f64::max) + half;
        let south = fold(|p| p.latitude, 90.0, f64::min) - half;
        let west = fold(|p| p.longitude, 180.0, f64::min) - half;
        let east = fold(|p| p.longitude, -180.0, f64::max) + half;
        let cosine = f64::midpoint(north, south).to_radians().cos().max(0.1);
        let wide = ((east - west) * cosine).max(SIDE_DEGREES);
        let tall = (north - south).max(SIDE_DEGREES);
        let degree = ((width - 4.0) / wide).min(tallest / tall);
        Self {
            page: None,
            width,
            height: tall * degree,
            across: wide * degree,
            corner: Position {
                latitude: north,
                longitude: west,
            },
            scale: [degree * cosine, degree],
        }
    }

    fn point(&self, latitude: f64, longitude: f64) -> [f64; 2] {
        match &self.page {
            Some(page) => page.point(Position {
                latitude,
                longitude,
            }),
            None => [
                (longitude - self.corner.longitude) * self.scale[0],
                (self.corner.latitude - latitude) * self.scale[1],
            ],
        }
    }

    /// Corner and size of a cell; none outside the map.
    fn cell(&self, place: &MapPlace) -> Option<[f64; 4]> {
        let half = SIDE_DEGREES / 2.0;
        let [west, north] = self.point(place.latitude + half, place.longitude - half);
        let [east, south] = self.point(place.latitude - half, place.longitude + half);
        let inside = west >= -0.5
            && north >= -0.5
            && east <= self.across + 8.0
            && south <= self.height + 8.0;
        let middle = [f64::midpoint(west, east), f64::midpoint(north, south)];
        let near =
            (0.0..=self.across).contains(&middle[0]) && (0.0..=self.height).contains(&middle[1]);
        (inside || near).then_some([west, north, east - west, south - north])
    }

    fn land(&self) -> Markup {
        html! {
            @if let Some(page) = &self.page {
                @for region in &page.regions {
                    path.land fill-rule="evenodd" d=(rings(&region.rings)) {}
                }
            } @else { (self.degrees()) }
        }
    }

    /// Lines of round degrees, where there is no outline to find one's way by.
    fn degrees(&self) -> Markup {
        let round = |from: f64, to: f64| {
            let step = if to - from > 12.0 { 5 } else { 2 };
            let (first, last) = ((from.ceil() as i32), (to.floor() as i32));
            (first..=last).filter(move |degree| degree % step == 0)
        };
        let south = self.corner.latitude - self.height / self.scale[1];
        let east = self.corner.longitude + self.across / self.scale[0];
        html! {
            @for degree in round(south, self.corner.latitude) {
                @let [_, y] = self.point(f64::from(degree), self.corner.longitude);
                (line("grid", (0.0, y), (self.across, y)))
                (text("t", (2.0, y - 3.0), Anchor::Start, &format!("{}° {}", degree.abs(), if degree < 0 { "S" } else { "N" })))
            }
            @for degree in round(self.corner.longitude, east) {
                @let [x, _] = self.point(self.corner.latitude, f64::from(degree));
                (line("grid", (x, 0.0), (x, self.height)))
                (text("t", (x + 3.0, self.height - 3.0), Anchor::Start, &format!("{}° {}", degree.abs(), if degree < 0 { "W" } else { "E" })))
            }
        }
    }

    fn lines(&self, borders: bool) -> Markup {
        html! {
            @if let Some(page) = &self.page {
                @if borders {
                    @for line in &page.borders { path.inner d=(path(line.iter().map(|p| (p[0], p[1])))) {} }
                }
                @for line in &page.frontier { path.frontier d=(path(line.iter().map(|p| (p[0], p[1])))) {} }
            }
        }
    }

    fn svg(&self, title: &str, description: String, body: &Markup) -> Svg {
        Svg {
            width: self.width,
            height: self.height + 4.0,
            title: title.to_owned(),
            description,
            body: html! {
                g transform=(format!("translate({} 2)", n((self.width - self.across) / 2.0))) { (body) }
            },
        }
    }
}

fn rings(rings: &[Vec<[f64; 2]>]) -> String {
    rings
        .iter()
        .map(|ring| path(ring.iter().map(|p| (p[0], p[1]))) + "Z")
        .collect()
}

fn percent(place: &MapPlace, month: usize) -> u8 {
    month
        .checked_sub(place.from)
        .and_then(|at| place.percent.get(at).copied())
        .unwrap_or(0)
}

/// The last month's map. Each cell carries the shades of all months for the slider to show.
pub(crate) fn slider(
    of: &LineageReach,
    outline: Option<&Outline>,
    title: &str,
    width: f64,
) -> Option<Svg> {
    let map = &of.reach.map;
    let last = map.months.checked_sub(1)?;
    let ground = Ground::new(outline, &map.places, width);
    let cells: Vec<(&MapPlace, [f64; 4])> = map
        .places
        .iter()
        .filter(|place| place.percent.iter().any(|p| *p >= BLANK))
        .filter_map(|place| Some((place, ground.cell(place)?)))
        .collect();
    let body = html! {
        (ground.land())
        g.cells {
            @for (place, [x, y, w, h]) in &cells {
                rect class=(format!("r{}", shade(percent(place, last)))) x=(n(*x)) y=(n(*y)) width=(n(*w)) height=(n(*h))
                    data-from=(place.from) data-p=(shades(place)) {}
            }
        }
        (ground.lines(true))
        @if let Some(capital) = &of.capital { (town(&ground, capital)) }
    };
    let within = cells
        .iter()
        .filter(|(place, _)| percent(place, last) > 50)
        .count();
    let description = format!(
        "In {} {} within reach with a probability above one half.",
        number::month(map.first + last as i32),
        number::of(within as u64, "cell is", "cells are")
    );
    Some(ground.svg(title, description, &body))
}

/// A shade a month as a digit.
fn shades(place: &MapPlace) -> String {
    place
        .percent
        .iter()
        .map(|p| char::from(b'0' + shade(*p)))
        .collect()
}

fn town(ground: &Ground, town: &Town) -> Markup {
    let [x, y] = ground.point(town.latitude, town.longitude);
    let right = x + 8.0 + text_width(&town.name) > ground.across;
    let (at, anchor) = if right {
        (x - 7.0, Anchor::End)
    } else {
        (x + 7.0, Anchor::Start)
    };
    html! {
        circle.capital cx=(n(x)) cy=(n(y)) r="3.5" {}
        (text("v place", (at, y + 4.0), anchor, &town.name))
    }
}

/// The months that are shown side by side: evenly spread over those with something within reach, and the
/// last one.
pub(crate) fn moments(of: &Reach) -> Vec<Month> {
    let within: Vec<Month> = of
        .months
        .iter()
        .filter(|month| month.nowhere < 0.5)
        .map(|month| month.month)
        .collect();
    let (Some(first), Some(end), Some(last)) = (within.first(), within.last(), of.months.last())
    else {
        return Vec::new();
    };
    let spread = if *end == last.month {
        MOMENTS
    } else {
        MOMENTS - 1
    };
    let span = *end - *first;
    let mut moments: Vec<Month> = (0..spread)
        .map(|k| *first + span * k as i32 / (spread as i32 - 1))
        .chain([last.month])
        .collect();
    moments.dedup();
    moments
}

/// A small map of one month.
pub(crate) fn moment(
    of: &LineageReach,
    outline: Option<&Outline>,
    month: Month,
    width: f64,
) -> Option<Svg> {
    let map = &of.reach.map;
    let at = usize::try_from(month - map.first).ok()?;
    let ground = Ground::new(outline, &map.places, width);
    let body = html! {
        @for place in &map.places {
            @let shade = shade(percent(place, at));
            @if shade > 0 {
                @if let Some([x, y, w, h]) = ground.cell(place) {
                    rect class=(format!("r{shade}")) x=(n(x)) y=(n(y)) width=(n(w)) height=(n(h)) {}
                }
            }
        }
        (ground.lines(false))
        @if let Some(capital) = &of.capital {
            @let [x, y] = ground.point(capital.latitude, capital.longitude);
            circle.capital cx=(n(x)) cy=(n(y)) r="2" {}
        }
    };
    let title = format!("Reach in {}", number::month(month));
    let within = map.places.iter().filter(|place| percent(place, at) > 50);
    let description = number::of(within.count() as u64, "cell", "cells");
    Some(ground.svg(&title, description + " within reach", &body))
}

/// The key of the shades.
pub(crate) fn key() -> Svg {
    let labels = ["5", "20", "40", "60", "80", "100 %"];
    let body = html! {
        @for shade in 1..=5_u8 {
            @let x = 6.0 + 40.0 * f64::from(shade - 1);
            rect class=(format!("r{shade}")) x=(n(x)) y="2" width="40" height="10" {}
        }
        (line("axis", (6.0, 12.0), (206.0, 12.0)))
        @for (place, label) in labels.iter().enumerate() {
            (text("t", (6.0 + 40.0 * place as f64, 25.0), if place == 5 { Anchor::Start } else { Anchor::Middle }, label))
        }
    };
    Svg {
        width: 250.0,
        height: 30.0,
        title: "Key".to_owned(),
        description:
            "Probability that a cell is within reach, from 5 to 100 per cent in five shades."
                .to_owned(),
        body,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shades_rise_with_probability() {
        let shades: Vec<u8> = [0, 4, 5, 20, 21, 50, 80, 81, 100].map(shade).to_vec();
        assert_eq!(shades, [0, 0, 1, 1, 2, 3, 4, 5, 5]);
    }
}
