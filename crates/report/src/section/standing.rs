//! Where the war stands: a new phase or not, phases and turning points, the areas asked about, the regions.

use assessment::Assessment;
use maud::{Markup, html};
use trajectory::Trajectory;
use trajectory::phases::{AreaPath, PhasePath};
use trajectory::reach::Phase;
use trajectory::reading::Reading;

use super::Section;
use crate::clean::clean;
use crate::figure::both;
use crate::figure::phases::Phases;
use crate::number;
use crate::page::{figure, source_line, table};
use crate::prose::{reading as say_reading, standing as say};
use crate::standing::{Detail, Standing};
use crate::terminal::{Look, Page, Side};

pub(crate) const HEADING: &str = "Where the war stands";

/// Regions that the terminal shows.
const SHOWN: usize = 4;

/// Where the war stands.
#[derive(Debug)]
pub(crate) struct WarStands;

impl Section for WarStands {
    fn key(&self) -> &'static str {
        "standing"
    }

    fn heading(&self) -> &'static str {
        HEADING
    }

    fn html(&self, of: &Assessment) -> Markup {
        html(&Standing::of(of))
    }

    fn terminal(&self, of: &Assessment, page: &mut Page) {
        terminal(&Standing::of(of), page, Detail::Brief);
    }
}

/// On a terminal.
pub(crate) fn terminal(of: &Standing<'_>, page: &mut Page, detail: Detail) {
    let whole = of.trajectory;
    if let Some(last) = whole.readings.last() {
        page.paragraph(
            &format!("A new phase around {}?", number::month(last.month)),
            Look::Bold,
        );
        readings(&whole.readings, page);
        page.paragraph(&say_reading::evidence(last).plain(), Look::Plain);
    }
    match &whole.record {
        Some(record) => {
            if let Some(month) = record.path.months.last() {
                let now = say::now(of.country(), month, &record.source);
                page.paragraph(&now.plain(), Look::Plain);
            }
            by_year(&record.path, page);
            if detail == Detail::Brief {
                let linear = say::linear(&record.path.linear, &record.source);
                page.paragraph(&linear.plain(), Look::Plain);
            } else {
                for sentence in course(&record.path) {
                    page.paragraph(&sentence.plain(), Look::Plain);
                }
                if let Some(breaks) = say::breaks(&record.breaks, &record.source) {
                    page.paragraph(&breaks.plain(), Look::Plain);
                }
            }
        }
        None => page.paragraph("There is no record by month.", Look::Plain),
    }
    for area in &whole.areas {
        page.paragraph(&clean(&area.name), Look::Bold);
        let sentences = match detail {
            Detail::Full => area_sentences(area),
            Detail::Brief => say::fall(area)
                .or_else(|| Some(say::turns(&area.path.turns, &area.path.source)))
                .into_iter()
                .collect(),
        };
        for sentence in sentences {
            page.paragraph(&sentence.plain(), Look::Plain);
        }
        page.paragraph(&say::basis(area).plain(), Look::Dim);
    }
    if detail == Detail::Full {
        regions_terminal(whole, page);
    }
}

/// A row a hindsight.
fn readings(of: &[Reading], page: &mut Page) {
    let names = of.first().map(say_reading::readings).unwrap_or_default();
    let mut rows = vec![
        std::iter::once("as known".to_owned())
            .chain(names.iter().map(|(name, _)| (*name).to_owned()))
            .collect(),
    ];
    for reading in of {
        let month = std::iter::once(number::short_month(reading.known_to));
        let shares = say_reading::readings(reading).map(|(_, p)| number::percent(p));
        rows.push(month.chain(shares).collect::<Vec<String>>());
    }
    let sides = [
        Side::Left,
        Side::Right,
        Side::Right,
        Side::Right,
        Side::Right,
    ];
    page.table(&sides, &rows);
}

/// The likeliest phase of each year, a letter a year.
fn by_year(of: &PhasePath, page: &mut Page) {
    let room = page
        .measure()
        .saturating_sub("Phases a year 2000  2000".len());
    let mut years: Vec<(i32, [f64; 3])> = Vec::new();
    for month in &of.months {
        match years.last_mut() {
            Some((year, sums)) if *year == month.month.year() => {
                for (sum, p) in sums.iter_mut().zip(month.phases) {
                    *sum += p;
                }
            }
            _ => years.push((month.month.year(), month.phases)),
        }
    }
    let shown = years
        .get(years.len().saturating_sub(room)..)
        .unwrap_or_default();
    let (Some(first), Some(last)) = (shown.first(), shown.last()) else {
        return;
    };
    let marks: String = shown
        .iter()
        .map(|(_, sums)| {
            let best = (1..3).fold(0, |best, i| if sums[i] > sums[best] { i } else { best });
            match Phase::ALL[best] {
                Phase::Expansion => '▲',
                Phase::Plateau => '·',
                Phase::Contraction => '▼',
            }
        })
        .collect();
    let line = format!("Phases a year {:04} {marks} {:04}", first.0, last.0);
    page.line(&crate::terminal::clip(&line, page.measure()), Look::Plain);
    page.paragraph("▲ expansion, · plateau, ▼ contraction", Look::Dim);
}

fn course(of: &PhasePath) -> [crate::prose::Sentence; 2] {
    [
        say::turns(&of.turns, &of.source),
        say::linear(&of.linear, &of.source),
    ]
}

