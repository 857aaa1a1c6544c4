//! The opening: what the event shows and does not show.
#![allow(clippy::unwrap_used, reason = "made-up pages are whole")]

mod made_up;

use assessment::{Assessment, Inputs, assess};
use case::{Case, Model, Observable, builtin_names};
use evidence::Evidence;
use made_up::{as_xml, bare, capital, province, told, with_texts};
use proptest::prelude::*;
use report::{TerminalOptions, html, terminal};
use roxmltree::{Document, Node};

/// The opening's text on the page, with no-break spaces as spaces; with `links`, else without what is
/// linked.
fn opening(of: &Assessment, links: bool) -> String {
    let page = as_xml(&html(of));
    let document = Document::parse(&page).unwrap();
    let section = document
        .descendants()
        .find(|node| node.attribute("id") == Some("opening"))
        .unwrap();
    let linked = |node: &Node| node.ancestors().any(|up| up.has_tag_name("a"));
    let mut out = String::new();
    for p in section
        .descendants()
        .filter(|n| n.has_tag_name("p") || n.has_tag_name("h3"))
    {
        for text in p
            .descendants()
            .filter(|n| n.is_text() && (links || !linked(n)))
        {
            out.push_str(text.text().unwrap_or_default());
        }
        out.push('\n');
    }
    out.replace('\u{a0}', " ")
}

fn said(of: &Assessment) -> String {
    opening(of, true)
}

/// The words under the headings.
fn words(of: &Assessment) -> usize {
    let headings = ["What it does not", "What would tell"];
    said(of)
        .lines()
        .filter(|line| !headings.contains(line))
        .map(|line| line.split_whitespace().count())
        .sum()
}

fn with(evidence: Evidence) -> Assessment {
    let mut of = Assessment {
        evidence,
        ..capital()
    };
    told::hangs(&mut of, [0.37, 0.575, 0.035, 0.02]);
    of
}

#[test]
fn under_150_words_whatever_there_is_to_say() {
    let long = "word ".repeat(2_000);
    let cases = vec![
        capital(),
        province(),
        bare(),
        with(told::everything()),
        with(told::all_tautological(told::little())),
        with_texts(capital(), &long),
        with_texts(province(), &long),
        with_texts(bare(), &long),
        with_texts(with(told::everything()), &long),
    ];
    for of in cases {
        let count = words(&of);
        assert!(count < 150, "{count} words: {}", said(&of));
        assert!(said(&of).starts_with("It killed") || said(&of).starts_with("By the best"));
    }
}

#[test]
fn built_in_cases_have_their_opening() {
    for name in builtin_names() {
        let case = Case::builtin(name).unwrap();
        let inputs = Inputs {
            runs: 20,
            ..Inputs::new(&case)
        };
        let of = assess(&inputs).unwrap();
        let count = words(&of);
        assert!(count < 150, "{name}, {count} words: {}", said(&of));
        let text = said(&of);
        assert!(
            of.evidence.weighed.is_none() || text.to_lowercase().contains("likeliest"),
            "{name}: {text}"
        );
    }
}

#[test]
fn every_number_is_a_link() {
    for of in [
        capital(),
        province(),
        with(told::everything()),
        with(told::all_tautological(told::everything())),
    ] {
        // Years say since when, and a quoted sentence speaks for itself.
        let text = opening(&of, false);
        let bare: Vec<&str> = text
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| word.contains(|c: char| c.is_ascii_digit()))
            .filter(|word| !(word.len() == 4 && word.starts_with("20")))
            .collect();
        assert!(bare.is_empty(), "{bare:?} in {text}");
    }
}

#[test]
fn a_claim_as_likely_under_every_reading_is_tautological() {
    let text = said(&with(told::little()));
    let (_, not) = text.split_once("What it does not\n").unwrap();
    assert!(
        not.starts_with("“The attack shows that they can strike in Bamako” is tautological here: an attack in Bamako"),
        "{not}"
    );
    assert!(
        not.contains("about as likely under every reading, 14 to 22 %."),
        "{not}"
    );
    // Were it likelier by far under one, it would not be called so.
    let mut of = told::little();
    let observable = Observable::AttackInCapital {
        deaths_at_least: 20,
        within_months: 12,
    };
    of.claims[0] = told::claim(
        "can-strike",
        "The attack shows that they can strike in Bamako.",
        observable,
        [0.01, 0.02, 0.9, 0.01],
    );
    let text = said(&with(of));
    assert!(
        !text.contains("“The attack shows that they can strike in Bamako” is tautological"),
        "{text}"
    );
    assert!(
        text.contains("“It shows how weak security is” is tautological here"),
        "{text}"
    );
}

#[test]
fn claims_that_all_say_nothing_tell_nothing() {
    let mut of = with(told::all_tautological(told::little()));
    of.ablation.rows.clear();
    let text = said(&of);
    assert!(text.contains("So are all 4 other claims."), "{text}");
    assert!(!text.contains("would tell: "), "{text}");
    assert!(
        text.contains("No claim that was weighed would tell the readings apart."),
        "{text}"
    );
    // Without claims nothing is said of any.
    of.evidence.claims.clear();
    let text = said(&of);
    assert!(
        !text.contains("tautological") && !text.contains("claim"),
        "{text}"
    );
}

