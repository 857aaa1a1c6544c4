use std::fmt;
use std::io::Read;
use std::path::Path;

use ureq::Body;
use ureq::http::Response;

use super::client::{Client, Failure, bare, said};
use crate::EventsError;
use crate::store::{io, make_directory, write_whole};

/// Most bytes of one page.
const PAGE_LIMIT: u64 = 256 << 20;
/// Most pages of one query.
const PAGES: u32 = 5_000;

/// How to get access to ACLED. Never printed.
#[derive(Clone)]
pub enum Credentials {
    /// A user's name and password, with which a token is asked for.
    Password {
        /// User name: the e-mail address of the account.
        username: String,
        /// Password.
        password: String,
    },
    /// An access token obtained elsewhere.
    Token(String),
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Password { .. } => "Credentials::Password(hidden)",
            Self::Token(_) => "Credentials::Token(hidden)",
        })
    }
}

impl Credentials {
    /// Those of the environment: `ACLED_TOKEN`, or `ACLED_USERNAME` with `ACLED_PASSWORD`.
    pub fn from_env() -> Result<Self, EventsError> {
        Self::from_variables(|name| std::env::var(name).ok())
    }

    /// Those that `variable` gives for the names of [`from_env`](Self::from_env).
    pub fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Result<Self, EventsError> {
        let set = |name| variable(name).filter(|text| !text.is_empty());
        if let Some(token) = set("ACLED_TOKEN") {
            return Ok(Self::Token(token));
        }
        match (set("ACLED_USERNAME"), set("ACLED_PASSWORD")) {
            (Some(username), Some(password)) => Ok(Self::Password { username, password }),
            _ => Err(EventsError::Credentials(
                "no credentials: set ACLED_USERNAME and ACLED_PASSWORD (or ACLED_TOKEN) in the \
                 environment; an account is free for registered users at acleddata.com"
                    .into(),
            )),
        }
    }
}

/// Which ACLED records to fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcledQuery {
    /// Country, ISO 3166-1 alpha-3.
    pub country: String,
    /// First and last year; `None` for all.
    pub years: Option<(i16, i16)>,
    /// Records of a page, 5,000 unless the server wants fewer.
    pub page_size: u32,
}

impl AcledQuery {
    /// All records of a country (ISO 3166-1 alpha-3).
    pub fn new(country: &str) -> Self {
        Self {
            country: country.to_uppercase(),
            years: None,
            page_size: 5_000,
        }
    }

    pub(super) fn file_name(&self) -> Result<String, EventsError> {
        let country = self.known()?.iso3.to_lowercase();
        Ok(match self.years {
            Some((first, last)) => format!("acled-{country}-{first}-{last}.csv"),
            None => format!("acled-{country}.csv"),
        })
    }

    fn known(&self) -> Result<&'static places::Country, EventsError> {
        places::Country::by_iso3(&self.country).ok_or_else(|| EventsError::UnknownCountry {
            name: format!("`{}`", self.country),
        })
    }

    fn url(&self, base: &str, page: u32) -> Result<String, EventsError> {
        let years = match self.years {
            Some((first, last)) => {
                format!("&year={first}|{last}&year_where=BETWEEN").replace('|', "%7C")
            }
            None => String::new(),
        };
        let unknown = || EventsError::UnknownCountry {
            name: format!("`{}`", self.country),
        };
        let iso = self.known()?.iso_numeric.ok_or_else(unknown)?;
        Ok(format!(
            "{base}/api/acled/read?_format=csv&iso={iso}{years}&limit={}&page={page}",
            self.page_size
        ))
    }
}

