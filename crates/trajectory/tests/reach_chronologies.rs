//! Reach against chronologies that are known, from event files read in place.

#![allow(clippy::unwrap_used, clippy::print_stderr)] // A test may stop and may talk.

mod shared;

use calendar::Month;
use case::{Case, Lineage, LineageMember};
use places::Gazetteer;
use shared::{shared, table};
use trajectory::reach::{
    Grain, NamedScope, Phase, PhaseRun, Reach, ReachInput, ReachOptions, ReachScope,
    of_lineage_name,
};

fn africa(iso3: &str) -> Option<Gazetteer> {
    let path = shared("boundaries/adm1_africa.geojson")?;
    Some(
        Gazetteer::read(&path, &places::ReadOptions::default())
            .unwrap()
            .country(iso3),
    )
}

fn lineage(name: &str, ids: &[u32]) -> Lineage {
    let member = LineageMember {
        name: name.into(),
        names: vec![name.into()],
        ucdp_ids: ids.to_vec(),
        from: None,
        until: None,
    };
    Lineage {
        key: name.to_lowercase(),
        name: name.into(),
        merged: None,
        members: vec![member],
    }
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn fit(
    file: &str,
    iso3: &str,
    lineage: &Lineage,
    span: (&str, &str),
    case: Option<&Case>,
) -> Option<Reach> {
    let gazetteer = africa(iso3)?;
    let scope = ReachScope {
        lineage,
        others: &[],
        iso3,
        gazetteer: Some(&gazetteer),
        case,
        months: (month(span.0), month(span.1)),
        grain: Grain::Cells,
        data: "ged231",
    };
    let input = ReachInput::from_events(&table(file)?, &scope).unwrap();
    let began = std::time::Instant::now();
    let reach = Reach::fit(&input, &ReachOptions::sized(&input)).unwrap();
    eprintln!(
        "{} places x {} months, {} events, {} left out, {:?}",
        input.places.len(),
        input.months,
        reach.events,
        reach.left_out,
        began.elapsed()
    );
    Some(reach)
}

/// The most probable phases, and how many places are within reach at the end of each run.
fn show(reach: &Reach) {
    for run in &reach.phases {
        let places = &reach.at(run.last).unwrap().places;
        eprintln!(
            "{:?} {} to {} at {:.2}, begins {} ({} to {}), established {}; {:.0} places ({:.0} to {:.0}) at its end",
            run.phase,
            run.first,
            run.last,
            run.probability,
            run.begins.median,
            run.begins.earliest,
            run.begins.latest,
            run.established
                .map_or("never".into(), |month| month.to_string()),
            places.median,
            places.low,
            places.high
        );
    }
}

/// The RUF disarmed by January 2002.
#[test]
fn the_ruf_is_gone_by_the_middle_of_2002() {
    let Some(reach) = fit(
        "ged/ged231_sierra_leone.csv",
        "SLE",
        &lineage("RUF", &[532]),
        ("1991-01", "2002-06"),
        None,
    ) else {
        return;
    };
    show(&reach);
    let end = reach.at(month("2002-06")).unwrap();
    eprintln!(
        "2002-06: {:.1} % of the peak",
        100.0 * end.km2.median / reach.peak_km2()
    );
    assert!(end.km2.median < 0.05 * reach.peak_km2());
}

/// Seleka took Bangui on 24 March 2013 after an offensive begun on 10 December 2012. Seen with all
/// the data, and with what was known at the end of March 2013; with the lineage as the case has it,
/// and with UCDP's usage, which writes Seleka for the UFDR that it came out of, too.
#[test]
fn seleka_expands_from_the_end_of_2012_to_bangui() {
    let case = Case::builtin("central-african-republic-2013").unwrap();
    let declared = case.lineage("seleka").unwrap().clone();
    let mut ucdp = declared.clone();
    for member in ucdp.members.iter_mut().filter(|m| m.name == "Seleka") {
        (member.from, member.until) = (None, None);
    }
    // The rising of 2006 in UCDP's Seleka lets the model reckon with an early start.
    for (lineage, last, earliest) in [
        (&declared, "2015-12", "2012-11"),
        (&declared, "2013-03", "2012-11"),
        (&ucdp, "2015-12", "2012-09"),
        (&ucdp, "2013-03", "2012-08"),
    ] {
        let span = ("2006-01", last);
        let Some(reach) = fit("ged/ged231_car.geojson", "CAF", lineage, span, Some(&case)) else {
            return;
        };
        show(&reach);
        let bangui = places::Gid::of(4.37, 18.56).unwrap().get();
        let at = (month("2013-03") - reach.first) as usize;
        let place = reach.map.place_of(bangui).unwrap();
        eprintln!("Bangui's cell {:.2}", reach.map.probability(place, at));
        assert!(reach.map.probability(place, at) > 0.5);
        let december = month("2012-12");
        let during = |run: &&PhaseRun| run.first <= december && december <= run.last;
        let during = reach.phases.iter().find(during).unwrap();
        assert_eq!(during.phase, Phase::Expansion);
        for turn in [during.first, during.begins.median] {
            let window = month(earliest)..=month("2013-01");
            assert!(window.contains(&turn), "{turn}");
        }
        assert!(during.begins.earliest <= during.begins.median);
        let established = during.established.unwrap();
        let window = month("2012-10")..=month("2013-01");
        assert!(window.contains(&established), "{established}");
    }
}

/// The same without a case: whoever bears the name in UCDP's events.
#[test]
fn seleka_by_name_alone_expands_from_the_end_of_2012() {
    let (Some(table), Some(africa)) = (table("ged/ged231_car.geojson"), africa("CAF")) else {
        return;
    };
    let named = of_lineage_name(&table, "Seleka").unwrap();
    for last in [named.months.1, month("2013-03")] {
        let scope = NamedScope {
            gazetteer: Some(&africa),
            months: Some((named.months.0, last)),
            ..NamedScope::default()
        };
        let input = named.input(&table, &scope).unwrap();
        let reach = Reach::fit(&input, &ReachOptions::sized(&input)).unwrap();
        eprintln!("by name, to {last}:");
        show(&reach);
        let december = month("2012-12");
        let during = |run: &&PhaseRun| run.first <= december && december <= run.last;
        let during = reach.phases.iter().find(during).unwrap();
        assert_eq!(during.phase, Phase::Expansion);
        assert!(during.begins.earliest <= december && december <= during.begins.latest + 2);
    }
}

/// The agreement of Pretoria of 2 November 2022 ended the war.
#[test]
fn the_tigray_war_recedes_by_december_2022() {
    let Some(reach) = fit(
        "ged/ged231_ethiopia.csv",
        "ETH",
        &lineage("TPLF", &[410]),
        ("2018-01", "2022-12"),
        None,
    ) else {
        return;
    };
    show(&reach);
    let end = reach.at(month("2022-12")).unwrap();
    eprintln!("2022-12: contraction {:.2}", end.phases[2]);
    assert!(end.phases[2] > 0.5, "{:?}", end.phases);
}
