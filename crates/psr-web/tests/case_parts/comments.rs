//! Comments: where they stand, who sees what is privileged of them, and what a form says that cannot be used.

use psr_web::people::Role;

use crate::desk::Desk;
use crate::{AGAIN, CONFLICT, FORBIDDEN, NOT_FOUND, OK, REDIRECT, TWO_LOTS};

const ADVICE: &str = "Counsel <b>doubts</b> it.";
const QUESTION: &str = "/comments/new?about=question:choice-of-process/existing-provider&lot=1";

#[tokio::test]
async fn a_legal_advisers_comment_is_privileged_unless_they_say_otherwise() {
    let desk = Desk::with_worked(TWO_LOTS);
    let counsel = desk.sign_in("Cy Counsel", &[Role::LegalAdviser]);
    let page = desk.get(&counsel, &desk.at(QUESTION)).await.expect(OK);
    assert!(page.text().contains("value=\"yes\" checked"), "{}", page.text());
    for (fields, privileged) in
        [(vec![], true), (vec![("privileged", "yes")], true), (vec![("privileged", "no")], false)]
    {
        let all: Vec<_> = [("text", ADVICE)].into_iter().chain(fields).collect();
        desk.post(&counsel, &desk.at(QUESTION), &all).await.expect(REDIRECT);
        let last = desk.read().state.comments.last().unwrap().what.clone();
        assert_eq!((last.privileged, last.lot, last.text.as_deref()), (privileged, Some(1), Some(ADVICE)));
        assert_eq!(last.about.to_string(), "question:choice-of-process/existing-provider");
    }
}

#[tokio::test]
async fn anybody_else_says_which_it_is_and_what_is_wrong_is_shown_with_what_was_typed() {
    let desk = Desk::with_worked(TWO_LOTS);
    let jo = desk.sign_in("Jo Bloggs", &[Role::Commissioner]);
    let before = desk.head();
    let send = async |text: &str, more: &[(&str, &str)]| {
        let all: Vec<_> = [("text", text)].into_iter().chain(more.iter().copied()).collect();
        desk.post(&jo, &desk.at(QUESTION), &all).await
    };
    let page = send(ADVICE, &[]).await.expect(AGAIN);
    let page = page.says("There is a problem").says("href=\"#privileged\"").says("Select whether it is privileged");
    assert!(page.says("Counsel &lt;b&gt;doubts").text().contains("data-draft=\""));
    send(" ", &[("privileged", "no")]).await.expect(AGAIN).says("Enter your comment");
    send("\u{7}", &[("privileged", "no")]).await.expect(AGAIN).says("control characters");
    assert_eq!(desk.head(), before);
    send(ADVICE, &[("privileged", "no")]).await.expect(REDIRECT);
}

#[tokio::test]
async fn a_comment_stands_with_what_it_is_about_and_on_the_page_of_all() {
    let desk = Desk::with_worked(TWO_LOTS);
    let jo = desk.sign_in("Jo Bloggs", &[Role::Commissioner]);
    for (about, page) in [
        ("case", "/comments"),
        ("question:choice-of-process/existing-provider&lot=1", "/questions/choice-of-process/existing-provider?lot=1"),
        ("conclusion:choice-of-process/competitive-process", "/conclusions"),
        ("document:reasons", "/documents/reasons"),
    ] {
        let text = format!("On {about}");
        let sent = [("text", text.as_str()), ("privileged", "no")];
        let answer = desk.post(&jo, &desk.at(&format!("/comments/new?about={about}")), &sent).await.expect(REDIRECT);
        desk.get(&jo, answer.header("location")).await.expect(OK).says("Your comment is recorded");
        let shown = text.replace('&', "&amp;");
        for page in [page, "/comments"] {
            desk.get(&jo, &desk.at(page)).await.expect(OK).says(&shown).says("Jo Bloggs");
        }
    }
    let other = desk.get(&jo, &desk.at("/questions/choice-of-process/existing-provider?lot=2")).await.expect(OK);
    assert!(!other.text().contains("On question"));
    desk.get(&jo, &desk.at("/audit?page=99")).await.says("Commented on the case");
}

