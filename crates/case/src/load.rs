//! Finding, reading and checking a case.

use std::collections::BTreeMap;
use std::path::{Component, Path};

use crate::builtin::{builtin_files, builtin_names};
use crate::case_file::{CASE_FILE, Case};
use crate::check::{SideFile, check, check_landmarks, check_regions, check_timeline};
use crate::conform::conform;
use crate::document::{self, Node, Step};
use crate::error::{CaseError, Faults, Problem, nearest, shown};
use crate::landmark::Landmark;
use crate::region::RegionFacts;
use crate::schema;
use crate::table::Table;
use crate::timeline::TimelineEntry;

impl Case {
    /// Loads a case from a folder that holds `case.toml`, from a case file, or by the name of a
    /// case that comes with the program. What is on disk wins over a name.
    ///
    /// # Errors
    /// [`CaseError::NotFound`], [`CaseError::Io`], or [`CaseError::Invalid`] with every fault found.
    ///
    /// ```
    /// let mali = case::Case::load("mali-2024").unwrap();
    /// assert_eq!(mali.event.date.to_string(), "2024-09-17");
    /// ```
    pub fn load(from: impl AsRef<Path>) -> Result<Self, CaseError> {
        let path = from.as_ref();
        let file = if path.is_dir() {
            path.join(CASE_FILE)
        } else {
            path.to_owned()
        };
        if !file.is_file() {
            let name = path.to_string_lossy();
            if path.is_dir() {
                return Err(CaseError::NotFound {
                    name: name.into_owned(),
                    help: format!("the folder holds no {CASE_FILE}; `impasse case new` writes one"),
                });
            }
            return Self::builtin(&name);
        }
        let io = |path: &Path, source| CaseError::Io {
            path: path.to_owned(),
            source,
        };
        let bytes = std::fs::read(&file).map_err(|error| io(&file, error))?;
        let folder = file.parent().unwrap_or(Path::new("."));
        let mut files = BTreeMap::new();
        for name in side_files(&String::from_utf8_lossy(&bytes)) {
            match std::fs::read(folder.join(&name)) {
                Ok(bytes) => {
                    files.insert(name, bytes);
                }
                // A file that is not there is a fault of the case, shown where the case names it.
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(io(&folder.join(&name), error)),
            }
        }
        Self::parse_bytes(&path.to_string_lossy(), &bytes, files)
    }

    /// Loads a case that comes with the program.
    ///
    /// # Errors
    /// [`CaseError::NotFound`] for any other name.
    pub fn builtin(name: &str) -> Result<Self, CaseError> {
        let Some(files) = builtin_files(name) else {
            let names = builtin_names();
            let help = match nearest(name, names.iter().copied()) {
                Some(candidate) => format!("did you mean `{candidate}`?"),
                None => format!("give a path, or one of: {}", names.join(", ")),
            };
            return Err(CaseError::NotFound {
                name: shown(name),
                help,
            });
        };
        let text = files.get(CASE_FILE).copied().unwrap_or_default();
        let named = side_files(&String::from_utf8_lossy(text));
        let side = files
            .iter()
            .filter(|(path, _)| named.contains(path))
            .map(|(path, bytes)| (path.clone(), bytes.to_vec()))
            .collect();
        Self::parse_bytes(name, text, side)
    }

    /// Reads a case from the text of its case file and the files beside it, by path.
    ///
    /// # Errors
    /// [`CaseError::Invalid`] with every fault found.
    pub fn parse(
        name: &str,
        text: &str,
        files: BTreeMap<String, Vec<u8>>,
    ) -> Result<Self, CaseError> {
        Self::parse_bytes(name, text.as_bytes(), files)
    }

    fn parse_bytes(
        name: &str,
        bytes: &[u8],
        mut files: BTreeMap<String, Vec<u8>>,
    ) -> Result<Self, CaseError> {
        let invalid = |problems| CaseError::Invalid {
            name: name.to_owned(),
            problems,
        };
        let text = String::from_utf8_lossy(bytes);
        let mut faults = Faults::new(CASE_FILE, &text);
        if let Err(error) = std::str::from_utf8(bytes) {
            let at = error.valid_up_to();
            let help = "save the file as UTF-8".to_owned();
            faults.add(at..at, "the file is not UTF-8".to_owned(), "here", help);
            return Err(invalid(faults.into_sorted()));
        }
        let document = document::parse(&text, &mut faults);
        if !faults.is_empty() {
            return Err(invalid(faults.into_sorted()));
        }
        conform(&document, schema::value(), &mut faults);
        let mut json = document.to_json();
        prune_unknown(&mut json, &faults, &document);
        let read: Result<Self, _> = serde_json::from_value(json);
        let mut case = match read {
            Ok(case) => case,
            Err(error) => {
                if faults.is_empty() {
                    let help = "compare the file with `impasse case schema`".to_owned();
                    faults.add(0..0, error.to_string(), "in this file", help);
                }
                return Err(invalid(faults.into_sorted()));
            }
        };
        check(&case, &document, &mut faults);
        let side = case.read_side_files(&document, &files, &mut faults);
        let mut problems = faults.into_sorted();
        problems.extend(side);
        if !problems.is_empty() {
            return Err(invalid(problems));
        }
        files.insert(CASE_FILE.to_owned(), bytes.to_vec());
        case.files = files;
        Ok(case)
    }

