use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use ureq::Body;
use ureq::http::{HeaderMap, Response, header};

use super::client::{Client, Failure, bare};
use crate::EventsError;
use crate::store::{io, make_directory};

/// What must hold for a partial file to be gone on with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Beginning {
    url: String,
    /// Strong `ETag`, or `Last-Modified`, of the file that it is the beginning of.
    tag: String,
}

struct Partial {
    file: PathBuf,
    beginning: PathBuf,
}

impl Partial {
    fn of(target: &Path) -> Self {
        let with = |end: &str| {
            let mut name = target.as_os_str().to_owned();
            name.push(end);
            PathBuf::from(name)
        };
        Self {
            file: with(".part"),
            beginning: with(".part.json"),
        }
    }

    /// How much there is of the file at `url`, and of which state of it.
    fn held(&self, url: &str) -> Option<(u64, String)> {
        let text = fs::read(&self.beginning).ok()?;
        let beginning: Beginning = serde_json::from_slice(&text).ok()?;
        let bytes = fs::metadata(&self.file).ok()?.len();
        (beginning.url == url && bytes > 0).then_some((bytes, beginning.tag))
    }

    fn forget(&self) {
        // Neither may exist; one that cannot be removed is overwritten when it is next opened.
        let _ = fs::remove_file(&self.beginning);
        let _ = fs::remove_file(&self.file);
    }

    /// An empty file, with a note of what it will be the beginning of.
    fn begin(&self, url: &str, headers: &HeaderMap) -> Result<File, EventsError> {
        self.forget();
        let text = |name| {
            headers
                .get(name)
                .and_then(|value: &header::HeaderValue| value.to_str().ok())
        };
        let strong = text(header::ETAG).filter(|tag| tag.starts_with('"'));
        if let Some(tag) = strong.or_else(|| text(header::LAST_MODIFIED)) {
            let beginning = Beginning {
                url: url.to_owned(),
                tag: tag.to_owned(),
            };
            let json = serde_json::to_vec(&beginning).unwrap_or_default();
            fs::write(&self.beginning, json).map_err(io(&self.beginning))?;
        }
        File::create(&self.file).map_err(io(&self.file))
    }
}

impl Client<'_> {
    /// Downloads `url` to `target`, going on with what an earlier try left, and returns its size.
    ///
    /// The file bears its name only when it is complete: as long as the server said, durable, and
    /// not above `limit` bytes.
    pub(super) fn download(
        &mut self,
        url: &str,
        target: &Path,
        limit: u64,
    ) -> Result<u64, EventsError> {
        if let Some(directory) = target.parent() {
            make_directory(directory)?;
        }
        let partial = Partial::of(target);
        let bytes = self.persist(|client| client.try_download(url, target, &partial, limit))?;
        fs::rename(&partial.file, target).map_err(io(target))?;
        let _ = fs::remove_file(&partial.beginning);
        self.progress.end();
        Ok(bytes)
    }

    fn try_download(
        &mut self,
        url: &str,
        target: &Path,
        partial: &Partial,
        limit: u64,
    ) -> Result<u64, Failure> {
        let held = partial.held(url);
        let range = held.as_ref().map(|(bytes, _)| format!("bytes={bytes}-"));
        let headers: Vec<(&str, &str)> = match (&range, &held) {
            (Some(range), Some((_, tag))) => vec![("range", range), ("if-range", tag)],
            _ => Vec::new(),
        };
        let answer = self.get(url, &headers, None)?;
        let from = held.map_or(0, |(bytes, _)| bytes);
        let (mut file, from, total) = match answer.status().as_u16() {
            206 if range_start(&answer) == Some(from) => {
                let file = OpenOptions::new().append(true).open(&partial.file);
                (file.map_err(io(&partial.file))?, from, range_total(&answer))
            }
            206 | 416 => {
                partial.forget();
                return Err(Failure::broken(
                    url,
                    "the server sent another part than asked for",
                    false,
                ));
            }
            _ => (
                partial.begin(url, answer.headers())?,
                0,
                answer.body().content_length(),
            ),
        };
        if total.is_some_and(|total| total > limit) {
            partial.forget();
            return Err(too_large(url, limit).into());
        }
        // What comes now is progress only if the next try may build on it.
        let resumable = partial.beginning.is_file();
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        self.progress.begin(&name, from, total);
        let body = answer.into_body();
        let outcome = self.copy(url, body, &mut file, &partial.file, from, limit);
        file.sync_all().map_err(io(&partial.file))?;
        let bytes = file.stream_position().map_err(io(&partial.file))?;
        match outcome {
            Err(Failure::Fatal(error)) => {
                partial.forget();
                Err(error.into())
            }
            Err(Failure::Again {
                error,
                wait,
                progressed,
            }) => Err(Failure::Again {
                error,
                wait,
                progressed: progressed && resumable,
            }),
            Ok(()) => match total {
                Some(total) if total != bytes => Err(Failure::broken(
                    url,
                    &format!("{bytes} bytes came instead of the {total} announced"),
                    bytes > from && resumable,
                )),
                _ => Ok(bytes),
            },
        }
    }

    fn copy(
        &mut self,
        url: &str,
        body: Body,
        file: &mut File,
        path: &Path,
        from: u64,
        limit: u64,
    ) -> Result<(), Failure> {
        let mut body = body.into_with_config().limit(u64::MAX).reader();
        let mut buffer = vec![0; 1 << 16];
        let mut at = from;
        loop {
            let read = match body.read(&mut buffer) {
                Ok(0) => return Ok(()),
                Ok(read) => read,
                Err(error) => {
                    return Err(Failure::broken(
                        url,
                        &format!("the connection broke: {error}"),
                        at > from,
                    ));
                }
            };
            at += read as u64;
            if at > limit {
                return Err(too_large(url, limit).into());
            }
            file.write_all(&buffer[..read]).map_err(io(path))?;
            self.progress.advance(read as u64);
        }
    }
}

fn too_large(url: &str, limit: u64) -> EventsError {
    EventsError::Answer {
        url: bare(url),
        reason: format!(
            "the file is larger than {limit} bytes, more than any release of event data"
        ),
    }
}

fn content_range(answer: &Response<Body>) -> Option<&str> {
    answer
        .headers()
        .get(header::CONTENT_RANGE)?
        .to_str()
        .ok()?
        .strip_prefix("bytes ")
}

fn range_start(answer: &Response<Body>) -> Option<u64> {
    content_range(answer)?
        .split_once('-')?
        .0
        .trim()
        .parse()
        .ok()
}

fn range_total(answer: &Response<Body>) -> Option<u64> {
    content_range(answer)?
        .rsplit_once('/')?
        .1
        .trim()
        .parse()
        .ok()
}
