//! Import: a bundle is verified and seen before anything of it is recorded.
#![allow(clippy::unwrap_used)]

#[path = "support/books.rs"]
mod books;

use books::Filling;
use psr_casefile::casebook::Casebook;
use psr_recorder::bundle::{self, Request};

fn bundle() -> (Vec<u8>, String) {
    let mut other = Filling::new("other.example.org/psr", 20);
    let case = other.open("OTHER-1");
    let case = other.answer(&case, "particulars/services-begin-on", "2026-04-01", "As the notice says.", false);
    let file = tempfile::NamedTempFile::new().unwrap();
    bundle::write(other.casebook.register(), &Request::record(case.id), file.reopen().unwrap(), file.path()).unwrap();
    (std::fs::read(file.path()).unwrap(), case.id.to_string())
}

#[tokio::test]
async fn a_sound_bundle_is_seen_and_then_taken_in() {
    let (bytes, id) = bundle();
    let visit = Filling::new("example.org/web", 21).visit();
    let seen = visit.upload("/import", "bundle", "other.zip", &bytes).await.expect(303);
    let page = visit.get(&seen.location).await.expect(200);
    assert!(page.has("The bundle is sound") && page.has("OTHER-1") && page.has("other.example.org/psr"));
    visit.get(&format!("/cases/{id}")).await.expect(404);
    let done = visit.post(&seen.location, &[("action", "import")]).await.expect(303);
    assert!(visit.get(&done.location).await.expect(200).has("were added"));
    assert!(visit.get(&format!("/cases/{id}")).await.expect(200).has("OTHER-1"));
    visit.get(&seen.location).await.expect(404);
    let again = visit.upload("/import", "bundle", "other.zip", &bytes).await.expect(303);
    let done = visit.post(&again.location, &[("action", "import")]).await.expect(303);
    assert!(visit.get(&done.location).await.expect(200).has("every entry was here already"));
}

#[tokio::test]
async fn a_bundle_that_was_changed_is_not_taken_in() {
    let (mut bytes, _) = bundle();
    let place = bytes.windows(12).position(|window| window == b"psr.answer/1").unwrap();
    bytes[place] = b'P';
    let visit = Filling::new("example.org/web", 22).visit();
    let seen = visit.upload("/import", "bundle", "other.zip", &bytes).await.expect(303);
    let page = visit.get(&seen.location).await.expect(200);
    assert!(page.has("The bundle is not sound") && !page.has("value=\"import\""));
    assert!(visit.post(&seen.location, &[("action", "import")]).await.expect(422).has("Nothing was taken in"));
    assert!(Casebook::open_read(&visit.register()).unwrap().cases().unwrap().is_empty());
    visit.post(&seen.location, &[("action", "discard")]).await.expect(303);
    visit.get(&seen.location).await.expect(404);
}

#[tokio::test]
async fn what_is_no_bundle_is_refused_with_a_page() {
    let visit = Filling::new("example.org/web", 23).visit();
    assert!(visit.upload("/import", "nothing", "x.zip", b"x").await.expect(422).has("href=\"#bundle\""));
    let seen = visit.upload("/import", "bundle", "x.zip", b"no zip").await.expect(303);
    let page = visit.get(&seen.location).await;
    assert!(page.status.is_client_error() && page.has("<h1"), "{}", page.text());
    visit.get("/import/unknown").await.expect(404);
}
