//! The file as text: encoding, lines, quotes, header.

use super::made_up::{ged_fields, ged_file, ged_header, ged_names, line};
use super::{Case, NAME, rows, second, whole};

#[allow(clippy::too_many_lines)] // A table of cases.
pub(crate) fn cases() -> Vec<Case> {
    let good = second(&[]);
    let text = String::from_utf8(ged_file(&good)).unwrap();
    let unclosed = second(&[("side_b", "A#B")]).replace("A#B", "\"A");
    let quoted = second(&[
        ("id", "900003"),
        ("where_description", "by the road, north"),
    ]);
    let mut nul = ged_file("").clone();
    nul.extend_from_slice(b"900002,\0\0\0\n");
    let mut latin = ged_file(&second(&[("adm_1", "S#gou")]));
    latin
        .iter_mut()
        .filter(|byte| **byte == b'#')
        .for_each(|byte| *byte = 0xe9);
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let excel = {
        let mut text = ged_names().join(";") + "\n";
        text += &line(
            &ged_fields(&[
                ("latitude", "13,05"),
                ("longitude", "-9,48"),
                ("geom_wkt", ""),
            ]),
            ';',
        );
        text
    };
    let tabs = ged_names().join("\t") + "\n" + &line(&ged_fields(&[]), '\t');
    let mut shuffled: Vec<(String, String)> = ged_names()
        .into_iter()
        .map(|name| format!(" {} ", name.to_uppercase()))
        .zip(ged_fields(&[]))
        .collect();
    shuffled.reverse();
    shuffled.insert(3, ("my_notes".to_owned(), "hello".to_owned()));
    let (names, fields): (Vec<_>, Vec<_>) = shuffled.into_iter().unzip();
    let shuffled = line(&names, ',') + &line(&fields, ',');
    vec![
        whole(
            "truncated file",
            NAME,
            &text.as_bytes()[..text.len() - 60],
            Some(2),
            "ends within the row",
        ),
        rows(
            "row with too few columns",
            "900002,MLI,2020\n",
            2,
            "3 columns where",
        ),
        rows(
            "name with an unquoted comma",
            &second(&[("side_b", "A#B")]).replace('#', ","),
            2,
            "50 columns",
        ),
        rows(
            "quotation mark never closed",
            &format!("{unclosed}{}", second(&[("id", "900003")])),
            3,
            "not closed",
        ),
        rows(
            "quotation mark closed by a later row",
            &format!("{unclosed}{quoted}"),
            3,
            "not closed",
        ),
        rows(
            "line break in a quoted source, then a bad row",
            &format!(
                "{}{}",
                second(&[("source_headline", "one\ntwo")]),
                second(&[("id", "900003"), ("best", "x")]),
            ),
            3,
            ":5 [best]",
        ),
        rows(
            "line break in a quoted name",
            &second(&[("side_b", "Made-up\ngroup")]),
            3,
            "became spaces",
        ),
        whole(
            "old Macintosh line ends",
            NAME,
            text.replace('\n', "\r"),
            Some(3),
            "",
        ),
        whole(
            "Windows line ends",
            NAME,
            text.replace('\n', "\r\n"),
            Some(3),
            "",
        ),
        whole(
            "byte-order mark",
            NAME,
            format!("\u{feff}{text}"),
            Some(3),
            "",
        ),
        whole("empty lines", NAME, text.replace('\n', "\n\n"), Some(3), ""),
        whole(
            "semicolons and decimal commas (Excel in Europe)",
            NAME,
            excel.clone(),
            Some(1),
            "",
        ),
        whole(
            "first line sep=;",
            NAME,
            format!("sep=;\n{excel}"),
            Some(1),
            "",
        ),
        whole("tabs", NAME, tabs, Some(1), ""),
        whole(
            "columns shuffled, upper case, one more",
            NAME,
            shuffled,
            Some(1),
            "",
        ),
        whole("NUL bytes in a row", NAME, nul, Some(2), "NUL"),
        whole("file of NUL bytes", NAME, vec![0; 4096], None, "NUL"),
        whole(
            "UTF-16",
            NAME,
            [vec![0xff, 0xfe], utf16].concat(),
            None,
            "UTF-16",
        ),
        whole("Windows-1252 text", NAME, latin, Some(3), "Windows-1252"),
        rows(
            "header line repeated in the middle",
            &format!("{}{good}", ged_header()),
            3,
            "header line stands here again",
        ),
        whole(
            "no header (Candidate)",
            "GEDEvent_v26_0_1.csv",
            good.clone(),
            Some(1),
            "",
        ),
        whole(
            "columns missing",
            NAME,
            text.replacen("latitude", "north", 1)
                .replacen(",best,", ",bset,", 1),
            None,
            "`bset`",
        ),
        whole(
            "other columns",
            "cities.csv",
            "name,population\nKita,1\n",
            None,
            "not the columns of event data",
        ),
        whole(
            "country-month figures",
            "country_month.csv",
            "country_iso3,year_month,event_count\nMLI,2020-01,0\n",
            None,
            "figures",
        ),
        whole("empty file", NAME, "", None, "empty"),
        whole("blank file", NAME, " \n\n\t\n", None, "empty"),
        whole("header alone", NAME, ged_header(), None, "no events"),
        whole(
            "name without a version",
            "mali.csv",
            text,
            Some(3),
            "version",
        ),
        rows("one word for a row", "END\n", 2, "1 column where"),
    ]
}
