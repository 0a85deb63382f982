//! Each test of the language, both ways, at the toy library.

use psr_rules::answer::Answer;
use psr_rules::id::{ChoiceId, ConclusionId, DecisionId, ParameterId, RuleId, ValueId};
use psr_rules::pack::model::Figure;
use psr_rules::readiness::{Truth, gaps, standings};

use crate::views::{Life, items, may, toy};

/// Checks which checks find something, with how many gaps each.
#[track_caller]
fn finds(life: &Life, expected: &[&str]) {
    let mut view = life.view.clone();
    view.figures.insert(ParameterId::parse("loan-days").unwrap(), Figure::Days(14));
    let found: Vec<String> = gaps(&toy().readiness, &view).iter().map(|gap| gap.check.to_string()).collect();
    assert_eq!(found, expected);
}

fn text(text: &str) -> Answer {
    Answer::Text(text.to_owned())
}

const YES: Answer = Answer::YesNo(true);
const NO: Answer = Answer::YesNo(false);

#[test]
fn labels_are_told_from_reasons() {
    let borrower = |name: &str| Life::read_on(1).answer(1, "particulars", "borrower", text(name), "");
    finds(&borrower("As usual, the TOYS!"), &["borrower-is-a-label"]);
    finds(&borrower("the usual Ada"), &[]);
    let damaged = |reason: &str| Life::read_on(1).answer(1, "lending", "damaged", NO, reason);
    finds(&damaged("usual"), &["reason-is-a-label"]);
    finds(&damaged("seen on the shelf"), &[]);
    finds(&damaged(""), &[]);
}

#[test]
fn days_are_compared_only_where_both_are_known() {
    let lent = |day: u32| Life::read_on(3).event(day, "toy-handed-over", &[]).approve(1, false);
    finds(&lent(2), &[]);
    let begins = |life: Life| life.answer(1, "particulars", "loan-begins", Answer::Date(may(2)), "");
    finds(&begins(lent(2)), &[]);
    finds(&begins(lent(1)), &["begins-after-the-handing-over"]);
    finds(&Life::read_on(3).event(2, "toy-handed-over", &[]), &["lent-before-anybody-approved"]);
    finds(&lent(2).approve(3, true), &["lent-before-anybody-approved"]);
    finds(&Life::read_on(3).event(2, "toy-handed-over", &[]).approve(3, false), &["lent-before-anybody-approved"]);
}

#[test]
fn days_are_added_by_figures() {
    let lent = |today: u32| Life::read_on(today).event(1, "toy-handed-over", &[]).approve(1, false);
    finds(&lent(15), &[]);
    finds(&lent(16), &["not-returned-in-time"]);
    let back = |day: u32| {
        let life = Life::read_on(20).event(day, "toy-returned", &["hours", "10"]);
        life.answer(1, "particulars", "loan-begins", Answer::Date(may(3)), "")
    };
    finds(&back(5), &[]);
    finds(&back(6), &["returned-long-after"]);
}

#[test]
fn what_was_changed_or_recorded_later_is_told_apart() {
    let helpers = |life: Life, day: u32, name: &str| {
        life.answer(day, "particulars", "helpers", items(&[&["name", name, "role", "cook"], &["name", "Ada"]]), "")
    };
    let lent = |life: Life| life.event(5, "toy-handed-over", &[]).approve(1, false);
    finds(&lent(helpers(Life::read_on(9), 4, "Bob")), &[]);
    finds(&helpers(lent(Life::read_on(9)), 6, "Bob"), &["recorded-after-the-handing-over"]);
    finds(&helpers(lent(helpers(Life::read_on(9), 4, "Bob")), 6, "Cy"), &["changed-after-the-handing-over"]);
    finds(&helpers(lent(helpers(Life::read_on(9), 4, "Bob")), 6, "Bob"), &[]);
    let mut late = lent(helpers(helpers(Life::read_on(9), 4, "Bob"), 6, "Cy"));
    late.view.happened[0].recorded = may(8);
    finds(&late, &["changed-after-the-handing-over"]);
    let mut marked = helpers(lent(Life::read_on(9)), 6, "Bob");
    marked.view.answers.values_mut().for_each(|answer| answer.concerns = Some(may(4)));
    finds(&marked, &[]);
}