impl Client<'_> {
    /// Writes all records of a query to `target` as one CSV file and returns its size.
    ///
    /// Pages are asked for until one is short. A token that expires meanwhile is renewed once a page.
    pub(super) fn acled(
        &mut self,
        base: &str,
        query: &AcledQuery,
        credentials: &Credentials,
        target: &Path,
    ) -> Result<u64, EventsError> {
        self.secrets = match credentials {
            Credentials::Token(token) => vec![token.clone()],
            Credentials::Password { password, .. } => vec![password.clone()],
        };
        let mut token = self.token(base, credentials)?;
        if let Some(directory) = target.parent() {
            make_directory(directory)?;
        }
        let name = target
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        self.progress.begin(&name, 0, None);
        let mut rows = 0;
        write_whole(target, |file| {
            let mut out = csv::Writer::from_writer(file);
            let mut header: Option<csv::ByteRecord> = None;
            let mut last: Vec<u8> = Vec::new();
            for page in 1..=PAGES {
                let url = query.url(base, page)?;
                let body = if let Some(body) = self.page(&url, &token)? {
                    body
                } else {
                    token = self.token(base, credentials)?;
                    let again = self.page(&url, &token)?;
                    again.ok_or_else(|| refused("the access token was refused"))?
                };
                self.refuse_json(&url, &body)?;
                if !body.is_empty() && body == last {
                    return Err(odd(&url, "the server sends the same page again and again"));
                }
                let found = append(&mut out, &mut header, &body, &url, target)?;
                rows += found;
                self.progress.page(page, rows);
                if found < u64::from(query.page_size) {
                    return out.flush().map_err(io(target));
                }
                last = body;
            }
            Err(odd(
                &query.url(base, PAGES)?,
                "the pages do not end; ask for fewer years",
            ))
        })?;
        self.progress.end();
        if rows == 0 {
            let _ = std::fs::remove_file(target);
            return Err(odd(
                &query.url(base, 1)?,
                "ACLED has no record for this country and these years, or the account gives no access to them",
            ));
        }
        Ok(std::fs::metadata(target).map_err(io(target))?.len())
    }

    /// One page, or `None` when the token is refused.
    fn page(&mut self, url: &str, token: &str) -> Result<Option<Vec<u8>>, EventsError> {
        let page = self.persist(|client| {
            let answer = match client.get(url, &[], Some(token)) {
                Err(Failure::Fatal(EventsError::Http { status: 401, .. })) => return Ok(None),
                other => other?,
            };
            let announced = answer.body().content_length();
            let body = read_body(answer, url)?;
            if announced.is_some_and(|announced| announced != body.len() as u64) {
                return Err(Failure::broken(url, "the page was cut short", false));
            }
            Ok(Some(body))
        })?;
        if let Some(body) = &page {
            self.progress.advance(body.len() as u64);
        }
        Ok(page)
    }

    fn token(&mut self, base: &str, credentials: &Credentials) -> Result<String, EventsError> {
        let (username, password) = match credentials {
            Credentials::Token(token) => return Ok(token.clone()),
            Credentials::Password { username, password } => (username, password),
        };
        let url = format!("{base}/oauth/token");
        let form = [
            ("username", username.as_str()),
            ("password", password.as_str()),
            ("grant_type", "password"),
            ("client_id", "acled"),
        ];
        let answered = self.persist(|client| read_body(client.post(&url, &form)?, &url));
        let body = answered.map_err(|error| match error {
            EventsError::Http {
                status: 400 | 401 | 403,
                detail,
                ..
            } => refused(&format!("name or password was refused{detail}")),
            other => other,
        })?;
        let json: serde_json::Value = serde_json::from_slice(&body).map_err(|_| {
            odd(
                &url,
                "the answer is not JSON; the service may be down, try again later",
            )
        })?;
        let token = json.get("access_token").and_then(serde_json::Value::as_str);
        let token =
            token.filter(|token| !token.is_empty() && token.bytes().all(|b| b.is_ascii_graphic()));
        let Some(token) = token else {
            let said = said(&json)
                .map(|said| format!(": {}", self.shown(&said)))
                .unwrap_or_default();
            return Err(refused(&format!("no access token was given{said}")));
        };
        self.secrets.push(token.to_owned());
        Ok(token.to_owned())
    }

    /// An error told with status 200.
    fn refuse_json(&self, url: &str, body: &[u8]) -> Result<(), EventsError> {
        let first = body.iter().find(|byte| !byte.is_ascii_whitespace());
        if !matches!(first, Some(b'{' | b'[' | b'<')) {
            return Ok(());
        }
        let json: Option<serde_json::Value> = serde_json::from_slice(body).ok();
        let said = json.as_ref().and_then(said).map(|said| self.shown(&said));
        Err(odd(
            url,
            &said.map_or_else(
                || "the server sent a page that is not CSV; try again later".to_owned(),
                |said| format!("the server says: {said}"),
            ),
        ))
    }
}

