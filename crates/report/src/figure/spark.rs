//! A bar in a table's cell.

use maud::{Markup, html};

use super::n;

/// A bar of `value` out of `largest`. It repeats the number beside it, so it is hidden from readers of
/// the page who do not see it.
pub(crate) fn bar(value: u32, largest: u32) -> Markup {
    let width = if largest == 0 {
        0.0
    } else {
        100.0 * f64::from(value) / f64::from(largest)
    };
    html! {
        svg.bar viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" {
            rect x="0" y="0" width=(n(width)) height="10" {}
        }
    }
}
