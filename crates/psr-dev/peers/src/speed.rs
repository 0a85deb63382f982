//! How fast each engine is, in processor time: turns of a fifth of a second, one engine after another, the best of five each.

use std::cell::RefCell;

use crate::decision::{Decision, QUESTIONS};
use crate::ours::Ours;
use crate::peer::Peer;
use crate::states::{OPEN, STATES, State, every_complete, sample};

/// How many different inputs each goes through, where nothing else is said.
const INPUTS: usize = 4096;
/// How many turns each has.
const TURNS: usize = 5;
/// How long a turn takes, about.
const TURN: f64 = 0.2;

/// Something to be timed: goes through its inputs so many times and returns the seconds that took.
struct Timed<'a> {
    name: String,
    inputs: usize,
    act: Box<dyn FnMut(usize) -> f64 + 'a>,
    times: usize,
    best: f64,
}

impl<'a> Timed<'a> {
    /// Goes through the inputs once to be warm, and once more to see how often makes a turn.
    fn new(name: String, inputs: usize, mut act: impl FnMut(usize) -> f64 + 'a) -> Self {
        act(1);
        let times = (TURN / act(1)).ceil().max(1.0) as usize;
        Self { name, inputs, act: Box::new(act), times, best: f64::INFINITY }
    }

    fn turn(&mut self) {
        let seconds = (self.act)(self.times) / (self.times * self.inputs) as f64;
        self.best = self.best.min(seconds);
    }
}

/// Prints rates and ratios, and how the goals stand.
pub fn print<'a>(decision: &'a Decision, peers: Vec<Box<dyn Peer + 'a>>) {
    let mut ours = [
        ours(decision, "psr, complete answers, with relevance", &sample(INPUTS, 0), Ours::settling),
        ours(decision, "psr, half of the answers known, with relevance", &sample(INPUTS, 2), Ours::settling),
        ours(decision, "psr, nothing known, with relevance", &vec![[OPEN; QUESTIONS]; INPUTS], Ours::settling),
        ours(
            decision,
            "psr, all 32,768 complete answers in random order, with relevance",
            &every_complete(),
            Ours::settling,
        ),
        ours(decision, "psr, complete answers, every finding, written as JSON", &sample(INPUTS, 0), Ours::writing),
    ];
    let mut theirs: Vec<Timed<'_>> = peers.into_iter().filter(|peer| peer.is_timed()).map(timed).collect();
    let mut all = f64::INFINITY;
    for _ in 0..TURNS {
        ours.iter_mut().chain(&mut theirs).for_each(Timed::turn);
        all = all.min(Ours::new(decision).settling_all());
    }
    table(&ours, &theirs);
    goals(&ours, &theirs, all);
}

fn ours<'a>(
    decision: &'a Decision,
    name: &str,
    states: &[State],
    act: fn(&mut Ours<'a>, &[psr_rules::engine::Facts]) -> f64,
) -> Timed<'a> {
    let mut ours = Ours::new(decision);
    let facts: Vec<_> = states.iter().map(|state| ours.facts(state)).collect();
    Timed::new(name.to_owned(), facts.len(), move |times| (0..times).map(|_| act(&mut ours, &facts)).sum())
}

fn timed<'a>(peer: Box<dyn Peer + 'a>) -> Timed<'a> {
    let (peer, states) = (RefCell::new(peer), sample(INPUTS, 0));
    let name = peer.borrow().name();
    Timed::new(name, states.len(), move |times| peer.borrow_mut().seconds(&states, times))
}

fn table(ours: &[Timed<'_>], theirs: &[Timed<'_>]) {
    println!(
        "Determinations, {INPUTS} different inputs again and again; ratios are to psr on the same complete answers:\n"
    );
    println!("| | a second of processor time | psr settles so many times as many | psr writes so many times as many |");
    println!("|---|---|---|---|");
    for timed in ours {
        println!("| {} | {:.0} | | |", timed.name, 1.0 / timed.best);
    }
    for timed in theirs {
        let ratio = |own: &Timed<'_>| timed.best / own.best;
        println!("| {} | {:.0} | {:.1} | {:.1} |", timed.name, 1.0 / timed.best, ratio(&ours[0]), ratio(&ours[4]));
    }
    println!();
}

fn goals(ours: &[Timed<'_>], theirs: &[Timed<'_>], all: f64) {
    let traced = theirs.iter().filter(|timed| timed.name.ends_with("with trace")).map(|timed| timed.best);
    let ratio = traced.fold(f64::INFINITY, f64::min) / ours[0].best;
    let row = |what: &str, goal: String, figure: String, met: bool| {
        println!("| {what} | {goal} | {figure} | {} |", if met { "yes" } else { "no" });
    };
    println!("| goal, one thread | at least | found | reached |\n|---|---|---|---|");
    let millions = |timed: &Timed<'_>| 1e-6 / timed.best;
    for (timed, goal) in [(&ours[0], 10.0), (&ours[3], 10.0), (&ours[1], 3.0)] {
        row(
            &timed.name,
            format!("{goal} million a second"),
            format!("{:.1} million", millions(timed)),
            millions(timed) >= goal,
        );
    }
    row(
        "psr beside the faster zen-engine with trace",
        "50 times".to_owned(),
        format!("{ratio:.0} times"),
        ratio >= 50.0,
    );
    let what = format!("all {STATES} partial states, answers given and taken back included");
    row(&what, "in 2 s at most".to_owned(), format!("{all:.2} s"), all <= 2.0);
    println!();
}
