//! Our own engine on the decision.

use std::hint::black_box;

use psr_rules::answer::Answer;
use psr_rules::engine::{CompiledDecision, Facts, Scratch, Settled};

use crate::clock::work;
use crate::decision::{Decision, QUESTIONS};
use crate::states::{OPEN, State, Truth, every};

/// Our engine, with room to work in.
pub struct Ours<'a> {
    decision: &'a CompiledDecision,
    scratch: Scratch,
    routes: u64,
}

impl<'a> Ours<'a> {
    pub fn new(decision: &'a Decision) -> Self {
        let begins = decision.rulebook.pack().about.begins;
        let compiled = decision.rulebook.decision(&decision.id, begins).expect("it is in force");
        Self { decision: compiled, scratch: Scratch::default(), routes: (1 << decision.routes.len()) - 1 }
    }

    /// Returns the place of the route, where the state settles it.
    pub fn says(&mut self, state: &State) -> Option<usize> {
        let settled = self.settle(&self.facts(state));
        let routes = settled.values & self.routes;
        (routes.count_ones() == 1).then(|| routes.trailing_zeros() as usize)
    }

    pub fn facts(&self, state: &State) -> Facts {
        let mut facts = self.decision.nothing_known();
        (0..QUESTIONS).for_each(|place| turn(self.decision, &mut facts, place, state[place]));
        facts
    }

    fn settle(&mut self, facts: &Facts) -> Settled {
        self.decision.settle(facts, &mut self.scratch)
    }

    /// Settles each of some facts, relevance included, and returns the seconds that took.
    pub fn settling(&mut self, facts: &[Facts]) -> f64 {
        work(|| {
            for facts in facts {
                black_box(self.settle(black_box(facts)));
            }
        })
    }

    /// Writes the whole determination of each as JSON, every finding included, and returns the seconds that took.
    pub fn writing(&mut self, facts: &[Facts]) -> f64 {
        let mut out = Vec::new();
        work(|| {
            for facts in facts {
                out.clear();
                self.decision.write_json(facts, &mut self.scratch, &mut out);
                black_box(&out);
            }
        })
    }

    /// Settles every partial state there is, answers given and taken back included, and returns the seconds that took.
    pub fn settling_all(&mut self) -> f64 {
        work(|| self.each(|_, settled| _ = black_box(settled)))
    }

    /// Counts the states that are not settled exactly as their completions do, in routes or in relevant questions.
    pub fn wrong(&mut self, truth: &Truth) -> usize {
        let (mut wrong, routes) = (0, self.routes);
        self.each(|at, settled| {
            let relevant = settled.relevant.iter().fold(0, |bits, place| bits | 1 << place);
            let exact = settled.values & routes == u64::from(truth.routes[at]) && relevant == truth.relevant[at];
            wrong += usize::from(!exact);
        });
        wrong
    }

    fn each(&mut self, mut settled: impl FnMut(usize, Settled)) {
        let facts = std::cell::RefCell::new(self.decision.nothing_known());
        every(
            |place, digit| turn(self.decision, &mut facts.borrow_mut(), place, digit),
            |at, _| settled(at, self.decision.settle(&facts.borrow(), &mut self.scratch)),
        );
    }
}

/// Answers a question or takes its answer back.
fn turn(decision: &CompiledDecision, facts: &mut Facts, place: usize, digit: u8) {
    match digit {
        OPEN => decision.withdraw(facts, place),
        given => decision.answer(facts, place, &Answer::YesNo(given == 1)),
    }
}
