//! The country's regions, darker where more died.

use assessment::{Breakdown, BreakdownRow};
use maud::{Markup, html};
use places::{Outline, PageRegion};

use super::{Anchor, Svg, n, text, text_width};
use crate::number;

/// Deaths by region of an outline, and what has no place on it.
#[derive(Debug)]
pub(crate) struct RegionDeaths {
    values: Vec<u32>,
    event: Option<usize>,
    /// Names of rows that belong to no region of the outline.
    pub(crate) off_map: Vec<String>,
    /// Names of rows that are drawn as part of another region.
    pub(crate) drawn_with: Vec<(String, String)>,
}

impl RegionDeaths {
    /// Matches rows with the regions of an outline by their names in any known spelling.
    pub(crate) fn new(
        outline: &Outline,
        breakdown: &Breakdown,
        event_region: &str,
        value: impl Fn(&BreakdownRow) -> u32,
    ) -> Self {
        let mut out = Self {
            values: vec![0; outline.regions.len()],
            event: find(outline, event_region).0,
            off_map: Vec::new(),
            drawn_with: Vec::new(),
        };
        for row in &breakdown.rows {
            let (index, host) = find(outline, &row.name);
            match index.and_then(|index| out.values.get_mut(index)) {
                Some(sum) => {
                    *sum = sum.saturating_add(value(row));
                    if let Some(host) = host {
                        out.drawn_with.push((row.name.clone(), host.to_owned()));
                    }
                }
                None => out.off_map.push(row.name.clone()),
            }
        }
        out
    }

    /// Whether any row found its region.
    pub(crate) fn is_empty(&self) -> bool {
        self.values.iter().all(|value| *value == 0)
    }
}

/// Number of the region of an outline that a name in any known spelling is drawn in, and the region that it is drawn
/// with where it has no shape of its own.
pub(crate) fn find<'a>(outline: &'a Outline, name: &str) -> (Option<usize>, Option<&'a str>) {
    let host = outline
        .drawn_with
        .iter()
        .find(|(part, _)| same_region(&outline.iso3, part, name))
        .map(|(_, host)| host.as_str());
    let gazetteer = outline.gazetteer();
    let index = gazetteer.index_of(&outline.iso3, host.unwrap_or(name));
    (index, host)
}

fn same_region(iso3: &str, a: &str, b: &str) -> bool {
    places::fold(a) == places::fold(b)
        || matches!((places::canonical_region(iso3, a), places::canonical_region(iso3, b)),
            (Some(a), Some(b)) if a == b)
}

/// An outline in a frame of a width, and how much of it it takes: tall countries would fill a page.
pub(crate) fn fitted(outline: &Outline, width: f64) -> (places::Page, f64) {
    let page = outline.project(width - 4.0);
    if page.height > width * 1.2 {
        let across = (width - 4.0) * width * 1.2 / page.height;
        (outline.project(across), across)
    } else {
        (page, width - 4.0)
    }
}

/// The map, `width` units wide.
pub(crate) fn draw(outline: &Outline, deaths: &RegionDeaths, title: &str, width: f64) -> Svg {
    let (page, across) = fitted(outline, width);
    let largest = deaths.values.iter().copied().max().unwrap_or(0);
    let class = |index: usize| shade(deaths.values.get(index).copied().unwrap_or(0), largest);
    let mut described: Vec<(u32, &str)> = page
        .regions
        .iter()
        .zip(&deaths.values)
        .map(|(region, value)| (*value, region.name.as_str()))
        .collect();
    described.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    let body = html! {
        g transform=(format!("translate({} 2)", n((width - across) / 2.0))) {
            @for (index, region) in page.regions.iter().enumerate() {
                path class=(format!("c{}", class(index))) fill-rule="evenodd" d=(outline_path(region)) {
                    title { (region.name) ": " (number::of(deaths.values.get(index).copied().unwrap_or(0), "death", "deaths")) }
                }
            }
            @for line in &page.borders { path.border d=(super::path(line.iter().map(|p| (p[0], p[1])))) {} }
            @for line in &page.frontier { path.frontier d=(super::path(line.iter().map(|p| (p[0], p[1])))) {} }
            @if let Some(region) = deaths.event.and_then(|index| page.regions.get(index)) {
                path.event-region d=(outline_path(region)) {}
            }
            (labels(&page.regions, deaths, largest, [across, page.height]))
        }
    };
    Svg {
        width,
        height: page.height + 4.0,
        title: title.to_owned(),
        description: described
            .iter()
            .filter(|(value, _)| *value > 0)
            .map(|(value, name)| format!("{name} {}", number::count(*value)))
            .collect::<Vec<_>>()
            .join("; "),
        body,
    }
}

