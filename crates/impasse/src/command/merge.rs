//! `impasse merge`.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use super::simulate::stands;
use crate::cli::MergeOptions;
use crate::failure::{Exit, Failure, Result, bad_input};
use crate::progress::Bar;
use crate::runs::{RunFile, Shard, Writer};
use crate::{interrupt, output, whole};

/// Missing parts that are named.
const NAMED: usize = 10;

pub(crate) fn run(options: &MergeOptions) -> Result<Exit> {
    let files = options
        .files
        .iter()
        .map(|path| RunFile::open(path))
        .collect::<Result<Vec<_>>>()?;
    let parts = complete(files)?;
    let Some(first) = parts.first() else {
        return Err(bad_input("no file to merge", "name the parts"));
    };
    if options.force || !stands(&options.out, &first.manifest.whole())? {
        interrupt::remember();
        write(&parts, &options.out)?;
        output::written(&[&options.out]);
    }
    Ok(Exit::Success)
}

/// The parts in order, once each, when they belong together and are all there.
fn complete(files: Vec<RunFile>) -> Result<Vec<RunFile>> {
    let Some(first) = files.first() else {
        return Ok(files);
    };
    let shards = |file: &RunFile| file.manifest.shard.map_or(1, |shard| shard.of);
    let (name, of) = (first.path.display().to_string(), shards(first));
    for file in &files {
        let apart = first.manifest.apart(&file.manifest).or_else(|| {
            (shards(file) != of).then(|| format!("number of parts ({of} and {})", shards(file)))
        });
        if let Some(apart) = apart {
            return Err(bad_input(
                format!(
                    "{name} and {} do not belong together: {apart}",
                    file.path.display()
                ),
                "merge parts of one job alone",
            ));
        }
    }
    let mut parts: BTreeMap<Option<Shard>, RunFile> = BTreeMap::new();
    for file in files {
        // All runs in one file are the one part of one.
        let shard = file.manifest.shard.or_else(|| Shard::all(1).next());
        match parts.get(&shard) {
            Some(other) if !same_bytes(&other.path, &file.path)? => {
                return Err(bad_input(
                    format!(
                        "{} and {} hold the same runs and are not the same",
                        other.path.display(),
                        file.path.display()
                    ),
                    "make both again with --force and leave one out",
                ));
            }
            Some(_) => {}
            None => {
                parts.insert(shard, file);
            }
        }
    }
    let missing: Vec<String> = Shard::all(of)
        .filter(|shard| !parts.contains_key(&Some(*shard)))
        .map(|shard| shard.to_string())
        .collect();
    if missing.is_empty() {
        return Ok(parts.into_values().collect());
    }
    let more = match missing.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let named = missing[..missing.len().min(NAMED)].join(", ");
    let are = if missing.len() == 1 { "is" } else { "are" };
    Err(bad_input(
        format!(
            "{} of {of} parts {are} missing: {named}{more}",
            missing.len()
        ),
        "make them with `impasse simulate --shard`, and name them too",
    ))
}

/// Writes parts, which are complete and in order, as one file.
pub(super) fn write(parts: &[RunFile], out: &Path) -> Result<()> {
    let Some(first) = parts.first() else {
        return Ok(());
    };
    let whole = first.manifest.whole();
    let scenarios = whole.scenarios.len();
    let bar = Bar::new("rows", whole.rows_of_scenario() * scenarios as u64);
    let mut writer = Writer::new(out, &whole)?;
    for scenario in 0..scenarios {
        for part in parts {
            for batch in part.scenario(scenario)? {
                if interrupt::asked() {
                    return Err(Failure::Stopped {
                        kept: "the parts are kept, nothing is merged".to_owned(),
                    });
                }
                let batch = batch?;
                writer.append(&batch)?;
                bar.advance(batch.num_rows() as u64);
            }
        }
        writer.end_scenario()?;
    }
    writer.finish()
}

fn same_bytes(one: &Path, two: &Path) -> Result<bool> {
    let open = |path: &Path| {
        let file = File::open(path).map_err(whole::failed(path))?;
        let length = file.metadata().map_err(whole::failed(path))?.len();
        Ok::<_, Failure>((BufReader::new(file), length))
    };
    let ((mut a, length), (mut b, other)) = (open(one)?, open(two)?);
    if length != other {
        return Ok(false);
    }
    let (mut x, mut y) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    let mut left = length;
    while left > 0 {
        let next = left.min(x.len() as u64) as usize;
        a.read_exact(&mut x[..next]).map_err(whole::failed(one))?;
        b.read_exact(&mut y[..next]).map_err(whole::failed(two))?;
        if x[..next] != y[..next] {
            return Ok(false);
        }
        left -= next as u64;
    }
    Ok(true)
}
