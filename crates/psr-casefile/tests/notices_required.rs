//! Every notice of the pack, from a case in which all that it asks for is on record: complete, and with each thing taken away in turn.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::Desk;
use common::synthetic::{Setting, case_with, supplies, without};
use psr_casefile::casebook::Case;
use psr_casefile::notice::{Draft, Due, Wanted, draft, find, notice_items};
use psr_rules::pack::model::{ItemGround, Notice, NoticeItem, Pack, Supply};

const FIXED: Setting<'_> = ("contract-term", "contract-term", "fixed");
const OPEN_ENDED: Setting<'_> = ("contract-term", "contract-term", "open-ended");
const AWARD: Setting<'_> = ("matter", "what-is-decided", "award");
const CALL_OFF: Setting<'_> = ("matter", "what-is-decided", "call-off");
const CONTRACT: Setting<'_> = ("choice-of-process", "procurement-concludes-framework", "no");
const FRAMEWORK: Setting<'_> = ("choice-of-process", "procurement-concludes-framework", "yes");
const BY_COMPETITION: Setting<'_> = ("framework-call-off", "call-off-by-competition", "yes");
const WITHOUT_COMPETITION: Setting<'_> = ("framework-call-off", "call-off-by-competition", "no");
const LONG: Setting<'_> = ("urgent", "urgent-award-over-twelve-months", "yes");
const SHORT: Setting<'_> = ("urgent", "urgent-award-over-twelve-months", "no");

const fn follows(process: &str) -> Setting<'_> {
    ("route", "process-followed", process)
}

const fn decides(matter: &str) -> Setting<'_> {
    ("matter", "what-is-decided", matter)
}

/// Each notice in the circumstances in which it is written: between them, everything that is due only sometimes is due once and not due once.
fn circumstances() -> Vec<(&'static str, Vec<Setting<'static>>)> {
    let a = follows("direct-award-process-a");
    let b = follows("direct-award-process-b");
    let c = follows("direct-award-process-c");
    let suitable = follows("most-suitable-provider-process");
    let competitive = follows("competitive-process");
    let ended = |decision| {
        vec![("abandonment", "abandons-or-repeats", decision), ("abandonment", "process-had-started", "yes")]
    };
    let in_standstill = |is| vec![("abandonment", "decided-in-standstill", is)];
    let told = vec![("abandonment", "relevant-providers-told-under-regulation-12", "no")];
    let excluded = [("provider-was-excluded", "yes"), ("relevant-exclusion-ground-applied", "yes")];
    vec![
        ("direct-award-notice", vec![AWARD, a, FIXED]),
        ("direct-award-notice", vec![AWARD, b, OPEN_ENDED]),
        ("direct-award-notice", vec![CALL_OFF, WITHOUT_COMPETITION, FIXED]),
        ("direct-award-c-intention", vec![AWARD, c]),
        ("direct-award-c-notice", vec![AWARD, c, FIXED]),
        ("direct-award-c-notice", vec![AWARD, c, OPEN_ENDED]),
        ("intention-to-follow-notice", vec![AWARD, suitable]),
        ("most-suitable-provider-intention", vec![AWARD, suitable]),
        ("most-suitable-provider-notice", vec![AWARD, suitable, FIXED]),
        ("most-suitable-provider-notice", vec![AWARD, suitable, OPEN_ENDED]),
        ("invitation-to-offer", vec![AWARD, competitive, CONTRACT, FIXED]),
        ("invitation-to-offer", vec![AWARD, competitive, CONTRACT, OPEN_ENDED]),
        ("invitation-to-offer", vec![AWARD, competitive, FRAMEWORK, FIXED]),
        ("unsuccessful-provider-letter", vec![AWARD, competitive]),
        ("unsuccessful-provider-letter", vec![CALL_OFF, BY_COMPETITION]),
        ("competitive-intention", vec![AWARD, competitive, CONTRACT]),
        ("competitive-intention", vec![AWARD, competitive, FRAMEWORK]),
        ("competitive-intention", vec![CALL_OFF, BY_COMPETITION]),
        ("competitive-notice", vec![AWARD, competitive, CONTRACT, FIXED]),
        ("competitive-notice", vec![AWARD, competitive, CONTRACT, OPEN_ENDED]),
        ("competitive-notice", vec![AWARD, competitive, FRAMEWORK, FIXED]),
        ("competitive-notice", vec![CALL_OFF, BY_COMPETITION, FIXED]),
        ("modification-notice", vec![decides("modification")]),
        ("urgent-award-notice", vec![decides("urgent-award"), FIXED, LONG]),
        ("urgent-award-notice", vec![decides("urgent-award"), OPEN_ENDED, SHORT]),
        ("urgent-modification-notice", vec![decides("urgent-modification")]),
        ("framework-invitation", vec![CALL_OFF, BY_COMPETITION, FIXED]),
        ("framework-invitation", vec![CALL_OFF, BY_COMPETITION, OPEN_ENDED]),
        ("further-decision-letter", vec![("review", "further-decision", "go-back")]),
        ("abandonment-notice", [ended("abandon"), in_standstill("yes")].concat()),
        ("abandonment-notice", [ended("abandon"), in_standstill("no")].concat()),
        ("repetition-information", [ended("repeat"), told].concat()),
        ("notice-to-a-minister", excluded.map(|(question, value)| ("notifying-a-minister", question, value)).to_vec()),
    ]
}

