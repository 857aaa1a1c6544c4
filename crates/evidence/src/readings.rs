//! The hypotheses with all their courses, as far as the months have been followed.

use std::collections::BTreeMap;

use calendar::Month;
use case::Hypothesis;
use events::Violence;
use events::figures::MonthlyFigures;
use rand::Rng;
use stats::logspace::log_sum_exp;
use stats::pick;
use trajectory::breaks::{Account, Counts, Followed, Origin, Prior, other_events};

use crate::own::Part;
use crate::reading::{Course, YEAR, courses};

/// A course's place among the paths that were followed.
#[derive(Debug, Clone)]
struct Followable {
    course: Course,
    level: usize,
    lethality: usize,
}

/// One hypothesis.
#[derive(Debug, Clone)]
struct Reading {
    prior: f64,
    courses: Vec<Followable>,
    /// Probability of each course given all that is known.
    shares: Vec<f64>,
    /// Log evidence of the months up to each, counts alone, and with the event itself from its month on.
    counts: Vec<f64>,
    all: Vec<f64>,
    /// Logarithm of the event's probability, given the counts up to its month: each part.
    parts: Vec<f64>,
}

/// The hypotheses, the evidence on each, and what each leads to.
#[derive(Debug, Clone)]
pub(crate) struct Readings {
    hypotheses: Vec<Reading>,
    levels: Vec<Followed>,
    lethalities: Vec<Followed>,
    /// First month in which courses may differ.
    pub(crate) first: Month,
}

/// What comes next on one draw.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ahead {
    /// State-based events by month.
    pub(crate) state_based: Vec<u32>,
    /// The factor on the level by month of the course and of breaks that come on the way, over what it is in
    /// the last month known.
    pub(crate) factor: Vec<f64>,
    /// The course's of its factor on deaths an event.
    pub(crate) lethality: Vec<f64>,
    /// The course is that of a new phase ([`Course::renewed`]).
    pub(crate) renewed: bool,
    course: (usize, usize),
}

/// One course from the last month known on.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Onward {
    /// Its probability under the hypothesis given all that is known.
    pub(crate) share: f64,
    /// Factor on the level by month to come, over what it is in the last month known.
    pub(crate) factor: Vec<f64>,
    /// See [`Course::renewed`].
    pub(crate) renewed: bool,
}

impl Readings {
    /// Follows every course over the months given, the last being the last known; `parts` are what the
    /// event itself tells, empty to leave it out. Months up to the one before the event's tell what was known
    /// on its eve, and parts are then left out.
    ///
    /// `None` when the figures have gaps, end earlier than that, or begin less than a year before the
    /// event's month; and without hypotheses.
    pub(crate) fn of(
        hypotheses: &[Hypothesis],
        breaks: &Prior,
        figures: &[MonthlyFigures],
        event: Month,
        parts: &[Part],
    ) -> Option<Self> {
        let first = figures.first()?.month;
        let whole = figures
            .iter()
            .enumerate()
            .all(|(i, row)| row.month - first == i as i32);
        let at = usize::try_from(event - first).ok()?;
        let since = at.checked_sub(YEAR)?;
        if !whole || at > figures.len() || since == 0 || hypotheses.is_empty() {
            return None;
        }
        let is_eve = at == figures.len();
        let parts = if is_eve { &[] } else { parts };
        let after = (figures.len() - usize::from(!is_eve)) - at;
        let events: Vec<u32> = figures
            .iter()
            .map(|row| row.events_of(Violence::StateBased))
            .collect();
        let deaths: Vec<u32> = figures
            .iter()
            .map(MonthlyFigures::beyond_deadliest)
            .collect();
        let all: Vec<u32> = figures.iter().map(|row| row.events).collect();
        let others = other_events(&all);
        let (events, deaths) = (
            Counts::plain(&events),
            Counts {
                counts: &deaths,
                exposures: &others,
            },
        );

        let mut levels = Paths::default();
        let mut lethalities = Paths::default();
        let courses: Vec<Vec<Followable>> = hypotheses
            .iter()
            .map(|hypothesis| {
                courses(hypothesis, breaks, after)
                    .into_iter()
                    .map(|course| Followable {
                        level: levels.number(&course.level),
                        lethality: lethalities.number(&course.lethality),
                        course,
                    })
                    .collect()
            })
            .collect();
        let (levels, lethalities) = (
            levels.follow(breaks, Account::Events, events, since)?,
            lethalities.follow(breaks, Account::Lethality, deaths, since)?,
        );
        let months = figures.len() - since;
        let hypotheses = hypotheses
            .iter()
            .zip(courses)
            .map(|(hypothesis, courses)| {
                Reading::weigh(hypothesis, courses, (&levels, &lethalities), months, parts)
            })
            .collect();
        Some(Self {
            hypotheses,
            levels,
            lethalities,
            first: first + since as i32,
        })
    }

