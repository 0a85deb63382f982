//! A site over a register in a temporary folder with one worked case in it, with a fixed clock and fixed randomness, as a server would call it.
#![allow(dead_code, clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use chrono::{DateTime, Utc};
use psr_casefile::acting::Acting;
use psr_casefile::casebook::{Case, CaseOpening, Casebook};
use psr_casefile::worked::{Folder, WorkedCase};
use psr_recorder::{Register, SigningKey};
use psr_rules::pack::PackFiles;
use psr_web::books::Books;
use psr_web::desk::SqliteDesk;
use psr_web::people::{Person, Role, Session, SignIn};
use psr_web::site::Randomness;
use psr_web::{Settings, Site, SiteParts, router};
use sha2::{Digest as _, Sha256};
use tower::ServiceExt as _;

/// A site with one case.
pub struct Desk {
    pub site: Site,
    pub case: String,
    router: Router,
    folder: tempfile::TempDir,
}

/// Somebody at the site.
pub struct Visitor {
    cookie: String,
    csrf: String,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Answer {
    /// Returns the page, with slashes as they are: the engine escapes them in addresses.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).replace("&#x2f;", "/")
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// Fails with the page where the status is another.
    #[track_caller]
    pub fn expect(self, status: StatusCode) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }

    /// Fails with the page where a text is not in it.
    #[track_caller]
    pub fn says(self, text: &str) -> Self {
        assert!(self.text().contains(text), "`{text}` is not in\n{}", self.text());
        self
    }
}

pub fn now() -> DateTime<Utc> {
    "2026-11-21T10:00:00Z".parse().unwrap()
}

fn key() -> SigningKey {
    SigningKey::from_seed(&[7; 32])
}

fn draw(mut seed: u64) -> Randomness {
    Box::new(move |bytes| {
        for byte in bytes {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = (seed >> 56) as u8;
        }
    })
}

fn pack() -> PackFiles {
    psr_casefile::built_in::files().into_iter().collect()
}

/// Reads the files of a worked case.
fn worked(name: &str) -> Folder {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/cases").join(name);
    let mut files = Folder::new();
    let mut folders = vec![top.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => {
                    let within = path.strip_prefix(&top).unwrap().display().to_string();
                    files.insert(within, std::fs::read(&path).unwrap());
                }
            }
        }
    }
    files
}

impl Desk {
    /// Makes a site with a worked case.
    pub fn with_worked(name: &str) -> Self {
        let files = worked(name);
        let case = WorkedCase::read(&files).unwrap();
        Self::with(|casebook, acting| case.play(&files, &pack(), casebook, acting).unwrap())
    }

    /// Makes a site with a case in which nothing is answered.
    pub fn with_empty_case() -> Self {
        let opening = CaseOpening {
            title: "Community <b>podiatry</b>".to_owned(),
            reference: "POD-1".to_owned(),
            ..CaseOpening::default()
        };
        Self::with(|casebook, acting| casebook.open_case(&opening, &pack(), acting).unwrap())
    }

    fn with(open: impl FnOnce(&mut Casebook, &mut Acting<'_>) -> Case) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place: PathBuf = folder.path().join("register");
        let mut randomness = draw(1);
        let register = Register::create(&place, "example.org/desk", &key(), now(), &mut *randomness).unwrap();
        let mut acting = Acting {
            actor: "Jo Bloggs".to_owned(),
            now: now(),
            program: "psr test".to_owned(),
            randomness: &mut *randomness,
        };
        let case = open(&mut Casebook::new(register), &mut acting).id.to_string();
        let read = place.clone();
        let site = Site::new(SiteParts {
            books: Books::new(
                Box::new(move || Ok(Register::open_read(&read)?)),
                Box::new(move || Ok(Register::open_write(&place, &key())?)),
            ),
            desk: Box::new(SqliteDesk::in_memory().unwrap()),
            clock: Box::new(now),
            randomness: draw(5),
            session_randomness: draw(6),
            sign_in: SignIn::alone("Jo Bloggs", "the token"),
            settings: Settings::default(),
        });
        Self { router: router(site.clone()), site, case, folder }
    }

    /// Returns the address of a part of the case.
    pub fn at(&self, part: &str) -> String {
        format!("/cases/{}{part}", self.case)
    }

    /// Reads the case from the register.
    pub fn read(&self) -> Case {
        let casebook = Casebook::open_read(self.folder.path().join("register").as_path()).unwrap();
        casebook.case(&self.case).unwrap()
    }

    /// Returns the position of the last entry, as forms carry it.
    pub fn head(&self) -> String {
        self.read().state.head.to_string()
    }

    /// Signs somebody in.
    pub fn sign_in(&self, name: &str, roles: &[Role]) -> Visitor {
        let (cookie, csrf) = (format!("cookie of {name}").replace(' ', "-"), format!("token of {name}"));
        let roles = roles.iter().copied().collect();
        let person = Person { name: name.to_owned(), subject: format!("subject of {name}"), roles };
        let session = Session { person, csrf: csrf.clone(), seen: now().timestamp(), begun: now().timestamp() };
        let key: String = Sha256::digest(cookie.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        let body = serde_json::to_string(&session).unwrap();
        self.site.desk().put("session", &key, &body, Some(now().timestamp() + 3600)).unwrap();
        Visitor { cookie: format!("psr-session={cookie}"), csrf }
    }

    pub async fn get(&self, visitor: &Visitor, path: &str) -> Answer {
        self.send(visitor, Method::GET, path, Body::empty()).await
    }

    /// Sends a form with the visitor's token.
    pub async fn post(&self, visitor: &Visitor, path: &str, fields: &[(&str, &str)]) -> Answer {
        let all = fields.iter().copied().chain([("csrf", visitor.csrf.as_str())]);
        let pair = |(name, text): (&str, &str)| format!("{}={}", encoded(name), encoded(text));
        let body = all.map(pair).collect::<Vec<_>>().join("&");
        self.send(visitor, Method::POST, path, Body::from(body)).await
    }

    async fn send(&self, visitor: &Visitor, method: Method, path: &str, body: Body) -> Answer {
        let request = Request::builder().method(method).uri(path).header(header::COOKIE, &visitor.cookie);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(body).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let text = |value: &header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = response.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect();
        let body = axum::body::to_bytes(response.into_body(), 64 * 1024 * 1024).await.unwrap().to_vec();
        Answer { status, headers, body }
    }
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}
