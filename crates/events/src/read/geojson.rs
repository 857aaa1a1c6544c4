//! Events in a GeoJSON `FeatureCollection`, one feature at a time.
//!
//! The text is split into features by counting braces outside strings, so that at most one
//! feature is held (up to the record limit) and a broken one does not take the rest with it. Each
//! is then parsed by `serde_json` into the columns that UCDP's CSV files have, latitude and
//! longitude from its geometry (a height is ignored). A feature that is not valid JSON is given
//! up; reading resumes at the next line that begins with a brace. The bytes read twice for that
//! are limited as in the CSV reader; when they are used up the rest of the file is given up.

use std::io::{self, Read};

use memchr::memchr_iter;

use super::feature::Feature;
use super::ged::{self, COLUMNS, Ged};
use super::record::{Record, Span};
use super::records::REREAD_LIMIT;
use super::text::{self, Decoded};
use super::trouble::Trouble;

const CHUNK: usize = 64 << 10;
/// A feature with fewer of the columns is something else.
const FEW: usize = 3;
/// Kind of issue of a feature that is something else.
pub(super) const NOT_AN_EVENT: &str = "not-an-event";

/// What comes next in the file.
#[derive(Debug)]
pub(super) enum Step {
    /// A feature, see [`Features::record`].
    Feature {
        /// Line it begins on.
        line: u64,
    },
    /// Something that is not an event.
    Fault {
        /// Line it begins on.
        line: u64,
        /// What is wrong.
        trouble: Trouble,
    },
    /// The end of the features.
    End,
}

/// Reads features from a stream.
pub(super) struct Features<R> {
    input: R,
    buffer: Vec<u8>,
    at: usize,
    filled: usize,
    ended: bool,
    line: u64,
    limit: usize,
    reread: u64,
    text: String,
    spans: Vec<Span>,
    /// Top-level `name`, which UCDP sets to that of the release.
    pub(super) name: Option<String>,
    /// Text of the last feature was not UTF-8.
    pub(super) decoded: bool,
    /// Names of the last feature had control characters.
    pub(super) scrubbed: bool,
}

impl<R: Read> Features<R> {
    /// Features of `input`, each of at most `limit` bytes.
    pub(super) fn new(input: R, limit: usize) -> Self {
        Self {
            input,
            buffer: vec![0; CHUNK],
            at: 0,
            filled: 0,
            ended: false,
            line: 1,
            limit,
            reread: 0,
            text: String::new(),
            spans: Vec::new(),
            name: None,
            decoded: false,
            scrubbed: false,
        }
    }

