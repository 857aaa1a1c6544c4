use events::{AcledQuery, Credentials, EventsError, Series};

use crate::Fixture;
use crate::server::{Reply, Request, Server};

const HEADER: &str = "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,\
sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,\
iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,\
notes,fatalities,tags,timestamp";

/// Made-up records `from` to `to`.
fn page(from: usize, to: usize) -> String {
    let record = |id: usize| {
        format!(
            "MLI{id},2020-07-31,2020,1,Political violence,Battles,Armed clash,\"JNIM: Group for Support of \
             Islam and Muslims\",,2,Police Forces of Mali (2013-),,1,12,,466,Western Africa,Mali,Sikasso,\
             Koutiala,,NGoutjina,12.2967,-5.4785,1,Made up,National,\"one, \"\"two\"\"\",1,,1596481840\n"
        )
    };
    let records: String = (from..to).map(record).collect();
    format!("{HEADER}\n{records}")
}

fn user() -> Credentials {
    Credentials::Password {
        username: "a@b.org".into(),
        password: "p4ss&word".into(),
    }
}

fn query() -> AcledQuery {
    AcledQuery {
        page_size: 10,
        ..AcledQuery::new("MLI")
    }
}

fn token(request: &Request, token: &str) -> Option<Reply> {
    let asked = request.method == "POST" && request.target == "/oauth/token";
    asked.then(|| {
        Reply::new(
            200,
            format!("{{\"access_token\": \"{token}\", \"expires_in\": 86400}}"),
        )
    })
}

fn number(request: &Request) -> usize {
    request
        .target
        .rsplit_once("page=")
        .unwrap()
        .1
        .parse()
        .unwrap()
}

/// 25 records in pages of ten.
fn records(request: &Request) -> Reply {
    let page_number = number(request);
    Reply::new(
        200,
        page((page_number - 1) * 10, (page_number * 10).min(25)),
    )
}

#[test]
fn pages_are_asked_for_until_one_is_short() {
    let server =
        Server::start(|_, request| token(request, "t0k").unwrap_or_else(|| records(request)));
    let mut fixture = Fixture::new();
    let query = AcledQuery {
        years: Some((2019, 2020)),
        ..query()
    };
    let fetched = fixture
        .fetcher(&server.base)
        .acled(&query, &user())
        .unwrap();
    assert_eq!(fetched.added.entry.series, Series::Acled);
    assert_eq!(fetched.added.entry.accepted, 25);
    assert_eq!(fetched.added.entry.source.name, "acled-mli-2019-2020.csv");
    assert!(
        fetched
            .added
            .entry
            .licence
            .contains("must not be passed on")
    );
    let requests = server.requests();
    assert_eq!(requests.len(), 4);
    assert_eq!(
        requests[0].body,
        "username=a%40b.org&password=p4ss%26word&grant_type=password&client_id=acled"
    );
    assert_eq!(
        requests[1].target,
        "/api/acled/read?_format=csv&iso=466&year=2019%7C2020&year_where=BETWEEN&limit=10&page=1"
    );
    assert!(
        requests[1..]
            .iter()
            .all(|request| request.header("authorization") == "Bearer t0k")
    );
    assert_eq!(
        fixture.files().len(),
        2,
        "nothing but the store's own files: {:?}",
        fixture.files()
    );
}

#[test]
fn a_last_page_that_is_full_is_followed_by_an_empty_one() {
    let server = Server::start(|_, request| {
        token(request, "t0ken").unwrap_or_else(|| match number(request) {
            1 | 2 => records(request),
            3 => Reply::new(200, HEADER),
            other => panic!("page {other} was asked for"),
        })
    });
    let mut fixture = Fixture::new();
    assert_eq!(
        fixture
            .fetcher(&server.base)
            .acled(&query(), &user())
            .unwrap()
            .added
            .entry
            .accepted,
        20
    );
}

#[test]
fn wrong_credentials_are_told_without_repeating_them() {
    let server = Server::start(|_, _| {
        Reply::new(
            401,
            r#"{"error":"invalid_grant","error_description":"Wrong: p4ss&word for a@b.org"}"#,
        )
    });
    let mut fixture = Fixture::new();
    let error = fixture
        .fetcher(&server.base)
        .acled(&query(), &user())
        .unwrap_err();
    assert!(matches!(error, EventsError::Credentials(_)));
    let text = format!("{error} {error:?}");
    assert!(
        text.contains("ACLED_USERNAME") && text.contains("Wrong"),
        "{text}"
    );
    assert!(!text.contains("p4ss"), "{text}");
    assert_eq!(server.requests().len(), 1);
    assert!(fixture.files().is_empty());
}

