//! Records of a delimited file, one at a time, in bounded memory.
//!
//! An ordinary record is found by [`plain::scan`] and read where it lies; any other by `csv-core`'s
//! state machine. What is added here:
//!
//! - A record longer than the limit is reported and skipped without being held.
//! - A quotation mark that is never closed would swallow the rest of the file. A record that
//!   spans lines and is not well quoted, or has the wrong number of fields, or does not end
//!   within the limit, is given up, and reading resumes at the line after the one it began on.
//!   The bytes read twice for that are limited to [`REREAD_LIMIT`] a file; after that a line
//!   break ends a record, quoted or not.
//! - Lines are counted as an editor counts them: line breaks within quoted fields included.
//! - Text that is not UTF-8 is taken for Windows-1252, and control characters in the watched
//!   columns become spaces; both are told.

use std::io::{self, Read};
use std::ops::{Range, RangeInclusive};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use memchr::{memchr, memchr_iter, memchr2};

use super::plain::{self, Kinds};
use super::record::{Record, Span, bytes};
use super::text;

/// Bytes that may be read a second time in one file.
pub(crate) const REREAD_LIMIT: u64 = 64 << 20;
const CHUNK: usize = 256 << 10;

/// What the next record turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// A record; see [`Records::record`].
    Record {
        /// Line it begins on.
        line: u64,
    },
    /// Something that is not a record.
    Fault {
        /// Line it begins on.
        line: u64,
        /// What is wrong with it.
        fault: Fault,
    },
    /// The end of the file.
    End,
}

/// Why a stretch of the file is not a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A line of more bytes than the limit.
    TooLong,
    /// A quoted field that is not closed, or not closed properly.
    Unclosed,
    /// NUL bytes.
    Nul,
    /// Another number of fields than the header promises.
    Fields {
        /// Fields found.
        found: usize,
        /// The file ends here without a line break.
        cut: bool,
    },
}

/// What was done to the text of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repair {
    /// Decoded as Windows-1252.
    Decoded,
    /// Control characters became spaces.
    Scrubbed,
}

/// Reads records from a stream.
pub(crate) struct Records<R> {
    input: R,
    buffer: Vec<u8>,
    start: usize,
    filled: usize,
    ended: bool,
    core: Reader,
    delimiter: u8,
    out: Vec<u8>,
    out_len: usize,
    ends: Vec<usize>,
    ends_len: usize,
    /// Whether ordinary records are looked for first.
    quick: bool,
    /// Where in the buffer the last record lies, when it was an ordinary one.
    held: Option<Range<usize>>,
    spans: Vec<Span>,
    doubled: Vec<usize>,
    aside: String,
    mended: Option<Mended>,
    line: u64,
    after_cr: bool,
    limit: usize,
    reread: u64,
    expected: RangeInclusive<usize>,
    watched: Vec<usize>,
}

/// A record whose text had to be repaired.
#[derive(Default)]
struct Mended {
    text: String,
    spans: Vec<Span>,
    repairs: Vec<(usize, Repair)>,
}

impl<R: Read> Records<R> {
    /// Records of `input`, whose fields are set apart by `delimiter` and whose lines may have at
    /// most `limit` bytes.
    pub(crate) fn new(input: R, delimiter: u8, limit: usize) -> Self {
        Self {
            input,
            buffer: vec![0; CHUNK.min(limit.max(16) * 2)],
            start: 0,
            filled: 0,
            ended: false,
            core: ReaderBuilder::new().delimiter(delimiter).build(),
            delimiter,
            out: vec![0; 8 << 10],
            out_len: 0,
            ends: vec![0; 128],
            ends_len: 0,
            quick: plain::is_usual(delimiter),
            held: None,
            spans: Vec::new(),
            doubled: Vec::new(),
            aside: String::new(),
            mended: None,
            line: 1,
            after_cr: false,
            limit,
            reread: 0,
            expected: 0..=usize::MAX,
            watched: Vec::new(),
        }
    }

    /// The stream begins on this line of the file.
    pub(crate) fn at_line(mut self, line: u64) -> Self {
        self.line = line;
        self
    }

    /// From now on a record has `fields` fields, and columns `watched` are names to keep clean;
    /// the names of the record that was read last are cleaned at once.
    pub(crate) fn expect(&mut self, fields: RangeInclusive<usize>, watched: Vec<usize>) {
        self.expected = fields;
        self.watched = watched;
        self.mended = None;
        self.mend();
    }

