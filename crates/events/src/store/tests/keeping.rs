use super::*;

#[test]
fn what_goes_in_comes_out() {
    let fixture = Fixture::new();
    let rows = sample::rows();
    let added = fixture.add(Series::UcdpGed, Some("25.1"), &rows);
    assert!(!added.already());
    assert_eq!(
        added.entry.key,
        format!("ucdp-ged/25.1/{}", &added.entry.source.sha256[..12])
    );
    assert_eq!(added.entry.accepted, 3);
    assert_eq!(
        added.entry.countries,
        BTreeMap::from([("MLI".into(), 2), ("NER".into(), 1)])
    );
    let loaded = fixture.store.load(&Query::default()).unwrap();
    assert_eq!(loaded.events.iter().collect::<Vec<_>>(), rows);
    assert_eq!(
        loaded.events.provenance(2).unwrap(),
        &added.entry.provenance()
    );
}

#[test]
fn many_row_groups_come_back_in_order() {
    let fixture = Fixture::new();
    let rows = sample::rows();
    let count = 3 * super::writer::GROUP / 2;
    let names: Vec<String> = (0..count).map(|n| format!("{n}")).collect();
    let added = fixture
        .try_add("long", |sink| {
            for (n, id) in names.iter().enumerate() {
                sink.push(&EventRow {
                    id,
                    line: n as u64,
                    ..rows[n % 3]
                })?;
            }
            Ok(reading(Series::UcdpGed, Some("25.1")))
        })
        .unwrap();
    assert_eq!(added.entry.countries["MLI"], count as u64 * 2 / 3);
    let events = fixture.store.load(&Query::default()).unwrap().events;
    assert_eq!(events.len(), count);
    for (n, row) in events.iter().enumerate() {
        assert_eq!(
            row,
            EventRow {
                id: &names[n],
                line: n as u64,
                ..rows[n % 3]
            }
        );
    }
}

#[test]
fn the_same_bytes_again_change_nothing() {
    let fixture = Fixture::new();
    fixture.add(Series::UcdpGed, Some("25.1"), &sample::rows());
    let before = fixture.snapshot();
    let again = fixture.add(Series::UcdpGed, Some("25.1"), &sample::rows());
    assert!(again.already());
    assert_eq!(fixture.snapshot(), before);
}

#[test]
fn the_same_bytes_under_another_version_replace_what_was_there() {
    let fixture = Fixture::new();
    let path = fixture.directory.path().join("events.csv");
    fs::write(&path, "bytes").unwrap();
    let add = |version: &str| {
        let options = ReadOptions {
            version: version.parse().ok(),
            ..ReadOptions::default()
        };
        let (sha256, bytes) =
            super::writer::digest(&mut fs::File::open(&path).unwrap(), &path).unwrap();
        fixture.store.add_with(&path, &options, |sink| {
            sink.push(&sample::rows()[0])?;
            Ok(ReadReport {
                sha256,
                bytes,
                ..reading(Series::UcdpGed, Some(version))
            })
        })
    };
    assert!(!add("24.1").unwrap().already());
    assert!(!add("25.1").unwrap().already());
    assert!(add("25.1").unwrap().already());
    let versions: Vec<_> = fixture
        .store
        .list()
        .unwrap()
        .iter()
        .map(|entry| entry.version)
        .collect();
    assert_eq!(versions, ["25.1".parse().ok()]);
    assert_eq!(
        fixture.snapshot().len(),
        3,
        "Parquet file, manifest and lock"
    );
}

#[test]
fn the_order_of_adding_leaves_no_mark() {
    let stores = [[0, 1], [1, 0]].map(|order| {
        let fixture = Fixture::new();
        for which in order {
            match which {
                0 => fixture.add(Series::UcdpGed, Some("24.1"), &sample::rows()[..1]),
                _ => fixture.add(Series::UcdpGed, Some("25.1"), &sample::rows()[1..]),
            };
        }
        let root = fixture.store.root().to_owned();
        let files = fixture.snapshot().into_iter();
        files
            .map(|(path, bytes)| (path.strip_prefix(&root).unwrap().to_owned(), bytes))
            .collect::<Vec<_>>()
    });
    assert_eq!(stores[0], stores[1]);
}

#[test]
fn a_reader_that_fails_leaves_the_old_state() {
    let fixture = Fixture::new();
    fixture.add(Series::UcdpGed, Some("25.1"), &sample::rows());
    let before = fixture.snapshot();
    let failed = fixture.try_add("other", |sink| {
        sink.push(&sample::rows()[0])?;
        Err(EventsError::NoDataDirectory)
    });
    assert!(matches!(failed, Err(EventsError::NoDataDirectory)));
    assert_eq!(fixture.snapshot(), before);
}

