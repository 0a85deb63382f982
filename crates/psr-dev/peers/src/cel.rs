//! A CEL interpreter: one expression, compiled once, over variables that are made ready before.

use std::hint::black_box;
use std::sync::Arc;

use cel::{Context, Env, Program, Value};

use crate::clock::work;
use crate::decision::Decision;
use crate::peer::{Peer, Said};
use crate::states::{OPEN, State};
use crate::text::chain;

/// The interpreter with the decision.
pub struct Cel<'a> {
    decision: &'a Decision,
    version: String,
    program: Program,
    env: Arc<Env>,
}

impl<'a> Cel<'a> {
    pub fn new(decision: &'a Decision, version: String) -> Self {
        let program = Program::compile(&chain(decision, ["&&", "||", "!"])).expect("it is CEL");
        Self { decision, version, program, env: Arc::new(Env::stdlib()) }
    }

    fn context(&self, state: &State) -> Context<'static, 'static> {
        let mut context = Context::with_env(Arc::clone(&self.env));
        for (name, digit) in self.decision.names.iter().zip(state).filter(|(_, digit)| **digit != OPEN) {
            context.add_variable_from_value(name.as_str(), *digit == 1);
        }
        context
    }
}

impl Peer for Cel<'_> {
    fn name(&self) -> String {
        format!("cel {}, one expression", self.version)
    }

    fn says(&mut self, states: &[State]) -> Vec<Said> {
        let one = |state| match self.program.execute(&self.context(state)) {
            Ok(Value::String(route)) => Said::named(self.decision, Some(route.as_str())),
            Ok(_) => Said::Nothing,
            Err(_) => Said::Error,
        };
        states.iter().map(one).collect()
    }

    fn seconds(&mut self, states: &[State], times: usize) -> f64 {
        let contexts: Vec<_> = states.iter().map(|state| self.context(state)).collect();
        work(|| {
            for context in (0..times).flat_map(|_| &contexts) {
                // Borrows its result, where `execute` makes a value of its own.
                let _ = black_box(Value::resolve_val(self.program.expression(), black_box(context)));
            }
        })
    }
}
