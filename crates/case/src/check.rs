//! What the schema cannot say: keys that are unique, references that lead somewhere, figures and
//! dates that agree.

mod capital;
mod consistency;
mod references;
mod side_files;

use crate::case_file::Case;
use crate::document::{Node, Step};
use crate::error::{Faults, did_you_mean, shown};

pub(crate) use side_files::{SideFile, check_landmarks, check_regions, check_timeline};

/// Reports whatever is wrong with a case that conforms to the schema.
pub(crate) fn check(case: &Case, document: &Node, faults: &mut Faults) {
    let mut checker = Checker {
        case,
        document,
        faults,
    };
    checker.unique_keys();
    checker.references();
    checker.consistency();
}

/// Holds the case, where its parts stand, and what was found.
struct Checker<'a> {
    case: &'a Case,
    document: &'a Node,
    faults: &'a mut Faults,
}

impl<'a> Checker<'a> {
    /// Names of the regions.
    fn regions(&self) -> Vec<&'a str> {
        self.case
            .regions
            .iter()
            .map(|region| region.name.as_str())
            .collect()
    }

    /// Groups that regions belong to, each once.
    fn groups(&self) -> Vec<&'a str> {
        let mut groups: Vec<&str> = self
            .case
            .regions
            .iter()
            .flat_map(|region| &region.groups)
            .map(String::as_str)
            .collect();
        groups.sort_unstable();
        groups.dedup();
        groups
    }

    /// Reports a fault of the value at a path.
    fn fault(&mut self, path: &[Step<'_>], message: String, label: &str, help: impl Into<String>) {
        self.faults
            .add(self.document.span_of(path), message, label, help.into());
    }

    /// Reports a fault of a key of the table at a path.
    fn key_fault(
        &mut self,
        path: &[Step<'_>],
        key: &str,
        message: String,
        label: &str,
        help: String,
    ) {
        self.faults
            .add(self.document.key_span_of(path, key), message, label, help);
    }

    /// Reports a value that is not among the known ones.
    fn known(&mut self, path: &[Step<'_>], what: &str, value: &str, known: &[&str]) {
        if !known.contains(&value) {
            let message = format!("there is no {what} `{}` in this case", shown(value));
            self.fault(path, message, "not declared", did_you_mean(value, known));
        }
    }

    /// Reports values of a list that are not among the known ones.
    fn all_known(&mut self, path: &[Step<'_>], what: &str, values: &[String], known: &[&str]) {
        for (i, value) in values.iter().enumerate() {
            let item: Vec<Step<'_>> = path.iter().copied().chain([Step::Index(i)]).collect();
            self.known(&item, what, value, known);
        }
    }

    /// Reports keys of a table that are not among the known ones.
    fn known_key(&mut self, path: &[Step<'_>], what: &str, key: &str, known: &[&str]) {
        if !known.contains(&key) {
            let message = format!("there is no {what} `{}` in this case", shown(key));
            self.key_fault(path, key, message, "not declared", did_you_mean(key, known));
        }
    }

    /// Reports every key that a section declares a second time.
    fn unique(&mut self, section: &'static str, field: &'static str, keys: &[String]) {
        for (i, key) in keys.iter().enumerate() {
            if keys[..i].contains(key) {
                let path = [section.into(), i.into(), field.into()];
                let message = format!("`{}` is declared twice in [[{section}]]", shown(key));
                self.fault(
                    &path,
                    message,
                    "second time",
                    "give one of them another key, or take it out",
                );
            }
        }
    }

    fn unique_keys(&mut self) {
        let case = self.case;
        macro_rules! unique {
            ($($section:ident),*) => {
                $(
                    let keys: Vec<String> = case.$section.iter().map(|e| e.key.clone()).collect();
                    self.unique(stringify!($section), "key", &keys);
                )*
            };
        }
        unique!(
            areas,
            actors,
            lineages,
            hypotheses,
            claims,
            watch,
            items,
            assumptions,
            scenarios,
            terms,
            constituencies,
            sources
        );
        let names: Vec<String> = case
            .regions
            .iter()
            .map(|region| region.name.clone())
            .collect();
        self.unique("regions", "name", &names);
        let options: Vec<String> = case
            .options
            .iter()
            .map(|option| format!("{}/{}", option.actor, option.key))
            .collect();
        self.unique("options", "key", &options);
        let comparators: Vec<String> = case
            .analogies
            .iter()
            .map(|a| a.comparator.clone())
            .collect();
        self.unique("analogies", "comparator", &comparators);
        let events: Vec<String> = case
            .events_of_note
            .iter()
            .map(|event| event.key.clone())
            .collect();
        self.unique("events_of_note", "key", &events);
        for (i, event) in case.events_of_note.iter().enumerate() {
            if event.key == case.event.key {
                let path = ["events_of_note".into(), i.into(), "key".into()];
                let message = format!("`{}` is the key of the event under study", event.key);
                self.fault(
                    &path,
                    message,
                    "second time",
                    "give one of them another key",
                );
            }
        }
    }
}

/// The keys of a section.
macro_rules! keys {
    ($items:expr) => {
        $items
            .iter()
            .map(|item| item.key.as_str())
            .collect::<Vec<&str>>()
    };
}
use keys;
