//! Cases that come with the program.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

use crate::case_file::CASE_FILE;

static CASES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../cases");

/// Names of the cases that come with the program, in alphabetical order.
pub fn builtin_names() -> Vec<&'static str> {
    let mut names: Vec<&str> = CASES
        .dirs()
        .filter(|folder| folder.get_file(folder.path().join(CASE_FILE)).is_some())
        .filter_map(|folder| folder.path().to_str())
        .collect();
    names.sort_unstable();
    names
}

/// Every file of a case that comes with the program, by path within its folder.
pub fn builtin_files(name: &str) -> Option<BTreeMap<String, &'static [u8]>> {
    if !builtin_names().contains(&name) {
        return None;
    }
    let folder = CASES.get_dir(name)?;
    let mut files = BTreeMap::new();
    collect(folder, folder, &mut files);
    Some(files)
}

fn collect(root: &Dir<'_>, folder: &'static Dir<'_>, files: &mut BTreeMap<String, &'static [u8]>) {
    for file in folder.files() {
        if let Some(path) = file
            .path()
            .strip_prefix(root.path())
            .ok()
            .and_then(|p| p.to_str())
        {
            files.insert(path.replace('\\', "/"), file.contents());
        }
    }
    for below in folder.dirs() {
        collect(root, below, files);
    }
}
