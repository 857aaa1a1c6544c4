//! The page of HTML.

mod made_up;

use std::collections::BTreeSet;

use made_up::{as_xml, bare, capital, province, with_texts};
use report::html;
use roxmltree::Document;

/// Fails when the page is not well formed, loads something, or uses an id twice.
fn check(page: &str) {
    let xml = as_xml(page);
    let document = Document::parse(&xml).unwrap_or_else(|why| {
        let line = xml
            .lines()
            .nth(why.pos().row as usize - 1)
            .unwrap_or_default();
        let from = (why.pos().col as usize).saturating_sub(200);
        panic!(
            "{why}: {:?}",
            line.chars().skip(from).take(400).collect::<String>()
        )
    });
    let mut ids = BTreeSet::new();
    for element in document.descendants().filter(roxmltree::Node::is_element) {
        let name = element.tag_name().name();
        assert!(
            ![
                "link",
                "img",
                "image",
                "iframe",
                "object",
                "embed",
                "base",
                "use",
                "video",
                "audio",
                "form",
                "foreignObject"
            ]
            .contains(&name),
            "<{name}> loads something"
        );
        for attribute in element.attributes() {
            match attribute.name() {
                // A link is followed by the reader, not loaded by the page.
                "href" => assert!(
                    name == "a"
                        && ["#", "https://", "http://"]
                            .iter()
                            .any(|start| attribute.value().starts_with(start)),
                    "{}",
                    attribute.value()
                ),
                "id" => assert!(
                    ids.insert(attribute.value().to_owned()),
                    "id {} twice",
                    attribute.value()
                ),
                other => assert!(
                    !other.starts_with("on")
                        && !["src", "srcset", "action", "style", "xlink:href"].contains(&other),
                    "attribute {other}"
                ),
            }
        }
        if ["style", "script"].contains(&name) {
            let text = element.text().unwrap_or_default();
            for loading in ["url(", "@import", "http:", "https:", "fetch(", "import("] {
                assert!(!text.contains(loading), "{name} has {loading}");
            }
        }
    }
}

#[test]
fn pages_are_whole_and_load_nothing() {
    for of in [capital(), province(), bare()] {
        let page = html(&of);
        check(&page);
        assert!(page.contains("Content-Security-Policy"));
        assert_eq!(page, html(&of), "same assessment, same page");
    }
}

#[test]
fn every_source_of_a_figure_is_on_the_page() {
    let page = html(&capital());
    let xml = as_xml(&page);
    let document = Document::parse(&xml).unwrap();
    let ids: BTreeSet<&str> = document
        .descendants()
        .filter_map(|node| node.attribute("id"))
        .collect();
    let mut links = 0;
    for link in document
        .descendants()
        .filter_map(|node| node.attribute("href"))
    {
        assert!(
            link.starts_with("https://") || ids.contains(&link[1..]),
            "{link} leads nowhere"
        );
        links += 1;
    }
    assert!(links > 30, "{links} links");
}

#[test]
fn figures_have_words_for_those_who_do_not_see_them() {
    let page = html(&capital());
    let xml = as_xml(&page);
    let document = Document::parse(&xml).unwrap();
    let mut figures = 0;
    for svg in document
        .descendants()
        .filter(|node| node.tag_name().name() == "svg")
    {
        if svg.attribute("aria-hidden") == Some("true") {
            continue;
        }
        figures += 1;
        assert_eq!(svg.attribute("role"), Some("img"));
        for id in svg.attribute("aria-labelledby").unwrap().split(' ') {
            let words = svg
                .descendants()
                .find(|node| node.attribute("id") == Some(id))
                .unwrap();
            assert!(
                !words.text().unwrap_or_default().is_empty(),
                "{id} is empty"
            );
        }
    }
    // Two comparisons, two maps, a key, and eleven figures drawn for two widths; reach at several moments; four fans for
    // each of three scenarios.
    let moments = page.matches("id=\"moment-").count() / 2;
    assert!((2..=6).contains(&moments), "{moments} moments");
    assert_eq!(figures, 2 + 2 + 1 + 11 * 2 + moments + 4 * 3);
}