/// Each notice, the case in which it is complete, and its circumstances in words.
fn complete_cases(desk: &mut Desk, pack: &Pack) -> Vec<(Notice, Case, String)> {
    let each = circumstances().into_iter().enumerate();
    let case = |(place, (id, settings)): (usize, (&str, Vec<Setting<'_>>))| {
        let notice = find(pack, id).unwrap_or_else(|| panic!("{id} is a notice of the pack")).clone();
        let case = case_with(desk, &format!("S-{place}"), &notice, &settings);
        (notice, case, format!("{id} where {settings:?}"))
    };
    each.map(case).collect()
}

fn drawn_up(case: &Case, notice: &Notice) -> Draft {
    let to = notice.to_each.as_ref().map(|_| READER.to_owned());
    draft(case, notice, &Wanted { publication: None, to }).unwrap()
}

/// The reader as the made-up lists name it.
const READER: &str = "Some provider";

#[test]
fn each_notice_is_complete_and_lacks_exactly_what_is_taken_away() {
    let (mut desk, pack) = (Desk::new(), psr_rules::pack::load(&common::pack()).unwrap());
    let mut tried = 0;
    for (notice, case, about) in complete_cases(&mut desk, &pack) {
        assert_eq!(drawn_up(&case, &notice).gaps, Vec::new(), "{about}");
        for away in ways_to_take_away(&notice) {
            let mut less = case.clone();
            away.iter().for_each(|supply| without(&mut less, supply));
            let gaps = drawn_up(&less, &notice).gaps.into_iter();
            let found: BTreeSet<(String, String)> = gaps.map(|gap| (gap.provision, gap.says)).collect();
            assert_eq!(found, expected(&pack, &less, &notice, &away), "{about}, without {away:?}");
            tried += 1;
        }
    }
    assert!(tried > 300, "{tried} ways were tried");
}

#[test]
fn every_notice_has_its_circumstances_and_what_is_due_only_sometimes_is_due_once_and_not_due_once() {
    let (mut desk, pack) = (Desk::new(), psr_rules::pack::load(&common::pack()).unwrap());
    let mut due: BTreeMap<(String, usize), BTreeSet<bool>> = BTreeMap::new();
    for (notice, case, _) in complete_cases(&mut desk, &pack) {
        for (place, item) in notice_items(&case, &notice, None).unwrap().iter().enumerate() {
            due.entry((notice.id.to_string(), place)).or_default().insert(item.due == Due::Yes);
        }
    }
    for notice in &pack.notices {
        for (place, item) in notice.items.iter().enumerate() {
            let found = &due[&(notice.id.to_string(), place)];
            let wanted = if item.only_if.is_some() { 2 } else { 1 };
            assert_eq!(found.len(), wanted, "{}: {}", notice.id, item.says);
        }
    }
}

/// Each thing alone, and of each item that can be supplied in several ways: one thing of every way, and all ways but one.
fn ways_to_take_away(notice: &Notice) -> BTreeSet<BTreeSet<Supply>> {
    let alone = supplies(notice).into_iter().chain(notice.runs_from.clone().map(Supply::Event));
    let mut all: BTreeSet<BTreeSet<Supply>> = alone.map(|supply| [supply].into()).collect();
    for ways in notice.items.iter().map(|item| &item.from_any).filter(|ways| !ways.is_empty()) {
        all.insert(ways.iter().filter_map(|way| way.first().cloned()).collect());
        all.insert(ways.iter().filter_map(|way| way.last().cloned()).collect());
        for kept in ways {
            let others = ways.iter().flatten().filter(|other| !kept.contains(other));
            all.insert(others.cloned().collect());
        }
    }
    let can_go = |supply: &Supply| matches!(supply, Supply::Question(..) | Supply::Event(_));
    all.retain(|away| !away.is_empty() && away.iter().all(can_go));
    all
}

/// What is missing then, read straight from the pack: the items that are due, required by the law and supplied by nothing that is left.
fn expected(pack: &Pack, case: &Case, notice: &Notice, away: &BTreeSet<Supply>) -> BTreeSet<(String, String)> {
    let gone = |supply: &Supply| away.contains(supply);
    let lacks = |item: &NoticeItem| {
        let no_way = !item.from_any.is_empty() && item.from_any.iter().all(|way| way.iter().any(gone));
        item.from.iter().any(gone) || no_way
    };
    let found = notice_items(case, notice, None).unwrap();
    let due = notice.items.iter().zip(&found).filter(|(_, found)| found.due == Due::Yes).map(|(item, _)| item);
    let required = due.filter(|item| item.ground == ItemGround::Law && lacks(item));
    let mut missing: BTreeSet<_> = required.map(|item| (item.provision.to_string(), item.says.clone())).collect();
    let mut lists = notice.to_each.iter().flat_map(|to_each| &to_each.of);
    let is_gone =
        |(decision, question): &(_, _)| gone(&Supply::Question(Clone::clone(decision), Clone::clone(question)));
    if notice.to_each.is_some() && lists.all(is_gone) {
        missing.insert((notice.provision.to_string(), format!("a letter to {READER} on record")));
    }
    let starts = pack.events.iter().find(|kind| notice.runs_from.as_ref() == Some(&kind.id));
    if let Some(kind) = starts.filter(|kind| gone(&Supply::Event(kind.id.clone()))) {
        missing.insert((kind.provision.to_string(), "the day from which the days it states run".to_owned()));
    }
    missing
}
