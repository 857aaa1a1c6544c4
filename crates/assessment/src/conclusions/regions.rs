//! Each region's course, from events.

use evidence::ablation::Conclusion;
use trajectory::whole::RegionPath;

use super::leading_phase;

/// The phase that leads in each region, in order of name.
pub(super) fn conclusions(of: &[RegionPath]) -> Vec<Conclusion> {
    let mut regions: Vec<&RegionPath> = of.iter().collect();
    regions.sort_by(|a, b| a.region.cmp(&b.region));
    regions
        .into_iter()
        .map(|path| {
            Conclusion::new(
                format!("regions.{}.phase", path.region),
                format!("{}: leading phase in the last month", path.region),
                leading_phase(path.now.phases),
            )
        })
        .collect()
}
