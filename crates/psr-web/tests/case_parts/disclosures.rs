//! Disclosure: each entry that is due is decided on, and what is given is on record and verifies.

use std::collections::BTreeMap;

use psr_recorder::Digest;
use psr_web::people::Role;

use crate::desk::Desk;
use crate::{AGAIN, CONFLICT, FORBIDDEN, OK, REPRESENTED};

const PLAN: &str = "/disclosures/plan?kind=representations&to=Example%20Care%20Assessments%20Ltd&request=Q1";

/// Returns what is chosen in a page's lists, by field.
fn chosen(page: &str) -> BTreeMap<String, String> {
    let lists = page.split("<select ").skip(1).map(|rest| rest.split("</select>").next().unwrap_or_default());
    let between = |text: &str, from: &str| {
        text.split(from).nth(1).map(|rest| rest.split('"').next().unwrap_or_default().to_owned())
    };
    let list = |list: &str| {
        let option = list.split("<option ").find(|option| option.contains(" selected"));
        Some((between(list, "name=\"")?, option.and_then(|option| between(option, "value=\"")).unwrap_or_default()))
    };
    lists.filter_map(list).collect()
}

#[tokio::test]
async fn what_is_undecided_or_unexplained_is_not_given_and_what_is_given_is_on_record() {
    let desk = Desk::with_worked(REPRESENTED);
    let jo = desk.sign_in("Jo Bloggs", &[Role::Commissioner]);
    let page = desk.get(&jo, &desk.at(PLAN)).await.expect(OK).text();
    let (mut typed, head) = (chosen(&page), desk.head());
    let send = async |typed: &BTreeMap<String, String>, head: &str| {
        let mut fields: Vec<(&str, &str)> = typed.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        fields.push(("head", head));
        desk.post(&jo, &desk.at(PLAN), &fields).await
    };
    assert!(typed.values().any(String::is_empty), "something is left for a person to decide");
    send(&typed, &head).await.expect(AGAIN).says("choose whether it is given");
    typed.values_mut().filter(|choice| choice.is_empty()).for_each(|choice| *choice = "give".to_owned());

    let withheld = typed.keys().find(|name| !name.contains('-')).unwrap().clone();
    typed.insert(withheld.clone(), "commercial-interests".to_owned());
    send(&typed, &head).await.expect(AGAIN).says("explain why it is withheld").says(&format!("href=\"#{withheld}\""));
    typed.insert(format!("{withheld}-explanation"), "It would show <prices>.".to_owned());
    let bundle = send(&typed, &head).await.expect(OK);
    assert_eq!(bundle.header("content-type"), "application/zip");
    assert!(bundle.header("content-disposition").starts_with("attachment; filename=\"ex-aac-2024-for-example-care"));

    let case = desk.read();
    let disclosed = &case.state.disclosures[0].what;
    assert_eq!(disclosed.bundle, Digest::of(&[&bundle.body]).to_string());
    assert_eq!((disclosed.request.as_deref(), disclosed.withheld[0].on.as_str()), (Some("Q1"), "commercial-interests"));
    let list = desk.get(&jo, &desk.at("/disclosures")).await.expect(OK);
    list.says("Example Care Assessments Ltd").says("It would show &lt;prices&gt;.").says(&disclosed.bundle);

    // The disclosure itself is new since the form was shown.
    send(&typed, &head).await.expect(CONFLICT).says("Nothing was given yet").says("It would show &lt;prices&gt;.");
    assert_eq!(desk.read().state.disclosures.len(), 1);
}

#[tokio::test]
async fn to_whom_must_be_said_and_only_those_who_may_disclose() {
    let desk = Desk::with_worked(REPRESENTED);
    let jo = desk.sign_in("Jo Bloggs", &[Role::Commissioner]);
    let page = desk.get(&jo, &desk.at("/disclosures/plan?kind=representations&to=&request=Q1")).await.expect(AGAIN);
    page.says("Enter to whom it is given").says("value=\"Q1\"");
    let sam = desk.sign_in("Sam Roe", &[Role::Approver]);
    desk.get(&sam, &desk.at(PLAN)).await.expect(FORBIDDEN);
    let list = desk.get(&sam, &desk.at("/disclosures")).await.expect(OK).text();
    assert!(!list.contains("Give part of the case"));
}
