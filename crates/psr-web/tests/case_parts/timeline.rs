//! What happened and what is due: events, their conflicts, the tracker of what came in, the picture and the calendar.

use psr_web::people::Role;

use crate::desk::{Desk, Visitor};
use crate::{AGAIN, CONFLICT, FORBIDDEN, NOT_FOUND, OK, REDIRECT, REPRESENTED};

const REQUESTED: &str = "/events/new?event=information-requested";

fn commissioner(desk: &Desk) -> Visitor {
    desk.sign_in("Jo Bloggs", &[Role::Commissioner])
}

fn on<'t>(head: &'t str, day: &'t str, month: &'t str, year: &'t str) -> Vec<(&'t str, &'t str)> {
    vec![("head", head), ("on-day", day), ("on-month", month), ("on-year", year)]
}

#[tokio::test]
async fn a_request_is_put_on_record_followed_until_it_is_answered_and_shown_with_its_age() {
    let desk = Desk::with_worked(REPRESENTED);
    let (jo, head) = (commissioner(&desk), desk.head());
    let mut fields = on(&head, "11", "11", "2026");
    fields.extend([("item-by", "Example Care Ltd"), ("item-reference", "Q1")]);
    let sent = desk.post(&jo, &desk.at(REQUESTED), &fields).await.expect(REDIRECT);
    let page = desk.get(&jo, sent.header("location")).await.expect(OK);
    page.says("It is on record").says("No answer to it on record, 10 days").says("Example Care Ltd").says("12(4)(b)");

    let head = desk.head();
    let mut fields = on(&head, "13", "11", "2026");
    fields.extend([
        ("item-request", "Q1"),
        ("item-what", "Scores"),
        ("item-ground", "public-interest"),
        ("item-explanation", "It would harm X."),
    ]);
    desk.post(&jo, &desk.at("/events/new?event=information-refused"), &fields).await.expect(REDIRECT);
    let page = desk.get(&jo, &desk.at("/timeline")).await.expect(OK);
    page.says("Followed up after 2 days").says("The public interest, 12(5)(c)").says("It would harm X.");
}

#[tokio::test]
async fn what_cannot_be_recorded_is_shown_again_as_it_was_typed() {
    let desk = Desk::with_worked(REPRESENTED);
    let (jo, head) = (commissioner(&desk), desk.head());
    let cases = [
        (on(&head, "22", "11", "2026"), "22 November 2026 has not come yet: today is 21 November 2026"),
        (on(&head, "31", "2", "2026"), "There is no day"),
        (on(&head, "", "", ""), "Enter the day on which it happened"),
        (on(&head, "1", "1", "2023"), "1 January 2023 lies before the regime began on 1 January 2024"),
    ];
    for (fields, said) in cases {
        let mut all = fields;
        all.push(("item-what", "The <scores>"));
        let page = desk.post(&jo, &desk.at(REQUESTED), &all).await.expect(AGAIN);
        page.says(said).says("href=\"#on-day\"").says("The &lt;scores&gt;");
    }
    let page = desk.post(&jo, &desk.at("/events/new?event=review-begun"), &on(&head, "1", "11", "2026")).await;
    page.expect(AGAIN).says("Who reviews it: enter an answer").says("href=\"#item-reviewers\"");
    desk.get(&jo, &desk.at("/events/new?event=no-such-event")).await.expect(NOT_FOUND);
    assert_eq!(desk.head(), head);
}

#[tokio::test]
async fn two_people_who_record_the_same_event_see_each_other() {
    let desk = Desk::with_worked(REPRESENTED);
    let (jo, seen) = (commissioner(&desk), desk.head());
    let kim = desk.sign_in("Kim Lee", &[Role::Commissioner]);
    desk.post(&kim, &desk.at(REQUESTED), &on(&seen, "11", "11", "2026")).await.expect(REDIRECT);
    let page = desk.post(&jo, &desk.at(REQUESTED), &on(&seen, "12", "11", "2026")).await.expect(CONFLICT);
    page.says("Somebody else recorded this meanwhile")
        .says("Kim Lee")
        .says("On 11 November 2026.")
        .says("value=\"12\"");
    // What does not bear on it stands beside it.
    desk.post(&jo, &desk.at("/events/new?event=standstill-ended"), &on(&seen, "12", "11", "2026"))
        .await
        .expect(REDIRECT);
    let auditor = desk.sign_in("Al", &[Role::Auditor]);
    desk.post(&auditor, &desk.at(REQUESTED), &on(&seen, "12", "11", "2026")).await.expect(FORBIDDEN);
}

#[tokio::test]
async fn the_picture_stands_alone_and_its_table_says_the_same() {
    let desk = Desk::with_worked(REPRESENTED);
    let jo = commissioner(&desk);
    let picture = desk.get(&jo, &desk.at("/timeline.svg")).await.expect(OK);
    assert_eq!(picture.header("content-type"), "image/svg+xml");
    let svg = picture.says("Representation received").text();
    assert!(!svg.contains("style") && !svg.contains("<script"));
    let page = desk.get(&jo, &desk.at("/timeline")).await.expect(OK);
    page.says("<img src=\"")
        .says("alt=\"Line of time")
        .says("Events on record, by the day they happened")
        .says("Not yet known");
    let empty = Desk::with_empty_case();
    let jo = commissioner(&empty);
    empty.get(&jo, &empty.at("/timeline.svg")).await.expect(NOT_FOUND);
    empty.get(&jo, &empty.at("/timeline")).await.expect(OK).says("Nothing is on record yet as having happened.");
}

#[tokio::test]
async fn the_same_head_gives_the_same_calendar() {
    let desk = Desk::with_worked(REPRESENTED);
    let jo = commissioner(&desk);
    let calendar = desk.get(&jo, &desk.at("/calendar.ics")).await.expect(OK);
    assert_eq!(calendar.header("content-type"), "text/calendar; charset=utf-8");
    assert_eq!(calendar.header("content-disposition"), "attachment; filename=\"ex-aac-2024-calendar.ics\"");
    let text = calendar.text();
    assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && text.ends_with("END:VCALENDAR\r\n"), "{text}");
    assert!(text.contains("DTSTART;VALUE=DATE:") && text.contains("DTSTAMP:20261121T"), "{text}");
    assert!(text.split("\r\n").all(|line| line.len() <= 75));
    assert_eq!(desk.get(&jo, &desk.at("/calendar.ics")).await.text(), text);
    // In the calendar of the register stand the cases in which something is still owed; here nothing is.
    let all = desk.get(&jo, "/calendar.ics").await.expect(OK).text();
    assert!(all.starts_with("BEGIN:VCALENDAR\r\n") && !all.contains("BEGIN:VEVENT"), "{all}");
}
