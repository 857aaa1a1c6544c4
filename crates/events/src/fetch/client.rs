use std::io::Read;
use std::time::{Duration, SystemTime};

use ureq::http::{Response, StatusCode, Uri, header};
use ureq::{Agent, Body};

use super::clock::{Clock, Progress};
use crate::EventsError;

/// Tries in a row that may fail without a byte of progress.
const TRIES: u32 = 5;
/// Tries in all, however much progress each makes.
const TRIES_IN_ALL: u32 = 200;
const REDIRECTS: usize = 5;
/// The longest wait a server may ask for; beyond that the user is told instead.
const LONGEST_WAIT: Duration = Duration::from_mins(5);

/// Why a request did not succeed.
pub(super) enum Failure {
    /// It may succeed when it is tried again.
    Again {
        error: EventsError,
        /// How long the server asks to wait.
        wait: Option<Duration>,
        /// Some bytes came, which the next try can build on.
        progressed: bool,
    },
    /// It will not.
    Fatal(EventsError),
}

impl From<EventsError> for Failure {
    fn from(error: EventsError) -> Self {
        Self::Fatal(error)
    }
}

impl Failure {
    pub(super) fn broken(url: &str, reason: &str, progressed: bool) -> Self {
        let error = EventsError::Network {
            url: bare(url),
            reason: reason.to_string(),
        };
        Self::Again {
            error,
            wait: None,
            progressed,
        }
    }
}

/// Speaks HTTP: follows redirects to safe addresses, tries again with patience.
pub(super) struct Client<'a> {
    agent: Agent,
    clock: &'a dyn Clock,
    pub(super) progress: &'a mut dyn Progress,
    /// What must not show in a message.
    pub(super) secrets: Vec<String>,
}

/// An address without its query, for messages.
pub(super) fn bare(url: &str) -> String {
    url.split(['?', '#']).next().unwrap_or(url).to_owned()
}

impl<'a> Client<'a> {
    pub(super) fn new(clock: &'a dyn Clock, progress: &'a mut dyn Progress, direct: bool) -> Self {
        let mut config = Agent::config_builder()
            .user_agent(concat!("impasse/", env!("CARGO_PKG_VERSION")))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_connect(Some(Duration::from_secs(20)))
            .timeout_recv_response(Some(Duration::from_mins(2)))
            .timeout_per_read(Some(Duration::from_mins(1)));
        if direct {
            config = config.proxy(None);
        }
        Self {
            agent: config.build().into(),
            clock,
            progress,
            secrets: Vec::new(),
        }
    }

    /// Does `attempt` until it succeeds, fails for good, or has failed too often.
    pub(super) fn persist<T>(
        &mut self,
        mut attempt: impl FnMut(&mut Self) -> Result<T, Failure>,
    ) -> Result<T, EventsError> {
        let (mut failures, mut tries) = (0, 0);
        loop {
            let (error, asked, progressed) = match attempt(self) {
                Ok(value) => return Ok(value),
                Err(Failure::Fatal(error)) => return Err(error),
                Err(Failure::Again {
                    error,
                    wait,
                    progressed,
                }) => (error, wait, progressed),
            };
            failures = if progressed { 1 } else { failures + 1 };
            tries += 1;
            let wait = asked.unwrap_or(Duration::from_secs(1 << (failures - 1)));
            if failures >= TRIES || tries >= TRIES_IN_ALL || wait > LONGEST_WAIT {
                return Err(error);
            }
            self.progress.retry(&error.to_string(), wait);
            self.clock.sleep(wait);
        }
    }

