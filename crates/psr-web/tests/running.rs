//! What a running site says of itself: its log, its figures, its limits; and how sessions end.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "support/face.rs"]
mod face;

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, StatusCode, header};
use chrono::TimeDelta;
use face::{Face, Visitor};
use psr_web::Settings;
use psr_web::http::Rate;
use psr_web::people::Role;

#[tokio::test]
async fn each_request_is_a_line_that_names_nobody() {
    let face = Face::new();
    let visitor = face.sign_in("Sam Smith", &[Role::Auditor, Role::Approver]);
    face.get(&visitor, &format!("/cases/{}?secret=question", face.case)).await;
    face.get(&Visitor::default(), "/no/such/page").await;
    face.get(&visitor, &format!("/cases/{}", face.kept)).await;
    let lines = face.logged();
    let line = &lines[0];
    assert_eq!(line["time"], "2026-11-21T10:00:00.000Z");
    assert_eq!((line["method"].as_str(), line["route"].as_str()), (Some("GET"), Some("/cases/{id}")));
    assert_eq!((line["status"].as_u64(), line["signed-in"].as_bool()), (Some(200), Some(true)));
    assert_eq!(line["roles"], serde_json::json!(["approver", "auditor"]));
    assert!(line["milliseconds"].is_u64() && line["request"].as_str().is_some_and(|id| id.len() == 16));
    assert_eq!((lines[1]["route"].as_str(), lines[1]["reason"].as_str()), (Some("none"), Some("Not Found")));
    assert_eq!(lines[2]["reason"], "access");
    let all = lines.iter().map(ToString::to_string).collect::<String>();
    for private in
        ["Sam Smith", "subject-of", "secret", "question", face.case.as_str(), "Audiology", "REF-1", "such/page"]
    {
        assert!(!all.contains(private), "{private} is in {all}");
    }
}

#[tokio::test]
async fn a_fault_is_logged_in_full_and_the_page_gives_its_number() {
    let face = Face::new();
    let visitor = face.sign_in("Sam Smith", &[Role::Auditor]);
    face.site.desk().put("access", &face.case, "this is not JSON", None).unwrap();
    let answer = face.get(&visitor, &format!("/cases/{}", face.case)).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    let line = face.logged().pop().unwrap();
    assert!(line["cause"].as_str().is_some_and(|cause| cause.contains("who may see a case cannot be read")), "{line}");
    assert!(answer.text.contains(line["request"].as_str().unwrap()), "{}", answer.text);
    assert!(!answer.text.contains("cannot be read") && answer.text.contains("Sam Smith"), "{}", answer.text);
}

#[tokio::test]
async fn figures_are_for_administrators_and_for_programs_on_this_machine() {
    let face = Face::new();
    let admin = face.sign_in("Ada Admin", &[Role::Administrator]);
    let shown = face.get(&admin, "/metrics").await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.text.contains("psr_sessions 1"), "{}", shown.text);
    for (peer, host, proxied, allowed) in [
        ("127.0.0.1:999", "127.0.0.1:8080", false, true),
        ("[::1]:999", "localhost", false, true),
        ("10.0.0.1:999", "127.0.0.1:8080", false, false),
        ("127.0.0.1:999", "psr.example.org", false, false),
        ("127.0.0.1:999", "127.0.0.1:8080", true, false),
    ] {
        let mut request = Visitor::default().request(Method::GET, "/metrics").header(header::HOST, host);
        if proxied {
            request = request.header("x-forwarded-for", "10.0.0.1");
        }
        let mut request = request.body(Body::empty()).unwrap();
        request.extensions_mut().insert(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
        let status = face.send(request).await.status;
        assert_eq!(status == StatusCode::OK, allowed, "{peer} {host} {proxied}: {status}");
    }
}

#[tokio::test]
async fn too_many_requests_wait_for_the_next_minute() {
    let face =
        Face::with(Settings { rate: Rate { sign_ins: 3, posts: 2, address_header: None }, ..Settings::default() });
    let (one, other) = (face.sign_in("Sam", &[Role::Commissioner]), face.sign_in("Olu", &[Role::Commissioner]));
    let status = async |visitor: &Visitor| face.post(visitor, "/cases/new", &[]).await.status;
    assert_eq!(status(&one).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(status(&one).await, StatusCode::UNPROCESSABLE_ENTITY);
    let refused = face.post(&one, "/cases/new", &[]).await;
    assert_eq!((refused.status, refused.headers["retry-after"].as_str()), (StatusCode::TOO_MANY_REQUESTS, "60"));
    assert!(refused.text.contains("Wait 60 seconds"), "{}", refused.text);
    assert_eq!(face.logged().pop().unwrap()["reason"], "rate");
    assert_eq!(status(&other).await, StatusCode::UNPROCESSABLE_ENTITY);
    for _ in 0..3 {
        assert_eq!(face.get(&Visitor::default(), "/sign-in?token=wrong").await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(face.get(&Visitor::default(), "/sign-in?token=wrong").await.status, StatusCode::TOO_MANY_REQUESTS);
    *face.clock.lock().unwrap() += TimeDelta::minutes(1);
    assert_eq!(status(&one).await, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn people_with_accounts_sign_in_again_after_some_hours_whatever_they_did() {
    let face = Face::with(Settings { longest_seconds: Some(12 * 3600), ..Settings::default() });
    let jo = face.sign_in("Jo", &[Role::Commissioner]);
    for _ in 0..11 {
        *face.clock.lock().unwrap() += TimeDelta::hours(1);
        assert_eq!(face.get(&jo, "/").await.status, StatusCode::OK);
    }
    *face.clock.lock().unwrap() += TimeDelta::hours(1);
    let over = face.get(&jo, "/").await;
    assert_eq!((over.status, over.headers["location"].as_str()), (StatusCode::SEE_OTHER, "/sign-in"));
}

#[tokio::test]
async fn the_token_of_the_start_lets_one_person_in_and_each_time_into_a_new_session() {
    let face = Face::new();
    let come_in = async || {
        let answer = face.get(&Visitor::default(), "/sign-in?token=the%20token").await;
        assert_eq!((answer.status, answer.headers["location"].as_str()), (StatusCode::SEE_OTHER, "/"));
        let cookie = answer.headers["set-cookie"].split(';').next().unwrap().to_owned();
        assert!(answer.headers["set-cookie"].contains("HttpOnly; SameSite=Lax"));
        Visitor { cookie, ..Visitor::default() }
    };
    let (first, second) = (come_in().await, come_in().await);
    assert_ne!(first.cookie, second.cookie);
    assert!(face.get(&first, "/").await.text.contains("Jo Bloggs"));

    // Used within the hours it goes on; not used it ends.
    *face.clock.lock().unwrap() += TimeDelta::hours(5);
    assert_eq!(face.get(&first, "/").await.status, StatusCode::OK);
    *face.clock.lock().unwrap() += TimeDelta::hours(5);
    assert_eq!(face.get(&first, "/").await.status, StatusCode::OK);
    assert_eq!(face.get(&second, "/").await.status, StatusCode::SEE_OTHER);
    *face.clock.lock().unwrap() += TimeDelta::hours(8);
    assert_eq!(face.get(&first, "/").await.status, StatusCode::SEE_OTHER);
}
