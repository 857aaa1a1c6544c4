//! `impasse game`.

use serde_json::Value;

use crate::desk::Desk;

/// Two players, dominance and one equilibrium.
const BID: &str = r#"NFG 1 R "Bid or wait" { "Movement" "Junta" }
{ { "bid" "blockade" "talk" } { "hold" "raid" } } "A made-up game."
3 -3  2 1  1/2 2
0 4   1 2  0 -1
"#;

/// Two players, one equilibrium in mixtures.
const PATROL: &str = r#"NFG 1 R "Patrol" { "Raider" "Guard" }
{ { "north" "south" } { "north" "south" } }
{ { "caught" -1 2 } { "away" 3, 0 } { "slipped" 1, 0 } }
1 2 3 1
"#;

/// Two players, a continuum.
const DEGENERATE: &str = r#"NFG 1 R "" { "A" "B" } { 3 3 }
2 1 2 0 0 1   2 1 1 1 2 1   0 2 1 0 1 1
"#;

/// Three players come in, which pays alone, or stay out.
const ENTRY: &str = r#"NFG 1 R "Entry" { "A" "B" "C" }
{ { "out" "in" } { "out" "in" } { "out" "in" } }
1 1 1  3 1 1  1 3 1  0 0 1
1 1 3  0 1 0  1 0 0  0 0 0
"#;

/// Nau, Gomez Canovas & Hansen (2004), section 5: a continuum of three players.
const CURVE: &str = r#"NFG 1 R "Nau" { "Row" "Column" "Matrix" }
{ { "Top" "Bottom" } { "Left" "Right" } 2 }
0 0 2  3 0 0  0 3 0  0 0 0
1 1 0  0 0 0  0 0 0  0 0 3
"#;

fn desk() -> Desk {
    let desk = Desk::new();
    for (name, text) in [
        ("bid.nfg", BID),
        ("patrol.nfg", PATROL),
        ("degenerate.nfg", DEGENERATE),
        ("entry.nfg", ENTRY),
        ("curve.nfg", CURVE),
    ] {
        desk.write(name, text);
    }
    desk
}

#[test]
fn a_game_is_told_on_a_page() {
    let desk = desk();
    let mut manual = String::new();
    for line in [
        "game bid.nfg --epsilon 1",
        "game patrol.nfg --lambda 0 --lambda 2",
        "game degenerate.nfg --lambda 1",
        "game entry.nfg --lambda 1",
        "game curve.nfg --lambda 1",
    ] {
        manual.push_str(&desk.run(line).succeeds().fits().to_string());
        manual.push('\n');
    }
    insta::assert_snapshot!(manual);
}

#[test]
fn json_has_every_figure() {
    let desk = desk();
    let read =
        |line: &str| -> Value { serde_json::from_str(&desk.run(line).succeeds().out).unwrap() };
    let bid = read("game bid.nfg --json --epsilon 1 --lambda 2");
    assert_eq!(
        bid["dominance"]["left"],
        serde_json::json!([["blockade"], ["raid"]])
    );
    assert_eq!(bid["epsilon"]["profiles"].as_array().unwrap().len(), 3);
    assert_eq!(bid["equilibria"]["method"], "extreme-points");
    assert_eq!(bid["quantal_responses"]["points"][0]["lambda"], 2.0);

    let patrol = read("game patrol.nfg --json");
    let only = &patrol["equilibria"]["extreme"][0];
    assert_eq!(
        only["exact"],
        serde_json::json!([["1/2", "1/2"], ["1/3", "2/3"]])
    );
    assert_eq!(only["exact_payoffs"], serde_json::json!(["1/3", "1"]));

    let entry = read("game entry.nfg --json");
    assert_eq!(entry["equilibria"]["index_sum"], 1);
    let isolated = entry["equilibria"]["isolated"].as_array().unwrap();
    assert!(isolated.len() == 7 && isolated.iter().all(|of| of["certified"] == true));

    let curve = read("game curve.nfg --json");
    let continuum = &curve["equilibria"]["continua"][0];
    assert_eq!(continuum["samples"].as_array().unwrap().len(), 64);
    assert_eq!(continuum["found"]["high"][0][0], 1.0);
}

#[test]
fn a_fault_has_its_place_and_remedy() {
    let desk = desk();
    desk.write("fault.nfg", BID.replace("1/2 2", "1/x 2"));
    desk.write("short.nfg", BID.replace("0 -1\n", ""));
    desk.write("wide.nfg", BID.replace("3 -3", &"3 -3 ".repeat(100)));
    desk.write("hostile.nfg", BID.replace("talk", "ta\u{1b}[31mlk"));
    let mut manual = String::new();
    for line in ["game fault.nfg", "game short.nfg", "game wide.nfg"] {
        manual.push_str(&desk.run(line).fails(3).fits().to_string());
        manual.push('\n');
    }
    manual.push_str(&desk.run("game none.nfg").fails(1).fits().to_string());
    insta::assert_snapshot!(manual);
    assert!(
        !desk
            .run("game hostile.nfg")
            .succeeds()
            .out
            .contains('\u{1b}')
    );
}
