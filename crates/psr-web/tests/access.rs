//! Cases that are kept to named people, and answers that are privileged: who sees them, and that it is written down who looked.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "support/face.rs"]
mod face;

use axum::http::StatusCode;
use face::{Face, SUMMARY};
use psr_web::people::Role;

/// Puts somebody among those who signed in, as signing in does.
fn known(face: &Face, name: &str) {
    let person = format!(r#"{{"name":"{name}","subject":"subject-of-{name}","roles":[]}}"#);
    face.site.desk().put("person", &format!("subject-of-{name}"), &person, None).unwrap();
}

#[tokio::test]
async fn an_administrator_keeps_a_case_to_named_people_and_opens_it_again() {
    let face = Face::new();
    let admin = face.sign_in("Ada Admin", &[Role::Administrator]);
    let (one, other) = (face.sign_in("Sam", &[Role::Commissioner]), face.sign_in("Olu", &[Role::Auditor]));
    for name in ["Sam", "Olu"] {
        known(&face, name);
    }
    let (case, access) = (format!("/cases/{}", face.case), format!("/cases/{}/access", face.case));
    assert_eq!(face.get(&other, &case).await.status, StatusCode::OK);

    let saved =
        face.post(&admin, &access, &[("who", "named"), ("people", "subject-of-Sam"), ("people", "made-up")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    assert_eq!(face.get(&one, &case).await.status, StatusCode::OK);
    for path in [case.clone(), format!("{case}/answers")] {
        assert_eq!(face.get(&other, &path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(face.get(&one, "/").await.text.contains("REF-1"));
    let list = face.get(&other, "/?q=audiology").await.text;
    assert!(!list.contains("REF-1"), "{list}");

    // The administrator sees no more of it than who may, and that is listed.
    assert_eq!(face.get(&admin, &case).await.status, StatusCode::NOT_FOUND);
    let page = face.get(&admin, &access).await.text;
    assert!(page.contains("value=\"subject-of-Sam\" checked"), "{page}");
    assert!(face.get(&admin, "/access").await.text.contains("REF-HIDDEN"));

    let open = face.post(&admin, &access, &[("who", "everybody")]).await;
    assert_eq!(open.status, StatusCode::SEE_OTHER);
    assert_eq!(face.get(&other, &case).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_choice_of_nobody_is_shown_again() {
    let face = Face::new();
    let admin = face.sign_in("Ada Admin", &[Role::Administrator]);
    let access = format!("/cases/{}/access", face.case);
    for (fields, says) in [
        (vec![], "Select who may see this case"),
        (vec![("who", "named")], "Select at least one person"),
        (vec![("who", "named"), ("people", "made-up")], "Select at least one person"),
    ] {
        let answer = face.post(&admin, &access, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains(says) && answer.text.contains("There is a problem"), "{}", answer.text);
    }
    let other = face.sign_in("Olu", &[Role::Auditor]);
    assert_eq!(face.get(&other, &format!("/cases/{}", face.case)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_privileged_answer_is_shown_once_it_is_written_down_who_looks() {
    let face = Face::new();
    let (counsel, auditor) =
        (face.sign_in("Cy Counsel", &[Role::LegalAdviser]), face.sign_in("Au Ditor", &[Role::Auditor]));
    let admin = face.sign_in("Ada Admin", &[Role::Administrator]);
    let case = format!("/cases/{}", face.case);
    let (answers, page) = (format!("{case}/answers"), format!("{case}/entries/2/privileged"));

    let (theirs, not_theirs) = (face.get(&counsel, &answers).await.text, face.get(&auditor, &answers).await.text);
    assert!(theirs.contains("See the privileged answer") && !theirs.contains(SUMMARY));
    assert!(!not_theirs.contains("See the privileged answer") && !not_theirs.contains(SUMMARY));
    assert_eq!(face.get(&auditor, &page).await.status, StatusCode::FORBIDDEN);
    assert_eq!(face.post(&auditor, &page, &[]).await.status, StatusCode::FORBIDDEN);

    let asked = face.get(&counsel, &page).await;
    assert_eq!(asked.status, StatusCode::OK);
    assert!(asked.text.contains("record that I looked") && !asked.text.contains(SUMMARY));
    assert!(face.get(&admin, &format!("{case}/access")).await.text.contains("Nobody has looked"));

    let shown = face.post(&counsel, &page, &[]).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.text.contains(SUMMARY), "{}", shown.text);
    assert_eq!(shown.headers["cache-control"], "no-store");
    let listed = face.get(&admin, &format!("{case}/access")).await.text;
    assert!(listed.contains("Cy Counsel") && listed.contains("21 November 2026 at 10:00 GMT"), "{listed}");

    for entry in ["1", "9", "x"] {
        let none = face.get(&counsel, &format!("{case}/entries/{entry}/privileged")).await;
        assert!(none.status.is_client_error(), "{entry}: {}", none.status);
    }
}

#[tokio::test]
async fn nothing_outside_of_a_kept_case_tells_of_it() {
    let face = Face::new();
    let visitor = face.sign_in("Sam", &Role::ALL);
    let pages = ["/", "/?q=hidden", "/?q=REF-HIDDEN", "/contracts", "/reports", "/calendar.ics", "/audit", "/rules"];
    let reports = face.get(&visitor, "/reports").await.text.replace("&#x2f;", "/").replace("&amp;", "&");
    let linked =
        reports.split("href=\"").skip(1).filter_map(|rest| rest.split_once('"')).map(|(href, _)| href.to_owned());
    let mut all: Vec<String> = pages.map(str::to_owned).to_vec();
    all.extend(linked.filter(|href| href.starts_with("/reports/")));
    assert!(all.len() > pages.len(), "{reports}");
    for page in all {
        let answer = face.get(&visitor, &page).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        let text = answer.text.replace("value=\"hidden\"", "").replace("value=\"REF-HIDDEN\"", "");
        for told in ["hidden matter", "REF-HIDDEN", face.kept.as_str()] {
            assert!(page == "/access" || !text.contains(told), "{page} tells of {told}");
        }
    }
}

#[tokio::test]
async fn whoever_takes_a_file_with_privileged_answers_is_written_down() {
    let face = Face::new();
    let (counsel, admin) =
        (face.sign_in("Cy Counsel", &[Role::LegalAdviser]), face.sign_in("Ada", &[Role::Administrator]));
    let case = format!("/cases/{}", face.case);
    for (visitor, path, status) in [
        (&admin, "bundle?privileged=yes", StatusCode::FORBIDDEN),
        (&counsel, "bundle", StatusCode::FORBIDDEN),
        (&counsel, "bundle?privileged=yes", StatusCode::OK),
    ] {
        let listed = face.get(&admin, &format!("{case}/access")).await.text;
        assert!(listed.contains("Nobody has looked"), "before {path}");
        assert_eq!(face.get(visitor, &format!("{case}/{path}")).await.status, status, "{path}");
    }
    assert!(face.get(&admin, &format!("{case}/access")).await.text.contains("Cy Counsel"));
}
