//! The same answers, given by command and in a browser, with one clock and the same randomness: equal chains.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, header};
use chrono::{DateTime, Utc};
use psr_cli::{Exit, Input, Output, World};
use psr_recorder::{Place, Register, SigningKey};
use psr_rules::answer::Answer;
use psr_rules::facts::{AnswerEntry, read_answers};
use psr_rules::pack::model::{Kind, Pack};
use psr_web::books::Books;
use psr_web::desk::SqliteDesk;
use psr_web::people::SignIn;
use psr_web::{Settings, Site, SiteParts, router};
use tower::ServiceExt;

const ACTOR: &str = "Jo Bloggs";
const CASE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/cases/community-dental-direct-award-c");
/// Where texts of a multipart form are parted.
const PART: &str = "------a-part-of-the-form";

/// Fills bytes that look drawn and are the same at each start.
fn drawing() -> impl FnMut(&mut [u8]) + Send {
    let mut state = 7u64;
    move |bytes| {
        for byte in bytes {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = (state >> 33) as u8;
        }
    }
}

fn noon() -> DateTime<Utc> {
    "2026-05-04T12:00:00Z".parse().unwrap()
}

/// A desk with two copies of one empty register.
struct Two {
    folder: tempfile::TempDir,
    pack: Pack,
}

impl Two {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let key = SigningKey::from_seed(&[7; 32]);
        for name in ["keyboard", "browser"] {
            let place: Place = (&folder.path().join(name)).into();
            Register::create(place, "example.org/two", &key, noon(), &mut drawing()).unwrap();
        }
        key.create_file(&folder.path().join("key")).unwrap();
        let files = psr_casefile::built_in::files().into_iter().collect();
        let pack = psr_rules::pack::load(&files).unwrap();
        Self { folder, pack }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn lines(&self, name: &str) -> Vec<(String, Vec<u8>)> {
        let database = rusqlite::Connection::open(self.path(name).join("register.sqlite")).unwrap();
        let mut rows = database.prepare("SELECT rec, line FROM event ORDER BY idx").unwrap();
        rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
    }
}

