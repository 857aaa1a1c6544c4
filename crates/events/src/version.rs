use std::fmt;
use std::str::FromStr;

use calendar::Month;
use serde::{Deserialize, Serialize};

use crate::Series;

/// A release of a UCDP data set: `25.1` (yearly), `26.0.1` (Candidate of January 2026).
///
/// Ordered by newness: year, then minor, then patch. UCDP counts a yearly release of year Y as
/// `Y.1` and the Candidate release of month m of that year as `Y.0.m`, so that `26.0.12 < 26.1`.
///
/// ```
/// use events::Version;
/// let candidate: Version = "26.0.1".parse().unwrap();
/// assert!(candidate > "25.1".parse().unwrap());
/// assert_eq!(candidate.to_string(), "26.0.1");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// Year of the release within the century: 25 for 2025.
    pub year: u16,
    /// 1 for a yearly release, 0 for Candidate.
    pub minor: u16,
    /// Month of a Candidate release; `None` for a yearly one.
    pub patch: Option<u16>,
}

/// A text that is not a version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a version; write it as 25.1 (yearly) or 26.0.1 (Candidate)")]
pub struct VersionError(String);

impl Version {
    /// A version of its parts.
    pub const fn new(year: u16, minor: u16, patch: Option<u16>) -> Self {
        Self { year, minor, patch }
    }
}

impl Version {
    /// Last month that a release of a series covers: a yearly GED release `Y.1` the year before, a
    /// Candidate release `Y.0.m` up to month m. `None` for ACLED, whose versions are days.
    ///
    /// ```
    /// use events::{Series, Version};
    /// let yearly: Version = "25.1".parse().unwrap();
    /// assert_eq!(yearly.reaches(Series::UcdpGed).unwrap().to_string(), "2024-12");
    /// ```
    pub fn reaches(self, series: Series) -> Option<Month> {
        let year = 2000 + i32::from(self.year);
        match series {
            Series::UcdpGed => Month::new(year - 1, 12),
            Series::UcdpCandidate => Month::new(year, u8::try_from(self.patch?).ok()?),
            Series::Acled => None,
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.year, self.minor)?;
        self.patch.map_or(Ok(()), |patch| write!(f, ".{patch}"))
    }
}

impl FromStr for Version {
    type Err = VersionError;

    fn from_str(text: &str) -> Result<Self, VersionError> {
        let wrong = || VersionError(text.chars().take(40).collect());
        let number = |part: &str| -> Option<u16> {
            let digits =
                !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| part.parse().ok()).flatten()
        };
        let parts: Option<Vec<u16>> = text.trim().split('.').map(number).collect();
        match parts.ok_or_else(wrong)?.as_slice() {
            [year, minor] => Ok(Self::new(*year, *minor, None)),
            [year, minor, patch] => Ok(Self::new(*year, *minor, Some(*patch))),
            _ => Err(wrong()),
        }
    }
}

impl Serialize for Version {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newer_releases_come_later() {
        let order: Vec<Version> = [
            "17.1", "23.1", "25.0.12", "25.1", "26.0.1", "26.0.10", "26.1",
        ]
        .iter()
        .map(|text| text.parse().unwrap())
        .collect();
        assert!(order.is_sorted());
    }

    #[test]
    fn refuses_what_is_not_a_version() {
        for text in [
            "", "25", "25.", ".1", "25.1.1.1", "v25.1", "25,1", "-25.1", "99999.1", "25.+1",
        ] {
            assert!(text.parse::<Version>().is_err(), "{text}");
        }
    }
}
