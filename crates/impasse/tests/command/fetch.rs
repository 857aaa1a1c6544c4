//! `impasse data fetch` from a server on this machine.

use std::io::{BufRead, BufReader, Cursor, Write};
use std::net::TcpListener;
use std::thread;

use zip::write::SimpleFileOptions;

use crate::desk::{Desk, Told};
use crate::made_up;

/// A server that answers by path, `None` with 404, until the test ends.
fn serve(answer: fn(&str) -> Option<Vec<u8>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
            let request = lines.next().unwrap_or_default();
            lines.take_while(|line| !line.is_empty()).for_each(drop);
            let target = request.split(' ').nth(1).unwrap_or_default();
            let path = target.split('?').next().unwrap_or_default();
            let (status, body) = match answer(path) {
                Some(body) => ("200 OK", body),
                None => ("404 Not Found", Vec::new()),
            };
            let head = format!(
                "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            // A client that hung up learns nothing more.
            let _ = stream
                .write_all(head.as_bytes())
                .and_then(|()| stream.write_all(&body));
        }
    });
    base
}

fn zipped(name: &str, text: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive
        .start_file(name, SimpleFileOptions::default())
        .unwrap();
    archive.write_all(text.as_bytes()).unwrap();
    archive.finish().unwrap().into_inner()
}

fn ucdp(path: &str) -> Option<Vec<u8>> {
    match path {
        "/downloads/ged/ged251-csv.zip" => Some(zipped("GEDEvent_v25_1.csv", &made_up::mali_ged())),
        "/downloads/candidateged/GEDEvent_v26_0_1.csv" => Some(made_up::ged_with_faults().into()),
        "/downloads/ged/ged241-csv.zip" => Some(b"<html>Moved</html>".to_vec()),
        _ => None,
    }
}

fn steady(told: &Told, base: &str) -> String {
    told.to_string().replace(base, "http://127.0.0.1:PORT")
}

#[test]
fn releases_of_ucdp_are_fetched_and_added() {
    let (desk, base) = (Desk::new(), serve(ucdp));
    let ged = desk
        .run(&format!("data fetch ucdp-ged --base {base}"))
        .succeeds()
        .fits();
    let line = format!("data fetch ucdp-candidate --version 26.0.1 --base {base}");
    let candidate = desk.run(&line).succeeds().fits();
    let list = desk.run("data list").succeeds().fits();
    assert!(!desk.path("store/downloads").exists());
    // A zip made here has no fixed bytes: its checksum is looked up, not written down.
    let json = desk.run("data list --json").out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let mut told = [
        steady(&ged, &base),
        steady(&candidate, &base),
        list.to_string(),
    ]
    .join("\n");
    for entry in json.as_array().unwrap() {
        let sum = entry["source"]["sha256"].as_str().unwrap();
        told = told
            .replace(sum, "SHA-256")
            .replace(&sum[..12], "SHA-256-HEAD");
    }
    insta::assert_snapshot!(told);
}

#[test]
fn what_the_server_does_not_have_is_said() {
    let (desk, base) = (Desk::new(), serve(ucdp));
    let line = format!("data fetch ucdp-ged --version 9.9 --base {base}");
    let missing = steady(&desk.run(&line).fails(1).fits(), &base);
    let line = format!("data fetch ucdp-ged --version 24.1 --base {base}");
    let told = desk.run(&line).fits();
    assert!(matches!(told.code, 1 | 3), "{told}");
    assert_eq!(desk.run("data list --json").out, "[]\n");
    insta::assert_snapshot!(format!("{missing}\n{}", steady(&told, &base)));
}

#[test]
fn acled_asks_for_credentials_and_takes_them_from_the_environment() {
    let without = Desk::new()
        .run("data fetch acled --country MLI")
        .fails(1)
        .fits();
    insta::assert_snapshot!(without);

    let (desk, base) = (Desk::new(), serve(|_| None));
    let mut command = desk.command();
    command.args([
        "data",
        "fetch",
        "acled",
        "--country",
        "Mali",
        "--base",
        &base,
    ]);
    command
        .env("ACLED_USERNAME", "someone")
        .env("ACLED_PASSWORD", "correct-horse");
    let told = Told::new("data fetch acled", &command.output().unwrap())
        .fails(1)
        .fits();
    assert!(!told.err.contains("correct-horse"), "{told}");
}
