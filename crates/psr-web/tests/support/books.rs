//! The site over a register in a temporary folder, visited as a browser would: a fixed clock, fixed randomness, a cookie.
#![allow(clippy::unwrap_used, clippy::panic, dead_code)]

use std::path::PathBuf;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use chrono::{DateTime, Utc};
use psr_casefile::acting::Acting;
use psr_casefile::casebook::{AnswerGiven, Case, CaseOpening, Casebook, Given};
use psr_recorder::{Register, SigningKey};
use psr_rules::pack::PackFiles;
use psr_web::books::Books;
use psr_web::desk::{Desk, SqliteDesk};
use psr_web::people::{Person, Role, Session, SignIn};
use psr_web::{Settings, Site, SiteParts, router};
use tower::ServiceExt;

/// A site, and somebody who is signed in.
pub struct Visit {
    pub folder: tempfile::TempDir,
    pub site: Site,
    router: Router,
    cookie: String,
    pub csrf: String,
}

/// What came back.
pub struct Seen {
    pub status: StatusCode,
    pub location: String,
    pub disposition: String,
    pub bytes: Vec<u8>,
}

pub fn now() -> DateTime<Utc> {
    "2026-11-21T10:00:00Z".parse().unwrap()
}

pub fn key() -> SigningKey {
    SigningKey::from_seed(&[7; 32])
}

pub fn fill(seed: &mut u64, bytes: &mut [u8]) {
    for byte in bytes {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        *byte = (*seed >> 56) as u8;
    }
}

/// A register that is filled before the site opens.
pub struct Filling {
    pub folder: tempfile::TempDir,
    pub casebook: Casebook,
    seed: u64,
}

impl Filling {
    pub fn new(origin: &str, seed: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut seed = seed;
        let mut draw = |bytes: &mut [u8]| fill(&mut seed, bytes);
        let register = Register::create(&folder.path().join("register"), origin, &key(), now(), &mut draw).unwrap();
        Self { folder, casebook: Casebook::new(register), seed }
    }

    pub fn act<T>(&mut self, act: impl FnOnce(&mut Casebook, &mut Acting<'_>) -> T) -> T {
        let seed = &mut self.seed;
        let mut draw = |bytes: &mut [u8]| fill(seed, bytes);
        let program = "psr test".to_owned();
        act(
            &mut self.casebook,
            &mut Acting { actor: "Ewan Firth".to_owned(), now: now(), program, randomness: &mut draw },
        )
    }

    pub fn open(&mut self, reference: &str) -> Case {
        let commenced = "2026-04-01".parse().ok();
        let (title, reference) = ("Example services".to_owned(), reference.to_owned());
        let opening = CaseOpening { title, reference, commenced, ..CaseOpening::default() };
        let pack: PackFiles = psr_casefile::built_in::files().into_iter().collect();
        self.act(|casebook, acting| casebook.open_case(&opening, &pack, acting)).unwrap()
    }

    pub fn answer(&mut self, case: &Case, question: &str, value: &str, reason: &str, privileged: bool) -> Case {
        let (decision, question) = question.split_once('/').unwrap();
        let asked = case.rulebook.pack().questions.values().find(|known| known.id.as_str() == question).unwrap();
        let answer = AnswerGiven {
            decision: Some(decision.to_owned()),
            question: question.to_owned(),
            given: Given::Answer(psr_rules::answer::parse(asked, value).unwrap()),
            reason: Some(reason.to_owned()),
            view_of: None,
            lot: None,
            evidence: Vec::new(),
            privileged,
            concerns: None,
        };
        self.act(|casebook, acting| casebook.answer(case, vec![answer], acting)).unwrap().case
    }

    /// Opens the site, and lets somebody in who has every role.
    pub fn visit(self) -> Visit {
        self.visit_as(&Role::ALL)
    }

    /// Opens the site, and lets somebody in who has these roles.
    pub fn visit_as(self, roles: &[Role]) -> Visit {
        let Self { folder, casebook, seed } = self;
        drop(casebook);
        let place: PathBuf = folder.path().join("register");
        let desk = SqliteDesk::in_memory().unwrap();
        let person = Person {
            name: "Jo Bloggs".to_owned(),
            subject: "tests".to_owned(),
            roles: roles.iter().copied().collect(),
        };
        let session =
            Session { person, csrf: "token-of-forms".to_owned(), seen: now().timestamp(), begun: now().timestamp() };
        let cookie = "cookie".to_owned();
        let digest = psr_recorder::Digest::of(&[cookie.as_bytes()]).hex();
        desk.put("session", &digest, &serde_json::to_string(&session).unwrap(), None).unwrap();
        let (mut one, mut other) = (seed ^ 1, seed ^ 2);
        let read = place.clone();
        let site = Site::new(SiteParts {
            books: Books::new(
                Box::new(move || Ok(Register::open_read(&read)?)),
                Box::new(move || Ok(Register::open_write(&place, &key())?)),
            ),
            desk: Box::new(desk),
            clock: Box::new(now),
            randomness: Box::new(move |bytes: &mut [u8]| fill(&mut one, bytes)),
            session_randomness: Box::new(move |bytes: &mut [u8]| fill(&mut other, bytes)),
            sign_in: SignIn::alone("Jo Bloggs", "unused"),
            settings: Settings { program: "psr test".to_owned(), ..Settings::default() },
        });
        Visit { folder, router: router(site.clone()), site, cookie, csrf: session.csrf }
    }
}

impl Visit {
    pub fn register(&self) -> PathBuf {
        self.folder.path().join("register")
    }

    pub async fn get(&self, path: &str) -> Seen {
        self.send(Request::get(path), Body::empty()).await
    }

    /// Sends a form with the token of the session.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Seen {
        let token = [("csrf", self.csrf.as_str())];
        let pairs = token.iter().chain(fields).map(|(name, value)| format!("{name}={}", encoded(value)));
        let body = pairs.collect::<Vec<_>>().join("&");
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, Body::from(body)).await
    }

    /// Sends a form with one file.
    pub async fn upload(&self, path: &str, field: &str, name: &str, bytes: &[u8]) -> Seen {
        let mut body = Vec::new();
        body.extend(
            format!("--edge\r\ncontent-disposition: form-data; name=\"csrf\"\r\n\r\n{}\r\n", self.csrf).bytes(),
        );
        let head = format!(
            "--edge\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\ncontent-type: application/zip\r\n\r\n"
        );
        body.extend(head.bytes());
        body.extend(bytes);
        body.extend(b"\r\n--edge--\r\n");
        let request = Request::post(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge");
        self.send(request, Body::from(body)).await
    }

    async fn send(&self, request: axum::http::request::Builder, body: Body) -> Seen {
        let request = request.header(header::COOKIE, format!("psr-session={}", self.cookie)).body(body).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let header = |name| {
            let value = response.headers().get(name).and_then(|value| value.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        let (location, disposition) = (header(header::LOCATION), header(header::CONTENT_DISPOSITION));
        let status = response.status();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec();
        Seen { status, location, disposition, bytes }
    }
}

impl Seen {
    /// Returns the page, with slashes as people read them.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).replace("&#x2f;", "/")
    }

    pub fn has(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// Fails unless the page came as it should, and says what came instead.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        self
    }
}

fn encoded(value: &str) -> String {
    value.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
