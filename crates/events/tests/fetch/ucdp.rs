use std::io::{Cursor, Write};

use events::{EventsError, Query, Series};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::Fixture;
use crate::server::{Reply, Request, Server};

const HEADER: &str = "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,\
conflict_new_id,conflict_name,dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,\
side_b_dset_id,side_b_new_id,side_b,number_of_sources,source_article,source_office,source_date,\
source_headline,source_original,where_prec,where_coordinates,where_description,adm_1,adm_2,latitude,\
longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,date_prec,date_start,date_end,\
deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,gwnoa,gwnob";

/// A made-up GED file.
fn csv(rows: usize) -> Vec<u8> {
    let row = |id: usize| {
        format!(
            "{},MLI-{id},2024,1,Clear,1,11347,11347,Mali: Government,14122,14122,Government of Mali - JNIM,\
             72,72,Government of Mali,6734,6734,JNIM,2,,,,,,1,Mopti town,Mopti town,Mopti region,,14.5,-4.2,\
             POINT (-4.2 14.5),150832,Mali,432,Africa,1,1,2024-03-0{} 00:00:00.000,2024-03-09 00:00:00.000,\
             1,2,0,0,3,4,3,432,\n",
            500_000 + id,
            1 + id % 9,
        )
    };
    let rows: String = (0..rows).map(row).collect();
    format!("{HEADER}\n{rows}").into_bytes()
}

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in members {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn release() -> Vec<u8> {
    zipped(&[("GEDEvent_v25_1.csv", &csv(200))])
}

/// Serves `file` as a good server does, ranges included.
fn serve(file: &[u8], request: &Request, tag: &str) -> Reply {
    let from = request
        .header("range")
        .strip_prefix("bytes=")
        .and_then(|r| r.strip_suffix('-'));
    match from.and_then(|from| from.parse::<usize>().ok()) {
        Some(from) if request.header("if-range") == tag => {
            Reply::new(206, &file[from..]).with("ETag", tag).with(
                "Content-Range",
                &format!("bytes {from}-{}/{}", file.len() - 1, file.len()),
            )
        }
        _ => Reply::new(200, file).with("ETag", tag),
    }
}

const TAG: &str = "\"v1\"";

#[test]
fn a_yearly_release_is_downloaded_and_added() {
    let server = Server::start(|_, request| serve(&release(), request, TAG));
    let mut fixture = Fixture::new();
    let fetched = fixture.fetcher(&server.base).ucdp_ged(None).unwrap();
    assert_eq!(server.requests()[0].target, "/downloads/ged/ged251-csv.zip");
    let entry = &fetched.added.entry;
    assert_eq!(
        (entry.series, entry.version),
        (Series::UcdpGed, Some("25.1".parse().unwrap()))
    );
    assert_eq!(entry.accepted, 200);
    assert_eq!(entry.source.bytes, release().len() as u64);
    assert_eq!(entry.source.sha256.len(), 64);
    assert!(entry.citation.contains("Davies") && entry.licence == "CC BY 4.0");
    assert_eq!(fixture.progress.bytes, release().len() as u64);
    assert_eq!((fixture.progress.retries, fixture.progress.ended), (0, 1));
    assert_eq!(
        fixture.files().len(),
        2,
        "the Parquet file and the manifest: {:?}",
        fixture.files()
    );
    let again = fixture.fetcher(&server.base).ucdp_ged(None).unwrap();
    assert!(again.added.already());
}

#[test]
fn a_candidate_release_is_plain_csv() {
    let server = Server::start(|_, request| serve(&csv(3), request, TAG));
    let mut fixture = Fixture::new();
    let version = "25.0.11".parse().unwrap();
    let fetched = fixture
        .fetcher(&server.base)
        .ucdp_candidate(Some(version))
        .unwrap();
    assert_eq!(
        server.requests()[0].target,
        "/downloads/candidateged/GEDEvent_v25_0_11.csv"
    );
    assert_eq!(fetched.added.entry.series, Series::UcdpCandidate);
    assert_eq!(fetched.added.entry.version, Some(version));
    assert_eq!(
        fixture.store.load(&Query::default()).unwrap().events.len(),
        3
    );
}

#[test]
fn a_cut_connection_is_gone_on_with() {
    let server = Server::start(|number, request| {
        let reply = serve(&release(), request, TAG);
        if number < 3 {
            reply.cut_after(300)
        } else {
            reply
        }
    });
    let mut fixture = Fixture::new();
    let fetched = fixture.fetcher(&server.base).ucdp_ged(None).unwrap();
    assert_eq!(fetched.added.entry.accepted, 200);
    let ranges: Vec<String> = server
        .requests()
        .iter()
        .map(|r| r.header("range").to_owned())
        .collect();
    assert_eq!(ranges, ["", "bytes=300-", "bytes=600-", "bytes=900-"]);
    assert!(
        server.requests()[1..]
            .iter()
            .all(|request| request.header("if-range") == TAG)
    );
    assert_eq!(fixture.progress.bytes, release().len() as u64);
    assert_eq!(
        fixture.progress.begun[1],
        (300, Some(release().len() as u64))
    );
}

#[test]
fn a_later_run_goes_on_where_an_earlier_one_gave_up() {
    let broken = Server::start(|_, request| {
        let reply = serve(&release(), request, TAG);
        if request.header("range").is_empty() {
            reply.cut_after(500)
        } else {
            Reply::new(503, "")
        }
    });
    let mut fixture = Fixture::new();
    let error = fixture.fetcher(&broken.base).ucdp_ged(None).unwrap_err();
    assert!(
        matches!(error, EventsError::Http { status: 503, .. }),
        "{error}"
    );
    assert_eq!(
        fixture.files().len(),
        2,
        "the part and its note: {:?}",
        fixture.files()
    );
    // The same address, mended: the server cannot be changed, so its note is.
    let server = Server::start(|_, request| serve(&release(), request, TAG));
    let note = fixture.store.downloads().join("ged251-csv.zip.part.json");
    let text = std::fs::read_to_string(&note)
        .unwrap()
        .replace(&broken.base, &server.base);
    std::fs::write(&note, text).unwrap();
    fixture.fetcher(&server.base).ucdp_ged(None).unwrap();
    assert_eq!(server.requests().len(), 1);
    assert_eq!(server.requests()[0].header("range"), "bytes=500-");
}

#[test]
fn a_file_that_changed_meanwhile_is_begun_anew() {
    let server = Server::start(|number, request| match number {
        0 => serve(&csv(50), request, "\"old\"").cut_after(400),
        _ => serve(&release(), request, "\"new\""),
    });
    let mut fixture = Fixture::new();
    let fetched = fixture.fetcher(&server.base).ucdp_ged(None).unwrap();
    assert_eq!(server.requests()[1].header("if-range"), "\"old\"");
    assert_eq!(fetched.added.entry.accepted, 200);
}

#[test]
fn without_a_tag_nothing_is_resumed() {
    let server = Server::start(|number, _| {
        let reply = Reply::new(200, release());
        if number == 0 {
            reply.cut_after(400)
        } else {
            reply
        }
    });
    let mut fixture = Fixture::new();
    fixture.fetcher(&server.base).ucdp_ged(None).unwrap();
    assert_eq!(server.requests()[1].header("range"), "");
}

#[test]
fn a_server_may_ask_for_patience() {
    let server = Server::start(|number, request| match number {
        0 => Reply::new(429, "").with("Retry-After", "17"),
        1 => Reply::new(503, "").with("Retry-After", "Tue, 14 Nov 2023 22:13:50 GMT"),
        2 => Reply::new(500, "oops"),
        _ => serve(&release(), request, TAG),
    });
    let mut fixture = Fixture::new();
    fixture.fetcher(&server.base).ucdp_ged(None).unwrap();
    // The date is 30 seconds after the clock's 1,700,000,000; the third wait is the third in a row.
    assert_eq!(fixture.clock.waits(), [17, 30, 4]);
    assert_eq!(fixture.progress.retries, 3);
}

#[test]
fn patience_has_an_end() {
    let server = Server::start(|_, _| Reply::new(500, ""));
    let mut fixture = Fixture::new();
    let error = fixture.fetcher(&server.base).ucdp_ged(None).unwrap_err();
    assert!(
        error.to_string().contains("answered 500") && error.to_string().contains("try again later")
    );
    assert_eq!(fixture.clock.waits(), [1, 2, 4, 8]);
    assert_eq!(server.requests().len(), 5);
    let slow = Server::start(|_, _| Reply::new(429, "").with("Retry-After", "86400"));
    let mut fixture = Fixture::new();
    let error = fixture.fetcher(&slow.base).ucdp_ged(None).unwrap_err();
    assert!(matches!(error, EventsError::Http { status: 429, .. }));
    assert!(fixture.clock.waits().is_empty(), "nobody waits a day");
}

#[test]
fn a_missing_release_is_told_at_once() {
    let server = Server::start(|_, _| Reply::new(404, "<html>not here</html>"));
    let mut fixture = Fixture::new();
    let error = fixture
        .fetcher(&server.base)
        .ucdp_ged(Some("99.1".parse().unwrap()))
        .unwrap_err();
    assert!(error.to_string().contains("check the version"), "{error}");
    assert_eq!(server.requests().len(), 1);
    assert!(fixture.files().is_empty());
}

#[test]
fn a_length_that_never_comes_true_is_told() {
    let server = Server::start(|_, _| Reply::new(200, release()).announcing(release().len() + 10));
    let mut fixture = Fixture::new();
    let error = fixture.fetcher(&server.base).ucdp_ged(None).unwrap_err();
    assert!(matches!(error, EventsError::Network { .. }), "{error}");
    assert!(fixture.store.list().unwrap().is_empty());
}

#[test]
fn a_length_too_short_gives_a_broken_archive() {
    let server = Server::start(|_, _| Reply::new(200, release()).announcing(release().len() - 30));
    let mut fixture = Fixture::new();
    let error = fixture.fetcher(&server.base).ucdp_ged(None).unwrap_err();
    assert!(matches!(error, EventsError::Unreadable { .. }), "{error}");
    assert!(fixture.files().is_empty(), "{:?}", fixture.files());
}

#[test]
fn what_is_not_a_release_is_not_added() {
    let bomb = zipped(&[("ged.csv", &vec![b'0'; 64 << 20])]);
    let cut = release()[..release().len() / 2].to_vec();
    let cases: [(&str, Vec<u8>); 4] = [
        (
            "a web page",
            b"<!DOCTYPE html><html><body>Maintenance</body></html>".to_vec(),
        ),
        ("a zip bomb", bomb),
        ("a truncated archive", cut),
        ("nothing", Vec::new()),
    ];
    for (what, bytes) in cases {
        let server = Server::start(move |_, _| Reply::new(200, bytes.clone()));
        let mut fixture = Fixture::new();
        let outcome = fixture.fetcher(&server.base).ucdp_ged(None);
        assert!(
            matches!(outcome, Err(EventsError::Unreadable { .. })),
            "{what}: {outcome:?}"
        );
        assert!(fixture.files().is_empty(), "{what}: {:?}", fixture.files());
        assert!(
            !fixture
                .store
                .root()
                .parent()
                .unwrap()
                .join("outside.csv")
                .exists()
        );
    }
}

#[test]
fn an_archive_whose_names_lead_outside_writes_nothing_there() {
    let archive = zipped(&[
        ("../../../outside.csv", &csv(3)),
        ("/tmp/../outside.csv", &csv(3)),
    ]);
    let server = Server::start(move |_, _| Reply::new(200, archive.clone()));
    let mut fixture = Fixture::new();
    let outcome = fixture.fetcher(&server.base).ucdp_ged(None);
    let inside = if outcome.is_ok() { 2 } else { 0 };
    assert_eq!(fixture.files().len(), inside, "{outcome:?}");
    let beside: Vec<_> = std::fs::read_dir(fixture.store.root().parent().unwrap())
        .unwrap()
        .collect();
    assert_eq!(beside.len(), 1, "the store alone: {beside:?}");
}

#[test]
fn a_file_beyond_the_limit_is_refused_by_its_length_or_by_its_bytes() {
    let server = Server::start(|_, _| Reply::new(200, release()));
    let mut fixture = Fixture::new();
    let error = fixture
        .fetcher(&server.base)
        .with_size_limit(100)
        .ucdp_ged(None)
        .unwrap_err();
    assert!(
        error.to_string().contains("larger than 100 bytes"),
        "{error}"
    );
    assert!(fixture.files().is_empty());
}

#[test]
fn redirects_are_followed_on_the_same_server_and_nowhere_unsafe() {
    let server = Server::start(|_, request| {
        if request.target.starts_with("/moved/") {
            serve(&release(), request, TAG)
        } else {
            Reply::new(302, "").with("Location", "/moved/ged.zip")
        }
    });
    let mut fixture = Fixture::new();
    fixture.fetcher(&server.base).ucdp_ged(None).unwrap();
    for unsafe_one in [
        "http://example.org/ged.zip",
        "http://127.0.0.1:9/ged.zip",
        "file:///etc/passwd",
    ] {
        let server = Server::start(move |_, _| Reply::new(302, "").with("Location", unsafe_one));
        let mut fixture = Fixture::new();
        let error = fixture.fetcher(&server.base).ucdp_ged(None).unwrap_err();
        assert!(error.to_string().contains("not a safe address"), "{error}");
        assert_eq!(server.requests().len(), 1);
    }
}

#[test]
fn a_redirect_loop_ends() {
    let server = Server::start(|_, request| Reply::new(301, "").with("Location", &request.target));
    let mut fixture = Fixture::new();
    let error = fixture.fetcher(&server.base).ucdp_ged(None).unwrap_err();
    assert!(
        error.to_string().contains("more than 5 redirects"),
        "{error}"
    );
    assert_eq!(server.requests().len(), 6);
}

#[test]
fn plain_http_elsewhere_is_refused_before_anything_is_sent() {
    let mut fixture = Fixture::new();
    let error = fixture
        .fetcher("http://ucdp.example")
        .ucdp_ged(None)
        .unwrap_err();
    assert!(error.to_string().contains("not a safe address"), "{error}");
}
