//! Figures and dates that agree with one another.

use super::Checker;
use crate::actor::ActorKind;
use crate::assumption::Evidence;
use crate::document::Step;
use crate::error::shown;
use crate::event::Event;
use crate::observable::Observable;
use crate::prior::Prior;

/// Priors of the hypotheses may miss 1 by this much (they are written with few digits).
const SUM_TOLERANCE: f64 = 1e-6;

impl Checker<'_> {
    pub(super) fn consistency(&mut self) {
        self.events();
        self.capital();
        self.areas();
        self.lineages_and_actors();
        self.readings();
        self.assumptions();
        self.play();
        self.inline_facts();
    }

    fn events(&mut self) {
        let case = self.case;
        self.event_figures(&["event".into()], &case.event);
        for (i, event) in case.events_of_note.iter().enumerate() {
            self.event_figures(&["events_of_note".into(), i.into()], event);
        }
        if case.data.as_of < case.event.last_day() {
            let message = format!(
                "the case is to be seen as of {}, before the event ended ({})",
                case.data.as_of,
                case.event.last_day()
            );
            let help = "set as_of to the day of the event or later";
            self.fault(&["data".into(), "as_of".into()], message, "too early", help);
        }
        if case.data.record_from.first_day() > case.event.date {
            let message = format!(
                "the record begins in {}, after the event",
                case.data.record_from
            );
            let help = "let it begin years before the event: the analysis compares with the past";
            self.fault(
                &["data".into(), "record_from".into()],
                message,
                "too late",
                help,
            );
        }
    }

    fn areas(&mut self) {
        let case = self.case;
        for (i, area) in case.areas.iter().enumerate() {
            let regions = ["areas".into(), i.into(), "regions".into()];
            for (j, name) in area.regions.iter().enumerate() {
                if area.regions[..j].contains(name) {
                    let path = ["areas".into(), i.into(), "regions".into(), j.into()];
                    let message = format!("`{}` stands twice in this area", shown(name));
                    self.fault(&path, message, "second time", "take one of the two out");
                }
            }
            if case.regions.iter().all(|r| area.regions.contains(&r.name)) {
                let message = format!("area `{}` has all the regions of the case", area.key);
                let help = "leave at least one out: an area is compared with the rest";
                self.fault(&regions, message, "nothing is left", help);
            }
            if let Some(asked) = area.contraction
                && asked.before - asked.after <= asked.months as i32
            {
                let path = ["areas".into(), i.into(), "contraction".into()];
                let message = format!(
                    "no {} months lie between {} and {}",
                    asked.months, asked.after, asked.before
                );
                let help = "`after` is the last month of the earlier episode, `before` the first of the later one, `months` how long the contraction lasts at least";
                self.fault(&path, message, "too short", help);
            }
        }
    }

    fn event_figures(&mut self, path: &[Step<'_>], event: &Event) {
        let at = |steps: &[&'static str]| -> Vec<Step<'_>> {
            path.iter()
                .copied()
                .chain(steps.iter().map(|step| Step::Key(step)))
                .collect()
        };
        let deaths = event.deaths;
        if deaths.low > deaths.best {
            let message = format!("deaths: low {} is above best {}", deaths.low, deaths.best);
            self.fault(
                &at(&["deaths", "low"]),
                message,
                "here",
                "low <= best <= high must hold",
            );
        }
        if deaths.best > deaths.high {
            let message = format!("deaths: best {} is above high {}", deaths.best, deaths.high);
            self.fault(
                &at(&["deaths", "high"]),
                message,
                "here",
                "low <= best <= high must hold",
            );
        }
        if event.until.is_some_and(|until| until < event.date) {
            let message = format!("`{}` ends before it starts ({})", event.key, event.date);
            self.fault(
                &at(&["until"]),
                message,
                "too early",
                "swap the two dates or correct one",
            );
        }
    }

    fn lineages_and_actors(&mut self) {
        let case = self.case;
        for (i, lineage) in case.lineages.iter().enumerate() {
            if lineage.members.is_empty() {
                let path = ["lineages".into(), i.into(), "members".into()];
                let message = format!("lineage `{}` has no members", lineage.key);
                self.fault(&path, message, "here", "name at least one organisation");
            }
            for (j, member) in lineage.members.iter().enumerate() {
                let here = |key: &'static str| -> [Step<'_>; 5] {
                    [
                        "lineages".into(),
                        i.into(),
                        "members".into(),
                        j.into(),
                        key.into(),
                    ]
                };
                if let (Some(from), Some(until)) = (member.from, member.until)
                    && until < from
                {
                    let message = format!(
                        "`{}` leaves the lineage before it joins ({from})",
                        member.name
                    );
                    self.fault(
                        &here("until"),
                        message,
                        "too early",
                        "swap the two months or correct one",
                    );
                }
                if member.names.iter().all(|name| name.trim().is_empty())
                    && member.ucdp_ids.is_empty()
                {
                    let message = format!("`{}` cannot be found in event data", member.name);
                    let help = "give it a name as event data write it, or a UCDP actor id";
                    self.fault(&here("names"), message, "no name", help);
                }
            }
            // Whoever merged ended with the merger: at least one member goes on from it.
            if let Some(merged) = lineage.merged
                && lineage
                    .members
                    .iter()
                    .all(|m| m.until.is_some_and(|until| until < merged))
                && !lineage.members.is_empty()
            {
                let path = ["lineages".into(), i.into(), "merged".into()];
                let message = format!("no member of `{}` goes on after the merger", lineage.key);
                let help = "add the organisation that came of it, with `from` set to this month";
                self.fault(&path, message, "no successor", help);
            }
        }
        let states: Vec<usize> = case
            .actors
            .iter()
            .enumerate()
            .filter(|(_, actor)| actor.kind == ActorKind::State)
            .map(|(i, _)| i)
            .collect();
        match states[..] {
            [_] => {}
            [] => {
                let message = "no actor is the state".to_owned();
                let help = "give one actor kind = \"state\"";
                self.fault(&["actors".into(), 0.into()], message, "none of these", help);
            }
            [_, second, ..] => {
                let message = "two actors are the state".to_owned();
                let help =
                    "a rival government is an insurgent here; only the recognised one is the state";
                self.fault(
                    &["actors".into(), second.into(), "kind".into()],
                    message,
                    "second one",
                    help,
                );
            }
        }
        for (i, actor) in case.actors.iter().enumerate() {
            if let (Some(from), Some(until)) = (actor.from, actor.until)
                && until < from
            {
                let path = ["actors".into(), i.into(), "until".into()];
                let message = format!("`{}` ends before it begins ({from})", actor.key);
                self.fault(
                    &path,
                    message,
                    "too early",
                    "swap the two months or correct one",
                );
            }
        }
    }

    fn readings(&mut self) {
        let case = self.case;
        let sum: f64 = case
            .hypotheses
            .iter()
            .map(|hypothesis| hypothesis.prior)
            .sum();
        if (sum - 1.0).abs() > SUM_TOLERANCE {
            let last = case.hypotheses.len().saturating_sub(1);
            let path = ["hypotheses".into(), last.into(), "prior".into()];
            let message = format!("the priors of the hypotheses add up to {sum:.4}, not 1");
            self.fault(
                &path,
                message,
                "last of them",
                "change the priors so that they add up to 1",
            );
        }
        for (i, hypothesis) in case.hypotheses.iter().enumerate() {
            for (key, prior) in [
                ("yearly_ratio", &hypothesis.yearly_ratio),
                ("level_ratio", &hypothesis.level_ratio),
            ] {
                if let Some(prior) = prior {
                    let path = ["hypotheses".into(), i.into(), key.into()];
                    self.prior(&path, prior, Some([0.0, f64::INFINITY]));
                }
            }
        }
        for (i, claim) in case.claims.iter().enumerate() {
            self.observable_months(
                &["claims".into(), i.into(), "observable".into()],
                &claim.observable,
            );
        }
        for (i, watch) in case.watch.iter().enumerate() {
            self.observable_months(
                &["watch".into(), i.into(), "observable".into()],
                &watch.observable,
            );
        }
        for (i, item) in case.items.iter().enumerate() {
            let path = ["items".into(), i.into(), "likelihood".into()];
            for hypothesis in &case.hypotheses {
                match item.likelihood.get(&hypothesis.key) {
                    None => {
                        let message = format!(
                            "`{}` has no likelihood under `{}`",
                            item.key, hypothesis.key
                        );
                        self.fault(&path, message, "not named", "give one for every hypothesis");
                    }
                    Some(value) if !(0.0..=1.0).contains(value) => {
                        let path = [
                            "items".into(),
                            i.into(),
                            "likelihood".into(),
                            hypothesis.key.as_str().into(),
                        ];
                        let message = format!("a likelihood of {value} is not a probability");
                        self.fault(&path, message, "out of range", "it goes from 0 to 1");
                    }
                    Some(_) => {}
                }
            }
        }
    }

    fn observable_months(&mut self, path: &[Step<'_>], observable: &Observable) {
        if let Observable::MonthsAboveLevel {
            months,
            within_months,
            ..
        } = observable
            && months > within_months
        {
            let at: Vec<Step<'_>> = path.iter().copied().chain([Step::Key("months")]).collect();
            let message = format!("{months} months cannot fall within {within_months}");
            self.fault(
                &at,
                message,
                "too many",
                "let `months` be `within_months` at most",
            );
        }
    }

    fn assumptions(&mut self) {
        let case = self.case;
        for (i, assumption) in case.assumptions.iter().enumerate() {
            let here = |key: &'static str| -> [Step<'_>; 3] {
                ["assumptions".into(), i.into(), key.into()]
            };
            if let Some([low, high]) = assumption.range
                && low >= high
            {
                let message = format!("`{}`: the range [{low}, {high}] is empty", assumption.key);
                self.fault(&here("range"), message, "here", "put the lower limit first");
                continue;
            }
            self.prior(&here("prior"), &assumption.prior, assumption.range);
            for (actor, prior) in &assumption.perceived {
                let path = [
                    "assumptions".into(),
                    i.into(),
                    "perceived".into(),
                    actor.as_str().into(),
                ];
                self.prior(&path, prior, assumption.range);
            }
            let judged = assumption.evidence == Evidence::Judgment;
            if judged
                && assumption
                    .note
                    .as_ref()
                    .is_none_or(|note| note.trim().is_empty())
            {
                let message = format!("`{}` is a judgment without a reason", assumption.key);
                self.fault(&here("evidence"), message, "judgment", "say why in `note`");
            }
            if !judged && assumption.sources.is_empty() {
                let message = format!("`{}` has no source", assumption.key);
                let help =
                    "cite it in `sources`, or set evidence = \"judgment\" and say why in `note`";
                self.fault(&here("evidence"), message, "rests on what?", help);
            }
            let rival = case.assumptions[..i].iter().find(|other| {
                other.parameter() == assumption.parameter()
                    && other.actor == assumption.actor
                    && other.with == assumption.with
                    && (other.regions.is_empty() && assumption.regions.is_empty()
                        || other
                            .regions
                            .iter()
                            .any(|region| assumption.regions.contains(region)))
            });
            if let Some(rival) = rival {
                let message = format!(
                    "`{}` sets {} where `{}` sets it already",
                    assumption.key,
                    assumption.parameter(),
                    rival.key
                );
                let help = "let each of them name other regions or another actor";
                self.fault(&here("key"), message, "second time", help);
            }
        }
        for (i, constituency) in case.constituencies.iter().enumerate() {
            let path = ["constituencies".into(), i.into(), "weight".into()];
            self.prior(&path, &constituency.weight, Some([0.0, 1.0]));
        }
    }

    /// Reports a prior whose parameters are at fault or that reaches out of its range.
    fn prior(&mut self, path: &[Step<'_>], prior: &Prior, range: Option<[f64; 2]>) {
        if let Some((parameter, wrong)) = prior.fault() {
            let at: Vec<Step<'_>> = path.iter().copied().chain([Step::Key(parameter)]).collect();
            let message = format!("`{parameter}` of the distribution {wrong}");
            self.fault(
                &at,
                message,
                "here",
                "correct the parameters of the distribution",
            );
            return;
        }
        // An empty range is reported once, where it is declared.
        let Some([low, high]) = range.filter(|[low, high]| low < high) else {
            return;
        };
        let (from, to) = prior.support();
        // A distribution without an end is cut off at the range, but its middle must lie within.
        let outside = match prior {
            Prior::Normal { .. } | Prior::Lognormal { .. } | Prior::Gamma { .. } => {
                let middle = prior.quantile(0.5);
                middle < low || middle > high
            }
            _ => from < low || to > high,
        };
        if outside {
            let message = format!("the distribution reaches out of the range {low} to {high}");
            self.fault(
                path,
                message,
                "here",
                "narrow the distribution or widen the range",
            );
        }
    }

    fn play(&mut self) {
        let case = self.case;
        for (i, option) in case.options.iter().enumerate() {
            if let Some(switch) = &option.switch {
                let path = ["options".into(), i.into(), "switch".into(), "when".into()];
                self.observable_months(&path, &switch.when);
            }
            let first = case
                .options
                .iter()
                .position(|other| other.actor == option.actor)
                == Some(i);
            if !first {
                continue;
            }
            let baselines: Vec<usize> = (0..case.options.len())
                .filter(|j| case.options[*j].actor == option.actor && case.options[*j].baseline)
                .collect();
            match baselines[..] {
                [_] => {}
                [] => {
                    let message = format!("no option of `{}` is the baseline", option.actor);
                    let help = "set baseline = true on what the actor does now";
                    self.fault(
                        &["options".into(), i.into()],
                        message,
                        "first of them",
                        help,
                    );
                }
                [_, second, ..] => {
                    let message = format!("`{}` has two baseline options", option.actor);
                    let path = ["options".into(), second.into(), "baseline".into()];
                    self.fault(&path, message, "second one", "leave one of them");
                }
            }
        }
        for (i, preference) in case.preferences.iter().enumerate() {
            let path = ["preferences".into(), i.into(), "weight".into()];
            self.prior(&path, &preference.weight, None);
            let twice = case.preferences[..i].iter().any(|other| {
                other.actor == preference.actor && other.outcome == preference.outcome
            });
            if twice {
                let path = ["preferences".into(), i.into(), "outcome".into()];
                let message = format!("`{}` has two weights for this outcome", preference.actor);
                self.fault(&path, message, "second time", "leave one of them");
            }
        }
        for (i, scenario) in case.scenarios.iter().enumerate() {
            for (key, prior) in &scenario.parameters {
                let path = [
                    "scenarios".into(),
                    i.into(),
                    "parameters".into(),
                    key.as_str().into(),
                ];
                let range = case.assumption(key).and_then(|assumption| assumption.range);
                self.prior(&path, prior, range);
            }
        }
    }

    fn inline_facts(&mut self) {
        let case = self.case;
        let regions = self.regions();
        for (i, region) in case.regions.iter().enumerate() {
            let Some(facts) = &region.facts else { continue };
            let path = [
                "regions".into(),
                i.into(),
                "facts".into(),
                "neighbours".into(),
            ];
            self.all_known(&path, "region", &facts.neighbours, &regions);
            if !facts.name.is_empty() && facts.name != region.name {
                let path = ["regions".into(), i.into(), "facts".into(), "name".into()];
                let message = format!(
                    "these facts are of `{}`, the region is `{}`",
                    facts.name, region.name
                );
                self.fault(&path, message, "another name", "leave the name out");
            }
        }
    }
}
