//! What each engine says when answers are missing, beside what their completions show.

use crate::decision::Decision;
use crate::ours::Ours;
use crate::peer::{Peer, Said};
use crate::states::{State, Truth, index, one_missing, sample};

/// How many states are chosen from all.
const SAMPLE: usize = 100_000;

/// How often something was said where the answers settle the route, and where they leave it open.
#[derive(Default)]
struct Tally {
    right: usize,
    wrong: usize,
    kept_back: usize,
    named_too_soon: usize,
    left_open: usize,
}

impl Tally {
    fn of(states: &[State], said: &[Said], truth: &Truth) -> Self {
        let mut tally = Self::default();
        for (state, said) in states.iter().zip(said) {
            let counted = match (truth.settled(index(state)), said) {
                (Some(route), Said::Route(named)) if route == *named => &mut tally.right,
                (Some(_), Said::Route(_)) => &mut tally.wrong,
                (Some(_), _) => &mut tally.kept_back,
                (None, Said::Route(_)) => &mut tally.named_too_soon,
                (None, _) => &mut tally.left_open,
            };
            *counted += 1;
        }
        tally
    }

    fn print(&self, name: &str) {
        let Self { right, wrong, kept_back, named_too_soon, left_open } = self;
        println!("| {name} | {right} | {wrong} | {kept_back} | {left_open} | {named_too_soon} |");
    }
}

/// Prints a table for every state with one answer missing, and one for a sample of all.
pub fn print(decision: &Decision, peers: &mut [Box<dyn Peer + '_>], truth: &Truth) {
    let states = one_missing();
    table(&format!("Every state with one answer missing ({})", states.len()), decision, peers, truth, &states);
    let states = sample(SAMPLE, 2);
    table(
        &format!("{SAMPLE} states chosen by a fixed seed, each answer missing in half of them"),
        decision,
        peers,
        truth,
        &states,
    );
}

fn table(title: &str, decision: &Decision, peers: &mut [Box<dyn Peer + '_>], truth: &Truth, states: &[State]) {
    println!("{title}:\n");
    println!(
        "| | settled: the right route | another route | no route or an error | open: no route or an error | names a route all the same |"
    );
    println!("|---|---|---|---|---|---|");
    let mut ours = Ours::new(decision);
    let said: Vec<Said> = states.iter().map(|state| ours.says(state).map_or(Said::Nothing, Said::Route)).collect();
    Tally::of(states, &said, truth).print("psr");
    for peer in peers {
        Tally::of(states, &peer.says(states), truth).print(&peer.name());
    }
    println!();
}
