//! Readiness: the same gaps as the command finds, each with a way on; and where a choice of route is recorded.

use psr_web::people::Role;

use crate::desk::{Desk, now};
use crate::{OK, TWO_LOTS};

#[tokio::test]
async fn every_gap_that_the_command_finds_is_on_the_page() {
    let desk = Desk::with_worked(TWO_LOTS);
    let reader = desk.sign_in("Al", &[Role::Auditor]);
    let page = desk.get(&reader, &desk.at("/readiness")).await.expect(OK).text();
    let case = desk.read();
    let record = psr_casefile::record::decision_record(&case).unwrap();
    let gaps = psr_casefile::check::check(&case, &record, psr_casefile::time::london_day(now())).unwrap();
    assert!(page.contains(&format!("A review would find {} gaps", gaps.len())), "{page}");
    assert_eq!(page.matches("<p>Next: ").count(), gaps.len());
    assert!(!page.contains("`psr "), "no command stands on the page");
}

#[tokio::test]
async fn the_question_that_records_which_route_is_followed_is_linked_from_the_conclusions() {
    let desk = Desk::with_worked(TWO_LOTS);
    let jo = desk.sign_in("Jo Bloggs", &[Role::Commissioner]);
    let page = desk.get(&jo, &desk.at("/conclusions")).await.expect(OK).text();
    let start = page.find("See why, or change which is followed").unwrap();
    let link = page[..start].rsplit("href=\"").next().unwrap().split('"').next().unwrap().to_owned();
    desk.get(&jo, &link).await.expect(OK);
}