    /// Reads the tables that `[data]` names into the case and returns their faults.
    fn read_side_files(
        &mut self,
        document: &Node,
        files: &BTreeMap<String, Vec<u8>>,
        faults: &mut Faults,
    ) -> Vec<Problem> {
        let data = self.data.clone();
        let mut open = |key: &str, path: &Option<String>| {
            let path = path.as_ref()?;
            let span = document.span_of(&[Step::Key("data"), Step::Key(key)]);
            if !stays_within(path) {
                let message = format!("`{}` leads out of the case folder", shown(path));
                let help = "name a file within the folder, by a relative path".to_owned();
                faults.add(span, message, "here", help);
                return None;
            }
            let Some(bytes) = files.get(path) else {
                if key != "figures" {
                    let message =
                        format!("there is no file `{}` beside the case file", shown(path));
                    let help = "put the file there, or take the line out".to_owned();
                    faults.add(span, message, "not found", help);
                }
                return None;
            };
            (key != "figures").then(|| Table::new(path, bytes))
        };
        let mut regions = open("regions", &data.regions);
        let mut landmarks = open("landmarks", &data.landmarks);
        let mut timeline = open("timeline", &data.timeline);
        let _figures_stay_raw = open("figures", &data.figures);
        let region_rows = regions.as_mut().map(RegionFacts::read).unwrap_or_default();
        let landmark_rows = landmarks.as_mut().map(Landmark::read).unwrap_or_default();
        let timeline_rows = timeline
            .as_mut()
            .map(TimelineEntry::read)
            .unwrap_or_default();
        if let Some(table) = &mut regions {
            check_regions(
                self,
                document,
                faults,
                SideFile {
                    table,
                    rows: &region_rows,
                },
            );
        }
        if let Some(table) = &mut landmarks {
            check_landmarks(
                self,
                SideFile {
                    table,
                    rows: &landmark_rows,
                },
            );
        }
        if let Some(table) = &mut timeline {
            check_timeline(
                self,
                SideFile {
                    table,
                    rows: &timeline_rows,
                },
            );
        }
        let mut rows: Vec<RegionFacts> = region_rows.into_iter().map(|(_, row)| row).collect();
        self.region_facts = self
            .regions
            .iter()
            .map(|region| {
                let from_file = rows.iter().position(|row| row.name == region.name);
                let facts = from_file
                    .map(|at| rows.swap_remove(at))
                    .or_else(|| region.facts.clone());
                RegionFacts {
                    name: region.name.clone(),
                    ..facts.unwrap_or_default()
                }
            })
            .collect();
        self.landmarks = landmark_rows.into_iter().map(|(_, row)| row).collect();
        self.timeline = timeline_rows.into_iter().map(|(_, row)| row).collect();
        let tables = [regions, landmarks, timeline];
        tables
            .into_iter()
            .flatten()
            .flat_map(|table| table.faults.into_sorted())
            .collect()
    }
}

/// Paths that `[data]` names and that stay within the case folder.
fn side_files(text: &str) -> Vec<String> {
    let mut faults = Faults::new(CASE_FILE, text);
    let document = document::parse(text, &mut faults);
    let Some(data) = document.entry("data") else {
        return Vec::new();
    };
    let path = |key: &str| match &data.node.entry(key)?.node.value {
        document::Value::Text(path) if stays_within(path) => Some(path.clone()),
        _ => None,
    };
    ["figures", "regions", "landmarks", "timeline"]
        .into_iter()
        .filter_map(path)
        .collect()
}

fn stays_within(path: &str) -> bool {
    !path.is_empty()
        && !path.contains('\\')
        && Path::new(path)
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
}

/// Takes keys that are not known out of the document, so that the rest can be checked as well:
/// serde would stop at the first.
fn prune_unknown(json: &mut serde_json::Value, faults: &Faults, document: &Node) {
    match (json, &document.value) {
        (serde_json::Value::Object(map), document::Value::Table(entries)) => {
            for entry in entries {
                if faults.blames(&entry.key_span, "is not a key of") {
                    map.remove(&entry.key);
                } else if let Some(below) = map.get_mut(&entry.key) {
                    prune_unknown(below, faults, &entry.node);
                }
            }
        }
        (serde_json::Value::Array(items), document::Value::Array(nodes)) => {
            for (item, node) in items.iter_mut().zip(nodes) {
                prune_unknown(item, faults, node);
            }
        }
        _ => {}
    }
}
