use super::*;

/// Lines on which records begin with their first fields, and faults.
fn run(text: &[u8], fields: usize, limit: usize) -> Vec<String> {
    let mut records = Records::new(text, b',', limit);
    records.expect(fields..=fields, vec![0]);
    let mut seen = Vec::new();
    loop {
        match records.next().unwrap() {
            Step::End => return seen,
            Step::Record { line } => {
                seen.push(format!("{line} {}", records.record().field(0)));
            }
            Step::Fault { line, fault } => seen.push(format!("{line} {fault:?}")),
        }
    }
}

#[test]
fn counts_physical_lines_with_every_line_break() {
    for newline in ["\n", "\r\n", "\r"] {
        let text = "a,1\n\nb,\"x\ny\"\nc,3\n".replace('\n', newline);
        assert_eq!(
            run(text.as_bytes(), 2, 1000),
            ["1 a", "3 b", "5 c"],
            "{newline:?}"
        );
    }
}

#[test]
fn resumes_after_the_line_of_an_unclosed_quote() {
    let text = b"a,1\nb,\"2\nc,3\nd,\"4\"\ne,5\n";
    assert_eq!(
        run(text, 2, 1000),
        ["1 a", "2 Unclosed", "3 c", "4 d", "5 e"]
    );
    let open_to_the_end = b"a,1\nb,\"2\nc,3\nd,4\n";
    assert_eq!(
        run(open_to_the_end, 2, 1000),
        ["1 a", "2 Unclosed", "3 c", "4 d"]
    );
}

#[test]
fn two_rows_that_would_merge_into_one_of_the_right_width_do_not() {
    let text = b"a,\"x,1\nb,\"y\",2\nc,z,3\n";
    assert_eq!(run(text, 3, 1000), ["1 Unclosed", "2 b", "3 c"]);
}

#[test]
fn a_long_line_is_skipped_and_a_long_quote_is_given_up() {
    let mut text = b"a,1\nb,".to_vec();
    text.resize(text.len() + 5000, b'x');
    text.extend_from_slice(b"\nc,3\nd,\"");
    text.extend("y\n".repeat(50).bytes());
    text.extend_from_slice(b"e,5\n");
    let seen = run(&text, 2, 64);
    assert_eq!(&seen[..4], ["1 a", "2 TooLong", "3 c", "4 Unclosed"]);
    assert_eq!(seen.last().unwrap(), "54 e");
}

#[test]
fn a_file_of_unclosed_quotes_is_read_in_bounded_work() {
    // Without a bound this would read 400,000 lines a megabyte each.
    let text = "a,\"\n,".repeat(200_000);
    let seen = run(text.as_bytes(), 2, 1 << 20);
    assert!(seen.len() >= 100_000);
}

#[test]
fn decodes_windows_1252_and_scrubs_names() {
    let mut records = Records::new(&b"caf\xe9,\x93x\x94\nta\tb,\xc3\xa9\n"[..], b',', 100);
    records.expect(2..=2, vec![0]);
    assert_eq!(records.next().unwrap(), Step::Record { line: 1 });
    assert_eq!(records.record().field(0), "caf\u{e9}");
    assert_eq!(records.record().field(1), "\u{201c}x\u{201d}");
    assert_eq!(
        records.repairs(),
        [(0, Repair::Decoded), (1, Repair::Decoded)]
    );
    assert_eq!(records.next().unwrap(), Step::Record { line: 2 });
    assert_eq!(records.record().field(0), "ta b");
    assert_eq!(records.repairs(), [(0, Repair::Scrubbed)]);
}

#[test]
fn doubled_quotes_line_breaks_and_quotes_in_the_middle() {
    let text = b"a,\"b \"\"q\"\" c\",\"l1\nl2\"\r\nd,e\"f,\n";
    let mut ours = Vec::new();
    let mut records = Records::new(&text[..], b',', 1000);
    while let Step::Record { .. } = records.next().unwrap() {
        ours.push(
            records
                .record()
                .fields()
                .map(str::to_owned)
                .collect::<Vec<_>>(),
        );
    }
    assert_eq!(
        ours,
        [vec!["a", "b \"q\" c", "l1\nl2"], vec!["d", "e\"f", ""]]
    );
}

/// All that a reading finds, with the ordinary records looked for first or not.
fn all(text: &[u8], delimiter: u8, fields: usize, limit: usize, quick: bool) -> Vec<String> {
    let mut records = Records::new(text, delimiter, limit);
    records.quick &= quick;
    let mut seen = Vec::new();
    loop {
        let step = records.next().unwrap();
        let record = match step {
            Step::Record { .. } => {
                let fields: Vec<_> = records.record().fields().collect();
                format!("{fields:?} {:x}", records.record().hash())
            }
            _ => String::new(),
        };
        seen.push(format!("{step:?} {record} {:?}", records.repairs()));
        match step {
            Step::End => return seen,
            Step::Record { .. } if seen.len() == 1 => {
                records.expect(fields..=fields + 1, vec![0, 2]);
            }
            _ => {}
        }
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(2000))]

    #[test]
    fn ordinary_records_are_what_the_state_machine_reads(
        pieces in proptest::collection::vec(
            proptest::sample::select(vec![
                ",", ",", ",", "\"", "\"", "\"\"", "\n", "\n", "\r\n", "\r", "\n\n", ";", "\t", "|",
                "a", "-", "+", "\u{b}", " ", "\u{feff}", "Ségou", "\u{9b}", "\u{7f}", "\0",
                "a rather long text", ",\"quoted, in full\"", "\n1,2,3\n", "\n1,\"2\",3\r\n", "\n1,\"\"\"x\"\" y\",\n",
            ]),
            0..60,
        ),
        damage in proptest::option::of((0usize..400, 0x80u8..)),
        delimiter in proptest::sample::select(vec![b',', b';', b'\t', b'|', b'"', b'a']),
        limit in proptest::sample::select(vec![8usize, 20, 64, 1 << 20]),
    ) {
        let mut text = pieces.concat().into_bytes();
        if let Some((at, byte)) = damage && let Some(hit) = text.get_mut(at) {
            *hit = byte;
        }
        proptest::prop_assert_eq!(
            all(&text, delimiter, 3, limit, true),
            all(&text, delimiter, 3, limit, false)
        );
    }
}