/// One of six shades: none for no deaths, then by the square root of the share of the largest.
fn shade(value: u32, largest: u32) -> u32 {
    if value == 0 || largest == 0 {
        return 0;
    }
    let part = (f64::from(value) / f64::from(largest)).sqrt();
    ((part * 5.0).ceil() as u32).clamp(1, 5)
}

pub(crate) fn outline_path(region: &PageRegion) -> String {
    let mut out = String::new();
    for ring in &region.rings {
        out.push_str(&super::path(ring.iter().map(|point| (point[0], point[1]))));
        out.push('Z');
    }
    out
}

/// Names and figures where they have room, those with most deaths first.
fn labels(regions: &[PageRegion], deaths: &RegionDeaths, largest: u32, page: [f64; 2]) -> Markup {
    let mut order: Vec<usize> = (0..regions.len()).collect();
    order.sort_by_key(|index| {
        (
            deaths.event != Some(*index),
            std::cmp::Reverse(deaths.values.get(*index).copied()),
        )
    });
    let mut taken: Vec<[f64; 4]> = Vec::new();
    html! {
        @for index in order {
            @let region = &regions[index];
            @let value = deaths.values.get(index).copied().unwrap_or(0);
            @let own = deaths.event == Some(index);
            @if let Some((x, y)) = room(region, own, value, page, &taken) {
                @let half = text_width(&region.name).max(text_width(&number::count(value))) / 2.0;
                @let lines = if value > 0 { 2.0 } else { 1.0 };
                @let [west, _, east, _] = bounds(region);
                @let within = half * 2.0 <= (east - west) * 0.7 && (y - region.label[1]).abs() < 0.1;
                @let dark = if shade(value, largest) >= 4 && within { " on-dark" } else { "" };
                (text(&format!("place{dark}"), (x, y), Anchor::Middle, &region.name))
                @if value > 0 { (text(&format!("v place{dark}"), (x, y + 13.0), Anchor::Middle, &number::count(value))) }
                ({ taken.push([x - half, y - 11.0, x + half, y - 11.0 + 13.0 * lines + 2.0]); "" })
            }
        }
    }
}

/// Whether a region is too small to hold its name, so that it stands beside it.
pub(crate) fn outside(region: &PageRegion) -> bool {
    let [west, north, east, south] = bounds(region);
    text_width(&region.name) > (east - west) * 1.15 || south - north < 24.0
}

/// Where a region's name goes; `None` when it has no room.
fn room(
    region: &PageRegion,
    own: bool,
    value: u32,
    page: [f64; 2],
    taken: &[[f64; 4]],
) -> Option<(f64, f64)> {
    let half = text_width(&region.name).max(text_width(&number::count(value))) / 2.0;
    let [x, y] = region.label;
    let small = outside(region);
    // Small regions are named only where the event took place or many died there.
    if small && !own && value == 0 {
        return None;
    }
    let places = if small {
        vec![
            (x, y + 22.0),
            (x, y - 22.0),
            (x + half + 8.0, y + 4.0),
            (x - half - 8.0, y + 4.0),
        ]
    } else {
        [
            (0.0, 0.0),
            (0.0, 12.0),
            (0.0, -12.0),
            (0.0, 24.0),
            (0.0, -24.0),
            (-16.0, 0.0),
            (16.0, 0.0),
            (-24.0, -14.0),
            (24.0, -14.0),
            (-24.0, 14.0),
            (24.0, 14.0),
        ]
        .map(|(right, down)| (x + right, y + down))
        .to_vec()
    };
    places.into_iter().find(|(x, y)| {
        let own = [
            x - half,
            y - 11.0,
            x + half,
            y + if value > 0 { 15.0 } else { 2.0 },
        ];
        own[0] >= 0.0
            && own[2] <= page[0]
            && own[3] <= page[1]
            && taken.iter().all(|other| {
                own[2] < other[0] || own[0] > other[2] || own[3] < other[1] || own[1] > other[3]
            })
    })
}

fn bounds(region: &PageRegion) -> [f64; 4] {
    region.rings.iter().flatten().fold(
        [
            f64::INFINITY,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::NEG_INFINITY,
        ],
        |b, p| {
            [
                b[0].min(p[0]),
                b[1].min(p[1]),
                b[2].max(p[0]),
                b[3].max(p[1]),
            ]
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shades_rise_with_deaths() {
        let shades: Vec<u32> = [0, 1, 40, 500, 1000]
            .map(|value| shade(value, 1000))
            .to_vec();
        assert_eq!(shades, [0, 1, 1, 4, 5]);
        assert_eq!(shade(3, 0), 0);
    }
}