    /// GET. The answer's status is 2xx, or 416 (range not satisfiable).
    ///
    /// With `token`, redirects to another host are refused: it would learn the token.
    pub(super) fn get(
        &self,
        url: &str,
        headers: &[(&str, &str)],
        token: Option<&str>,
    ) -> Result<Response<Body>, Failure> {
        let mut at = url.to_owned();
        for _ in 0..=REDIRECTS {
            check_safe(&at, url)?;
            let mut request = self.agent.get(&at);
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            if let Some(token) = token {
                request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
            }
            let answer = request
                .call()
                .map_err(|error| Failure::broken(&at, &error.to_string(), false))?;
            let moved = matches!(answer.status().as_u16(), 301 | 302 | 303 | 307 | 308);
            if !moved {
                return self.checked(answer, &at);
            }
            let to = answer
                .headers()
                .get(header::LOCATION)
                .and_then(|to| to.to_str().ok());
            let to = to
                .and_then(|to| resolve(&at, to))
                .ok_or_else(|| EventsError::Answer {
                    url: bare(&at),
                    reason: "the server redirects to nowhere; try again later".into(),
                })?;
            if token.is_some() && origin(&to) != origin(&at) {
                return Err(Failure::Fatal(EventsError::Answer {
                    url: bare(&at),
                    reason: "the server redirects to another host, which must not see the access \
                             token; not followed"
                        .into(),
                }));
            }
            at = to;
        }
        Err(Failure::Fatal(EventsError::Answer {
            url: bare(url),
            reason: format!("more than {REDIRECTS} redirects; check the address"),
        }))
    }

    /// POST of a form. Redirects are not followed.
    pub(super) fn post(&self, url: &str, form: &[(&str, &str)]) -> Result<Response<Body>, Failure> {
        check_safe(url, url)?;
        let answer = self.agent.post(url).send_form(form.iter().copied());
        let answer = answer.map_err(|error| Failure::broken(url, &error.to_string(), false))?;
        self.checked(answer, url)
    }

    fn checked(&self, mut answer: Response<Body>, url: &str) -> Result<Response<Body>, Failure> {
        let status = answer.status();
        if status.is_success() || status == StatusCode::RANGE_NOT_SATISFIABLE {
            return Ok(answer);
        }
        let asked = answer
            .headers()
            .get(header::RETRY_AFTER)
            .and_then(|value| value.to_str().ok());
        let wait = asked.and_then(|text| retry_after(text, self.clock));
        let again = matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504);
        let remedy = match status.as_u16() {
            404 | 410 => "There is no such file there: check the version",
            401 | 403 => "Check the credentials and what they give access to",
            429 => "The server asks for patience: try again later",
            500.. => "The server is in trouble: try again later",
            _ => "Check the address and the version",
        };
        let detail = self.detail(answer.body_mut());
        let error = EventsError::Http {
            url: bare(url),
            status: status.as_u16(),
            detail,
            remedy,
        };
        Err(if again {
            Failure::Again {
                error,
                wait,
                progressed: false,
            }
        } else {
            error.into()
        })
    }

    /// What an error's body says, when it says it shortly.
    fn detail(&self, body: &mut Body) -> String {
        let mut text = Vec::new();
        if body.as_reader().take(4096).read_to_end(&mut text).is_err() {
            return String::new();
        }
        let json: Option<serde_json::Value> = serde_json::from_slice(&text).ok();
        json.and_then(|json| said(&json))
            .map(|said| format!(": {}", self.shown(&said)))
            .unwrap_or_default()
    }

    /// A server's words made fit to print: short, without control characters and secrets.
    pub(super) fn shown(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for secret in self.secrets.iter().filter(|secret| !secret.is_empty()) {
            text = text.replace(secret.as_str(), "***");
        }
        text.chars().filter(|c| !c.is_control()).take(200).collect()
    }
}

/// The message in a JSON answer, by the names such answers use.
pub(super) fn said(json: &serde_json::Value) -> Option<String> {
    use serde_json::Value;
    match json {
        Value::String(text) => Some(text.clone()),
        Value::Array(items) => items.iter().find_map(said),
        Value::Object(map) => [
            "error_description",
            "message",
            "error",
            "errors",
            "messages",
        ]
        .iter()
        .find_map(|name| map.get(*name).and_then(said)),
        _ => None,
    }
}

/// Scheme, host and port.
fn origin(url: &str) -> Option<(String, String)> {
    let uri: Uri = url.parse().ok()?;
    Some((
        uri.scheme_str()?.to_owned(),
        uri.authority()?.as_str().to_ascii_lowercase(),
    ))
}

