//! Long lists are matched by what their fields say, never each with each.

use psr_rules::answer::Answer;
use psr_rules::readiness::gaps;

use crate::views::{Life, toy};

#[test]
fn twenty_thousand_items_are_matched_with_as_many_events() {
    let item =
        |number: usize| [("name", format!("N{number}")), ("role", "cook".to_owned())].map(|(k, v)| (k.to_owned(), v));
    let helpers = Answer::List((0..20_000).map(|number| item(number).into_iter().collect()).collect());
    let mut life = Life::read_on(9).answer(4, "particulars", "helpers", helpers, "");
    for number in 1..20_000 {
        life = life.event(5, "toy-returned", &["helper", &format!("n{number}"), "hours", "1"]);
    }
    let found = gaps(&toy().readiness, &life.view);
    let unmatched: Vec<&str> = found
        .iter()
        .filter(|gap| gap.check.as_str() == "helper-on-no-return")
        .map(|gap| gap.message.as_str())
        .collect();
    assert_eq!(unmatched, ["“N0” took part in no return."]);
}