#[test]
fn items_are_looked_at_one_by_one() {
    let helpers = |list: &[&[&str]]| Life::read_on(9).answer(4, "particulars", "helpers", items(list), "");
    finds(&helpers(&[]), &[]);
    finds(&helpers(&[&["name", "Ada"]]), &["one-helper-alone"]);
    finds(&helpers(&[&["name", "Bob"], &["name", "Cy"]]), &["helper-without-a-role", "helper-without-a-role"]);
    let team = helpers(&[&["name", "Bob", "role", "cook"], &["name", "Cy", "role", "scout"]]);
    let back = |helper: &str, hours: &str| team.clone().event(5, "toy-returned", &["helper", helper, "hours", hours]);
    finds(&back(" bob ", "10.00"), &["helper-on-no-return", "return-by-a-helper"]);
    finds(&back("Cy", "10"), &["helper-on-no-return"]);
    finds(&back("Dan", "10"), &["helper-on-no-return", "helper-on-no-return"]);
    finds(&back("Cy", "9.5").event(6, "toy-returned", &["helper", "Bob", "hours", "0.5"]), &["return-by-a-helper"]);
    finds(&back("Cy", "10.0001"), &["helper-on-no-return", "helpers-hours-short"]);
    // Nobody wrote down who brought it back: it may have been anybody.
    finds(&team.event(5, "toy-returned", &["hours", "10"]), &[]);
}

#[test]
fn conclusions_rules_and_choices_are_read() {
    let mut life = Life::read_on(9)
        .answer(1, "lending", "toy-kind", Answer::Choice(ChoiceId::parse("bear").unwrap()), "")
        .answer(1, "membership", "lives-in-town", NO, "")
        .answer(1, "lending", "damaged", NO, "seen");
    let lending = DecisionId::parse("lending").unwrap();
    let member = (DecisionId::parse("membership").unwrap(), ConclusionId::parse("member").unwrap());
    finds(&life, &[]);
    life.view.concluded.insert(member.clone(), None);
    finds(&life, &[]);
    life.view.concluded.insert(member, ValueId::parse("not-member").ok());
    finds(&life, &["a-bear-from-out-of-town"]);
    let whole = life.answer(1, "lending", "damaged", YES, "seen");
    finds(&whole, &[]);
    let mut lent = Life::read_on(9).approve(1, false);
    lent.view.arising.insert(lending);
    lent.view.rules.insert(RuleId::parse("toy-is-lent").unwrap(), Truth::Unknown);
    finds(&lent, &[]);
    lent.view.rules.insert(RuleId::parse("toy-is-lent").unwrap(), Truth::Yes);
    finds(&lent, &["lent-by-rule"]);
}

#[test]
fn what_is_said_has_its_names_filled_in() {
    let life = Life::read_on(20)
        .event(1, "toy-handed-over", &[])
        .approve(1, false)
        .answer(1, "particulars", "helpers", items(&[&["name", "Bob"], &["name", "Ada"]]), "")
        .event(5, "toy-returned", &["helper", "Ada", "hours", "9"])
        .answer(
            1,
            "lending",
            "deposit",
            Answer::Money("5".parse::<i64>().map(|sum| psr_rules::money::Pence(i128::from(sum) * 100)).unwrap()),
            "",
        );
    let found = gaps(&toy().readiness, &life.view);
    let said: Vec<(&str, &str, &[u64])> =
        found.iter().map(|gap| (gap.message.as_str(), gap.next.as_str(), gap.entries.as_slice())).collect();
    insta::assert_debug_snapshot!(said);
}

#[test]
fn standings_begin_and_show_each_limb() {
    assert_eq!(standings(&toy().readiness, &Life::read_on(1).view), []);
    let lent = Life::read_on(9).event(5, "toy-handed-over", &[]);
    let shown = |life: &Life| -> Vec<(Truth, String)> {
        let found = standings(&toy().readiness, &life.view);
        found.into_iter().flat_map(|found| found.limbs).map(|limb| (limb.status, limb.clause)).collect()
    };
    let open = "nobody has looked at it".to_owned();
    assert_eq!(shown(&lent), [(Truth::No, "the toy is not back".to_owned()), (Truth::Unknown, open)]);
    let back = lent.event(7, "toy-returned", &[]).answer(7, "lending", "damaged", NO, "");
    let came = "the toy came back on 7 May 2023".to_owned();
    assert_eq!(shown(&back), [(Truth::Yes, came), (Truth::Yes, "it is whole".to_owned())]);
}
