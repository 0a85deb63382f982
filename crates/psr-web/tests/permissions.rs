//! Roles and routes: for every route of the table and every role, and for nobody, what the acts say is what happens; and no form works without its token.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "support/face.rs"]
mod face;

use axum::http::{Method, StatusCode};
use face::{Answer, Face, Visitor};
use psr_web::people::{Act, Role};
use psr_web::routes::{Route, table};

/// Fills the names in a route's address with what the fixture has.
fn address(face: &Face, path: &str) -> String {
    let mut filled = path.to_owned();
    for (name, value) in [
        ("{id}", face.case.as_str()),
        ("{decision}", "decision-making"),
        ("{question}", "advice-taken"),
        ("{seq}", "2"),
        ("{name}", "psr.css"),
        ("{document}", "record"),
    ] {
        filled = filled.replace(name, value);
    }
    // A route may bring names that the fixture does not know; it may then say that there is nothing, but not let anybody past or refuse wrongly.
    while let Some((before, rest)) = filled.split_once('{') {
        filled = format!("{before}none{}", rest.split_once('}').unwrap().1);
    }
    filled
}

async fn ask(face: &Face, visitor: &Visitor, route: &Route) -> Answer {
    let path = address(face, route.path);
    match route.method {
        Method::GET => face.get(visitor, &path).await,
        Method::POST => face.post(visitor, &path, &[]).await,
        ref other => panic!("no test sends {other}"),
    }
}

/// What pages say to those who want a right. A page may refuse for other reasons, such as a privileged answer in a file that somebody asks for.
const WANTING: [&str; 3] =
    ["Your role in this register does not allow it", "does not belong to your session", "sent from another site"];

/// Tells whether an answer is a refusal for want of a right.
fn is_refused(answer: &Answer) -> bool {
    let to = answer.headers.get("location").map(String::as_str);
    let sent_to_sign_in = answer.status == StatusCode::SEE_OTHER && to == Some("/sign-in");
    let forbidden = answer.status == StatusCode::FORBIDDEN && WANTING.iter().any(|says| answer.text.contains(says));
    answer.status == StatusCode::UNAUTHORIZED || forbidden || sent_to_sign_in
}

/// Routes whose business is to send people to the page for signing in.
fn is_about_signing_in(route: &Route) -> bool {
    route.path.starts_with("/sign-")
}

#[tokio::test]
async fn every_role_may_do_what_the_acts_say_and_nothing_else() {
    for role in Role::ALL {
        let face = Face::new();
        for route in table() {
            // Signing out ends the session, so somebody new comes to each route.
            let visitor = face.sign_in("Sam Smith", &[role]);
            let answer = ask(&face, &visitor, &route).await;
            let (refused, allowed) = (is_refused(&answer), route.act.is_for(role));
            let about = format!("{} {} for {}: {}", route.method, route.path, role.id(), answer.status);
            assert!(!answer.status.is_server_error(), "{about}");
            if !(allowed && is_about_signing_in(&route)) {
                assert_eq!(!refused, allowed, "{about}");
            }
        }
    }
}

#[tokio::test]
async fn nobody_gets_past_what_anybody_may_look_at() {
    let face = Face::new();
    let before = face.size();
    for route in table() {
        let answer = ask(&face, &Visitor::default(), &route).await;
        let about = format!("{} {}: {}", route.method, route.path, answer.status);
        if route.act == Act::Look {
            assert!(!is_refused(&answer) || is_about_signing_in(&route), "{about}");
        } else {
            assert!(is_refused(&answer), "{about}");
        }
    }
    assert_eq!(face.size(), before);
}

#[tokio::test]
async fn no_form_works_without_the_token_of_its_session() {
    let face = Face::new();
    let visitor = face.sign_in("Sam Smith", &Role::ALL);
    let other = face.sign_in("Olu Other", &Role::ALL);
    let before = face.size();
    for route in table().into_iter().filter(|route| route.method == Method::POST) {
        let path = address(&face, route.path);
        for (what, fields) in [
            ("no token", vec![]),
            ("an empty token", vec![("csrf", "")]),
            ("a wrong token", vec![("csrf", "wrong")]),
            ("another session's token", vec![("csrf", other.csrf.as_str())]),
        ] {
            let answer = face.form(&visitor, &path, &fields).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{} with {what}", route.path);
        }
        assert_eq!(face.size(), before, "{}", route.path);
    }
}

#[tokio::test]
async fn a_case_that_is_kept_from_somebody_is_not_there_for_them() {
    let face = Face::new();
    let visitor = face.sign_in("Sam Smith", &Role::ALL);
    let before = face.size();
    let none = "0190a000-0000-7000-8000-000000000000";
    // Changing who may see it is the administrator's business, and shows nothing of the case but its reference.
    let routes =
        table().into_iter().filter(|route| route.path.starts_with("/cases/{id}") && !route.path.ends_with("/access"));
    for route in routes {
        let of = |id: &str| address(&face, &route.path.replace("{id}", id));
        let send = async |path: String| match route.method {
            Method::GET => face.get(&visitor, &format!("{path}?as=html")).await,
            _ => face.post(&visitor, &path, &[("head", "1"), ("action", "save"), ("answer", "yes")]).await,
        };
        let (kept, missing) = (send(of(&face.kept)).await, send(of(none)).await);
        assert_eq!(kept.status, StatusCode::NOT_FOUND, "{} {}", route.method, route.path);
        assert_eq!(kept.text, missing.text, "{} {}", route.method, route.path);
    }
    assert_eq!(face.size(), before);
}
