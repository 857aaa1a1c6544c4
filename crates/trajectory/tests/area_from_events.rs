//! The course of an area from an event file read in place.

#![allow(clippy::unwrap_used, clippy::print_stderr)] // A test may stop and may talk.

mod shared;

use calendar::Month;
use case::{Case, ContractionQuestion, NamedArea};
use shared::table;
use trajectory::phases::{AreaBasis, AreaPath, AreaScope};
use trajectory::reach::Phase;

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn area(lineage: Option<&str>) -> NamedArea {
    NamedArea {
        key: "centre".into(),
        name: "The centre".into(),
        regions: vec!["Bangui".into(), "Ombella-M'Poko".into(), "Ouaka".into()],
        lineage: lineage.map(Into::into),
        contraction: Some(ContractionQuestion {
            after: month("2014-12"),
            before: month("2017-06"),
            months: 6,
        }),
        note: None,
    }
}

#[test]
fn seleka_in_the_centre_of_the_central_african_republic() {
    let Some(table) = table("ged/ged231_car.geojson") else {
        return;
    };
    let case = Case::builtin("central-african-republic-2013").unwrap();
    let counted = |lineage: Option<&str>| {
        let area = area(lineage);
        let scope = AreaScope {
            case: &case,
            area: &area,
            months: (month("2005-01"), month("2022-12")),
            gazetteer: None,
            data: "ged",
        };
        AreaPath::from_events(&table, &scope).unwrap()
    };
    let (path, all) = (counted(Some("seleka")), counted(None));
    let of = |path: &AreaPath| match &path.basis {
        AreaBasis::Events {
            events, left_out, ..
        } => (*events, *left_out),
        AreaBasis::Landmarks(_) => panic!("not from events"),
    };
    // Counted by hand from the file: names of the regions, violence of any type.
    let names = ["bangui", "ombella", "ouaka"];
    let plain = table
        .iter()
        .filter(|row| row.iso3 == "CAF" && row.date_start.year() >= 2005)
        .filter(|row| row.date_start.year() <= 2022)
        .filter(|row| {
            names
                .iter()
                .any(|name| row.adm1.to_lowercase().contains(name))
        })
        .count() as u64;
    eprintln!(
        "centre: Seleka {:?}, all {:?}, plain {plain}",
        of(&path),
        of(&all)
    );
    assert_eq!(of(&all).0, plain);
    assert!(of(&path).0 > 100 && of(&path).0 < of(&all).0);
    assert_eq!(path.path.months.len(), 216);
    // Hardly anything before the rebellion; war of many parties in 2013 and 2014.
    let level = |path: &AreaPath, at: &str| {
        let at = month(at);
        let found = path.path.months.iter().find(|m| m.month == at);
        found.unwrap().level.median
    };
    assert!(level(&path, "2011-06") < 0.3 && level(&all, "2011-06") < 1.0);
    assert!(level(&all, "2014-01") > 5.0);
    assert!(path.path.linear.p_linear < 0.1, "{:?}", path.path.linear);
    for turn in &path.path.turns {
        eprintln!(
            "{:?} to {:?} in {} ({} to {}), {:.2}",
            turn.from, turn.to, turn.month, turn.earliest, turn.latest, turn.probability
        );
    }
    for step in &path.path.steps {
        eprintln!(
            "step {:.1} in {} ({:.2})",
            step.factor.median, step.month, step.probability
        );
    }
    eprintln!("contraction {:?}", path.contraction);
    let asked = path.contraction.as_ref().unwrap();
    assert!(asked.probability > 0.5 && asked.prior < 0.8);
    let rise = path
        .path
        .months
        .iter()
        .find(|m| m.month == month("2013-01"));
    assert_eq!(rise.unwrap().likeliest(), Phase::Expansion);
}

#[test]
fn a_file_without_the_country_is_refused_with_a_remedy() {
    let Some(table) = table("ged/ged231_sierra_leone.csv") else {
        return;
    };
    let case = Case::builtin("central-african-republic-2013").unwrap();
    let area = area(None);
    let scope = AreaScope {
        case: &case,
        area: &area,
        months: (month("2005-01"), month("2022-12")),
        gazetteer: None,
        data: "ged",
    };
    let error = AreaPath::from_events(&table, &scope).unwrap_err();
    assert!(error.to_string().contains("give an event file"), "{error}");
    let scope = AreaScope {
        months: (month("2005-01"), month("2005-01")),
        ..scope
    };
    assert!(AreaPath::from_events(&table, &scope).is_err());
}
