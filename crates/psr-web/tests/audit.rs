//! Audit: every entry with its place, verification on demand, and what is taken away; what is privileged stays withheld.
#![allow(clippy::unwrap_used)]

#[path = "support/books.rs"]
mod books;

use books::{Filling, Visit};
use psr_web::people::Role;

const BEGINS: &str = "particulars/services-begin-on";

fn filled(roles: &[Role]) -> (Visit, String) {
    let mut filling = Filling::new("example.org/web", 5);
    let case = filling.open("AUD-1");
    let case = filling.answer(&case, BEGINS, "2026-04-01", "The start in the notice.", false);
    let case = filling.answer(&case, BEGINS, "2026-05-01", "The start in the corrected notice.", false);
    let id = case.id.to_string();
    (filling.visit_as(roles), id)
}

#[tokio::test]
async fn every_entry_stands_with_its_place_and_an_auditor_sees_it() {
    let (visit, id) = filled(&[Role::Auditor]);
    let page = visit.get(&format!("/cases/{id}/audit")).await.expect(200);
    assert!(page.has("The start") || page.has("1 May 2026"));
    let entries = psr_casefile::casebook::Casebook::open_read(&visit.register()).unwrap().case(&id).unwrap().entries;
    for entry in &entries {
        assert!(page.has(&entry.leaf.to_string()), "{}", entry.seq);
        visit.get(&format!("/cases/{id}/entries/{}", entry.seq)).await.expect(200);
    }
    visit.get(&format!("/cases/{id}/entries/99")).await.expect(404);
    visit.get("/audit").await.expect(200);
    visit.get("/contracts/new").await.expect(403);
    visit.get("/import").await.expect(403);
}

#[tokio::test]
async fn an_answer_stands_beside_the_one_it_replaced() {
    let (visit, id) = filled(&Role::ALL);
    let case = psr_casefile::casebook::Casebook::open_read(&visit.register()).unwrap().case(&id).unwrap();
    let newest = case.state.answers.values().find_map(|history| history.current.as_ref()).unwrap().seq;
    let page = visit.get(&format!("/cases/{id}/entries/{newest}")).await.expect(200);
    assert!(page.has("<del>April </del>") && page.has("<ins>May </ins>") && page.has("<ins>corrected </ins>"));
    assert!(page.has("c2sp.org/tlog-proof@v1") && page.has("Changed"));
}

#[tokio::test]
async fn verification_says_sound_and_names_each_fault() {
    let (visit, id) = filled(&Role::ALL);
    let page = visit.post(&format!("/cases/{id}/verify"), &[]).await.expect(200);
    assert!(page.has("Sound: the case AUD-1") && page.has("Outside checkpoint."));
    let page = visit.post("/audit/verify", &[("verifier", "no key")]).await.expect(422);
    assert!(page.has("href=\"#verifier\"") && page.has("value=\"no key\""));
    let note = visit.get("/audit/checkpoint.note").await.expect(200);
    let page = visit.post("/audit/verify", &[("prior", &note.text())]).await.expect(200);
    assert!(page.has("Sound: the whole register") && !page.has("Outside checkpoint."), "{}", page.text());
    let database = rusqlite::Connection::open(visit.register().join("register.sqlite")).unwrap();
    let sql = "UPDATE disclosure SET body = 'x' || substr(body, 2)";
    database.execute(sql, []).unwrap();
    let page = visit.post("/audit/verify", &[]).await.expect(200);
    assert!(page.has("Not sound: the whole register") && page.has("Everything that is wrong"));
}

#[tokio::test]
async fn what_is_taken_away_is_what_the_register_holds() {
    let (visit, id) = filled(&[Role::Auditor]);
    let bundle = visit.get(&format!("/cases/{id}/bundle")).await.expect(200);
    assert_eq!(bundle.disposition, "attachment; filename=\"aud-1.zip\"");
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &bundle.bytes).unwrap();
    let report = psr_recorder::verify_bundle(file.path(), &psr_recorder::Options::default()).unwrap();
    assert!(report.is_sound() && report.entries > 3, "{report:?}");
    let page = visit.get(&format!("/cases/{id}/page")).await.expect(200);
    assert!(page.disposition.ends_with("aud-1.html\"") && page.has("<!DOCTYPE html>") | page.has("<!doctype html>"));
    let code = visit.get("/audit/checkpoint.svg").await.expect(200);
    assert!(code.text().starts_with("<svg"));
}

#[tokio::test]
async fn what_is_privileged_is_withheld_from_every_page_and_leaves_only_when_asked_for() {
    let mut filling = Filling::new("example.org/web", 6);
    let case = filling.open("PRIV-1");
    let case = filling.answer(&case, BEGINS, "2026-06-07", "Counsel advised the heron.", true);
    let case = filling.answer(&case, BEGINS, "2026-05-01", "Said openly.", false);
    let (id, head) = (case.id.to_string(), case.state.head);
    let visit = filling.visit();
    for path in (0..=head).map(|seq| format!("/cases/{id}/entries/{seq}")).chain([format!("/cases/{id}/audit")]) {
        let page = visit.get(&path).await.expect(200);
        assert!(!page.has("heron") && !page.has("7 June 2026") && !page.has("2026-06-07"), "{path}: {}", page.text());
    }
    for what in ["bundle", "page"] {
        let refused = visit.get(&format!("/cases/{id}/{what}")).await.expect(403);
        assert!(refused.has("privileged"));
        visit.get(&format!("/cases/{id}/{what}?privileged=yes")).await.expect(200);
    }
}

#[tokio::test]
async fn an_auditor_does_not_share_the_privilege() {
    let mut filling = Filling::new("example.org/web", 7);
    let case = filling.open("PRIV-2");
    let case = filling.answer(&case, BEGINS, "2026-04-01", "Counsel advised the heron.", true);
    let id = case.id.to_string();
    let visit = filling.visit_as(&[Role::Auditor]);
    visit.get(&format!("/cases/{id}/bundle?privileged=yes")).await.expect(403);
    assert!(visit.get(&format!("/cases/{id}/audit")).await.expect(200).has("does not share the privilege"));
}