fn read_body(answer: Response<Body>, url: &str) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    let mut reader = answer
        .into_body()
        .into_with_config()
        .limit(u64::MAX)
        .reader()
        .take(PAGE_LIMIT + 1);
    reader
        .read_to_end(&mut body)
        .map_err(|error| Failure::broken(url, &format!("the connection broke: {error}"), false))?;
    if body.len() as u64 > PAGE_LIMIT {
        return Err(odd(url, "the page is too large; use a smaller page size").into());
    }
    Ok(body)
}

/// Appends a page's records, its header once, and returns their number.
fn append(
    out: &mut csv::Writer<impl std::io::Write>,
    header: &mut Option<csv::ByteRecord>,
    body: &[u8],
    url: &str,
    target: &Path,
) -> Result<u64, EventsError> {
    let broken = |error: csv::Error| odd(url, &format!("the page is not well-formed CSV: {error}"));
    let written = |error: csv::Error| io(target)(std::io::Error::other(error));
    let mut page = csv::ReaderBuilder::new()
        .has_headers(true)
        .from_reader(body);
    let names = page.byte_headers().map_err(broken)?.clone();
    match header {
        _ if names.is_empty() => return Ok(0),
        None => {
            out.write_byte_record(&names).map_err(written)?;
            *header = Some(names);
        }
        Some(first) if *first != names => {
            return Err(odd(url, "the columns changed between two pages; try again"));
        }
        Some(_) => {}
    }
    let mut found = 0;
    let mut record = csv::ByteRecord::new();
    while page.read_byte_record(&mut record).map_err(broken)? {
        out.write_byte_record(&record).map_err(written)?;
        found += 1;
    }
    Ok(found)
}

fn odd(url: &str, reason: &str) -> EventsError {
    EventsError::Answer {
        url: bare(url),
        reason: reason.to_owned(),
    }
}

fn refused(reason: &str) -> EventsError {
    EventsError::Credentials(format!(
        "{reason}; check ACLED_USERNAME and ACLED_PASSWORD (or ACLED_TOKEN), and that the account has API access"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_come_from_the_environment_and_are_never_shown() {
        let of = |pairs: &'static [(&str, &str)]| {
            Credentials::from_variables(|name| {
                pairs
                    .iter()
                    .find(|(key, _)| *key == name)
                    .map(|(_, value)| (*value).to_owned())
            })
        };
        let both = of(&[("ACLED_USERNAME", "a@b.org"), ("ACLED_PASSWORD", "secret")]).unwrap();
        assert!(matches!(both, Credentials::Password { .. }));
        assert!(!format!("{both:?}").contains("secret"));
        assert!(matches!(
            of(&[("ACLED_TOKEN", "t")]).unwrap(),
            Credentials::Token(_)
        ));
        for lacking in [
            of(&[]),
            of(&[("ACLED_USERNAME", "a@b.org"), ("ACLED_PASSWORD", "")]),
        ] {
            assert!(lacking.unwrap_err().to_string().contains("ACLED_USERNAME"));
        }
    }

    #[test]
    fn queries_name_country_years_and_page() {
        let query = AcledQuery {
            years: Some((2019, 2021)),
            ..AcledQuery::new("mli")
        };
        assert_eq!(
            query.url("https://acleddata.com", 3).unwrap(),
            "https://acleddata.com/api/acled/read?_format=csv&iso=466&year=2019%7C2021&year_where=BETWEEN&limit=5000&page=3"
        );
        assert_eq!(query.file_name().unwrap(), "acled-mli-2019-2021.csv");
        assert!(AcledQuery::new("../x").file_name().is_err());
    }
}