    /// The record that [`Records::next`] found last.
    pub(crate) fn record(&self) -> Record<'_> {
        if let Some(mended) = &self.mended {
            return Record::new(&mended.text, &mended.spans);
        }
        let (text, aside) = self.texts();
        // Checked when the record was read; an empty text is never reached.
        Record::new(std::str::from_utf8(text).unwrap_or(""), &self.spans).with(aside)
    }

    /// What the spans of the last record, as it was found, point into.
    fn texts(&self) -> (&[u8], &str) {
        match &self.held {
            Some(at) => (&self.buffer[at.clone()], &self.aside),
            None => (&self.out[..self.out_len], ""),
        }
    }

    /// What was repaired in it, by column.
    pub(crate) fn repairs(&self) -> &[(usize, Repair)] {
        self.mended.as_ref().map_or(&[], |mended| &mended.repairs)
    }

    /// Bytes held by the buffers.
    pub(crate) fn capacity(&self) -> usize {
        self.buffer.capacity()
            + self.out.capacity()
            + self.aside.capacity()
            + self.ends.capacity() * size_of::<usize>()
            + self.spans.capacity() * size_of::<Span>()
    }

    /// Finds the next record.
    pub(crate) fn next(&mut self) -> io::Result<Step> {
        self.mended = None;
        if !self.skip_blank()? {
            return Ok(Step::End);
        }
        let line = self.line;
        // With the allowance for reading twice used up, one line is all a record may have.
        let cap = if self.reread >= REREAD_LIMIT {
            self.line_length()?.unwrap_or(self.limit)
        } else {
            self.limit
        };
        if self.quick && self.take_plain(cap).is_some() {
            return Ok(Step::Record { line });
        }
        self.held = None;
        let Some(scanned) = self.scan(cap)? else {
            return self.give_up().map(|fault| Step::Fault { line, fault });
        };
        let raw = &self.buffer[self.start..self.start + scanned];
        let body = raw
            .strip_suffix(b"\n")
            .or_else(|| raw.strip_suffix(b"\r"))
            .unwrap_or(raw);
        let cut = body.len() == raw.len();
        if let Some(first_break) = memchr2(b'\n', b'\r', body)
            && !(self.expected.contains(&self.ends_len) && well_quoted(body, self.delimiter))
        {
            self.resume_after(first_break, scanned);
            let fault = Fault::Unclosed;
            return Ok(Step::Fault { line, fault });
        }
        let fault = if memchr(0, raw).is_some() {
            Some(Fault::Nul)
        } else if self.expected.contains(&self.ends_len) {
            None
        } else {
            let found = self.ends_len;
            Some(Fault::Fields { found, cut })
        };
        self.line += line_breaks(raw);
        self.after_cr = raw.last() == Some(&b'\r');
        self.start += scanned;
        if let Some(fault) = fault {
            return Ok(Step::Fault { line, fault });
        }
        self.spans.clear();
        let mut start = 0;
        for &end in &self.ends[..self.ends_len] {
            self.spans.push((start, end));
            start = end;
        }
        self.mend();
        Ok(Step::Record { line })
    }

    /// Takes the record at the start when it is an ordinary one of at most `cap` bytes.
    fn take_plain(&mut self, cap: usize) -> Option<()> {
        let stop = self.filled.min(self.start.saturating_add(cap));
        let held = &self.buffer[self.start..stop];
        let length = plain::scan(held, self.delimiter, &mut self.spans, &mut self.doubled)?;
        if !self.expected.contains(&self.spans.len()) {
            return None;
        }
        let raw = &held[..length];
        let kinds = Kinds::of(&raw[..length - 1]);
        if kinds.control && memchr(0, raw).is_some()
            || kinds.beyond_ascii && std::str::from_utf8(raw).is_err()
        {
            return None;
        }
        self.aside.clear();
        for &i in &self.doubled {
            let span = &mut self.spans[i];
            let start = length + self.aside.len();
            plain::undouble(
                std::str::from_utf8(&raw[span.0..span.1]).ok()?,
                &mut self.aside,
            );
            *span = (start, length + self.aside.len());
        }
        self.line += if kinds.control { line_breaks(raw) } else { 1 };
        self.after_cr = raw.last() == Some(&b'\r');
        self.held = Some(self.start..self.start + length);
        self.start += length;
        if kinds.control || kinds.beyond_ascii {
            self.mend();
        }
        Some(())
    }

    /// Runs the state machine over one record; the bytes it took, or `None` when the record does
    /// not end within `cap` bytes.
    fn scan(&mut self, cap: usize) -> io::Result<Option<usize>> {
        self.core.reset();
        (self.out_len, self.ends_len) = (0, 0);
        let mut scanned = 0;
        loop {
            // At the end of the file the machine is run once more, on nothing, to close the record.
            let at_end = self.ended && self.start + scanned == self.filled;
            if scanned >= cap && !at_end {
                return Ok(None);
            }
            if self.start + scanned == self.filled && !self.ended {
                self.fill()?;
                continue;
            }
            let stop = self.filled.min(self.start + cap);
            let (result, taken, wrote, fields) = self.core.read_record(
                &self.buffer[self.start + scanned..stop],
                &mut self.out[self.out_len..],
                &mut self.ends[self.ends_len..],
            );
            scanned += taken;
            self.out_len += wrote;
            self.ends_len += fields;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.out.resize(self.out.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record | ReadRecordResult::End => return Ok(Some(scanned)),
            }
        }
    }

    /// Leaves a record that does not end: resumes after its first line when that ends within the
    /// limit, and skips the line otherwise.
    fn give_up(&mut self) -> io::Result<Fault> {
        if let Some(length) = self.line_length()? {
            let held = self.filled - self.start;
            self.resume_after(length - 1, held);
            return Ok(Fault::Unclosed);
        }
        loop {
            let rest = &self.buffer[self.start..self.filled];
            if let Some(at) = memchr2(b'\n', b'\r', rest) {
                self.resume_after(at, at);
                return Ok(Fault::TooLong);
            }
            self.start = self.filled;
            if self.ended {
                return Ok(Fault::TooLong);
            }
            self.fill()?;
        }
    }

    /// Length of the line at the start, line break included, or `None` beyond the limit. The last
    /// line of a file needs no break.
    fn line_length(&mut self) -> io::Result<Option<usize>> {
        let mut searched = 0;
        loop {
            let held = &self.buffer[self.start..self.filled];
            if let Some(at) = memchr2(b'\n', b'\r', &held[searched..]) {
                let length = searched + at + 1;
                return Ok((length <= self.limit).then_some(length));
            }
            searched = held.len();
            if searched > self.limit || self.ended {
                return Ok((searched <= self.limit).then_some(searched));
            }
            self.fill()?;
        }
    }

    /// Moves on past the line break at `at`, of a stretch of which `scanned` bytes were looked at.
    fn resume_after(&mut self, at: usize, scanned: usize) {
        self.after_cr = self.buffer.get(self.start + at) == Some(&b'\r');
        self.start = (self.start + at + 1).min(self.filled);
        self.line += 1;
        self.reread += scanned.saturating_sub(at + 1) as u64;
    }

    /// Skips empty lines; false at the end of the file.
    fn skip_blank(&mut self) -> io::Result<bool> {
        loop {
            while self.start < self.filled {
                match self.buffer[self.start] {
                    b'\n' if self.after_cr => {}
                    b'\n' | b'\r' => self.line += 1,
                    _ => return Ok(true),
                }
                self.after_cr = self.buffer[self.start] == b'\r';
                self.start += 1;
            }
            if self.ended {
                return Ok(false);
            }
            self.fill()?;
        }
    }

    /// Reads more of the stream behind what is held, making room when there is none.
    fn fill(&mut self) -> io::Result<()> {
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.filled, 0);
            self.filled -= self.start;
            self.start = 0;
        }
        if self.filled == self.buffer.len() {
            let size = (self.buffer.len() * 2).min(self.limit + CHUNK);
            self.buffer.resize(size.max(self.filled + 1), 0);
        }
        loop {
            match self.input.read(&mut self.buffer[self.filled..]) {
                Ok(0) => {
                    self.ended = true;
                    return Ok(());
                }
                Ok(count) => {
                    self.filled += count;
                    return Ok(());
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Repairs the text of the record where it needs it.
    fn mend(&mut self) {
        let (text, aside) = self.texts();
        let spans = &self.spans;
        let sound = self.held.is_some()
            || text.is_ascii()
            || std::str::from_utf8(text)
                .is_ok_and(|text| spans.iter().all(|&(_, end)| text.is_char_boundary(end)));
        let field = |span| bytes(text, aside.as_bytes(), span);
        let dirty = |&i: &usize| spans.get(i).is_some_and(|&at| text::has_control(field(at)));
        if sound && !self.watched.iter().any(dirty) {
            return;
        }
        let mut mended = Mended::default();
        for (i, &span) in spans.iter().enumerate() {
            let field = field(span);
            let watched = self.watched.contains(&i);
            let decoded = text::decode(field);
            if matches!(decoded, text::Decoded::Windows1252(_)) {
                mended.repairs.push((i, Repair::Decoded));
            }
            let start = mended.text.len();
            if watched && text::has_control(decoded.as_str().as_bytes()) {
                mended.repairs.push((i, Repair::Scrubbed));
                text::scrub(decoded.as_str(), &mut mended.text);
            } else {
                mended.text.push_str(decoded.as_str());
            }
            mended.spans.push((start, mended.text.len()));
        }
        self.mended = Some(mended);
    }
}

/// Line breaks in a stretch of bytes: `\n`, `\r\n` or `\r`. One that ends with `\r` counts it.
fn line_breaks(raw: &[u8]) -> u64 {
    let lone = memchr_iter(b'\r', raw)
        .filter(|&at| raw.get(at + 1) != Some(&b'\n'))
        .count();
    (memchr_iter(b'\n', raw).count() + lone) as u64
}

/// Whether every quoted field of a record is closed, and closed before a delimiter or the end.
fn well_quoted(record: &[u8], delimiter: u8) -> bool {
    let mut rest = record;
    loop {
        if let [b'"', inside @ ..] = rest {
            let mut at = 0;
            loop {
                let Some(quote) = memchr(b'"', &inside[at..]) else {
                    return false;
                };
                at += quote + 1;
                match inside.get(at) {
                    Some(b'"') => at += 1,
                    Some(&byte) if byte == delimiter => break,
                    Some(_) => return false,
                    None => return true,
                }
            }
            rest = &inside[at + 1..];
        } else {
            match memchr(delimiter, rest) {
                Some(at) => rest = &rest[at + 1..],
                None => return true,
            }
        }
    }
}

#[cfg(test)]
mod tests;