    /// Months followed.
    pub(crate) fn months(&self) -> usize {
        self.hypotheses.first().map_or(0, |one| one.all.len())
    }

    /// Probabilities before the months.
    pub(crate) fn priors(&self) -> Vec<f64> {
        self.hypotheses.iter().map(|one| one.prior).collect()
    }

    /// Log evidence by hypothesis of the months up to each, with the event itself from its month on.
    pub(crate) fn log_evidence(&self, month: usize) -> Vec<f64> {
        self.hypotheses.iter().map(|one| one.all[month]).collect()
    }

    /// The same without the event itself: counts alone.
    pub(crate) fn log_counts(&self, month: usize) -> Vec<f64> {
        self.hypotheses
            .iter()
            .map(|one| one.counts[month])
            .collect()
    }

    /// Log probability of one part of the event by hypothesis.
    pub(crate) fn log_part(&self, part: usize) -> Vec<f64> {
        self.hypotheses.iter().map(|one| one.parts[part]).collect()
    }

    /// The courses of a hypothesis, each over so many months to come.
    pub(crate) fn onward(&self, hypothesis: usize, months: usize) -> Vec<Onward> {
        let reading = &self.hypotheses[hypothesis];
        let known = self.months();
        reading
            .courses
            .iter()
            .zip(&reading.shares)
            .map(|(one, share)| Onward {
                share: *share,
                factor: ahead(&one.course.level, known, months),
                renewed: one.course.renewed,
            })
            .collect()
    }

    /// Draws what comes next, over so many months, under a hypothesis given all that is known.
    pub(crate) fn draw(&self, hypothesis: usize, months: usize, random: &mut impl Rng) -> Ahead {
        let reading = &self.hypotheses[hypothesis];
        let number = pick(reading.shares.iter().copied(), random);
        let one = &reading.courses[number];
        let path = &one.course.level;
        let known = self.months();
        let level: Vec<f64> = (0..known + months)
            .map(|month| extended(path, month))
            .collect();
        let (state_based, breaks) = self.levels[one.level].draw_on(&level, months, random);
        Ahead {
            state_based,
            factor: ahead(path, known, months)
                .iter()
                .zip(breaks)
                .map(|(factor, further)| factor * further.exp())
                .collect(),
            lethality: ahead(&one.course.lethality, known, months),
            renewed: one.course.renewed,
            course: (hypothesis, number),
        }
    }

    /// Draws the deaths outside each month's deadliest event that go with what was drawn; `events` are
    /// those of all types by month.
    pub(crate) fn draw_deaths(
        &self,
        ahead: &Ahead,
        events: &[u32],
        random: &mut impl Rng,
    ) -> Vec<u32> {
        let (hypothesis, number) = ahead.course;
        let one = &self.hypotheses[hypothesis].courses[number];
        self.lethalities[one.lethality].draw(&one.course.lethality, &other_events(events), random)
    }
}

