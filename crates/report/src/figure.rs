//! Figures as SVG, drawn by hand: no script, no font, no address to load.
//!
//! Every figure is drawn twice by the page, for wide and for narrow screens, so that its letters keep
//! their size. Colours are classes; the page's style gives them for light and for dark.

pub(crate) mod axes;
pub(crate) mod fan;
pub(crate) mod intervals;
pub(crate) mod map;
pub(crate) mod odds;
pub(crate) mod peers;
pub(crate) mod phases;
pub(crate) mod reach;
pub(crate) mod replays;
pub(crate) mod rulers;
pub(crate) mod scale;
pub(crate) mod series;
pub(crate) mod spark;
pub(crate) mod stack;
pub(crate) mod strips;

use maud::{Markup, html};

use crate::clean::clean;
use crate::number::trimmed;

/// A drawing with what it shows in words.
#[derive(Debug, Clone)]
pub(crate) struct Svg {
    /// Width in units of about a pixel.
    pub(crate) width: f64,
    /// Height in the same units.
    pub(crate) height: f64,
    /// What it is, for those who do not see it.
    pub(crate) title: String,
    /// What it shows, for those who do not see it.
    pub(crate) description: String,
    /// Its elements.
    pub(crate) body: Markup,
}

impl Svg {
    /// The drawing as an element of the page. `id` must be the only one of its name there.
    pub(crate) fn element(&self, id: &str) -> Markup {
        let (title, description) = (format!("{id}-title"), format!("{id}-desc"));
        html! {
            svg role="img" viewBox=(format!("0 0 {} {}", n(self.width), n(self.height)))
                width=(n(self.width)) height=(n(self.height))
                aria-labelledby=(format!("{title} {description}")) {
                title id=(title) { (clean(&self.title)) }
                desc id=(description) { (clean(&self.description)) }
                (self.body)
            }
        }
    }
}

/// A figure for wide screens and for narrow ones, of which the page shows one; nothing where there is
/// nothing to draw.
pub(crate) fn both(id: &str, draw: impl Fn(Size) -> Option<Svg>) -> Option<Markup> {
    let (wide, narrow) = (draw(Size::Wide)?, draw(Size::Narrow)?);
    Some(html! {
        div.wide { (wide.element(&format!("{id}-w"))) }
        div.narrow { (narrow.element(&format!("{id}-n"))) }
    })
}

/// The two widths a figure is drawn in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    /// Screens of tablets and up, and paper.
    Wide,
    /// Telephones.
    Narrow,
}

impl Size {
    /// Width in units.
    pub(crate) fn width(self) -> f64 {
        match self {
            Size::Wide => 720.0,
            Size::Narrow => 350.0,
        }
    }
}

/// A coordinate: at most one decimal, never `-0`, `0` for what is not a number.
pub(crate) fn n(x: f64) -> String {
    if x.is_finite() {
        trimmed(&format!("{x:.1}"))
    } else {
        "0".to_owned()
    }
}

/// Points of a path, joined by straight lines.
pub(crate) fn path(points: impl IntoIterator<Item = (f64, f64)>) -> String {
    let mut out = String::new();
    for (place, (x, y)) in points.into_iter().enumerate() {
        out.push(if place == 0 { 'M' } else { 'L' });
        out.push_str(&n(x));
        out.push(' ');
        out.push_str(&n(y));
    }
    out
}

/// A straight line.
pub(crate) fn line(class: &str, from: (f64, f64), to: (f64, f64)) -> Markup {
    html! { line class=(class) x1=(n(from.0)) y1=(n(from.1)) x2=(n(to.0)) y2=(n(to.1)) {} }
}

/// Where a text stands about its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// A line of text about a point of its base line.
pub(crate) fn text(class: &str, at: (f64, f64), anchor: Anchor, words: &str) -> Markup {
    let anchor = match anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    html! {
        text class=(class) x=(n(at.0)) y=(n(at.1)) text-anchor=(anchor) { (clean(words)) }
    }
}

/// Size of the letters of figures, in units.
pub(crate) const LETTER: f64 = 12.0;

/// System faces differ in width; room is kept for one of the wider.
const WIDEST: f64 = 1.12;

/// About how wide a text is at [`LETTER`] size in a sans-serif face, in units.
pub(crate) fn text_width(words: &str) -> f64 {
    words
        .chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.28,
            ' ' | '\u{a0}' | 'f' | 't' | 'r' | '(' | ')' | '-' => 0.34,
            'm' | 'w' | 'M' | 'W' | '%' | '@' => 0.86,
            c if c.is_ascii_uppercase() => 0.68,
            c if c.is_ascii() || ('\u{a1}'..'\u{250}').contains(&c) => 0.56,
            _ => 1.0,
        })
        .sum::<f64>()
        * LETTER
        * WIDEST
}

/// Room on the left for the numbers of an axis up to about this value.
pub(crate) fn margin(largest: u32) -> f64 {
    text_width(&crate::number::count(largest.saturating_mul(2))) + 10.0
}

/// Text cut to about so many units.
pub(crate) fn fit(words: &str, width: f64) -> String {
    let words = clean(words);
    if text_width(&words) <= width {
        return words;
    }
    let mut out = String::new();
    for c in words.chars() {
        out.push(c);
        if text_width(&out) + LETTER > width {
            out.pop();
            break;
        }
    }
    format!("{}…", out.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_short_and_never_minus_zero() {
        let written = [0.0, -0.04, 1.25, 12.0, f64::NAN, f64::INFINITY, -3.96].map(n);
        assert_eq!(written, ["0", "0", "1.2", "12", "0", "0", "-4"]);
    }

    #[test]
    fn text_is_escaped_and_fitted() {
        let drawn = text("t", (1.0, 2.0), Anchor::End, "<b>\"&\u{202e}").into_string();
        assert_eq!(
            drawn,
            "<text class=\"t\" x=\"1\" y=\"2\" text-anchor=\"end\">&lt;b&gt;&quot;&amp;</text>"
        );
        let long = fit("a very long name of a region that goes on", 100.0);
        assert!(text_width(&long) <= 100.0 + LETTER && long.ends_with('…'));
        assert_eq!(fit("Gao", 100.0), "Gao");
    }
}