fn area_sentences(of: &AreaPath) -> Vec<crate::prose::Sentence> {
    let mut sentences = vec![say::turns(&of.path.turns, &of.path.source)];
    sentences.extend(say::fall(of));
    sentences.extend(say::contraction(of));
    sentences.push(say::against_rise(&of.path));
    sentences
}

fn regions_terminal(of: &Trajectory, page: &mut Page) {
    if of.regions.is_empty() {
        return;
    }
    page.paragraph("Regions, most events first", Look::Bold);
    let rows: Vec<Vec<String>> = of
        .regions
        .iter()
        .take(SHOWN)
        .map(|region| {
            let phase = region.now.likeliest();
            let p = region.now.phases.iter().copied().fold(0.0, f64::max);
            vec![
                region.region.clone(),
                number::of(region.events_lately, "event", "events"),
                format!("{} {}", say::phase(phase), number::percent(p)),
            ]
        })
        .collect();
    page.table(&[Side::Left, Side::Right, Side::Left], &rows);
    let rest = of.regions.len().saturating_sub(SHOWN);
    if rest > 0 {
        page.paragraph(
            &format!("{rest} more in the report; events of the last 12 months."),
            Look::Dim,
        );
    }
}

/// On the page.
pub(crate) fn html(of: &Standing<'_>) -> Markup {
    let whole = of.trajectory;
    html! {
        @if let Some(last) = whole.readings.last() {
            h3 { "A new phase around " (number::month(last.month)) "?" }
            div.prose {
                p { (say_reading::probabilities(last).html()) " " (say_reading::evidence(last).html()) }
                @if let Some(begin) = say_reading::if_one_began(last) { p { (begin.html()) } }
                p {
                    @if let Some(trend) = say_reading::trend(&last.shift, &last.source) { (trend.html()) " " }
                    @if let Some(places) = say_reading::places(&last.shift, &last.source) { (places.html()) }
                }
            }
            (readings_table(&whole.readings))
        }
        h3 { "Phases" }
        @match &whole.record {
            Some(record) => {
                div.prose {
                    p {
                        @if let Some(month) = record.path.months.last() {
                            (say::now(of.country(), month, &record.source).html()) " "
                        }
                        @for sentence in course(&record.path) { (sentence.html()) " " }
                    }
                    @if let Some(breaks) = say::breaks(&record.breaks, &record.source) { p { (breaks.html()) } }
                }
                (phases_figure("phases", &format!("Events a month in {}", of.country()), &record.path, &record.events, of))
            }
            None => { div.prose { p { "There is no record by month." } } }
        }
        @for (place, area) in whole.areas.iter().enumerate() {
            h3 { (clean(&area.name)) }
            div.prose {
                p { @for sentence in area_sentences(area) { (sentence.html()) " " } }
                p.caution { (say::basis(area).html()) }
            }
            (phases_figure(&format!("area-{place}"), &format!("{}: level", area.name), &area.path, &[], of))
        }
        (regions_table(whole))
    }
}

fn phases_figure(
    id: &str,
    title: &str,
    path: &PhasePath,
    counts: &[u32],
    of: &Standing<'_>,
) -> Markup {
    let drawing = Phases {
        path,
        counts,
        event: of.event,
        title: title.to_owned(),
    };
    html! {
        @if let Some(svg) = both(id, |size| drawing.draw(size)) {
            (figure(
                title,
                &format!(
                    "{} Amber: expansion, blue: contraction, the stronger the surer. Marks on top: turning points \
                     with their intervals.",
                    if counts.is_empty() {
                        "Line and band: level with its 90 % interval, cut where it opens beyond twice the line's height; only its changes mean something."
                    } else {
                        "Bars: events. Line and band: their smoothed level with its 90 % interval, cut where it opens beyond twice the line's height."
                    }
                ),
                &html! {
                    (svg)
                    p.readout aria-hidden="true" hidden="hidden" { "Point at a month to read it." }
                },
                &source_line(&path.source),
            ))
        }
    }
}

fn readings_table(of: &[Reading]) -> Markup {
    table(
        "By what was known when",
        &[
            "Known at the end of",
            "New phase",
            "Degradation",
            "Status quo",
            "Receding",
        ],
        &html! {
            @for reading in of {
                tr {
                    th scope="row" { (number::month(reading.known_to)) }
                    @for (_, p) in say_reading::readings(reading) { td { (number::percent(p)) } }
                }
            }
        },
    )
}

fn regions_table(of: &Trajectory) -> Markup {
    html! {
        @if !of.regions.is_empty() {
            h3 { "Phases by region" }
            (table(
                "Regions with twenty events or more",
                &["Region", "Events", "Last 12 months", "Phase now", "Last turning point", "One steady trend"],
                &html! {
                    @for region in &of.regions {
                        @let p = region.now.phases.iter().copied().fold(0.0, f64::max);
                        tr {
                            th scope="row" { (clean(&region.region)) }
                            td { (number::count(region.events)) }
                            td { (number::count(region.events_lately)) }
                            td { (say::phase(region.now.likeliest())) " " (number::percent(p)) }
                            td {
                                @match region.turns.last() {
                                    Some(turn) => { "to " (say::phase(turn.to)) ", " (number::short_month(turn.month)) }
                                    None => { "–" }
                                }
                            }
                            td { (number::percent(region.linear.p_linear)) }
                        }
                    }
                },
            ))
        }
    }
}