/// Months for which a trend goes on beyond the last one known.
const TREND_GOES_ON: usize = 12;

/// Factors of a course in the months after those known, over its factor in the last one known.
fn ahead(path: &[f64], known: usize, months: usize) -> Vec<f64> {
    let now = extended(path, known.saturating_sub(1));
    (known..known + months)
        .map(|month| (extended(path, month) - now).exp())
        .collect()
}

/// A course beyond the months it was written for: a trend goes on for a year and then stays where it is;
/// anything else stays where it is.
fn extended(path: &[f64], month: usize) -> f64 {
    if let Some(known) = path.get(month) {
        return *known;
    }
    let last = path.last().copied().unwrap_or_default();
    let slope = path.first().copied().unwrap_or_default();
    let is_trend = path
        .iter()
        .enumerate()
        .all(|(month, x)| (x - slope * (month + 1) as f64).abs() < 1e-9);
    let beyond = (month + 1 - path.len()).min(TREND_GOES_ON);
    if is_trend {
        last + slope * beyond as f64
    } else {
        last
    }
}

impl Reading {
    fn weigh(
        hypothesis: &Hypothesis,
        courses: Vec<Followable>,
        (levels, lethalities): (&[Followed], &[Followed]),
        months: usize,
        parts: &[Part],
    ) -> Self {
        let log = |one: &Followable, month: usize| {
            one.course.weight.ln()
                + levels[one.level].log_evidence[month]
                + lethalities[one.lethality].log_evidence[month]
        };
        let own = |one: &Followable, part: &Part| part.log(one.course.renewed);
        let whole = |one: &Followable| parts.iter().map(|part| own(one, part)).sum::<f64>();
        let sum = |of: &dyn Fn(&Followable) -> f64| -> f64 {
            log_sum_exp(&courses.iter().map(of).collect::<Vec<f64>>())
        };
        let counts: Vec<f64> = (0..months)
            .map(|month| sum(&|one| log(one, month)))
            .collect();
        let all = (0..months)
            .map(|month| {
                if month < YEAR {
                    counts[month]
                } else {
                    sum(&|one| log(one, month) + whole(one))
                }
            })
            .collect();
        let parts = parts
            .iter()
            .map(|part| sum(&|one| log(one, YEAR) + own(one, part)) - counts[YEAR])
            .collect();
        let by_course: Vec<f64> = courses
            .iter()
            .map(|one| log(one, months - 1) + whole(one))
            .collect();
        let total = log_sum_exp(&by_course);
        let shares = courses
            .iter()
            .zip(&by_course)
            .map(|(one, log)| {
                if total.is_finite() {
                    (log - total).exp()
                } else {
                    one.course.weight
                }
            })
            .collect();
        Self {
            prior: hypothesis.prior,
            courses,
            shares,
            counts,
            all,
            parts,
        }
    }
}

/// Paths, each once.
#[derive(Default)]
struct Paths {
    numbers: BTreeMap<Vec<u64>, usize>,
    paths: Vec<Vec<f64>>,
}

impl Paths {
    fn number(&mut self, path: &[f64]) -> usize {
        let bits = path.iter().map(|x| x.to_bits()).collect();
        *self.numbers.entry(bits).or_insert_with(|| {
            self.paths.push(path.to_vec());
            self.paths.len() - 1
        })
    }

    fn follow(
        &self,
        breaks: &Prior,
        account: Account,
        whole: Counts<'_>,
        since: usize,
    ) -> Option<Vec<Followed>> {
        let part = |range: std::ops::Range<usize>| Counts {
            counts: &whole.counts[range.clone()],
            exposures: whole.exposures.get(range).unwrap_or_default(),
        };
        let origin = Origin::new(breaks, account, part(0..since))?;
        let since = part(since..whole.counts.len());
        Some(origin.follow_all(since, &self.paths))
    }
}
