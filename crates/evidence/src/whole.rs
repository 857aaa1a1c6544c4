//! What the event tells, put together.

use calendar::{Date, Month};
use case::Hypothesis;
use events::Violence;
use trajectory::breaks::Prior;
use trajectory::whole::CaseInputs;

use crate::incidents::Incidents;
use crate::known::{Known, KnownInputs, Told};
use crate::own::{self, Part};
use crate::readings::Readings;
use crate::verdict::verdict;
use crate::weigh::{posterior, weigh};
use crate::{Evidence, claims, items, watch};

impl Evidence {
    /// Of a case, from what its trajectory is told from. What cannot be told is left out, with the reason.
    ///
    /// Without `with_event` the event itself is not weighed: only the counts of its month are, from which the
    /// caller has taken it.
    pub fn of_case(inputs: &CaseInputs<'_>, with_event: bool) -> Self {
        match weighed(inputs, with_event) {
            Ok(evidence) => evidence,
            Err(why) => Self {
                weighed: None,
                not_weighed: Some(why),
                verdict: None,
                items: None,
                claims: Vec::new(),
                watch: Vec::new(),
                runs: 0,
            },
        }
    }
}

fn weighed(inputs: &CaseInputs<'_>, with_event: bool) -> Result<Evidence, String> {
    let case = inputs.case;
    let hypotheses: &[Hypothesis] = &case.hypotheses;
    if hypotheses.is_empty() {
        return Err("The case declares no hypotheses.".to_owned());
    }
    let event = Month::of(case.event.date);
    let incidents = Incidents::of_landmarks(case, inputs.as_of);
    let from_events = inputs.events.and_then(|(table, covered)| {
        let organised = table.iter().filter(|row| row.violence != Violence::Other);
        let first = organised.map(|row| Month::of(row.date_start)).min()?;
        Incidents::of_events(case, table, (first, covered))
    });
    let parts: Vec<Part> = if with_event {
        own::parts(
            case,
            from_events.as_ref().or(incidents.as_ref()),
            incidents.as_ref(),
            (inputs.record, inputs.record_data),
        )
    } else {
        Vec::new()
    };
    let breaks = Prior::default();
    if inputs.record.last().is_none_or(|last| last.month < event) {
        return Err(no_readings(inputs, event));
    }
    let readings = Readings::of(hypotheses, &breaks, inputs.record, event, &parts)
        .ok_or_else(|| no_readings(inputs, event))?;
    let by_record = readings.log_evidence(readings.months().saturating_sub(1));
    let items = items::weigh(hypotheses, &case.items, inputs.as_of, &by_record);
    let all = with_items(inputs, &by_record, inputs.as_of);
    let posterior_now = posterior(&readings.priors(), &all);
    let now = KnownInputs {
        case,
        readings: &readings,
        breaks: &breaks,
        posterior: &posterior_now,
        record: inputs.record,
        record_data: inputs.record_data,
        landmarks: incidents.as_ref(),
        events: from_events.as_ref(),
        as_of: inputs.as_of,
        runs: RUNS,
        seed: inputs.seed,
    };
    let (before, after) = rayon::join(|| on_the_eve(inputs, &now), || Known::new(now));
    Ok(Evidence {
        weighed: Some(weigh(hypotheses, &readings, event, &parts)),
        not_weighed: None,
        verdict: verdict(hypotheses, &all),
        items,
        claims: claims::weigh(before.as_deref(), &after),
        watch: watch::weigh(&after),
        runs: RUNS,
    })
}

/// What the claims rest on, as known on the eve of the event; none where the record does not reach it.
fn on_the_eve(inputs: &CaseInputs<'_>, now: &KnownInputs<'_>) -> Option<Vec<Told>> {
    let case = inputs.case;
    let event = Month::of(case.event.date);
    let eve = case.event.date.yesterday().ok()?;
    let months = now.record.iter().filter(|row| row.month < event).count();
    let record = &now.record[..months];
    let readings = Readings::of(&case.hypotheses, now.breaks, record, event, &[])?;
    let logs = readings.log_evidence(readings.months().checked_sub(1)?);
    let before = |incidents: Option<&Incidents>| incidents.map(|all| all.before(case.event.date));
    // As the facts were known then: an end that came later was not.
    let (landmarks, events) = (Incidents::of_landmarks(case, eve), before(now.events));
    let known_then = posterior(&readings.priors(), &with_items(inputs, &logs, eve));
    let known = Known::new(KnownInputs {
        readings: &readings,
        posterior: &known_then,
        record,
        landmarks: landmarks.as_ref(),
        events: events.as_ref(),
        as_of: eve,
        ..*now
    });
    Some(known.claims)
}

/// Runs under each hypothesis.
const RUNS: u32 = 4000;

/// Log evidence with the items known on a day.
fn with_items(inputs: &CaseInputs<'_>, logs: &[f64], day: Date) -> Vec<f64> {
    let case = inputs.case;
    let known = items::known(&case.items, day);
    let of_items = items::log_likelihood(&case.hypotheses, &known);
    logs.iter().zip(of_items).map(|(a, b)| a + b).collect()
}

/// Why the record cannot be followed over the year to the event.
fn no_readings(inputs: &CaseInputs<'_>, event: Month) -> String {
    match (inputs.record.first(), inputs.record.last()) {
        (Some(_), Some(last)) if last.month < event => format!(
            "The record ends in {}, before the event's month; give figures or events that reach {event}.",
            last.month
        ),
        (Some(first), Some(_)) => format!(
            "The record begins in {}: a year and a month before {event} are needed.",
            first.month
        ),
        _ => "There is no record of the country's months.".to_owned(),
    }
}
