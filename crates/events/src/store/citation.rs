use crate::{Series, Version};

/// How to cite a series, and under which licence or terms it comes.
///
/// Shown when data are added or fetched and kept with every stored file.
pub fn citation(series: Series, version: Option<Version>) -> (String, &'static str) {
    let version = version
        .map(|version| format!(" version {version}"))
        .unwrap_or_default();
    match series {
        Series::UcdpGed => {
            let yearly = if version == " version 25.1" {
                "Davies, Pettersson, Sollenberg & \u{d6}berg (2025) Organized violence 1989-2024, and the \
                 challenges of identifying civilian victims. Journal of Peace Research 62(4)."
            } else {
                "Cite also the Journal of Peace Research article of that release."
            };
            (
                format!(
                    "UCDP Georeferenced Event Dataset{version}. Sundberg & Melander (2013) Introducing \
                     the UCDP Georeferenced Event Dataset. Journal of Peace Research 50(4): 523-532. {yearly}"
                ),
                CC_BY,
            )
        }
        Series::UcdpCandidate => (
            format!(
                "UCDP Candidate Events Dataset{version}. Hegre, Croicu, Eck & H\u{f6}gbladh (2020) \
                 Introducing the UCDP Candidate Events Dataset. Research & Politics 7(3)."
            ),
            CC_BY,
        ),
        Series::Acled => (
            "Armed Conflict Location & Event Data (ACLED), acleddata.com. Raleigh, Kishi & Linke (2023) \
             Political instability patterns are obscured by conflict dataset scope conditions, sources, \
             and coding choices. Humanities and Social Sciences Communications 10: 74."
                .to_owned(),
            "ACLED terms of use: the event file must not be passed on",
        ),
    }
}

const CC_BY: &str = "CC BY 4.0";
