//! Audit: every entry with its place, verification on demand, and what is taken away; what is privileged stays withheld.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "support/books.rs"]
mod books;

use books::{Filling, Seen, Visit};
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

/// Asks for a verification, and returns its page once it is over.
async fn verified(visit: &Visit, path: &str, fields: &[(&str, &str)]) -> Seen {
    let to = visit.post(path, fields).await.expect(303).location;
    for _ in 0..600 {
        let page = visit.get(&to).await.expect(200);
        if !page.has("It is under way") {
            return page;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("the verification does not end");
}

#[tokio::test]
async fn what_a_verification_found_is_kept_with_who_asked_and_the_head_it_was_of() {
    let (visit, id) = filled(&Role::ALL);
    let of_case = verified(&visit, &format!("/cases/{id}/verify"), &[]).await;
    assert!(of_case.has("Jo Bloggs") && of_case.has("Nothing from elsewhere") && of_case.has("sha256:"));
    let listed = visit.get(&format!("/cases/{id}/audit")).await.expect(200);
    assert!(listed.has("Verifications, newest first") && listed.has("/audit/verifications/"));
    assert!(
        !visit.get("/audit").await.expect(200).has("Verifications, newest first"),
        "that of a case is no register's"
    );
    let of_register = verified(&visit, "/audit/verify", &[]).await;
    assert!(of_register.has("an address of its own"));
    assert!(visit.get("/audit").await.expect(200).has("Verifications, newest first"));
    visit.get("/audit/verifications/none").await.expect(404);
}

#[tokio::test]
async fn one_verification_is_made_at_a_time_and_one_that_was_stopped_says_so() {
    let (visit, id) = filled(&Role::ALL);
    let running = |said: i64| {
        format!(
            r#"{{"id":"1-a","case":"{id}","by":"Ann","asked":"2026-11-21T09:59:00Z","brought":{{"checkpoint":false,"key":false}},
            "state":{{"running":{{"read":40,"of":200,"replayed":null,"said":{said}}}}}}}"#
        )
    };
    let now = desk_now();
    visit.site.desk().put("verification", "1-a", &running(now - 5), None).unwrap();
    let to = visit.post("/audit/verify", &[]).await.expect(303).location;
    assert_eq!(to, "/audit/verifications/1-a");
    let page = visit.get(&to).await.expect(200);
    assert!(page.has("40 of 200 entries done (20%)") && page.has("Ann") && page.has("data-look-again"));
    visit.site.desk().put("verification", "1-a", &running(now - 3600), None).unwrap();
    assert!(visit.get(&to).await.expect(200).has("It stopped before its end"));
    assert!(verified(&visit, "/audit/verify", &[]).await.has("Sound: the whole register"));
}

fn desk_now() -> i64 {
    books::now().timestamp()
}

#[tokio::test]
async fn verification_says_sound_and_names_each_fault() {
    let (visit, id) = filled(&Role::ALL);
    let page = verified(&visit, &format!("/cases/{id}/verify"), &[]).await;
    assert!(page.has("Sound: the case AUD-1") && page.has("Outside checkpoint."));
    let page = visit.post("/audit/verify", &[("verifier", "no key")]).await.expect(422);
    assert!(page.has("href=\"#verifier\"") && page.has("value=\"no key\""));
    let note = visit.get("/audit/checkpoint.note").await.expect(200);
    let page = verified(&visit, "/audit/verify", &[("prior", &note.text())]).await;
    assert!(page.has("Sound: the whole register") && !page.has("Outside checkpoint."), "{}", page.text());
    let database = rusqlite::Connection::open(visit.register().join("register.sqlite")).unwrap();
    let sql = "UPDATE disclosure SET body = 'x' || substr(body, 2)";
    database.execute(sql, []).unwrap();
    let page = verified(&visit, "/audit/verify", &[]).await;
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