/// Runs a command; randomness goes on from one to the next.
fn command(two: &Two, draw: &mut (dyn FnMut(&mut [u8]) + Send), arguments: &[&str]) {
    let environment: BTreeMap<String, String> = [
        ("PSR_ACTOR", ACTOR.to_owned()),
        ("PSR_REGISTER", two.path("keyboard").display().to_string()),
        ("PSR_KEY", two.path("key").display().to_string()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    let mut world = World {
        clock: Box::new(noon),
        clock_notice: psr_recorder::ClockNotice::default(),
        randomness: Box::new(draw),
        stdin: Input { reader: Box::new(Cursor::new(Vec::new())), is_terminal: false, size: None },
        stdout: Output::new(std::io::sink(), false, &environment),
        stderr: Output::new(std::io::sink(), false, &environment),
        environment,
    };
    let arguments = std::iter::once("psr").chain(arguments.iter().copied()).map(std::ffi::OsString::from);
    assert_eq!(psr_cli::run(arguments, &mut world), Exit::Done);
}

/// A browser that signed in.
struct Browser {
    router: Router,
    cookie: String,
}

impl Browser {
    async fn sign_in(two: &Two) -> Self {
        let key = SigningKey::from_seed(&[7; 32]);
        let place: Place = (&two.path("browser")).into();
        let (read, write) = (place.clone(), place);
        let books = Books::new(
            Box::new(move || Ok(Register::open_read(read.clone())?)),
            Box::new(move || Ok(Register::open_write(write.clone(), &key)?)),
        );
        let site = Site::new(SiteParts {
            books,
            desk: Box::new(SqliteDesk::in_memory().unwrap()),
            clock: Box::new(noon),
            randomness: Box::new(drawing()),
            session_randomness: Box::new(drawing()),
            sign_in: SignIn::alone(ACTOR, "a token"),
            settings: Settings { program: format!("psr {}", env!("CARGO_PKG_VERSION")), ..Settings::default() },
        });
        let mut browser = Self { router: router(site), cookie: String::new() };
        let entered = browser.ask(Request::get("/sign-in?token=a%20token").body(Body::empty()).unwrap()).await;
        let cookie = entered.headers()[header::SET_COOKIE].to_str().unwrap();
        browser.cookie = cookie.split(';').next().unwrap().to_owned();
        browser
    }

    async fn ask(&self, mut request: Request<Body>) -> Response<Body> {
        request.headers_mut().insert(header::COOKIE, self.cookie.parse().unwrap());
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Returns a page as text.
    async fn page(&self, path: &str) -> String {
        let response = self.ask(Request::get(path).body(Body::empty()).unwrap()).await;
        assert_eq!(response.status(), 200, "{path}");
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    /// Sends the form of a page, with what the page hides in it, and returns where it leads.
    async fn send(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let page = self.page(path).await;
        let hidden = ["csrf", "head"].into_iter().filter_map(|name| Some((name, hidden(&page, name)?)));
        let mut body = String::new();
        for (name, text) in hidden.chain(fields.iter().map(|(name, text)| (*name, (*text).to_owned()))) {
            body += &format!("--{PART}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n");
        }
        body += &format!("--{PART}--\r\n");
        let request = Request::post(path).header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={PART}"));
        let response = self.ask(request.body(Body::from(body)).unwrap()).await;
        assert_eq!(response.status(), 303, "{path}: {fields:?}");
        response.headers()[header::LOCATION].to_str().unwrap().to_owned()
    }
}

/// Returns the value of a hidden field.
fn hidden(page: &str, name: &str) -> Option<String> {
    let rest = page.split(&format!("name=\"{name}\" value=\"")).nth(1)?;
    Some(rest.split('"').next()?.to_owned())
}

/// Answers a question by command.
fn by_command(two: &Two, draw: &mut (dyn FnMut(&mut [u8]) + Send), entry: &AnswerEntry) {
    let question = format!("{}/{}", entry.decision, entry.question);
    let mut arguments = vec!["answer", "EX-1", &question];
    let answer = entry.answer.as_ref().unwrap();
    let (plain, items) = (answer.plain(), two.path("items.json").display().to_string());
    match answer {
        Answer::List(list) => {
            std::fs::write(&items, serde_json::to_string(list).unwrap()).unwrap();
            arguments.extend(["--items", &items]);
        }
        _ => arguments.push(&plain),
    }
    arguments.extend(entry.reason.iter().flat_map(|reason| ["--reason", reason]));
    arguments.extend(entry.view_of.iter().flat_map(|name| ["--view-of", name]));
    command(two, draw, &arguments);
}

/// Answers a question in the browser: a list item by item.
async fn in_browser(browser: &Browser, case: &str, pack: &Pack, entry: &AnswerEntry) {
    let path = format!("{case}/questions/{}/{}", entry.decision, entry.question);
    let (reason, view_of) = (entry.reason.clone().unwrap_or_default(), entry.view_of.clone().unwrap_or_default());
    let beside = [("reason", reason.as_str()), ("view-of", &view_of), ("action", "save")];
    let answer = entry.answer.as_ref().unwrap();
    let plain = answer.plain();
    let given: Vec<(&str, &str)> = match (answer, &pack.questions[&entry.question].kind) {
        (Answer::List(items), Kind::List(_)) => {
            for item in items {
                let named: Vec<(String, &str)> =
                    item.iter().map(|(field, text)| (format!("item-{field}"), text.as_str())).collect();
                let mut fields: Vec<(&str, &str)> = named.iter().map(|(name, text)| (name.as_str(), *text)).collect();
                fields.push(("action", "add"));
                browser.send(&path, &fields).await;
            }
            Vec::new()
        }
        (Answer::Date(_), _) => {
            vec![("answer-year", &plain[..4]), ("answer-month", &plain[5..7]), ("answer-day", &plain[8..])]
        }
        _ => vec![("answer", plain.as_str())],
    };
    browser.send(&path, &[given.as_slice(), &beside].concat()).await;
}

#[tokio::test]
async fn the_same_answers_by_command_and_in_a_browser_give_equal_chains() {
    let two = Two::new();
    let bytes = std::fs::read(Path::new(CASE).join("answers.yaml")).unwrap();
    let entries = read_answers("answers.yaml", &bytes, &two.pack).unwrap();
    let entries: Vec<_> =
        entries.into_iter().filter(|entry| entry.answer.is_some() && entry.evidence.is_empty()).collect();
    assert!(entries.len() > 40, "the case asks much: {}", entries.len());

    let mut draw = drawing();
    let open =
        ["case", "open", "--title", "Community dental services", "--reference", "EX-1", "--commenced", "2026-03-12"];
    command(&two, &mut draw, &open);
    entries.iter().for_each(|entry| by_command(&two, &mut draw, entry));

    let browser = Browser::sign_in(&two).await;
    let opening = [
        ("title", "Community dental services"),
        ("reference", "EX-1"),
        ("commenced-day", "12"),
        ("commenced-month", "3"),
        ("commenced-year", "2026"),
    ];
    let case = browser.send("/cases/new", &opening).await;
    for entry in &entries {
        in_browser(&browser, &case, &two.pack, entry).await;
    }

    let (keyboard, browser) = (two.lines("keyboard"), two.lines("browser"));
    assert!(keyboard.len() > entries.len());
    assert_eq!(keyboard, browser);
}
