//! Approval: who must, a draft, approvals that count and those that no longer do, and the end of a case.

use psr_casefile::signoff::{Stands, standing};
use psr_web::people::Role;

use crate::desk::Desk;
use crate::{AGAIN, CONFLICT, FORBIDDEN, OK, REDIRECT, TWO_LOTS};

#[tokio::test]
async fn two_people_approve_what_was_submitted_and_one_of_them_refuses_later() {
    let desk = Desk::with_worked(TWO_LOTS);
    let jo = desk.sign_in("Jo Bloggs", &[Role::Commissioner]);
    let (sam, kim) = (desk.sign_in("Sam Roe", &[Role::Approver]), desk.sign_in("Kim Lee", &[Role::Approver]));
    let fields = |more: &[(&'static str, &'static str)]| more.to_vec();
    let send = async |who, part: &str, more: Vec<(&'static str, &'static str)>| {
        let head = desk.head();
        let mut all: Vec<(&str, &str)> = vec![("head", head.as_str())];
        all.extend(more);
        desk.post(who, &desk.at(part), &all).await
    };
    send(&jo, "/approval/roles", fields(&[("roles", "Director\nFinance officer"), ("under", "Scheme, 4")]))
        .await
        .expect(REDIRECT);
    send(&jo, "/approval/submit", fields(&[("note", "For Tuesday.")])).await.expect(REDIRECT);
    send(&sam, "/approval/approve", fields(&[("role", "Director"), ("under", "Scheme, 4(a)")])).await.expect(REDIRECT);
    let page = desk.get(&jo, &desk.at("/approval?done=approve")).await.expect(OK);
    page.says("Your approval is on record.").says("Has not approved").says("For Tuesday.").says("Scheme, 4(a)");
    send(&kim, "/approval/approve", fields(&[("role", "finance officer")])).await.expect(REDIRECT);
    assert!(standing(&desk.read()).approved);
    desk.get(&jo, &desk.at("/approval")).await.says("approved by everybody who must approve it");

    send(&kim, "/approval/refuse", fields(&[("reason", " ")])).await.expect(AGAIN).says("Enter why you refuse");
    send(&kim, "/approval/refuse", fields(&[("reason", "Who pays?")])).await.expect(REDIRECT);
    let refused = send(&sam, "/approval/approve", fields(&[("role", "Director")])).await.expect(AGAIN);
    assert!(!refused.says("nothing was submitted since").text().contains("`psr "));
    send(&kim, "/approval/take-back", fields(&[("reason", "Wrong case.")])).await.expect(REDIRECT);
    let now = standing(&desk.read());
    assert_eq!(now.approvals.last().map(|approval| approval.stands), Some(Stands::Withdrawn));
    desk.get(&jo, &desk.at("/approval")).await.says("Taken back").says("Wrong case.").says("Who pays?");
}

#[tokio::test]
async fn whoever_approves_sees_first_what_was_written_since_the_page_was_made() {
    let desk = Desk::with_worked(TWO_LOTS);
    let jo = desk.sign_in("Jo Bloggs", &[Role::Commissioner]);
    let sam = desk.sign_in("Sam Roe", &[Role::Approver]);
    let seen = desk.head();
    let on = [("head", &*seen), ("on-day", "20"), ("on-month", "11"), ("on-year", "2026")];
    let happened = desk.post(&jo, &desk.at("/events/new?event=standstill-ended"), &on).await;
    happened.expect(REDIRECT);
    let before = desk.head();
    let stale = [("head", &*seen), ("role", "Director"), ("under", "Scheme 4")];
    let page = desk.post(&sam, &desk.at("/approval/approve"), &stale).await.expect(CONFLICT);
    let page = page.says("Something was recorded since this page was shown to you").says("Standstill period ended");
    page.says("value=\"Scheme 4\"").says(&format!("name=\"head\" value=\"{before}\""));
    assert_eq!(desk.head(), before, "nothing was recorded");
    let again = [("head", &*before), ("role", "Director"), ("under", "Scheme 4")];
    desk.post(&sam, &desk.at("/approval/approve"), &again).await.expect(REDIRECT);
}

#[tokio::test]
async fn each_act_is_for_its_role() {
    let desk = Desk::with_empty_case();
    let jo = desk.sign_in("Jo Bloggs", &[Role::Commissioner]);
    let sam = desk.sign_in("Sam Roe", &[Role::Approver]);
    let head = desk.head();
    for part in ["/approval/approve", "/approval/refuse", "/approval/take-back"] {
        desk.post(&jo, &desk.at(part), &[("head", &head), ("reason", "x")]).await.expect(FORBIDDEN);
    }
    for part in ["/approval/roles", "/approval/submit", "/close"] {
        desk.post(&sam, &desk.at(part), &[("head", &head)]).await.expect(FORBIDDEN);
    }
    assert_eq!(desk.head(), head);
    let page = desk.get(&sam, &desk.at("/approval")).await.says("Refuse to approve").text();
    assert!(!page.contains("Close the case"));
}

#[tokio::test]
async fn nothing_more_is_recorded_in_a_case_that_is_closed() {
    let desk = Desk::with_empty_case();
    let everybody = desk.sign_in("Jo Bloggs", &Role::ALL);
    let head = desk.head();
    let closed = desk.post(&everybody, &desk.at("/close"), &[("head", &head), ("reason", "Done.")]).await;
    closed.expect(REDIRECT);
    assert!(desk.read().state.closed.is_some());
    desk.get(&everybody, &desk.at("/approval")).await.says("The case is closed");
    let head = desk.head();
    desk.post(&everybody, &desk.at("/approval/submit"), &[("head", &head)]).await.expect(CONFLICT);
    assert_eq!(desk.head(), head);
}
