//! A part of the runs.

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Parts there may be at most.
pub(crate) const MOST: u32 = 1_000_000;

/// The I-th of N parts of the runs, as even as can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Shard {
    /// From 1.
    number: u32,
    /// How many there are.
    pub(crate) of: u32,
}

impl Shard {
    /// All parts, when there are so many.
    pub(crate) fn all(of: u32) -> impl Iterator<Item = Self> {
        (1..=of).map(move |number| Self { number, of })
    }

    /// Numbers of its runs, of so many; up to 10^12 of them.
    pub(crate) fn runs(self, runs: u64) -> Range<u64> {
        let before = |number: u32| runs * u64::from(number) / u64::from(self.of);
        before(self.number - 1)..before(self.number)
    }

    /// The file of this part beside that of the whole: `runs.3-of-20.parquet` beside `runs.parquet`.
    pub(crate) fn beside(self, whole: &Path) -> PathBuf {
        let mut name = whole.file_stem().unwrap_or_default().to_owned();
        name.push(format!(".{}-of-{}", self.number, self.of));
        if let Some(extension) = whole.extension() {
            name.push(".");
            name.push(extension);
        }
        whole.with_file_name(name)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.split_once('/')
            .and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)))
            .filter(|(number, of)| (1..=*of).contains(number) && *of <= MOST)
            .map(|(number, of)| Self { number, of })
            .ok_or_else(|| format!("write it as I/N, 1/20 to 20/20; N is {MOST} at most"))
    }
}

impl TryFrom<String> for Shard {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Shard> for String {
    fn from(shard: Shard) -> Self {
        shard.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_follow_one_another_and_are_even() {
        for (runs, of) in [(0, 1), (1, 3), (7, 7), (2_000, 7), (1_000_000_000, 999_983)] {
            let mut next = 0;
            for shard in Shard::all(of) {
                let part = shard.runs(runs);
                assert_eq!(part.start, next);
                let size = part.end - part.start;
                let even = runs / u64::from(of);
                assert!(size == even || size == even + 1, "{shard} of {runs}");
                next = part.end;
            }
            assert_eq!(next, runs);
        }
    }

    #[test]
    fn a_part_is_written_as_a_fraction() {
        let shard: Shard = "3/20".parse().unwrap();
        assert_eq!(shard.to_string(), "3/20");
        for wrong in ["", "3", "0/3", "4/3", "1/0", "a/b", "1/1000001", "-1/2"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
        assert_eq!(
            shard.beside(Path::new("out/runs.parquet")),
            Path::new("out/runs.3-of-20.parquet")
        );
        assert_eq!(shard.beside(Path::new("runs")), Path::new("runs.3-of-20"));
    }
}
