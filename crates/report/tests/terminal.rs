//! The summary for terminals.

mod made_up;

use made_up::{bare, capital, province, with_texts};
use report::{TerminalOptions, terminal};
use theatre::findings::Claim;
use unicode_width::UnicodeWidthStr;

fn plain(of: &assessment::Assessment) -> String {
    terminal(of, &TerminalOptions::default())
}

#[test]
fn reads_well_with_everything() {
    insta::assert_snapshot!(plain(&capital()));
}

#[test]
fn reads_well_outside_the_capital() {
    insta::assert_snapshot!(plain(&province()));
}

#[test]
fn reads_well_with_next_to_nothing() {
    insta::assert_snapshot!(plain(&bare()));
}

#[test]
fn reads_well_on_a_narrow_terminal() {
    let options = TerminalOptions {
        width: 44,
        colour: false,
    };
    insta::assert_snapshot!(terminal(&capital(), &options));
}

#[test]
fn fits_on_a_screen_or_two() {
    let lines = plain(&capital()).lines().count();
    assert!(lines <= 185, "{lines} lines");
}

#[test]
fn an_interval_with_one_in_it_tells_no_change() {
    let text = plain(&capital()).replace("\n                      ", " ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("A rise in events."), "{text}");
    assert!(
        text.contains(
            "No change that can be told from chance in deaths, with or without the event."
        ),
        "{text}"
    );
}

#[test]
fn who_holds_the_capital_at_the_start_is_who_may_lose_it() {
    let mut of = capital();
    let played = of.scenarios.played.as_mut().unwrap();
    played.holder = 1;
    for finding in &mut played.findings {
        if finding.claim == Claim::StateGoesOn {
            finding.claim = Claim::HolderStays;
            finding.challenger = Some("jnim".to_owned());
        }
    }
    let text = plain(&of);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "months: JNIM holds the capital, as at the start, in ",
        " of runs, the state rules ",
        "JNIM loses the capital most often under ",
        "JNIM keeps the capital",
        "runs in which JNIM holds it",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(!text.contains("The state loses the capital"), "{text}");
}

#[test]
fn colour_only_when_asked_and_only_around_the_same_text() {
    let coloured = terminal(
        &capital(),
        &TerminalOptions {
            width: 80,
            colour: true,
        },
    );
    assert!(coloured.contains("\u{1b}[1mWHAT IT SHOWS\u{1b}[0m"));
    let stripped = ["\u{1b}[1m", "\u{1b}[2m", "\u{1b}[0m"]
        .iter()
        .fold(coloured, |text, code| text.replace(code, ""));
    let trimmed: Vec<&str> = stripped.lines().map(str::trim_end).collect();
    assert_eq!(trimmed.join("\n") + "\n", plain(&capital()));
}

#[test]
fn hostile_text_does_not_reach_the_terminal() {
    let texts = [
        "\u{1b}[2J\u{1b}]0;owned\u{7}name",
        "\u{9b}31mred\u{202e}turned",
        "line\r\nbreak\u{8}\u{0}",
        &"x".repeat(100_000),
        &"語".repeat(3_000),
        &"e\u{301}".repeat(3_000),
        "👩‍👩‍👧‍👦 family",
        "",
        "   ",
    ];
    for text in texts {
        let page = plain(&with_texts(capital(), text));
        for line in page.lines() {
            assert!(line.width() <= 80, "{}: {line}", line.width());
            assert!(
                !line.chars().any(|c| c.is_control() || c == '\u{202e}'),
                "{line:?}"
            );
        }
        assert!(!page.contains("owned") && !page.contains("31m"));
    }
}