pub(super) fn is_loopback(url: &str) -> bool {
    let host = url
        .parse::<Uri>()
        .ok()
        .and_then(|uri| uri.host().map(str::to_owned));
    host.is_some_and(|host| matches!(host.as_str(), "127.0.0.1" | "[::1]" | "localhost"))
}

/// https, or http within the one loopback server that the first address names (tests).
fn check_safe(url: &str, first: &str) -> Result<(), EventsError> {
    let scheme = origin(url).map(|(scheme, _)| scheme);
    let safe = match scheme.as_deref() {
        Some("https") => true,
        Some("http") => is_loopback(url) && origin(url) == origin(first),
        _ => false,
    };
    if safe {
        return Ok(());
    }
    Err(EventsError::Answer {
        url: bare(first),
        reason: format!(
            "`{}` is not a safe address (https); not followed",
            shortened(url)
        ),
    })
}

fn shortened(url: &str) -> String {
    bare(url)
        .chars()
        .filter(|c| !c.is_control())
        .take(100)
        .collect()
}

/// The address that a `Location` means, seen from `base`.
fn resolve(base: &str, to: &str) -> Option<String> {
    if to.contains("://") {
        return Some(to.to_owned());
    }
    let (scheme, authority) = origin(base)?;
    if let Some(rest) = to.strip_prefix("//") {
        return Some(format!("{scheme}://{rest}"));
    }
    let path = base.parse::<Uri>().ok()?.path().to_owned();
    match to.strip_prefix('/') {
        Some(rest) => Some(format!("{scheme}://{authority}/{rest}")),
        None => Some(format!(
            "{scheme}://{authority}{}/{to}",
            path.rsplit_once('/').map_or("", |(up, _)| up)
        )),
    }
}

/// `Retry-After`: seconds, or a date.
fn retry_after(text: &str, clock: &dyn Clock) -> Option<Duration> {
    if let Ok(seconds) = text.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let parser = jiff::fmt::rfc2822::DateTimeParser::new();
    let seconds = u64::try_from(parser.parse_timestamp(text.trim()).ok()?.as_second()).ok()?;
    let at = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))?;
    Some(at.duration_since(clock.now()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fetch::SystemClock;

    #[test]
    fn only_safe_addresses_are_followed() {
        let first = "https://ucdp.uu.se/downloads/a.zip";
        assert!(check_safe("https://files.example.org/a.zip", first).is_ok());
        for unsafe_one in [
            "http://ucdp.uu.se/a.zip",
            "file:///etc/passwd",
            "ftp://ucdp.uu.se/a",
            "javascript:1",
            "",
        ] {
            assert!(check_safe(unsafe_one, first).is_err(), "{unsafe_one}");
        }
        let test = "http://127.0.0.1:4711/a.zip";
        assert!(check_safe("http://127.0.0.1:4711/b.zip", test).is_ok());
        assert!(check_safe("http://127.0.0.1:4712/b.zip", test).is_err());
        assert!(check_safe("http://example.org/b.zip", test).is_err());
    }

    #[test]
    fn locations_are_seen_from_where_they_are_given() {
        let base = "https://a.org/x/y.zip?q=1";
        for (to, address) in [
            ("https://b.org/z", "https://b.org/z"),
            ("//b.org/z", "https://b.org/z"),
            ("/z", "https://a.org/z"),
            ("z.zip", "https://a.org/x/z.zip"),
        ] {
            assert_eq!(resolve(base, to).as_deref(), Some(address));
        }
    }

    #[test]
    fn a_server_may_name_seconds_or_a_date() {
        struct Fixed;
        impl Clock for Fixed {
            fn now(&self) -> SystemTime {
                SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777)
            }
            fn sleep(&self, _: Duration) {}
        }
        assert_eq!(retry_after(" 7 ", &Fixed), Some(Duration::from_secs(7)));
        let date = "Sun, 06 Nov 1994 08:49:57 GMT";
        assert_eq!(retry_after(date, &Fixed), Some(Duration::from_secs(20)));
        assert_eq!(retry_after(date, &SystemClock), Some(Duration::ZERO));
        assert_eq!(retry_after("soon", &Fixed), None);
    }
}
