use super::*;

fn day(text: &str) -> Date {
    calendar::parse_date(text).unwrap()
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn sign(kind: SignKind, region: &str, from: &str, until: Option<&str>) -> Sign {
    Sign {
        id: from.to_owned(),
        origin: SignOrigin::Landmarks,
        kind,
        region: region.to_owned(),
        from: day(from),
        until: until.map(day),
        place: "town".to_owned(),
        what: String::new(),
        brief: false,
    }
}

fn told(mut signs: Vec<Sign>) -> Vec<RuleSpan> {
    signs.sort_by_key(|sign| sign.from);
    mark_brief(&mut signs, 30);
    spans("A", &signs, 30, day("2022-12-31"))
}

fn states(spans: &[RuleSpan]) -> Vec<(String, String, RuleState, bool)> {
    spans
        .iter()
        .map(|s| (s.from.to_string(), s.to.to_string(), s.state, s.open))
        .collect()
}

#[test]
fn a_capture_counts_unless_it_is_undone_within_the_days() {
    let held = told(vec![sign(
        SignKind::Overt,
        "A",
        "2020-03-20",
        Some("2020-03-20"),
    )]);
    assert_eq!(
        states(&held),
        [("2020-03".into(), "2020-04".into(), RuleState::Overt, false)]
    );
    let undone = told(vec![
        sign(SignKind::Overt, "A", "2020-03-20", None),
        sign(SignKind::End, "A", "2020-04-10", None),
    ]);
    assert_eq!(
        states(&undone),
        [(
            "2020-04".into(),
            "2020-04".into(),
            RuleState::NoneSeen,
            false
        )]
    );
    let elsewhere = told(vec![
        sign(SignKind::Overt, "A", "2020-03-20", None),
        sign(SignKind::End, "B", "2020-04-10", None),
    ]);
    assert_eq!(elsewhere.len(), 1);
}

#[test]
fn a_blockade_without_an_end_stands_open_until_an_accord() {
    let spans = told(vec![
        sign(SignKind::Shadow, "A", "2020-03-01", None),
        sign(SignKind::Accord, "A", "2020-08-10", None),
    ]);
    assert_eq!(
        states(&spans),
        [
            ("2020-03".into(), "2020-03".into(), RuleState::Shadow, false),
            ("2020-04".into(), "2020-07".into(), RuleState::Shadow, true),
            ("2020-08".into(), "2020-09".into(), RuleState::Shadow, false),
        ]
    );
    let elsewhere = Sign {
        place: "village".to_owned(),
        ..sign(SignKind::End, "A", "2020-05-10", None)
    };
    let kept = told(vec![
        sign(SignKind::Shadow, "A", "2020-03-01", None),
        elsewhere,
    ]);
    assert_eq!(kept.last().map(|span| span.to), Some(month("2021-03")));
    let forgotten = told(vec![sign(SignKind::Shadow, "A", "2020-03-01", None)]);
    assert_eq!(forgotten.last().map(|span| span.to), Some(month("2021-03")));
    let short = told(vec![sign(
        SignKind::Shadow,
        "A",
        "2020-03-01",
        Some("2020-03-09"),
    )]);
    assert!(short.is_empty());
}

#[test]
fn the_stronger_sign_names_the_month() {
    let spans = told(vec![
        sign(SignKind::Shadow, "A", "2020-01-05", Some("2020-12-20")),
        sign(SignKind::Overt, "A", "2020-05-02", None),
    ]);
    let of_may = spans.iter().find(|s| s.from == month("2020-05")).unwrap();
    assert_eq!(
        (of_may.state, of_may.signs.as_slice()),
        (RuleState::Overt, &[0, 1][..])
    );
}

#[test]
fn nothing_is_told_of_what_came_after_the_day() {
    let case = Case::builtin("mali-2024").unwrap();
    let rule = Rule::tell(&case, day("2021-06-30"), None).unwrap();
    assert!(rule.signs.iter().all(|sign| sign.from <= day("2021-06-30")));
    assert!(
        rule.regions
            .iter()
            .flat_map(|region| &region.spans)
            .all(|span| span.to <= month("2021-06"))
    );
    assert_eq!(rule.events, None);
    let later = Rule::tell(&case, day("2024-09-30"), None).unwrap();
    assert!(later.signs.len() > rule.signs.len() && !later.says_nothing());
}

#[test]
fn a_case_without_facts_says_nothing() {
    let case = Case::builtin("central-african-republic-2013").unwrap();
    let rule = Rule::tell(&case, case.data.as_of, None).unwrap();
    assert!(rule.says_nothing());
    assert_eq!(rule.facts, 0);
    assert_eq!(
        rule.state("Bangui", month("2013-04")),
        RuleState::NothingKnown
    );
}
