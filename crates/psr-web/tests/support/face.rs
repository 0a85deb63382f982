//! A site over a register in a temporary folder, with a fixed clock and fixed randomness, as a server would call it; with people of every role, a case
//! and a case that is kept from them.
#![allow(dead_code, clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use chrono::{DateTime, Utc};
use psr_casefile::acting::Acting;
use psr_casefile::casebook::{AnswerGiven, Case, CaseOpening, Casebook, Given};
use psr_recorder::{Register, SigningKey};
use psr_web::books::Books;
use psr_web::desk::SqliteDesk;
use psr_web::http::Log;
use psr_web::people::{Person, Role, Session, SignIn};
use psr_web::{Settings, Site, SiteParts, router};
use sha2::{Digest as _, Sha256};
use tower::ServiceExt as _;

/// The site and what is around it.
pub struct Face {
    pub site: Site,
    pub router: Router,
    pub lines: Arc<Mutex<Vec<String>>>,
    pub clock: Arc<Mutex<DateTime<Utc>>>,
    /// A case that everybody may see; its second entry is a privileged answer.
    pub case: String,
    /// A case that is kept to somebody who is never at a test.
    pub kept: String,
    folder: tempfile::TempDir,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: BTreeMap<String, String>,
    pub text: String,
}

pub const SUMMARY: &str = "Advice of counsel that nobody else sees";

pub fn now() -> DateTime<Utc> {
    "2026-11-21T10:00:00Z".parse().unwrap()
}

fn key() -> SigningKey {
    SigningKey::from_seed(&[7; 32])
}

fn draw(mut seed: u64) -> psr_web::site::Randomness {
    Box::new(move |bytes| {
        for byte in bytes {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = (seed >> 56) as u8;
        }
    })
}

impl Face {
    pub fn new() -> Self {
        Self::with(Settings::default())
    }

    pub fn with(settings: Settings) -> Self {
        Self::signing_in(settings, SignIn::alone("Jo Bloggs", "the token"))
    }

    pub fn signing_in(settings: Settings, sign_in: SignIn) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("register");
        let (case, kept) = cases(&place);
        let (lines, clock) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(now())));
        let (log, time, read) = (Arc::clone(&lines), Arc::clone(&clock), place.clone());
        let site = Site::new(SiteParts {
            books: Books::new(
                Box::new(move || Ok(Register::open_read(&read)?)),
                Box::new(move || Ok(Register::open_write(&place, &key())?)),
            ),
            desk: Box::new(SqliteDesk::in_memory().unwrap()),
            clock: Box::new(move || *time.lock().unwrap()),
            randomness: draw(5),
            session_randomness: draw(6),
            sign_in,
            settings: Settings { log: Log::to(move |line| log.lock().unwrap().push(line.to_owned())), ..settings },
        });
        site.desk().put("access", &kept, r#"{"people":{"subject-of-nobody":"Nobody"}}"#, None).unwrap();
        Self { router: router(site.clone()), site, lines, clock, case, kept, folder }
    }

    /// Signs somebody in, and returns their cookie and their token.
    pub fn sign_in(&self, name: &str, roles: &[Role]) -> Visitor {
        let cookie = format!("cookie-of-{name}");
        let csrf = format!("token-of-{name}");
        let person = Person {
            name: name.to_owned(),
            subject: format!("subject-of-{name}"),
            roles: roles.iter().copied().collect(),
        };
        let session = Session { person, csrf: csrf.clone(), seen: now().timestamp(), begun: now().timestamp() };
        let key: String = Sha256::digest(cookie.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        let body = serde_json::to_string(&session).unwrap();
        self.site.desk().put("session", &key, &body, Some(now().timestamp() + 8 * 3600)).unwrap();
        Visitor { cookie: format!("psr-session={cookie}"), csrf }
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let text = |value: &header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = response.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect();
        let body = axum::body::to_bytes(response.into_body(), 64 * 1024 * 1024).await.unwrap();
        Answer { status, headers, text: String::from_utf8_lossy(&body).into_owned() }
    }

    pub async fn get(&self, visitor: &Visitor, path: &str) -> Answer {
        self.send(visitor.request(Method::GET, path).body(Body::empty()).unwrap()).await
    }

    /// Sends a form with the visitor's token.
    pub async fn post(&self, visitor: &Visitor, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = vec![("csrf", visitor.csrf.as_str())];
        all.extend(fields);
        self.form(visitor, path, &all).await
    }

    /// Sends a form as it is.
    pub async fn form(&self, visitor: &Visitor, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = visitor.request(Method::POST, path);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(encoded(fields))).unwrap()).await
    }

    /// Returns how many entries the register has.
    pub fn size(&self) -> u64 {
        Register::open_read(&self.folder.path().join("register")).unwrap().size().unwrap()
    }

    /// Returns the lines of the log since the last time.
    pub fn logged(&self) -> Vec<serde_json::Value> {
        let lines = std::mem::take(&mut *self.lines.lock().unwrap());
        lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// Somebody at the site.
#[derive(Debug, Clone, Default)]
pub struct Visitor {
    pub cookie: String,
    pub csrf: String,
}

impl Visitor {
    pub fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let request = Request::builder().method(method).uri(path);
        if self.cookie.is_empty() { request } else { request.header(header::COOKIE, &self.cookie) }
    }
}

pub fn encoded(fields: &[(&str, &str)]) -> String {
    let part = |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
    fields.iter().map(|(name, text)| format!("{}={}", part(name), part(text))).collect::<Vec<_>>().join("&")
}

fn cases(place: &std::path::Path) -> (String, String) {
    let mut draw_first = draw(1);
    let register = Register::create(place, "example.org/face", &key(), now(), &mut |bytes| draw_first(bytes)).unwrap();
    let mut casebook = Casebook::new(register);
    let case = open(&mut casebook, "Audiology services", "REF-1", 2);
    let given = AnswerGiven {
        question: "what-is-decided".to_owned(),
        given: Given::Text("award".to_owned()),
        reason: Some(SUMMARY.to_owned()),
        privileged: true,
        ..AnswerGiven::default()
    };
    act(3, |acting| casebook.answer(&case, vec![given], acting)).unwrap();
    let kept = open(&mut casebook, "The hidden matter", "REF-HIDDEN", 4);
    (case.id.to_string(), kept.id.to_string())
}

fn open(casebook: &mut Casebook, title: &str, reference: &str, seed: u64) -> Case {
    let files = psr_casefile::built_in::files().into_iter().collect();
    let opening = CaseOpening {
        title: title.to_owned(),
        reference: reference.to_owned(),
        commenced: "2026-04-01".parse().ok(),
        lots: Vec::new(),
        ..CaseOpening::default()
    };
    act(seed, |acting| casebook.open_case(&opening, &files, acting)).unwrap()
}

fn act<T>(seed: u64, what: impl FnOnce(&mut Acting<'_>) -> T) -> T {
    let mut drawn = draw(seed);
    let mut randomness = |bytes: &mut [u8]| drawn(bytes);
    what(&mut Acting {
        actor: "Jo Bloggs".to_owned(),
        now: now(),
        program: "psr test".to_owned(),
        randomness: &mut randomness,
    })
}
