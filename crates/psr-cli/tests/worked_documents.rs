//! The notices and letters of the worked cases, as their readers see them: each of the pack comes out of one at least, and those of a case agree.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::worked::{Drawn, PLAYED, drawn_up, shows};
use psr_casefile::decision_record::AnsweredQuestion;
use psr_casefile::notice::{Draft, Due, Part, Supplied, Wanted, draft, find};
use psr_renderer::{Format, Templates, render_notice};

#[test]
fn the_notices_and_letters_of_every_case_read_as_they_should() {
    let templates = Templates::built_in().unwrap();
    for (name, case) in PLAYED.cases.iter() {
        for Drawn { name: document, draft } in drawn_up(case).iter().filter(|drawn| drawn.draft.gaps.is_empty()) {
            let rendition = render_notice(draft, Format::Markdown, &templates);
            let rendition = rendition.unwrap_or_else(|error| panic!("{document} of {name}: {error}"));
            shows(&format!("{name}--{document}"), &String::from_utf8(rendition.bytes).unwrap());
        }
    }
}

#[test]
fn a_notice_that_is_yet_to_be_published_says_for_which_day_it_is_planned() {
    let mut case = PLAYED.cases["patient-transport-direct-award-c"].clone();
    case.state.happened.retain(|happened| happened.what.event.as_str() != "intention-to-award-published");
    let notice = find(case.rulebook.pack(), "direct-award-c-intention").unwrap();
    let wanted = Wanted { publication: "2026-03-12".parse().ok(), to: None };
    let draft = draft(&case, notice, &wanted).unwrap();
    let rendition = render_notice(&draft, Format::Markdown, &Templates::built_in().unwrap()).unwrap();
    let text = String::from_utf8(rendition.bytes).unwrap();
    for says in [
        "This notice is to be published on Thursday 12 March 2026, as planned.",
        "until midnight at the end of Wednesday 25 March 2026",
        "The days stated here are reckoned from 12 March 2026, on which publication is planned.",
    ] {
        assert!(text.contains(says), "{says}\n{text}");
    }
}

#[test]
fn every_notice_and_letter_of_the_pack_comes_out_of_a_case() {
    let (mut told, mut all) = (String::new(), BTreeSet::new());
    let mut complete = BTreeSet::new();
    for (name, case) in PLAYED.cases.iter() {
        all.extend(case.rulebook.pack().notices.iter().map(|notice| notice.id.to_string()));
        for Drawn { name: document, draft } in drawn_up(case) {
            let lacks: Vec<&str> = draft.gaps.iter().map(|gap| gap.provision.as_str()).collect();
            let state = if lacks.is_empty() { "complete".to_owned() } else { format!("lacks {}", lacks.join(", ")) };
            told += &format!("{name}: {document}: {state}\n");
            complete.extend(lacks.is_empty().then(|| draft.notice.clone()));
        }
    }
    assert_eq!(complete, all);
    shows("which-documents-come-out-of-which-case", &told);
}

#[test]
fn no_two_documents_of_a_case_give_different_values_for_one_fact() {
    let mut compared = 0;
    for (name, case) in PLAYED.cases.iter() {
        let mut values: BTreeMap<(String, &str), BTreeMap<String, String>> = BTreeMap::new();
        for Drawn { name: document, draft } in drawn_up(case) {
            for (lot, fact, value) in facts(&draft) {
                values.entry((lot, fact)).or_default().insert(value, document.clone());
            }
        }
        for ((lot, fact), found) in &values {
            assert_eq!(found.len(), 1, "{name}, lot {lot:?}: {fact} is {found:?}");
            compared += 1;
        }
    }
    assert!(compared > 100, "{compared} facts were compared");
}

/// The facts that a document gives, each with the lot it is of.
fn facts(draft: &Draft) -> Vec<(String, &'static str, String)> {
    let mut facts: Vec<_> = draft.parts.iter().flat_map(of_part).collect();
    let lots = || draft.parts.iter().flat_map(lots);
    let deadline = draft.clock.as_ref().and_then(|clock| clock.deadline);
    facts.extend(deadline.iter().flat_map(|day| lots().map(|lot| (lot, "deadline", day.to_string()))));
    facts.extend(lots().map(|lot| (lot, "reference", draft.case.reference.clone())));
    facts
}

fn lots(part: &Part) -> Vec<String> {
    if part.lots.is_empty() { vec![String::new()] } else { part.lots.clone() }
}

fn of_part(part: &Part) -> Vec<(String, &'static str, String)> {
    let supplied = part.items.iter().filter(|item| item.due == Due::Yes).flat_map(|item| &item.supplied_by);
    let of_supplied = |supplied: &Supplied| match supplied {
        Supplied::Answer { answered, .. } => of_answer(answered),
        Supplied::Event { event, on, .. } if ["awarded", "concluded", "urgently-awarded"].contains(&event.as_str()) => {
            vec![("day of the award", on.to_string())]
        }
        _ => Vec::new(),
    };
    let facts: Vec<_> = supplied.flat_map(of_supplied).collect();
    let each =
        |lot: String| facts.iter().map(move |(fact, value)| (lot.clone(), *fact, value.clone())).collect::<Vec<_>>();
    lots(part).into_iter().flat_map(each).collect()
}

fn of_answer(answered: &AnsweredQuestion) -> Vec<(&'static str, String)> {
    let plain = |fact| vec![(fact, answered.plain.clone())];
    let field = |name: &str| answered.plain_items.iter().filter_map(|item| item.get(name).cloned()).collect::<Vec<_>>();
    match answered.question.as_str() {
        "award-value" | "call-off-lifetime-value" | "proposed-lifetime-value" | "urgent-award-lifetime-value" => {
            plain("value")
        }
        "services-begin-on" | "framework-begins-on" => plain("start"),
        "services-end-on" | "framework-ends-on" => plain("end"),
        "awarded-on" => plain("day of the award"),
        "intended-provider-name" | "chosen-provider" => plain("provider"),
        "providers-awarded" | "framework-providers" => vec![("provider", field("name").join(", "))],
        "provider-address" => plain("address"),
        "services-description" => plain("services"),
        "outcome-letters" | "call-off-outcome-letters" => {
            field("representations-until").into_iter().map(|day| ("deadline", day)).collect()
        }
        _ => Vec::new(),
    }
}