    /// The last feature as a record with the columns of [`COLUMNS`] in their order.
    pub(super) fn record(&self) -> Record<'_> {
        Record::new(&self.text, &self.spans)
    }

    /// Bytes held by the buffer.
    pub(super) fn capacity(&self) -> usize {
        self.buffer.capacity() + self.text.capacity()
    }

    /// Moves to the first feature: into the array `features` of the object. `Err` says in one
    /// clause what the file is instead.
    pub(super) fn open(&mut self) -> io::Result<Result<(), String>> {
        self.skip_space()?;
        if self.peek()? == Some(0xef) {
            // Byte-order mark.
            self.advance(3);
            self.skip_space()?;
        }
        if self.peek()? != Some(b'{') {
            return Ok(Err("it is JSON, but not an object".to_owned()));
        }
        self.advance(1);
        let mut keys = Vec::new();
        loop {
            self.skip_space()?;
            match self.peek()? {
                Some(b',') => self.advance(1),
                Some(b'"') => {
                    let key = self.value()?.map(|(from, to)| self.string(from, to));
                    let Some(key) = key else { break };
                    self.skip_space()?;
                    if self.peek()? != Some(b':') {
                        break;
                    }
                    self.advance(1);
                    self.skip_space()?;
                    if key == "features" && self.peek()? == Some(b'[') {
                        self.advance(1);
                        return Ok(Ok(()));
                    }
                    let Some((from, to)) = self.value()? else {
                        break;
                    };
                    match key.as_str() {
                        "name" => self.name = Some(self.string(from, to)),
                        "error" | "message" | "detail" => {
                            let said = self.string(from, to);
                            return Ok(Err(format!(
                                "it is an answer in JSON that says {}",
                                text::shown(&said)
                            )));
                        }
                        _ => {}
                    }
                    keys.push(text::shown(&key));
                    keys.truncate(8);
                }
                _ => break,
            }
        }
        Ok(Err(if keys.is_empty() {
            "it is a JSON object without features".to_owned()
        } else {
            format!(
                "it is a JSON object with {} and no features",
                keys.join(", ")
            )
        }))
    }

    /// Finds the next feature.
    pub(super) fn next(&mut self) -> io::Result<Step> {
        (self.decoded, self.scrubbed) = (false, false);
        loop {
            self.skip_space()?;
            match self.peek()? {
                Some(b',') => self.advance(1),
                Some(b']') => return Ok(Step::End),
                None => {
                    let (line, mut trouble) = (self.line, cut_off());
                    if self.reread > REREAD_LIMIT {
                        "So much of the file is not valid JSON that the rest was given up"
                            .clone_into(&mut trouble.reason);
                    }
                    self.at = self.filled;
                    return Ok(Step::Fault { line, trouble });
                }
                Some(_) => break,
            }
        }
        let line = self.line;
        let Some((from, to)) = self.value()? else {
            let cut = self.ended && self.filled - self.at <= self.limit;
            let whole = self.filled - self.at;
            let found = self.resume(whole)?;
            let trouble = if cut && !found {
                cut_off()
            } else {
                broken("it does not end")
            };
            return Ok(Step::Fault { line, trouble });
        };
        match self.parse(from, to) {
            Ok(()) => Ok(Step::Feature { line }),
            Err(Refusal::Syntax(why)) => {
                let whole = to - from;
                if memchr::memchr(b'\n', &self.buffer[from..to]).is_some() {
                    // The closing brace found may belong to a later feature.
                    self.at = from;
                    self.line = line;
                    self.resume(whole)?;
                }
                let trouble = broken(&why);
                Ok(Step::Fault { line, trouble })
            }
            Err(Refusal::Content(trouble)) => Ok(Step::Fault { line, trouble }),
        }
    }

    /// Moves to the next line that begins with a brace; false when there is none.
    fn resume(&mut self, looked_at: usize) -> io::Result<bool> {
        self.reread += looked_at as u64;
        let give_up = self.reread > REREAD_LIMIT;
        let mut begins = false;
        loop {
            match self.peek()? {
                None => return Ok(false),
                Some(b'\n') => {
                    begins = true;
                    self.advance(1);
                }
                Some(b' ' | b'\t' | b'\r' | b',') if begins => self.advance(1),
                Some(b'{') if begins && !give_up => return Ok(true),
                Some(_) => {
                    begins = false;
                    let rest = &self.buffer[self.at..self.filled];
                    let step = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                    self.at += step.max(1);
                }
            }
        }
    }

    /// Parses one feature into the record.
    fn parse(&mut self, from: usize, to: usize) -> Result<(), Refusal> {
        let bytes = &self.buffer[from..to];
        let decoded = text::decode(bytes);
        self.decoded = matches!(decoded, Decoded::Windows1252(_));
        let feature: Feature = serde_json::from_str(decoded.as_str())
            .map_err(|error| Refusal::Syntax(error.to_string()))?;
        if let Some(column) = feature.repeated {
            let name = COLUMNS[column].names[0];
            let reason = format!("The property `{name}` is given twice, with different values");
            let remedy = "Take the feature from the original release";
            return Err(Refusal::Content(
                Trouble::rejected("duplicate-key", reason, remedy).at(name),
            ));
        }
        if feature.values.iter().flatten().count() < FEW {
            return Err(Refusal::Content(Trouble::rejected(
                NOT_AN_EVENT,
                "The properties of the feature are not those of an event".to_owned(),
                "Give the GeoJSON of a GED release",
            )));
        }
        let mut values = feature.values;
        if let Some([longitude, latitude]) = feature.point {
            values[Ged::Latitude as usize] = Some(latitude);
            values[Ged::Longitude as usize] = Some(longitude);
        } else if values[Ged::Latitude as usize].is_none() {
            let reason = match feature.geometry {
                Some(kind) => format!("The geometry is a {}, not a Point", text::shown(&kind)),
                None => "The feature has no geometry".to_owned(),
            };
            let remedy = "Give the event a Point, as UCDP does";
            return Err(Refusal::Content(
                Trouble::rejected("no-point", reason, remedy).at("geometry"),
            ));
        }
        self.text.clear();
        self.spans.clear();
        for (column, value) in values.iter().enumerate() {
            let value = value.as_deref().unwrap_or("");
            let start = self.text.len();
            if ged::NAMES.contains(&column) && text::has_control(value.as_bytes()) {
                self.scrubbed = true;
                text::scrub(value, &mut self.text);
            } else {
                self.text.push_str(value);
            }
            self.spans.push((start, self.text.len()));
        }
        Ok(())
    }

    /// Text of a JSON string or other value, unescaped where it is a string.
    fn string(&self, from: usize, to: usize) -> String {
        let bytes = &self.buffer[from..to];
        serde_json::from_slice(bytes).unwrap_or_else(|_| text::decode(bytes).as_str().to_owned())
    }

    /// Takes one JSON value by counting brackets; where it lies in the buffer, or `None` when it
    /// does not end within the limit.
    fn value(&mut self) -> io::Result<Option<(usize, usize)>> {
        let (mut depth, mut quoted, mut escaped) = (0u32, false, false);
        let mut length = 0;
        loop {
            while self.at + length < self.filled {
                let byte = self.buffer[self.at + length];
                let mut ends_before = false;
                let mut ends_after = false;
                if quoted {
                    match byte {
                        _ if escaped => escaped = false,
                        b'\\' => escaped = true,
                        b'"' => {
                            quoted = false;
                            ends_after = depth == 0;
                        }
                        _ => {}
                    }
                } else {
                    match byte {
                        b'"' => quoted = true,
                        b'{' | b'[' => depth += 1,
                        b'}' | b']' | b',' | b'\n' | b'\r' | b' ' if depth == 0 => {
                            ends_before = true;
                        }
                        b'}' | b']' => {
                            depth -= 1;
                            ends_after = depth == 0;
                        }
                        _ => {}
                    }
                }
                length += usize::from(!ends_before);
                if ends_after || ends_before {
                    // A stray closing brace is a value of one byte, or nothing would move on.
                    let length = length.max(1);
                    let from = self.at;
                    self.advance(length);
                    return Ok(Some((from, from + length)));
                }
                if length > self.limit {
                    return Ok(None);
                }
            }
            if self.ended {
                return Ok(None);
            }
            self.fill()?;
        }
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        while self.at == self.filled {
            if self.ended {
                return Ok(None);
            }
            self.fill()?;
        }
        Ok(Some(self.buffer[self.at]))
    }

    fn skip_space(&mut self) -> io::Result<()> {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.peek()? {
            self.advance(1);
        }
        Ok(())
    }

    fn advance(&mut self, bytes: usize) {
        let to = (self.at + bytes).min(self.filled);
        self.line += memchr_iter(b'\n', &self.buffer[self.at..to]).count() as u64;
        self.at = to;
    }

    fn fill(&mut self) -> io::Result<()> {
        self.buffer.copy_within(self.at..self.filled, 0);
        self.filled -= self.at;
        self.at = 0;
        if self.filled == self.buffer.len() {
            let size = (self.buffer.len() * 2).min(self.limit + CHUNK);
            self.buffer.resize(size.max(self.filled + 1), 0);
        }
        loop {
            match self.input.read(&mut self.buffer[self.filled..]) {
                Ok(0) => self.ended = true,
                Ok(count) => self.filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            }
            return Ok(());
        }
    }
}

fn broken(why: &str) -> Trouble {
    Trouble::rejected(
        "broken-feature",
        format!("The feature is not valid JSON: {why}"),
        "Export the file again",
    )
}

fn cut_off() -> Trouble {
    Trouble::rejected(
        "truncated",
        "The file ends within the features".to_owned(),
        "Download the file again; what came before is kept",
    )
}

enum Refusal {
    Syntax(String),
    Content(Trouble),
}

#[cfg(test)]
mod tests;
