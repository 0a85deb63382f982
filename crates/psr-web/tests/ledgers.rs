//! Contracts: put on record, changed, corrected and closed, without losing what was typed or what others entered.
#![allow(clippy::unwrap_used)]

#[path = "support/books.rs"]
mod books;

use books::{Filling, Visit};

const CONTRACT: [(&str, &str); 9] = [
    ("reference", "GP-17"),
    ("title", "Primary medical services"),
    ("provider", "Example Practice"),
    ("awarded-by", "other"),
    ("entered-into-day", "1"),
    ("entered-into-month", "4"),
    ("entered-into-year", "2019"),
    ("lifetime-value", "£2,000,000"),
    ("value-basis", "Ten years of the global sum"),
];

fn change<'a>(head: &'a str, what: &'a str, sum: &'a str) -> Vec<(&'a str, &'a str)> {
    let day = [("on-day", "1"), ("on-month", "10"), ("on-year", "2025")];
    [("head", head), ("what", what), ("change", sum), ("attributable", "yes")].into_iter().chain(day).collect()
}

async fn entered() -> (Visit, String) {
    let visit = Filling::new("example.org/web", 8).visit();
    let seen = visit.post("/contracts/new", &CONTRACT).await.expect(303);
    let address = seen.location.split('?').next().unwrap().to_owned();
    (visit, address)
}

#[tokio::test]
async fn a_contract_that_cannot_stand_is_shown_again_with_everything_typed() {
    let visit = Filling::new("example.org/web", 9).visit();
    let page =
        visit.post("/contracts/new", &[("title", "Left <as> typed"), ("lifetime-value", "much")]).await.expect(422);
    for field in ["#reference", "#provider", "#awarded-by", "#entered-into-day", "#lifetime-value"] {
        assert!(page.has(&format!("href=\"{field}\"")), "{field}");
    }
    assert!(page.has("Left &lt;as&gt; typed") && page.has("value=\"much\""));
    visit.post("/contracts/new", &CONTRACT).await.expect(303);
    assert!(visit.post("/contracts/new", &CONTRACT).await.expect(422).has("href=\"#reference\""));
    assert!(visit.get("/contracts").await.expect(200).has("Primary medical services"));
}

#[tokio::test]
async fn changes_add_up_and_are_held_against_the_limits() {
    let (visit, address) = entered().await;
    assert!(visit.get(&address).await.expect(200).has("None on record."));
    visit.post(&format!("{address}/changes"), &change("1", "Enhanced access", "£400,000")).await.expect(303);
    visit.post(&format!("{address}/changes"), &change("2", "Care homes", "125000")).await.expect(303);
    let page = visit.get(&address).await.expect(200);
    assert!(page.has("£525,000") && page.has("26.25%") && page.has("Reached"), "{}", page.text());
    let correction = [change("3", "Care homes, corrected", "-125000"), vec![("corrects", "3")]].concat();
    visit.post(&format!("{address}/changes"), &correction).await.expect(303);
    let page = visit.get(&address).await.expect(200);
    assert!(page.has("£275,000") && page.has("Entries that no longer count") && page.has("In place of entry 3"));
    assert!(visit.get(&format!("{address}?correct=4")).await.expect(200).has("value=\"-125000\""));
}

#[tokio::test]
async fn a_change_on_an_older_head_is_not_recorded_and_not_lost() {
    let (visit, address) = entered().await;
    visit.post(&format!("{address}/changes"), &change("1", "Theirs", "1")).await.expect(303);
    let page = visit.post(&format!("{address}/changes"), &change("1", "Mine", "2")).await.expect(409);
    assert!(page.has("Somebody else wrote to this contract meanwhile") && page.has("value=\"Mine\""));
    assert!(page.has("name=\"head\" value=\"2\""));
    visit.post(&format!("{address}/changes"), &change("2", "Mine", "2")).await.expect(303);
}

#[tokio::test]
async fn what_is_wrong_with_a_change_leads_to_its_field() {
    let (visit, address) = entered().await;
    let fields =
        [("head", "1"), ("case", "NOPE"), ("change", "x"), ("on-day", "31"), ("on-month", "2"), ("on-year", "2025")];
    let page = visit.post(&format!("{address}/changes"), &fields).await.expect(422);
    for field in ["#what", "#change", "#on-day"] {
        assert!(page.has(&format!("href=\"{field}\"")), "{field}");
    }
    let fields = [change("1", "A change", "1"), vec![("case", "NOPE")]].concat();
    assert!(visit.post(&format!("{address}/changes"), &fields).await.expect(422).has("href=\"#case\""));
}

#[tokio::test]
async fn a_closed_contract_takes_nothing_more() {
    let (visit, address) = entered().await;
    let page = visit.post(&format!("{address}/close"), &[("head", "1")]).await.expect(422);
    assert!(page.has("href=\"#reason\""));
    let close = [("head", "1"), ("reason", "Its term has ended.")];
    visit.post(&format!("{address}/close"), &close).await.expect(303);
    let page = visit.get(&address).await.expect(200);
    assert!(page.has("Closed") && !page.has("Record the change"));
    visit.post(&format!("{address}/changes"), &change("2", "Late", "1")).await.expect(409);
}