#[test]
fn a_crash_half_way_is_cleared_away_by_the_next_writer() {
    let fixture = Fixture::new();
    fixture.add(Series::UcdpGed, Some("25.1"), &sample::rows());
    let mut before = fixture.snapshot();
    // Died while streaming, and, another time, between the Parquet file and the manifest.
    fs::write(fixture.store.root().join(".partial/.partial-x"), "half").unwrap();
    let other = fixture
        .add(Series::UcdpGed, Some("24.1"), &sample::rows()[..1])
        .entry;
    let whole = fixture.snapshot();
    let manifest = fixture.store.root().join("manifest.json");
    fs::write(&manifest, &before[&manifest]).unwrap();
    assert_eq!(fixture.store.list().unwrap().len(), 1);
    assert_eq!(fixture.ids(&Query::default()), ["1", "2", "3"]);
    // Added again, the store is what it would have been.
    let added = fixture.add(Series::UcdpGed, Some("24.1"), &sample::rows()[..1]);
    assert!(!added.already());
    assert_eq!(added.entry, other);
    assert_eq!(fixture.snapshot(), whole);
    // And removal undoes it.
    fixture.store.remove(&other.key).unwrap();
    before.retain(|path, _| path.is_file());
    assert_eq!(fixture.snapshot(), before);
}

#[test]
fn a_file_that_changes_while_it_is_read_is_not_added() {
    let fixture = Fixture::new();
    let path = fixture.directory.path().join("events.csv");
    let outcome = fixture.try_add("first", |_| {
        fs::write(&path, "grown since").unwrap();
        Ok(reading(Series::UcdpGed, None))
    });
    assert!(matches!(outcome, Err(EventsError::Changed { .. })));
    assert!(fixture.store.list().unwrap().is_empty());
}

#[test]
fn a_second_writer_is_kept_out() {
    let fixture = Fixture::new();
    let inner = fixture.store.clone();
    let path = fixture.directory.path().join("events.csv");
    let added = fixture.try_add("first", |_| {
        assert!(matches!(
            inner.add_with(&path, &ReadOptions::default(), |_| Ok(reading(
                Series::UcdpGed,
                None
            ))),
            Err(EventsError::Locked { .. })
        ));
        assert!(inner.list().unwrap().is_empty(), "readers are let in");
        Ok(reading(Series::UcdpGed, None))
    });
    assert!(added.is_ok());
}

#[test]
fn keys_may_be_shortened_while_they_name_one_entry() {
    let fixture = Fixture::new();
    let old = fixture
        .add(Series::UcdpGed, Some("24.1"), &sample::rows()[..1])
        .entry;
    let new = fixture
        .add(Series::UcdpGed, Some("25.1"), &sample::rows())
        .entry;
    assert_eq!(fixture.store.describe("ucdp-ged/24").unwrap(), old);
    assert_eq!(
        fixture.store.describe(&new.source.sha256[..8]).unwrap(),
        new
    );
    for (key, several) in [("ucdp", true), ("acled", false), ("", false)] {
        match fixture.store.describe(key) {
            Err(EventsError::Key { many, .. }) => assert_eq!(many, several),
            other => panic!("{key}: {other:?}"),
        }
    }
}

#[test]
fn a_damaged_file_or_manifest_is_refused() {
    let fixture = Fixture::new();
    let entry = fixture
        .add(Series::UcdpGed, Some("25.1"), &sample::rows())
        .entry;
    let path = entry.path(fixture.store.root());
    let mut bytes = fs::read(&path).unwrap();
    bytes[100] ^= 1;
    fs::write(&path, bytes).unwrap();
    assert!(matches!(
        fixture.store.load(&Query::default()),
        Err(EventsError::Damaged { .. })
    ));
    let manifest = fixture.store.root().join("manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    for wrong in [
        text.replace("ucdp-ged/25.1/", "../../outside/"),
        text.replace("\"format\": 1", "\"format\": 9"),
        text[..text.len() / 2].to_owned(),
    ] {
        fs::write(&manifest, wrong).unwrap();
        assert!(matches!(
            fixture.store.list(),
            Err(EventsError::Manifest { .. })
        ));
    }
}

#[test]
fn the_footer_says_where_the_events_come_from() {
    use parquet::file::reader::FileReader;
    let fixture = Fixture::new();
    let entry = fixture
        .add(Series::UcdpGed, Some("25.1"), &sample::rows())
        .entry;
    let file = fs::File::open(entry.path(fixture.store.root())).unwrap();
    let reader = parquet::file::reader::SerializedFileReader::new(file).unwrap();
    let pairs = reader
        .metadata()
        .file_metadata()
        .key_value_metadata()
        .unwrap()
        .clone();
    let value = |key: &str| {
        pairs
            .iter()
            .find(|pair| pair.key == key)
            .unwrap()
            .value
            .clone()
            .unwrap()
    };
    assert_eq!(value("impasse.series"), "ucdp-ged");
    assert_eq!(value("impasse.version"), "25.1");
    assert_eq!(value("impasse.source_sha256"), entry.source.sha256);
    assert!(value("impasse.citation").contains("Sundberg & Melander"));
}

#[test]
fn the_directory_comes_from_the_argument_then_the_environment_then_the_home() {
    let named = Store::locate(Some(Path::new("/a")), Some("/b".into())).unwrap();
    assert_eq!(named.root(), Path::new("/a"));
    assert_eq!(
        Store::locate(None, Some("/b".into())).unwrap().root(),
        Path::new("/b")
    );
    if let Ok(store) = Store::locate(None, Some("".into())) {
        assert!(store.root().ends_with("impasse"));
    }
}

#[test]
fn a_store_that_does_not_exist_is_empty_and_is_not_created_by_looking() {
    let fixture = Fixture::new();
    assert!(fixture.store.list().unwrap().is_empty());
    assert!(
        fixture
            .store
            .load(&Query::default())
            .unwrap()
            .events
            .is_empty()
    );
    assert!(!fixture.store.root().exists());
}
