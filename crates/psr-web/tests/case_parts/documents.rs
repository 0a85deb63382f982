//! Documents: the list, what is missing, what each looks like, and making one.

use psr_casefile::event::Made;
use psr_web::people::Role;

use crate::desk::Desk;
use crate::{AGAIN, FORBIDDEN, NOT_FOUND, OK, TWO_LOTS};

#[tokio::test]
async fn a_document_is_made_put_on_record_and_taken_away() {
    let desk = Desk::with_worked(TWO_LOTS);
    let jo = desk.sign_in("Jo Bloggs", &[Role::Commissioner]);
    let page = desk.get(&jo, &desk.at("/documents")).await.expect(OK);
    page.says("Can be made now").says("No document of this case is on record yet.");
    desk.get(&jo, &desk.at("/documents/reasons")).await.expect(OK).says("Make, put on record and download");

    let letter = desk.at("/documents/unsuccessful-provider-letter/make?to=Example%20Smiles%20CIC");
    let file = desk.post(&jo, &letter, &[("format", "html")]).await.expect(OK);
    let disposition = "attachment; filename=\"ex-gds-2025-unsuccessful-provider-letter-example-smiles-cic.html\"";
    assert_eq!(file.header("content-disposition"), disposition);
    assert_eq!(file.header("x-content-type-options"), "nosniff");

    let case = desk.read();
    let made = &case.state.documents[0].what;
    assert_eq!((made.digest.clone(), made.to.as_deref()), (Made::digest_of(&file.body), Some("Example Smiles CIC")));
    desk.get(&jo, &desk.at("/documents")).await.says(&made.digest);

    // Made again from what bears on it, it is the same file, and is not put on record twice.
    let again = desk.post(&jo, &letter, &[("format", "html")]).await.expect(OK);
    assert_eq!(desk.read().state.documents.len(), if again.body == file.body { 1 } else { 2 });
}

#[tokio::test]
async fn without_a_format_nothing_is_made() {
    let desk = Desk::with_worked(TWO_LOTS);
    let jo = desk.sign_in("Jo Bloggs", &[Role::Commissioner]);
    for format in ["", "exe"] {
        let page = desk.post(&jo, &desk.at("/documents/reasons/make"), &[("format", format)]).await.expect(AGAIN);
        page.says("Choose a format").says("href=\"#format\"");
    }
    assert!(desk.read().state.documents.is_empty());
}

#[tokio::test]
async fn whoever_only_reads_takes_a_draft_and_makes_nothing() {
    let desk = Desk::with_worked(TWO_LOTS);
    let auditor = desk.sign_in("Al", &[Role::Auditor]);
    let page = desk.get(&auditor, &desk.at("/documents/reasons")).await.expect(OK).text();
    assert!(!page.contains("Make, put on record"));
    desk.post(&auditor, &desk.at("/documents/reasons/make"), &[("format", "md")]).await.expect(FORBIDDEN);
    let draft = desk.get(&auditor, &desk.at("/documents/reasons/file?as=md")).await.expect(OK);
    assert!(draft.header("content-disposition").starts_with("attachment; "));
    let data = desk.get(&auditor, &desk.at("/documents/record/file?as=ocds")).await.expect(OK);
    assert_eq!(data.header("content-disposition"), "attachment; filename=\"ex-gds-2025-ocds.json\"");
    assert!(serde_json::from_slice::<serde_json::Value>(&data.body).is_ok());
    desk.get(&auditor, &desk.at("/documents/reasons/file?as=ocds")).await.expect(AGAIN);
    desk.get(&auditor, &desk.at("/documents/no-such-thing")).await.expect(NOT_FOUND);
    assert!(desk.read().state.documents.is_empty());
}

#[tokio::test]
async fn what_is_missing_is_named_with_its_provision_and_a_way_to_supply_it() {
    let desk = Desk::with_empty_case();
    let jo = desk.sign_in("Jo Bloggs", &[Role::Commissioner]);
    let notice = desk.at("/documents/direct-award-c-intention");
    let page = desk.get(&jo, &notice).await.expect(OK);
    page.says("What is missing").says(&format!("href=\"{}/questions/", desk.at(""))).says("(Sch 3 para 3)");
    desk.post(&jo, &format!("{notice}/make"), &[("format", "md")]).await.expect(AGAIN).says("does not supply");
}

#[tokio::test]
async fn a_planned_day_that_is_none_is_given_back_as_it_was_typed() {
    let desk = Desk::with_empty_case();
    let jo = desk.sign_in("Jo Bloggs", &[Role::Commissioner]);
    let query = "publication-day=31&publication-month=2&publication-year=2026";
    let page = desk.get(&jo, &desk.at(&format!("/documents/direct-award-c-intention?{query}"))).await.expect(AGAIN);
    page.says("Enter the day, month and year of publication").says("value=\"31\"").says("href=\"#publication-day\"");
}
