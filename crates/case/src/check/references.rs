//! References that lead somewhere.

use super::{Checker, keys};
use crate::document::Step;
use crate::event::Event;
use crate::observable::Observable;
use crate::scenario::{Scenario, Shock};

impl Checker<'_> {
    pub(super) fn references(&mut self) {
        self.event_references();
        self.actor_references();
        self.reading_references();
        self.play_references();
        self.citations();
        for (i, scenario) in self.case.scenarios.iter().enumerate() {
            self.scenario_references(i, scenario);
        }
    }

    fn event_references(&mut self) {
        let case = self.case;
        let regions = self.regions();
        let capital = ["case".into(), "capital".into(), "region".into()];
        self.known(&capital, "region", &case.about.capital.region, &regions);
        if let Some(held) = &case.about.capital.held {
            let path = ["case".into(), "capital".into(), "held".into(), "by".into()];
            self.known(&path, "actor", &held.by, &keys!(case.actors));
        }
        self.event(&["event".into()], &case.event);
        for (i, event) in case.events_of_note.iter().enumerate() {
            self.event(&["events_of_note".into(), i.into()], event);
        }
        for (i, region) in case.regions.iter().enumerate() {
            if let Some(other) = &region.drawn_with {
                let path = ["regions".into(), i.into(), "drawn_with".into()];
                self.known(&path, "region", other, &regions);
            }
        }
    }

    fn event(&mut self, path: &[Step<'_>], event: &Event) {
        let regions = self.regions();
        let at = |key: &'static str| -> Vec<Step<'_>> {
            path.iter().copied().chain([Step::Key(key)]).collect()
        };
        self.known(&at("region"), "region", &event.region, &regions);
        if let Some(lineage) = &event.lineage {
            let lineages = keys!(self.case.lineages);
            self.known(&at("lineage"), "lineage", lineage, &lineages);
        }
        let sources = keys!(self.case.sources);
        self.all_known(&at("sources"), "source", &event.sources, &sources);
    }

    fn actor_references(&mut self) {
        let case = self.case;
        let (actors, lineages) = (keys!(case.actors), keys!(case.lineages));
        for (i, actor) in case.actors.iter().enumerate() {
            if let Some(lineage) = &actor.lineage {
                self.known(
                    &["actors".into(), i.into(), "lineage".into()],
                    "lineage",
                    lineage,
                    &lineages,
                );
            }
            if let Some(backed) = &actor.backs {
                self.known(
                    &["actors".into(), i.into(), "backs".into()],
                    "actor",
                    backed,
                    &actors,
                );
            }
        }
        for (i, area) in case.areas.iter().enumerate() {
            let path = ["areas".into(), i.into(), "regions".into()];
            self.all_known(&path, "region", &area.regions, &self.regions());
            if let Some(lineage) = &area.lineage {
                let path = ["areas".into(), i.into(), "lineage".into()];
                self.known(&path, "lineage", lineage, &lineages);
            }
        }
        if let Some(lineage) = case.rule.as_ref().and_then(|rule| rule.lineage.as_ref()) {
            self.known(
                &["rule".into(), "lineage".into()],
                "lineage",
                lineage,
                &lineages,
            );
        }
        for (i, constituency) in case.constituencies.iter().enumerate() {
            let path = ["constituencies".into(), i.into(), "presses".into()];
            self.known(&path, "actor", &constituency.presses, &actors);
        }
        for (i, term) in case.terms.iter().enumerate() {
            self.all_known(
                &["terms".into(), i.into(), "gains".into()],
                "actor",
                &term.gains,
                &actors,
            );
            let path = ["terms".into(), i.into(), "concedes".into()];
            self.all_known(&path, "actor", &term.concedes, &actors);
        }
    }

    fn reading_references(&mut self) {
        let case = self.case;
        let hypotheses = keys!(case.hypotheses);
        for (i, claim) in case.claims.iter().enumerate() {
            let path = ["claims".into(), i.into(), "speaks_for".into()];
            self.all_known(&path, "hypothesis", &claim.speaks_for, &hypotheses);
            self.observable(
                &["claims".into(), i.into(), "observable".into()],
                &claim.observable,
            );
        }
        for (i, watch) in case.watch.iter().enumerate() {
            self.observable(
                &["watch".into(), i.into(), "observable".into()],
                &watch.observable,
            );
        }
        for (i, item) in case.items.iter().enumerate() {
            let path = ["items".into(), i.into(), "likelihood".into()];
            for key in item.likelihood.keys() {
                self.known_key(&path, "hypothesis", key, &hypotheses);
            }
        }
    }

    fn observable(&mut self, path: &[Step<'_>], observable: &Observable) {
        if let Some(area) = observable.area() {
            let under = |key: &'static str| -> Vec<Step<'_>> {
                path.iter()
                    .copied()
                    .chain([Step::Key("area"), Step::Key(key)])
                    .collect()
            };
            let (regions, groups) = (self.regions(), self.groups());
            self.all_known(&under("regions"), "region", &area.regions, &regions);
            self.all_known(&under("groups"), "group of regions", &area.groups, &groups);
        }
        if let Some(actor) = observable.actor() {
            let at: Vec<Step<'_>> = path.iter().copied().chain([Step::Key("actor")]).collect();
            let actors = keys!(self.case.actors);
            self.known(&at, "actor", actor, &actors);
        }
    }

    fn play_references(&mut self) {
        let case = self.case;
        let (actors, terms) = (keys!(case.actors), keys!(case.terms));
        let regions = self.regions();
        for (i, assumption) in case.assumptions.iter().enumerate() {
            if let Some(actor) = &assumption.actor {
                self.known(
                    &["assumptions".into(), i.into(), "actor".into()],
                    "actor",
                    actor,
                    &actors,
                );
            }
            if let Some(other) = &assumption.with {
                let path = ["assumptions".into(), i.into(), "with".into()];
                self.known(&path, "actor", other, &actors);
            }
            let path = ["assumptions".into(), i.into(), "regions".into()];
            self.all_known(&path, "region", &assumption.regions, &regions);
            for key in assumption.perceived.keys() {
                let path = ["assumptions".into(), i.into(), "perceived".into()];
                self.known_key(&path, "actor", key, &actors);
            }
        }
        for (i, option) in case.options.iter().enumerate() {
            self.known(
                &["options".into(), i.into(), "actor".into()],
                "actor",
                &option.actor,
                &actors,
            );
            let path = ["options".into(), i.into(), "concedes".into()];
            self.all_known(&path, "term", &option.concedes, &terms);
            if let Some(switch) = &option.switch {
                let path = ["options".into(), i.into(), "switch".into(), "when".into()];
                self.observable(&path, &switch.when);
            }
        }
        for (i, preference) in case.preferences.iter().enumerate() {
            let path = ["preferences".into(), i.into(), "actor".into()];
            self.known(&path, "actor", &preference.actor, &actors);
        }
    }

    fn scenario_references(&mut self, i: usize, scenario: &Scenario) {
        let case = self.case;
        let (actors, terms) = (keys!(case.actors), keys!(case.terms));
        let here =
            |key: &'static str| -> [Step<'_>; 3] { ["scenarios".into(), i.into(), key.into()] };
        for (actor, option) in &scenario.options {
            self.known_key(&here("options"), "actor", actor, &actors);
            if actors.contains(&actor.as_str()) {
                let open: Vec<&str> = case.options_of(actor).map(|o| o.key.as_str()).collect();
                let path = [
                    "scenarios".into(),
                    i.into(),
                    "options".into(),
                    actor.as_str().into(),
                ];
                self.known(&path, &format!("option of {actor} named"), option, &open);
            }
        }
        let assumptions = keys!(case.assumptions);
        for key in scenario.parameters.keys() {
            self.known_key(&here("parameters"), "assumption", key, &assumptions);
        }
        for (j, shock) in scenario.shocks.iter().enumerate() {
            if let Shock::Arrives { actor } | Shock::Leaves { actor } = shock {
                let path = [
                    "scenarios".into(),
                    i.into(),
                    "shocks".into(),
                    j.into(),
                    "actor".into(),
                ];
                self.known(&path, "actor", actor, &actors);
            }
        }
        let Some(deal) = &scenario.deal else { return };
        let regions = self.regions();
        for (region, actor) in &deal.zones {
            let zones = ["scenarios".into(), i.into(), "deal".into(), "zones".into()];
            self.known_key(&zones, "region", region, &regions);
            let path = [
                "scenarios".into(),
                i.into(),
                "deal".into(),
                "zones".into(),
                region.as_str().into(),
            ];
            self.known(&path, "actor", actor, &actors);
        }
        let path = ["scenarios".into(), i.into(), "deal".into(), "terms".into()];
        self.all_known(&path, "term", &deal.terms, &terms);
        let path = [
            "scenarios".into(),
            i.into(),
            "deal".into(),
            "parties".into(),
        ];
        self.all_known(&path, "actor", &deal.parties, &actors);
    }

    fn citations(&mut self) {
        let case = self.case;
        let sources = keys!(case.sources);
        macro_rules! cited {
            ($($section:ident),*) => {
                $(for (i, item) in case.$section.iter().enumerate() {
                    let path = [stringify!($section).into(), i.into(), "sources".into()];
                    self.all_known(&path, "source", &item.sources, &sources);
                })*
            };
        }
        cited!(
            actors,
            hypotheses,
            claims,
            items,
            assumptions,
            preferences,
            scenarios,
            terms,
            constituencies,
            analogies
        );
    }
}
