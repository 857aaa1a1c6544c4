//! Where things are: grid cells, countries, first-order regions, and the names people give them.
//!
//! # What it answers
//!
//! - Which PRIO-GRID cell is a point in, how large is it, what lies next to it? [`Gid`]
//! - Which state does a data set mean by `DR Congo (Zaire)`, 490, or `COD`? [`Country`]
//! - Which admin-1 region is a point in, how large is it, which regions touch it, and is
//!   `Tombouctou region` the same as `Timbuktu`? [`Gazetteer`], [`Region`], [`canonical_region`]
//! - How does one draw the country? [`Outline`], [`outline`], [`generalise`]
//! - How far is it? [`distance_km`]
//!
//! # Method
//!
//! **Cells.** PRIO-GRID (Tollefsen, Strand & Buhaug 2012) divides the globe into half-degree cells.
//! With row r and column c counted from 0 at the south-western corner, gid = 720 r + c + 1, where
//! r = floor(2 (latitude + 90)) and c = floor(2 (longitude + 180)). Areas are exact on the WGS84
//! ellipsoid (Snyder 1987, equation 3-12).
//!
//! **Distances.** Great circle on the sphere of mean radius 6,371.0088 km: with a = sin2(dlat / 2) +
//! cos(lat1) cos(lat2) sin2(dlon / 2), d = 2 R asin(sqrt(a)) (Sinnott 1984). [`geodesic_km`] gives
//! the ellipsoid's (Karney 2013).
//!
//! **Regions.** A point belongs to the polygon around it, or to the nearest within a tolerance that
//! the caller states, which the answer tells apart. Areas are geodesic on WGS84. Two regions are
//! neighbours when they share two boundary points or more.
//!
//! **Names.** Compared after [`fold`]: without case, accents, punctuation, and words such as
//! `province`. A table of aliases maps spellings of UCDP, ACLED, Natural Earth and national usage
//! to one canonical division per country, the older one where a country was divided anew.
//!
//! **Outlines.** Borders are cut into arcs where they meet and thinned once for both sides
//! (Visvalingam & Whyatt 1993), so that neighbours still fit.
//!
//! # Example
//!
//! ```
//! use places::{Country, Gid, Position, outline};
//!
//! let mali = Country::by_name("Mali").unwrap();
//! let gazetteer = outline(mali.iso3).unwrap().gazetteer();
//! let ansongo = Position { latitude: 15.66, longitude: 0.5 };
//!
//! let found = gazetteer.locate(ansongo, 2.0).unwrap();
//! assert_eq!((found.region.name(), found.off_km), ("Gao", 0.0));
//! assert_eq!(gazetteer.resolve("MLI", "Région de Tombouctou"), Some("Tombouctou"));
//! assert_eq!(Gid::of(ansongo.latitude, ansongo.longitude).unwrap().get(), 152_282);
//! ```

mod alias;
mod country;
mod distance;
mod error;
mod fold;
mod gazetteer;
mod generalise;
mod geojson;
mod grid;
mod outline;
mod region;
mod rings;
mod source;

pub use alias::{canonical_region, drawn_with};
pub use country::Country;
pub use distance::{MEAN_RADIUS_KM, Position, distance_km, geodesic_km};
pub use error::{Defect, PlacesError};
pub use fold::{cmp_folded, fold};
pub use gazetteer::{Gazetteer, Located};
pub use generalise::generalise;
pub use geojson::ReadOptions;
pub use grid::{Bounds, CELLS, COLUMNS, Gid, ROWS, SIDE_DEGREES};
pub use outline::{Outline, Page, PageRegion, Shape, outline};
pub use region::Region;
