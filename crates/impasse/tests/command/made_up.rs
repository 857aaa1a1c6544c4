//! Files made up for tests: their figures are nobody's.

use std::fmt::Write;

const GED_COLUMNS: &str = "id,type_of_violence,side_a,side_b,adm_1,where_prec,latitude,longitude,country,\
    date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low\n";

/// A row of GED: civilians killed in one place on one day.
fn row(
    id: u32,
    place: [&str; 4],
    day: &str,
    attacker: &str,
    [low, best, high]: [u32; 3],
) -> String {
    let [region, latitude, longitude, country] = place;
    format!(
        "{id},3,{attacker},Civilians,{region},1,{latitude},{longitude},{country},1,{day},{day},\
         0,0,{best},0,{best},{high},{low}\n"
    )
}

/// A GED file of Mali: a small event a month from 2019, the attack on Bamako of 17 September 2024,
/// and one event after it.
pub(crate) fn mali_ged() -> String {
    let mut text = GED_COLUMNS.to_owned();
    for month in 0..69 {
        let day = format!("{}-{:02}-11", 2019 + month / 12, month % 12 + 1);
        let best = 2 + (month * 7) % 23;
        let mopti = ["Mopti", "14.49", "-4.2", "Mali"];
        text.push_str(&row(
            1000 + month,
            mopti,
            &day,
            "JNIM",
            [best, best, best + 2],
        ));
    }
    let bamako = ["Bamako", "12.65", "-8.0", "Mali"];
    text.push_str(&row(2000, bamako, "2024-09-17", "JNIM", [70, 77, 100]));
    text.push_str(&row(3000, bamako, "2024-11-30", "JNIM", [500, 512, 600]));
    text
}

/// A GED file of the Central African Republic from 2010 to the year given.
pub(crate) fn car_ged(last_year: u32) -> String {
    let mut text = GED_COLUMNS.to_owned();
    for month in 0..(last_year - 2009) * 12 {
        let day = format!("{}-{:02}-05", 2010 + month / 12, month % 12 + 1);
        let best = 1 + (month * 5) % 17;
        let place = ["Ouaka", "5.76", "20.67", "Central African Republic"];
        text.push_str(&row(
            1000 + month,
            place,
            &day,
            "Seleka",
            [best, best, best + 1],
        ));
    }
    text
}

/// An ACLED file of Mali: a clash a month in Mopti from 2022, a place overtaken in Segou in May 2023 and held,
/// one in Gao that the army regains within the month, and a local agreement in Mopti in 2024.
pub(crate) fn mali_acled() -> String {
    let mut text = "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,\
        assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,\
        admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp\n"
        .to_owned();
    let mut number = 0;
    let mut add = |day: &str, kinds: [&str; 2], actors: [&str; 2], place: [&str; 4]| {
        number += 1;
        let [kind, sub] = kinds;
        let [first, second] = actors;
        let [region, town, latitude, longitude] = place;
        let year = &day[..4];
        writeln!(
            text,
            "MLI{number},{day},{year},1,Political violence,{kind},{sub},{first},,2,{second},,1,12,,466,Western \
             Africa,Mali,{region},{town},,{town},{latitude},{longitude},1,Made up,National,,2,,1700000000"
        )
        .unwrap();
    };
    let jnim = "JNIM: Group for Support of Islam and Muslims";
    let army = "Military Forces of Mali (2021-)";
    let mopti = ["Mopti", "Mopti", "14.49", "-4.2"];
    for month in 0..33 {
        let day = format!("{}-{:02}-07", 2022 + month / 12, month % 12 + 1);
        add(&day, ["Battles", "Armed clash"], [jnim, army], mopti);
    }
    let overtakes = ["Battles", "Non-state actor overtakes territory"];
    add(
        "2023-05-02",
        overtakes,
        [jnim, army],
        ["Segou", "Niono", "14.25", "-5.99"],
    );
    add(
        "2023-08-02",
        overtakes,
        [jnim, army],
        ["Gao", "Gao", "16.27", "-0.04"],
    );
    let regains = ["Battles", "Government regains territory"];
    add(
        "2023-08-12",
        regains,
        [army, jnim],
        ["Gao", "Gao", "16.27", "-0.04"],
    );
    let agreement = ["Strategic developments", "Agreement"];
    add("2024-03-20", agreement, [jnim, "Civilians (Mali)"], mopti);
    text
}

/// A GED file with two good rows and two bad ones.
pub(crate) fn ged_with_faults() -> String {
    let kidal = ["Kidal", "18.44", "1.41", "Mali"];
    let mut text = GED_COLUMNS.to_owned();
    text.push_str(&row(1, kidal, "2024-01-05", "JNIM", [3, 3, 3]));
    text.push_str(&row(2, kidal, "2024-02-31", "JNIM", [4, 4, 4]));
    text.push_str(&row(
        3,
        ["Kidal", "98.0", "1.41", "Mali"],
        "2024-03-05",
        "JNIM",
        [5, 5, 5],
    ));
    text.push_str(&row(4, kidal, "2024-04-05", "JNIM", [6, 6, 6]));
    text
}

/// Country-month figures of two countries in one year.
pub(crate) fn country_months() -> String {
    let mut text =
        "country_iso3,year_month,event_count,fatalities_best,fatalities_high,civilian_deaths,\
        peak_event_fatalities,state_based_events,non_state_events,one_sided_events\n"
            .to_owned();
    for country in ["NER", "TCD"] {
        for month in 1..=4 {
            let deaths = month * 3;
            let high = deaths + 2;
            writeln!(
                text,
                "{country},2023-{month:02},{month},{deaths},{high},1,{deaths},{month},0,0"
            )
            .unwrap();
        }
    }
    text
}

/// Two square regions of Niger.
pub(crate) fn boundaries() -> String {
    let region = |name: &str, west: f64| {
        let east = west + 2.0;
        format!(
            r#"{{"type":"Feature","properties":{{"adm0_a3":"NER","name":"{name}"}},"geometry":{{"type":"Polygon",
"coordinates":[[[{west},13],[{east},13],[{east},15],[{west},15],[{west},13]]]}}}}"#
        )
    };
    format!(
        r#"{{"type":"FeatureCollection","features":[{},{}]}}"#,
        region("Tahoua", 4.0),
        region("Maradi", 6.0)
    )
}
