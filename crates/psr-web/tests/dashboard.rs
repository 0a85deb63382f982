//! The list of cases, with what falls due week by week.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "support/desk.rs"]
mod desk;

use axum::http::StatusCode;
use desk::Desk;
use psr_web::people::Role;

/// A case that was awarded on 10 November, so that its notice is due within 30 days of that.
async fn awarded() -> Desk {
    let desk = Desk::with_worked("patient-transport-direct-award-c");
    let jo = desk.sign_in("Jo Bloggs", &[Role::Commissioner]);
    let head = desk.head();
    let on = [("head", &*head), ("on-day", "10"), ("on-month", "11"), ("on-year", "2026")];
    desk.post(&jo, &desk.at("/events/new?event=awarded"), &on).await.expect(StatusCode::SEE_OTHER);
    desk
}

#[tokio::test]
async fn what_falls_due_is_a_picture_and_the_table_it_is_drawn_from() {
    let desk = awarded().await;
    let jo = desk.sign_in("Jo Bloggs", &[Role::Auditor]);
    let page = desk.get(&jo, "/").await.expect(StatusCode::OK);
    let page = page
        .says("What falls due in open cases, week by week")
        .says("src=\"/due.svg\"")
        .says("Bar chart: What falls due");
    assert!(
        page.says("Week of 16 November 2026")
            .says("Week of 7 December 2026")
            .says("Overdue")
            .text()
            .contains("How many duties fall due")
    );
    let picture = desk.get(&jo, "/due.svg").await.expect(StatusCode::OK);
    assert_eq!(picture.header("content-type"), "image/svg+xml");
    for forbidden in ["<style", " style=", "<script"] {
        assert!(!picture.text().contains(forbidden), "{forbidden}");
    }
    assert!(picture.text().contains("Overdue"));
}

#[tokio::test]
async fn nothing_is_drawn_where_nothing_is_owed_or_may_be_seen() {
    let empty = Desk::with_empty_case();
    let jo = empty.sign_in("Jo Bloggs", &[Role::Auditor]);
    assert!(!empty.get(&jo, "/").await.expect(StatusCode::OK).text().contains("due.svg"));
    empty.get(&jo, "/due.svg").await.expect(StatusCode::NOT_FOUND);

    let desk = awarded().await;
    let jo = desk.sign_in("Jo Bloggs", &[Role::Auditor]);
    desk.site.desk().put("access", &desk.case, r#"{"people":{"subject-of-nobody":"Nobody"}}"#, None).unwrap();
    assert!(!desk.get(&jo, "/").await.expect(StatusCode::OK).text().contains("due.svg"));
    desk.get(&jo, "/due.svg").await.expect(StatusCode::NOT_FOUND);
}
