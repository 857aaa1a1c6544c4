//! Files that are something else, and archives.

use super::made_up::{archive, ged_file, ged_header};
use super::{Case, NAME, second, whole};

#[allow(clippy::too_many_lines)] // A table of cases.
pub(crate) fn cases() -> Vec<Case> {
    let good = ged_file("");
    let other = ged_header() + &second(&[]);
    let page = "<!DOCTYPE html>\n<html><head><title>Please log in</title></head></html>";
    let zip = "ged251-csv.zip";
    let plain = archive(&[("GEDEvent_v25_1.csv", &good)]);
    let mut encrypted = plain.clone();
    let central = encrypted
        .windows(4)
        .position(|four| four == b"PK\x01\x02")
        .unwrap();
    encrypted[6] |= 1;
    encrypted[central + 8] |= 1;
    let mut damaged = plain.clone();
    let crc = central + 16;
    damaged[crc] ^= 0xff;
    damaged[14] ^= 0xff;
    let mut bomb = good.clone();
    bomb.resize(8 << 20, b'\n');
    vec![
        whole("web page saved as CSV", NAME, page, None, "Please log in"),
        whole(
            "answer of a server in JSON",
            "ged.geojson",
            r#"{"status":401,"message":"Invalid token"}"#,
            None,
            "Invalid token",
        ),
        whole(
            "list in JSON",
            "ged.json",
            r#"[{"id":1}]"#,
            None,
            "JSON list",
        ),
        whole(
            "Excel workbook",
            "ged.xlsx",
            archive(&[
                ("[Content_Types].xml", b"<a/>"),
                ("xl/workbook.xml", b"<a/>"),
            ]),
            None,
            ".xlsx",
        ),
        whole(
            "old Excel workbook",
            "ged.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1",
            None,
            ".xls",
        ),
        whole("Parquet", "ged.parquet", b"PAR1\x15\x04", None, "Parquet"),
        whole(
            "R data or gzip",
            "ged.RData",
            b"\x1f\x8b\x08\x00",
            None,
            "gzip",
        ),
        whole("PDF", "codebook.pdf", b"%PDF-1.7", None, "codebook"),
        whole(
            "archive without events",
            zip,
            archive(&[("readme.pdf", b"%PDF"), ("__MACOSX/._a.csv", b"x")]),
            None,
            "no CSV or GeoJSON",
        ),
        whole(
            "archive with a hidden copy and a PDF",
            zip,
            archive(&[
                ("__MACOSX/._GEDEvent_v25_1.csv", b"\0\0"),
                ("codebook.pdf", b"%PDF"),
                ("GEDEvent_v25_1.csv", &good),
            ]),
            Some(2),
            "",
        ),
        whole(
            "archive with another table",
            zip,
            archive(&[
                ("countries.csv", b"a,b\n1,2\n"),
                ("GEDEvent_v25_1.csv", &good),
            ]),
            Some(2),
            "not one of events",
        ),
        whole(
            "archive of two releases",
            zip,
            archive(&[
                ("GEDEvent_v25_1.csv", &good),
                ("GEDEvent_v24_1.csv", other.as_bytes()),
            ]),
            None,
            "25.1 and release 24.1",
        ),
        whole(
            "archive with a path that climbs",
            zip,
            archive(&[("../../../etc/GEDEvent_v25_1.csv", &good)]),
            Some(2),
            "",
        ),
        whole("encrypted archive", zip, encrypted, None, "encrypted"),
        whole(
            "zip bomb",
            zip,
            archive(&[("GEDEvent_v25_1.csv", &bomb)]),
            None,
            "bomb",
        ),
        whole(
            "archive within an archive",
            zip,
            archive(&[("inner.csv", &plain)]),
            None,
            "within an archive",
        ),
        whole(
            "archive cut off",
            zip,
            &plain[..plain.len() / 2],
            None,
            "damaged or cut off",
        ),
        whole(
            "archive with a wrong checksum",
            zip,
            damaged,
            None,
            "hecksum",
        ),
    ]
}