#[test]
fn an_event_that_turns_the_verdict_shows_it() {
    let text = said(&with(told::everything()));
    let (shows, not) = text.split_once("What it does not\n").unwrap();
    assert!(
        shows.contains("For a new phase the event itself weighs +18 decibans"),
        "{text}"
    );
    assert!(
        shows.contains("The likeliest reading is new phase: 83 % (prior 10 %); without it it was ‘status quo, degrading’, 57 %."),
        "{text}"
    );
    assert!(!not.contains("new phase: 83"), "{text}");
    // One that moves little shows neither.
    let text = said(&capital());
    let (shows, not) = text.split_once("What it does not\n").unwrap();
    assert!(
        !shows.contains("weighs") && !shows.contains("likeliest"),
        "{text}"
    );
    assert!(
        not.contains(
            "A new phase is 4 % probable (prior 10 %): the event itself weighs +0.6 decibans"
        ),
        "{text}"
    );
    assert!(
        not.contains(
            "‘Status quo, degrading’ stays likeliest: 58 % (prior 35 %), without it 57 %."
        ),
        "{text}"
    );
    // One that moves the leading reading without turning it says by how much.
    let mut of = capital();
    told::hangs(&mut of, [0.4, 0.41, 0.1, 0.09]);
    let text = said(&of);
    let (shows, _) = text.split_once("What it does not\n").unwrap();
    assert!(
        shows.contains("It raises the likeliest reading, ‘status quo, degrading’: 58 % (prior 35 %), without it 41 %."),
        "{text}"
    );
}

#[test]
fn a_watch_list_that_tells_little_is_said_to() {
    let mut of = with(told::little());
    of.ablation.rows.clear();
    let least = |of: &mut Assessment, expected: f64| {
        for told in of
            .evidence
            .watch
            .iter_mut()
            .filter_map(|one| one.told.as_mut())
        {
            told.expected = expected;
        }
        said(of)
    };
    let text = least(&mut of, 0.03);
    assert!(
        text.contains("Nothing on the watch list is expected to tell much: at most 0.03 decibans."),
        "{text}"
    );
    let text = least(&mut of, 1.5);
    assert!(
        text.contains("Watch first: ") && !text.contains("Nothing on the watch list"),
        "{text}"
    );
}

#[test]
fn what_moved_is_named() {
    let mut of = capital();
    of.evidence.claims.clear();
    of.evidence.watch.clear();
    let text = said(&of);
    assert!(
        text.contains("Without it 3 of 8 conclusions move, among them New phase, as known at the month's end: 31 %, without it 6 %."),
        "{text}"
    );
    of.ablation
        .rows
        .retain(|row| !row.key.starts_with("breaks."));
    told::hangs(&mut of, [0.4, 0.41, 0.1, 0.09]);
    let text = said(&of);
    assert!(text.contains("It raises the likeliest reading"), "{text}");
    assert!(text.contains("among them Leading phase"), "{text}");
}

#[test]
fn nothing_moved_is_said_in_these_words_only_where_nothing_did() {
    let mut of = capital();
    assert!(
        said(&of).contains("Without it 3 of 8 conclusions move"),
        "{}",
        said(&of)
    );
    of.ablation.moved = 0;
    of.ablation.rows.retain(|row| row.change.is_some());
    let text = said(&of);
    assert!(
        text.contains("Without it nothing moved: 6 conclusions stay."),
        "{text}"
    );
    // Where the event was not in the data, that shows nothing.
    of.ablation.found = false;
    let text = said(&of);
    assert!(
        text.contains("The data do not have it") && !text.contains("nothing moved"),
        "{text}"
    );
    // A table about another event is not about this one.
    of.ablation.found = true;
    of.ablation.date = of.as_of;
    assert!(!said(&of).contains("moved"));
}

#[test]
fn a_case_may_name_its_readings_otherwise() {
    let mut of = told::little();
    for reading in &mut of.weighed.as_mut().unwrap().hypotheses {
        if reading.model == Model::NewPhase {
            "another-war".clone_into(&mut reading.key);
            reading.model = Model::StatusQuo;
        }
    }
    // Without a reading of a new phase nothing is said of one.
    assert!(!said(&with(of)).contains("A new phase: "));
}

#[test]
fn what_cannot_be_weighed_says_why() {
    let text = said(&bare());
    assert!(
        text.contains("The rival readings are not weighed: The record begins in 2024-01"),
        "{text}"
    );
    let page = terminal(&bare(), &TerminalOptions::default());
    assert!(page.contains("WHAT IT DOES NOT") && !page.contains("WHAT WOULD TELL"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_bound_holds_for_any_text(text in "(\\PC{0,12} ){0,60}", everything in any::<bool>()) {
        let of = if everything { with(told::everything()) } else { capital() };
        let count = words(&with_texts(of, &text));
        prop_assert!(count < 150, "{count}");
    }
}
