//! From a case and its data to an assessment.

use std::sync::Arc;

use sha2::{Digest, Sha256};
use trajectory::Trajectory;

use crate::ground::Ground;
use crate::sections::{self, Sections};
use crate::{
    Assessment, AssessmentError, EventSource, InputFile, Inputs, Manifest, Marker, SCHEMA,
    ablation, data, event, scenarios, without,
};

/// Assesses.
///
/// The sections that may hang on an event are run twice, with it and without it.
pub fn assess(inputs: &Inputs<'_>) -> Result<Assessment, AssessmentError> {
    let mut ground = Ground::new(inputs)?;
    ground.calibrated = Some(Arc::new(scenarios::calibrate(&ground)));
    let ablated = ablation::chosen(inputs.case, inputs.ablate.as_deref(), ground.as_of)?;
    let bare = without::without(&ground, ablated)?;
    let of_event = event::Inputs {
        case: inputs.case,
        months: &ground.months,
        data: ground.data,
        landmarks: &ground.landmarks,
        events: ground.events.as_ref(),
    };
    let deaths = event::deaths_in_record(&of_event);
    let (with, without) = rayon::join(
        || Sections::of(&ground, deaths),
        || Sections::of(&bare.ground, None),
    );
    let sources: &[EventSource] = inputs.events.as_ref().map_or(&[], |file| &file.sources);
    Ok(Assessment {
        schema: SCHEMA.to_owned(),
        title: inputs.case.about.title.clone(),
        as_of: ground.as_of,
        manifest: manifest(inputs),
        event: event::section(&of_event),
        ablation: ablation::section(ablated, bare, &with, &without),
        evidence: with.evidence,
        record: with.record,
        trajectory: with.trajectory,
        scenarios: with.scenarios,
        data: data::section(&data::Inputs {
            case: inputs.case,
            as_of: ground.as_of,
            months: &ground.months,
            figures: ground.figures.as_ref(),
            landmarks: &ground.landmarks,
            events: ground.events.as_ref(),
            sources,
            recorded: deaths.map(|(_, deaths)| deaths),
        }),
    })
}

/// Where the war stands alone, with the political events to mark on its figures; nothing is ablated.
pub fn trajectory(inputs: &Inputs<'_>) -> Result<(Trajectory, Vec<Marker>), AssessmentError> {
    let ground = Ground::new(inputs)?;
    let marks = sections::timeline(inputs.case, ground.as_of);
    Ok((sections::trajectory(&ground), marks))
}

fn manifest(inputs: &Inputs<'_>) -> Manifest {
    let mut files: Vec<InputFile> = inputs
        .case
        .files
        .iter()
        .map(|(name, bytes)| InputFile {
            name: name.clone(),
            bytes: bytes.len() as u64,
            sha256: events::hexadecimal(&Sha256::digest(bytes)),
        })
        .collect();
    if let Some(events) = &inputs.events {
        files.extend(events.sources.iter().map(|source| InputFile {
            name: source.name.clone(),
            bytes: source.bytes,
            sha256: source.sha256.clone(),
        }));
    }
    Manifest {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        case: inputs.case.about.key.clone(),
        seed: inputs.seed,
        files,
    }
}