#[test]
fn the_record_is_drawn_beside_its_replays_where_there_are_some() {
    let mut of = capital();
    let page = html(&of);
    let said = "23 of 24 months of events and 22 of deaths lie within the 90\u{a0}% band";
    assert!(page.contains(said) && page.contains("id=\"replays-w-title\""));
    assert!(
        page.contains("Outside: events in Mar\u{a0}2023; deaths in Mar\u{a0}2023, Feb\u{a0}2024.")
    );
    of.scenarios.calibration = None;
    of.scenarios.from_priors = Some("the record is too short".to_owned());
    let page = html(&of);
    assert!(!page.contains("replays-w") && page.contains("begin from the priors"));
}

#[test]
fn headings_descend_one_at_a_time() {
    let page = html(&capital());
    let xml = as_xml(&page);
    let document = Document::parse(&xml).unwrap();
    let mut before = 0;
    for node in document.descendants() {
        if let Some(level) = node
            .tag_name()
            .name()
            .strip_prefix('h')
            .and_then(|n| n.parse::<u32>().ok())
        {
            assert!(level <= before + 1, "h{level} after h{before}");
            before = level;
        }
    }
    assert!(before > 0);
}

#[test]
fn coordinates_carry_no_float_noise() {
    let page = html(&capital());
    for noise in ["NaN", "inf", "e-", "00000", "99999", "-0 "] {
        let drawn = page
            .split("<svg")
            .skip(1)
            .filter_map(|part| part.split("</svg>").next());
        for svg in drawn {
            let numbers: String = svg
                .split(" d=\"")
                .skip(1)
                .filter_map(|d| d.split('"').next())
                .collect();
            assert!(!numbers.contains(noise), "{noise} in {numbers}");
        }
    }
}

#[test]
fn hostile_text_stays_text() {
    let texts = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "</style><style>*{background:url(http://example.org)}",
        "]]>&amp;&#x3c;script&#x3e;",
        "\u{1b}[31",
        "\u{202e}turned\u{2066}",
        "nul\0 and \u{fffe}",
        "javascript:alert(1)",
        &"long ".repeat(20_000),
        "",
    ];
    for text in texts {
        let page = html(&with_texts(capital(), text));
        check(&page);
        assert_eq!(page.matches("<script").count(), 1, "{text}");
        assert_eq!(page.matches("<style").count(), 1, "{text}");
        assert!(!page.contains(['\u{202e}', '\u{2066}', '\u{1b}', '\0']));
        let longest = page
            .split(['<', '>', '"'])
            .max_by_key(|part| part.len())
            .unwrap_or_default();
        assert!(
            longest.len() < 20_000,
            "{} bytes: {}",
            longest.len(),
            longest.chars().take(300).collect::<String>()
        );
    }
}

#[test]
fn regions_in_another_spelling_are_found_on_the_map() {
    let page = html(&capital());
    assert!(
        page.contains("Menaka is drawn as part of Gao."),
        "the newer region has no shape"
    );
    assert!(page.contains("Not on the map: Nowhere."));
    assert!(
        page.contains("<title>Ségou: 40 deaths</title>")
            || page.contains("<title>Ségou: 40\u{a0}deaths</title>")
    );
}

#[test]
fn web_addresses_are_links_and_nothing_else_is() {
    let page = html(&with_texts(
        capital(),
        "see (https://example.org/?a=1&b=\"2\"). javascript:alert(1)",
    ));
    assert!(!page.contains("href=\"javascript"));
    check(&page);
    let page = html(&capital());
    assert!(page.contains("<a href=\"https://example.org/news\" rel=\"noreferrer noopener\">https://example.org/news</a>"));
}