#[test]
fn a_token_that_expires_between_pages_is_renewed_once() {
    let server = Server::start(|at, request| {
        let fresh = if at < 3 { "first" } else { "second" };
        token(request, fresh).unwrap_or_else(|| {
            let first = request.header("authorization") == "Bearer first";
            if first && number(request) > 1 {
                Reply::new(401, "")
            } else {
                records(request)
            }
        })
    });
    let mut fixture = Fixture::new();
    let fetched = fixture
        .fetcher(&server.base)
        .acled(&query(), &user())
        .unwrap();
    assert_eq!(fetched.added.entry.accepted, 25);
    assert_eq!(
        server
            .requests()
            .iter()
            .filter(|request| request.method == "POST")
            .count(),
        2
    );
}

#[test]
fn a_token_that_is_never_good_is_not_asked_for_for_ever() {
    let server =
        Server::start(|_, request| token(request, "t0ken").unwrap_or_else(|| Reply::new(401, "")));
    let mut fixture = Fixture::new();
    for credentials in [user(), Credentials::Token("s3cret".into())] {
        let error = fixture
            .fetcher(&server.base)
            .acled(&query(), &credentials)
            .unwrap_err();
        assert!(matches!(error, EventsError::Credentials(_)), "{error}");
        assert!(!error.to_string().contains("s3cret"));
    }
    assert_eq!(server.requests().len(), 4 + 2);
}

#[test]
fn an_error_told_with_status_200_is_told() {
    for (body, said) in [
        (
            r#"{"status":403,"success":false,"error":[{"message":"Access limited to 2024"}]}"#,
            "Access limited",
        ),
        ("<html>Sign in</html>", "not CSV"),
        (r#"{"success": true, "data": []}"#, "not CSV"),
    ] {
        let server = Server::start(move |_, request| {
            token(request, "t0ken").unwrap_or_else(|| Reply::new(200, body))
        });
        let mut fixture = Fixture::new();
        let error = fixture
            .fetcher(&server.base)
            .acled(&query(), &user())
            .unwrap_err();
        assert!(error.to_string().contains(said), "{error}");
        assert!(fixture.files().is_empty(), "{:?}", fixture.files());
    }
}

#[test]
fn a_page_that_is_cut_or_refused_is_asked_for_again() {
    let server = Server::start(|at, request| {
        token(request, "t0ken").unwrap_or_else(|| match at {
            1 => records(request).cut_after(700),
            3 => Reply::new(429, "").with("Retry-After", "3"),
            5 => Reply::new(502, ""),
            _ => records(request),
        })
    });
    let mut fixture = Fixture::new();
    let fetched = fixture
        .fetcher(&server.base)
        .acled(&query(), &user())
        .unwrap();
    assert_eq!(fetched.added.entry.accepted, 25);
    assert_eq!(fixture.clock.waits(), [1, 3, 1]);
}

#[test]
fn a_server_that_repeats_a_page_is_found_out() {
    let server = Server::start(|_, request| {
        token(request, "t0ken").unwrap_or_else(|| Reply::new(200, page(0, 10)))
    });
    let mut fixture = Fixture::new();
    let error = fixture
        .fetcher(&server.base)
        .acled(&query(), &user())
        .unwrap_err();
    assert!(error.to_string().contains("same page again"), "{error}");
    assert!(fixture.store.list().unwrap().is_empty());
}

#[test]
fn columns_that_change_between_pages_stop_the_fetch() {
    let server = Server::start(|_, request| {
        token(request, "t0ken").unwrap_or_else(|| match number(request) {
            1 => records(request),
            _ => Reply::new(200, "a,b\n1,2\n"),
        })
    });
    let mut fixture = Fixture::new();
    let error = fixture
        .fetcher(&server.base)
        .acled(&query(), &user())
        .unwrap_err();
    assert!(error.to_string().contains("columns changed"), "{error}");
}

#[test]
fn no_record_at_all_is_told() {
    let server = Server::start(|_, request| {
        token(request, "t0ken").unwrap_or_else(|| Reply::new(200, HEADER))
    });
    let mut fixture = Fixture::new();
    let error = fixture
        .fetcher(&server.base)
        .acled(&query(), &user())
        .unwrap_err();
    assert!(error.to_string().contains("no record"), "{error}");
    assert!(fixture.files().is_empty(), "{:?}", fixture.files());
}

#[test]
fn a_token_is_not_carried_to_another_host() {
    let server = Server::start(|_, request| {
        token(request, "t0ken")
            .unwrap_or_else(|| Reply::new(302, "").with("Location", "https://example.org/"))
    });
    let mut fixture = Fixture::new();
    let error = fixture
        .fetcher(&server.base)
        .acled(&query(), &user())
        .unwrap_err();
    assert!(error.to_string().contains("another host"), "{error}");
}

#[test]
fn a_token_answer_without_a_token_is_told() {
    for body in ["{}", "not json", r#"{"access_token": "two words\n"}"#] {
        let server = Server::start(move |_, _| Reply::new(200, body));
        let mut fixture = Fixture::new();
        assert!(
            fixture
                .fetcher(&server.base)
                .acled(&query(), &user())
                .is_err()
        );
        assert_eq!(server.requests().len(), 1);
    }
}
