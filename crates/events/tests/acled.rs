//! ACLED's three export layouts, with events made up in each.
#![allow(clippy::unwrap_used, clippy::print_stderr)] // The lints know tests, not what tests call.

mod made_up;

use calendar::{Date, date};
use events::read::{Layout, ReadOptions, ReadReport, read_from};
use events::{EventRow, EventSink, EventsError, Series, Violence};
use made_up::{ACLED_HEADER, acled};

/// What of an event the tests look at.
#[derive(Debug, PartialEq)]
struct Seen {
    id: String,
    day: Date,
    violence: Violence,
    kind: String,
    associates: String,
    iso3: String,
    deaths: [u32; 2],
    precision: (u8, u8),
}

#[derive(Default)]
struct All(Vec<Seen>);

impl EventSink for All {
    fn push(&mut self, row: &EventRow<'_>) -> Result<(), EventsError> {
        assert_eq!((row.best, row.low), (row.high, row.best));
        assert_eq!(row.best, row.deaths_civilians + row.deaths_unknown);
        self.0.push(Seen {
            id: row.id.to_owned(),
            day: row.date_start,
            violence: row.violence,
            kind: row.kind.to_owned(),
            associates: row.associates.to_owned(),
            iso3: row.iso3.to_owned(),
            deaths: [row.best, row.deaths_civilians],
            precision: (row.where_prec, row.date_prec),
        });
        Ok(())
    }
}

fn read(text: &str, name: &str) -> (ReadReport, Vec<Seen>) {
    let mut all = All::default();
    let report = read_from(text.as_bytes(), name, &ReadOptions::default(), &mut all).unwrap();
    assert_eq!(report.series, Series::Acled);
    (report, all.0)
}

#[test]
fn upper_case_with_days_first() {
    let text = "GWNO,EVENT_ID_CNTY,EVENT_ID_NO_CNTY,EVENT_DATE,YEAR,TIME_PRECISION,EVENT_TYPE,ACTOR1,ALLY_ACTOR_1,\
        INTER1,ACTOR2,ALLY_ACTOR_2,INTER2,INTERACTION,COUNTRY,ADMIN1,ADMIN2,ADMIN3,LOCATION,LATITUDE,LONGITUDE,\
        GEO_PRECISION,SOURCE,NOTES,FATALITIES\n\
        432,9001MLI,,03/04/2012,2012,3,Battle-No change of territory,Made-up Forces,,1,Made-up Group,Made-up Wing,2,12,\
        Mali,Kayes,Kita,,Kita,13.05,-9.48,2,Made-up Times,\"(note, with a comma)\",4\n";
    let (report, events) = read(text, "acled_2013-01-31.csv");
    assert_eq!(report.layout, Layout::AcledUpper);
    assert_eq!(report.version.unwrap().to_string(), "2013.1.31");
    assert_eq!(
        events,
        [Seen {
            id: "9001MLI".into(),
            day: date(2012, 4, 3).unwrap(),
            violence: Violence::StateBased,
            kind: "Battle-No change of territory".into(),
            associates: "Made-up Wing".into(),
            iso3: "MLI".into(),
            deaths: [4, 0],
            precision: (3, 4),
        }]
    );
}

#[test]
fn data_id_with_a_line_of_tags() {
    let text = "\u{feff}data_id,iso,event_id_cnty,event_id_no_cnty,event_date,year,time_precision,event_type,\
        sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,region,country,admin1,admin2,\
        admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,timestamp,iso3\n\
        ,,#event+code,,#date+occurred,#date+year,,#event+type,,#group+name+first,#group+name+first+assoc,,\
        #group+name+second,#group+name+second+assoc,,,#region+name,#country+name,#adm1+name,#adm2+name,#adm3+name,\
        #loc+name,#geo+lat,#geo+lon,,#meta+source,,#description,#affected+killed,,#country+code\n\
        1,466,MLI9001,9001,2019-04-03,2019,1,Violence against civilians,Attack,Made-up Group,,2,Civilians (Mali),\
        Farmers (Mali),7,27,Western Africa,Mali,Kayes,Kita,Kita,Kita,13.05,-9.48,1,Made-up Times,National,\"(note)\",\
        2,1556000000,MLI\n\
        2,466,MLI9002,9002,2019-04-04,2019,2,Explosions/Remote violence,Remote explosive/landmine/IED,Made-up Group,,2,\
        ,,0,20,Western Africa,Mali,Kayes,Kita,Kita,Kita,13.05,-9.48,3,Made-up Times,National,\"(note)\",0,1556100000,MLI\n";
    let (report, events) = read(text, "conflict_data_mli.csv");
    assert_eq!(report.layout, Layout::AcledDataId);
    assert_eq!((report.rows, report.tag_rows), (2, 1));
    assert_eq!(report.version.unwrap().to_string(), "2019.4.24");
    assert!(report.issues.is_empty(), "{:?}", report.issues);
    assert_eq!(events[0].violence, Violence::OneSided);
    assert_eq!(events[0].deaths, [2, 2]);
    assert_eq!(events[0].associates, "Farmers (Mali)");
    assert_eq!(events[0].kind, "Violence against civilians / Attack");
    assert_eq!(events[1].violence, Violence::Other);
    assert_eq!(events[1].precision, (4, 2));
}

#[test]
fn current_with_codes_as_numbers_or_words_and_every_date() {
    let rows = [
        acled(&[("event_id_cnty", "MLI1")]),
        acled(&[
            ("event_id_cnty", "MLI2"),
            ("inter1", "2.0"),
            ("inter2", "1.0"),
            ("event_date", "3 May 2024"),
        ]),
        acled(&[
            ("event_id_cnty", "MLI3"),
            ("inter2", "7"),
            ("event_date", "03/05/2024"),
        ]),
        acled(&[
            ("event_id_cnty", "MLI4"),
            ("event_type", "Explosions/Remote violence"),
            ("actor2", ""),
            ("inter2", ""),
            ("civilian_targeting", "Civilian targeting"),
        ]),
        acled(&[
            ("event_id_cnty", "MLI5"),
            ("event_type", "Protests"),
            ("inter1", "Protesters"),
            ("inter2", ""),
        ]),
        acled(&[
            ("event_id_cnty", "MLI6"),
            ("country", "Republic of Nowhere"),
            ("iso", "466"),
        ]),
    ];
    let (report, events) = read(&format!("{ACLED_HEADER}{}", rows.concat()), "mali.csv");
    assert_eq!(report.layout, Layout::AcledCurrent);
    assert_eq!(report.version.unwrap().to_string(), "2024.5.6");
    assert!(report.issues.is_empty(), "{:?}", report.issues);
    assert!(
        events
            .iter()
            .all(|event| event.day == date(2024, 5, 3).unwrap())
    );
    assert!(events.iter().all(|event| event.iso3 == "MLI"));
    let violence: Vec<Violence> = events.iter().map(|event| event.violence).collect();
    assert_eq!(
        violence,
        [
            Violence::StateBased,
            Violence::StateBased,
            Violence::OneSided,
            Violence::OneSided,
            Violence::Other,
            Violence::StateBased,
        ]
    );
}
