//! The first page of a browser carries the style sheet; the next ones link to it.
#![allow(clippy::unwrap_used)]

#[path = "support/face.rs"]
mod face;

use axum::http::{StatusCode, header};
use base64::Engine as _;
use face::{Answer, Face, Visitor};
use psr_web::people::Role;
use sha2::{Digest as _, Sha256};

const LINK: &str = r#"<link rel="stylesheet" href="/assets/psr.css">"#;

fn style(page: &Answer) -> Option<&str> {
    let (_, rest) = page.text.split_once("<style data-first-paint>")?;
    rest.split_once("</style>").map(|(style, _)| style)
}

fn with(visitor: &Visitor, cookie: &str) -> Visitor {
    Visitor { cookie: format!("{}; {cookie}", visitor.cookie), csrf: visitor.csrf.clone() }
}

#[tokio::test]
async fn a_browser_that_is_new_gets_the_style_within_the_page_and_the_policy_names_it() {
    let face = Face::new();
    let jo = face.sign_in("Jo", &[Role::Commissioner]);
    let page = face.get(&jo, "/").await;
    let style = style(&page).unwrap();
    let sheet = face.get(&jo, "/assets/psr.css").await;
    assert!(style == sheet.text && !page.text.contains(LINK));
    let digest = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(style));
    let policy = &page.headers["content-security-policy"];
    assert!(
        policy.starts_with(&format!("default-src 'none'; script-src 'self'; style-src 'self' 'sha256-{digest}'; ")),
        "{policy}"
    );
    assert!(page.headers[header::SET_COOKIE.as_str()].starts_with("psr-style="));
}

#[tokio::test]
async fn a_browser_that_has_the_style_gets_a_link_and_one_that_has_an_older_style_gets_the_new_one() {
    let face = Face::new();
    let jo = face.sign_in("Jo", &[Role::Commissioner]);
    let first = face.get(&jo, "/").await;
    let seen = first.headers[header::SET_COOKIE.as_str()].split(';').next().unwrap().to_owned();
    let next = face.get(&with(&jo, &seen), "/help").await;
    assert!(next.text.contains(LINK) && style(&next).is_none());
    assert!(!next.headers.contains_key("set-cookie"));
    assert!(
        next.headers["content-security-policy"]
            .starts_with("default-src 'none'; script-src 'self'; style-src 'self'; ")
    );
    let older = face.get(&with(&jo, "psr-style=older"), "/help").await;
    assert!(style(&older).is_some());
}

#[tokio::test]
async fn a_problem_is_a_page_like_others_and_a_file_is_none() {
    let face = Face::new();
    let jo = face.sign_in("Jo", &[Role::Commissioner]);
    let missing = face.get(&jo, "/no/such/page").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert!(style(&missing).is_some());
    let script = face.get(&jo, "/assets/psr.js").await;
    assert!(style(&script).is_none() && !script.headers.contains_key("set-cookie"));
}
