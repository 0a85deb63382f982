//! The parts of a case from its answers to its award: documents, readiness, approval, what happened and what is due, and what was given to whom.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../support/desk.rs"]
mod desk;

mod approval;
mod comments;
mod disclosures;
mod documents;
mod readiness;
mod tasks;
mod timeline;

use axum::http::StatusCode;
use psr_web::people::Role;

/// Two lots under the process with the most steps, answered to the end.
const TWO_LOTS: &str = "dental-two-lots-competitive";
/// A case with a representation.
const REPRESENTED: &str = "continuing-care-abandoned-in-standstill";

const OK: StatusCode = StatusCode::OK;
const REDIRECT: StatusCode = StatusCode::SEE_OTHER;
const AGAIN: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
const CONFLICT: StatusCode = StatusCode::CONFLICT;
const FORBIDDEN: StatusCode = StatusCode::FORBIDDEN;
const NOT_FOUND: StatusCode = StatusCode::NOT_FOUND;

#[tokio::test]
async fn every_part_is_a_page_with_one_heading_and_nothing_that_the_policy_forbids() {
    for desk in [desk::Desk::with_worked(TWO_LOTS), desk::Desk::with_empty_case()] {
        let everybody = desk.sign_in("Jo Bloggs", &Role::ALL);
        for part in [
            "",
            "/documents",
            "/documents/reasons",
            "/documents/timeline",
            "/readiness",
            "/approval",
            "/approval/roles",
            "/approval/submit",
            "/approval/approve",
            "/approval/refuse",
            "/approval/take-back",
            "/close",
            "/timeline",
            "/events/new",
            "/events/new?event=representation-received",
            "/events/new?event=awarded",
            "/disclosures",
            "/disclosures/new",
            "/disclosures/plan?to=A%20provider",
            "/conclusions",
            "/comments",
            "/comments/new",
            "/comments/new?about=document:reasons",
        ] {
            let page = desk.get(&everybody, &desk.at(part)).await.expect(OK).text();
            assert_eq!(page.matches("<h1").count(), 1, "{part}");
            let body = page.split_once("</head>").unwrap().1;
            for forbidden in [" style=", "<style", " onclick=", "javascript:", "<b>podiatry"] {
                assert!(!body.contains(forbidden), "{part} has {forbidden}");
            }
        }
    }
}
