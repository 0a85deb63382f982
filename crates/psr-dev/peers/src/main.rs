//! Our engine beside other rule engines on one decision of fifteen questions: `psr-peers [FOLDER]`, as `run determination` calls it.
//!
//! The folder has `engines.mjs` and its packages; without one the engines of Node.js are left out. Prints Markdown.

mod cel;
mod clock;
mod decision;
mod expression;
mod node;
mod ours;
mod peer;
mod probe;
mod speed;
mod states;
mod text;
mod zen;

use decision::Decision;
use peer::Peer;
use states::{State, Truth, complete};
use zen::Given;

fn main() {
    let decision = Decision::read();
    let (mut peers, node) = peers(&decision);
    let truth = Truth::of(&decision);
    println!("One decision of {} questions and {} routes{node}.\n", decision::QUESTIONS, decision.routes.len());
    agree(&decision, &mut peers, &truth);
    probe::print(&decision, &mut peers, &truth);
    let wrong = ours::Ours::new(&decision).wrong(&truth);
    println!(
        "Ours against the closure over all {} partial states, routes and relevant questions: {wrong} differ.\n",
        states::STATES
    );
    assert_eq!(wrong, 0, "ours is exact");
    speed::print(&decision, peers);
}

/// Gives every engine the decision; says what of Node.js there is.
fn peers(decision: &Decision) -> (Vec<Box<dyn Peer + '_>>, String) {
    let version = |name: &str| locked(name);
    let zen = |form: &str| format!("zen-engine {}, {form}", version("zen-engine"));
    let (table, expression) = (text::zen_table(decision), text::zen_expression(decision));
    let graph = |form, content: &serde_json::Value, given| -> Box<dyn Peer + '_> {
        Box::new(zen::Zen::new(decision, zen(form), content.clone(), given))
    };
    let mut peers: Vec<Box<dyn Peer + '_>> = vec![
        graph("decision table, with trace, written as JSON", &table, Given::Written),
        graph("decision table, with trace", &table, Given::Trace),
        graph("decision table", &table, Given::Result),
        graph("expression, with trace, written as JSON", &expression, Given::Written),
        graph("expression, with trace", &expression, Given::Trace),
        graph("expression", &expression, Given::Result),
        Box::new(zen::ZenExpression::new(
            decision,
            format!("zen-expression {}, without a graph", version("zen-expression")),
        )),
        Box::new(cel::Cel::new(decision, version("cel"))),
    ];
    let Some(folder) = std::env::args().nth(1) else {
        return (peers, "; the engines of Node.js are left out".to_owned());
    };
    let (others, version) = node::peers(decision, &folder);
    peers.extend(others);
    (peers, format!("; Node.js {version}"))
}

/// Returns the version of a crate as it is locked.
fn locked(name: &str) -> String {
    let after = include_str!("../Cargo.lock").split(&format!("name = \"{name}\"\nversion = \"")).nth(1);
    after.and_then(|rest| rest.split('"').next()).expect("it is in the lock file").to_owned()
}

/// Holds every engine to the conditions of the pack, taken literally, on all complete answers.
fn agree(decision: &Decision, peers: &mut [Box<dyn Peer + '_>], truth: &Truth) {
    let inputs: Vec<State> = (0..1 << decision::QUESTIONS).map(complete).collect();
    let expected: Vec<usize> =
        inputs.iter().map(|state| truth.settled(states::index(state)).expect("complete")).collect();
    assert!(
        (0..1 << decision::QUESTIONS).all(|yes| decision.by_chain(yes) == decision.route(yes)),
        "the chain is the decision"
    );
    let mut ours = ours::Ours::new(decision);
    assert!(inputs.iter().zip(&expected).all(|(state, route)| ours.says(state) == Some(*route)), "ours agrees");
    for peer in peers.iter_mut() {
        let same = peer
            .says(&inputs)
            .iter()
            .zip(&expected)
            .filter(|(said, route)| **said == peer::Said::Route(**route))
            .count();
        assert_eq!(same, inputs.len(), "{} agrees", peer.name());
    }
    println!("All {} ways of answering all questions: every engine names the same route.\n", inputs.len());
}
