//! Calendars that a program reads without signing in: made, read, renewed and withdrawn; and to whom they give nothing.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "support/face.rs"]
mod face;

use axum::http::StatusCode;
use face::{Face, Visitor, now};
use psr_web::Settings;
use psr_web::http::Rate;
use psr_web::people::Role;

/// Puts somebody among those who signed in, with their roles, as signing in does.
fn known(face: &Face, name: &str, roles: &str, days_ago: i64) {
    let subject = format!("subject-of-{name}");
    let person = format!(r#"{{"name":"{name}","subject":"{subject}","roles":[{roles}]}}"#);
    face.site.desk().put("person", &subject, &person, None).unwrap();
    let at = now().timestamp() - days_ago * 24 * 60 * 60;
    face.site.desk().put("signed-in", &subject, &at.to_string(), None).unwrap();
}

/// Makes an address and returns its path.
async fn made(face: &Face, visitor: &Visitor, fields: &[(&str, &str)]) -> String {
    let all: Vec<_> = [("action", "make")].into_iter().chain(fields.iter().copied()).collect();
    let page = face.post(visitor, "/calendars", &all).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let text = page.text.replace("&#x2f;", "/");
    let secret = text.split_once("/feeds/").unwrap().1.split_once("/calendar.ics").unwrap().0.to_owned();
    assert_eq!(secret.len(), 43, "{secret}");
    format!("/feeds/{secret}/calendar.ics")
}

#[tokio::test]
async fn a_calendar_is_read_without_signing_in_until_its_address_is_renewed_or_withdrawn() {
    let face = Face::new();
    let sam = face.sign_in("Sam", &[Role::Auditor]);
    known(&face, "Sam", r#""auditor""#, 1);
    for fields in [vec![], vec![("case", face.case.as_str())]] {
        let first = made(&face, &sam, &fields).await;
        let read = face.get(&Visitor::default(), &first).await;
        assert_eq!(read.status, StatusCode::OK, "{}", read.text);
        assert!(read.headers["content-type"].starts_with("text/calendar") && read.text.starts_with("BEGIN:VCALENDAR"));
        let second = made(&face, &sam, &fields).await;
        assert_eq!(face.get(&Visitor::default(), &first).await.status, StatusCode::NOT_FOUND, "renewed");
        assert_eq!(face.get(&Visitor::default(), &second).await.status, StatusCode::OK);
        let listed = face.get(&sam, "/calendars").await.text;
        assert!(listed.contains("21 November 2026") && !listed.contains("/feeds/"), "{listed}");
        let all: Vec<_> = [("action", "withdraw")].into_iter().chain(fields).collect();
        assert_eq!(face.post(&sam, "/calendars", &all).await.status, StatusCode::SEE_OTHER);
        assert_eq!(face.get(&Visitor::default(), &second).await.status, StatusCode::NOT_FOUND, "withdrawn");
    }
}

#[tokio::test]
async fn it_gives_what_its_owner_may_see_now_and_nothing_once_they_have_no_role() {
    let face = Face::new();
    let sam = face.sign_in("Sam", &[Role::Commissioner]);
    known(&face, "Sam", r#""commissioner""#, 1);
    let of_case = made(&face, &sam, &[("case", &face.case)]).await;
    let of_all = made(&face, &sam, &[]).await;
    let get = async |path: &str| face.get(&Visitor::default(), path).await;
    assert_eq!(get(&of_case).await.status, StatusCode::OK);
    face.site.desk().put("access", &face.case, r#"{"people":{"subject-of-nobody":"Nobody"}}"#, None).unwrap();
    assert_eq!(get(&of_case).await.status, StatusCode::NOT_FOUND);
    assert!(!get(&of_all).await.text.contains("REF-"));
    assert!(face.get(&sam, "/calendars").await.text.contains("may not see any more"));
    face.site.desk().remove("access", &face.case).unwrap();
    assert_eq!(get(&of_case).await.status, StatusCode::OK);

    let none = face.get(&Visitor::default(), "/feeds/made-up/calendar.ics").await;
    for (roles, days, reason) in [("", 1, "no role any more"), (r#""commissioner""#, 91, "not signed in for long")] {
        known(&face, "Sam", roles, days);
        face.logged();
        let refused = get(&of_case).await;
        assert_eq!((refused.status, &refused.text), (StatusCode::NOT_FOUND, &none.text), "{reason}");
        let line = face.logged().pop().unwrap();
        assert_eq!(
            (line["reason"].as_str(), line["route"].as_str()),
            (Some(reason), Some("/feeds/{token}/calendar.ics"))
        );
        assert!(!line.to_string().contains(of_case.split('/').nth(2).unwrap()), "{line}");
    }
    known(&face, "Sam", r#""commissioner""#, 90);
    assert_eq!(get(&of_case).await.status, StatusCode::OK);
}

#[tokio::test]
async fn nobody_has_a_calendar_of_a_case_they_may_not_see_or_withdraws_that_of_another() {
    let face = Face::new();
    let (sam, olu) = (face.sign_in("Sam", &[Role::Commissioner]), face.sign_in("Olu", &[Role::Commissioner]));
    known(&face, "Sam", r#""commissioner""#, 1);
    for case in [face.kept.as_str(), "none"] {
        let answer = face.post(&sam, "/calendars", &[("action", "make"), ("case", case)]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert_eq!(face.get(&sam, &format!("/calendars?case={case}")).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(face.post(&sam, "/calendars", &[("action", "<b>")]).await.status, StatusCode::BAD_REQUEST);
    let address = made(&face, &sam, &[]).await;
    face.post(&olu, "/calendars", &[("action", "withdraw")]).await;
    assert_eq!(face.get(&Visitor::default(), &address).await.status, StatusCode::OK);
    assert!(!face.get(&olu, "/calendars").await.text.contains("Your addresses"));
    let kept = face.site.desk().all("feed").unwrap();
    assert!(!kept.is_empty() && kept.iter().all(|(key, body)| !address.contains(key) && !address.contains(body)));
}

#[tokio::test]
async fn guesses_are_limited_by_the_address_they_come_from() {
    let face = Face::with(Settings { rate: Rate { sign_ins: 3, ..Rate::default() }, ..Settings::default() });
    let mut last = StatusCode::OK;
    for guess in 0..4 {
        last = face.get(&Visitor::default(), &format!("/feeds/guess-{guess}/calendar.ics")).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(face.get(&Visitor::default(), "/sign-in").await.status, StatusCode::OK, "signing in is counted apart");
}