#[tokio::test]
async fn what_is_privileged_is_shown_once_it_is_written_down_who_looks() {
    let desk = Desk::with_worked(TWO_LOTS);
    let counsel = desk.sign_in("Cy Counsel", &[Role::LegalAdviser]);
    let (auditor, admin) = (desk.sign_in("Au Ditor", &[Role::Auditor]), desk.sign_in("Ada", &[Role::Administrator]));
    desk.post(&counsel, &desk.at(QUESTION), &[("text", "Counsel doubts it.")]).await.expect(REDIRECT);
    let entry = desk.read().state.comments[0].seq;
    let one = desk.at(&format!("/entries/{entry}/privileged"));
    let asked = desk.get(&counsel, &desk.at("/comments")).await.expect(OK).says("See the privileged comment");
    let not_theirs = desk.get(&auditor, &desk.at("/comments")).await.expect(OK).says("shown only to those who share");
    let everywhere = [
        asked,
        not_theirs,
        desk.get(&counsel, &desk.at("/questions/choice-of-process/existing-provider?lot=1")).await,
        desk.get(&auditor, &desk.at("/audit?page=99")).await,
        desk.get(&auditor, &desk.at(&format!("/entries/{entry}"))).await.says("withheld here"),
        desk.get(&counsel, &one).await,
        desk.get(&counsel, &desk.at(&format!("/comments/new?reply={entry}"))).await.says("privileged too"),
    ];
    for page in everywhere {
        assert!(!page.expect(OK).text().contains("Counsel doubts"));
    }
    for path in [&one, &desk.at("/comments/privileged")] {
        desk.post(&auditor, path, &[]).await.expect(FORBIDDEN);
        desk.post(&admin, path, &[]).await.expect(FORBIDDEN);
    }
    desk.get(&admin, &desk.at("/access")).await.says("Nobody has looked");
    desk.post(&counsel, &one, &[]).await.expect(OK).says("Counsel doubts it.");
    desk.get(&admin, &desk.at("/access")).await.says("1 view");
    desk.post(&counsel, &desk.at("/comments/privileged"), &[]).await.expect(OK).says("Counsel doubts it.");
    desk.get(&admin, &desk.at("/access")).await.says("2 views");
}

#[tokio::test]
async fn a_reply_to_what_is_privileged_is_privileged_whoever_writes_it() {
    let desk = Desk::with_worked(TWO_LOTS);
    let counsel = desk.sign_in("Cy Counsel", &[Role::LegalAdviser]);
    let jo = desk.sign_in("Jo Bloggs", &[Role::Commissioner]);
    desk.post(&counsel, &desk.at(QUESTION), &[("text", ADVICE)]).await.expect(REDIRECT);
    let entry = desk.read().state.comments[0].seq;
    let reply = desk.at(&format!("/comments/new?reply={entry}"));
    desk.post(&jo, &reply, &[("text", "Mended."), ("privileged", "no")]).await.expect(REDIRECT);
    let last = desk.read().state.comments[1].what.clone();
    assert_eq!((last.privileged, last.reply_to, last.lot), (true, Some(entry), Some(1)));
}

#[tokio::test]
async fn nothing_is_commented_that_is_not_there_or_is_closed() {
    let desk = Desk::with_worked(TWO_LOTS);
    let jo = desk.sign_in("Jo Bloggs", &[Role::Commissioner]);
    for about in [
        "x",
        "question:none",
        "document:none",
        "document:..",
        "case&lot=1",
        "question:choice-of-process/existing-provider&lot=9",
    ] {
        desk.get(&jo, &desk.at(&format!("/comments/new?about={about}"))).await.expect(NOT_FOUND);
    }
    desk.get(&jo, &desk.at("/comments/new?reply=1")).await.expect(NOT_FOUND);
    let head = desk.head();
    desk.post(&jo, &desk.at("/close"), &[("head", &head), ("reason", "Done.")]).await.expect(REDIRECT);
    let late = [("text", "Too late"), ("privileged", "no")];
    desk.post(&jo, &desk.at(QUESTION), &late).await.expect(CONFLICT).says("Too late");
    assert!(!desk.get(&jo, &desk.at("/comments")).await.text().contains("Comment on the case"));
}
