//! A job in parts: one after the other, then merged.

use std::path::{Path, PathBuf};

use super::{Job, stands, stopped};
use crate::command::merge;
use crate::failure::{Failure, Result};
use crate::output;
use crate::progress::Bar;
use crate::runs::{RunFile, Shard};

/// Writes all parts that are not there yet beside `out`, then merges them into it.
pub(super) fn write(job: &Job<'_>, out: &Path, shards: u32, force: bool) -> Result<()> {
    if !force && stands(out, &job.manifest(None))? {
        return Ok(());
    }
    let mut to_do = Vec::new();
    let mut paths: Vec<PathBuf> = Vec::new();
    for shard in Shard::all(shards) {
        let (path, manifest) = (shard.beside(out), job.manifest(Some(shard)));
        if force || !stands(&path, &manifest)? {
            to_do.push((path.clone(), manifest));
        }
        paths.push(path);
    }
    let runs = to_do.iter().map(|(_, part)| job.runs_of(part)).sum();
    let bar = Bar::new("runs", runs);
    let standing = paths.len() - to_do.len();
    for (done, (path, manifest)) in to_do.iter().enumerate() {
        job.write(path, manifest, &bar)
            .map_err(|failure| match failure {
                Failure::Stopped { .. } => {
                    let finished = standing + done;
                    stopped(&format!(
                        "{finished} of {shards} parts are finished and kept"
                    ))
                }
                other => other,
            })?;
    }
    bar.end();
    let parts = paths
        .iter()
        .map(|path| RunFile::open(path))
        .collect::<Result<Vec<_>>>()?;
    merge::write(&parts, out)?;
    output::written(&[out]);
    Ok(())
}
