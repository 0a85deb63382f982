//! GoRules' zen-engine, compiled beforehand as it can be: as a decision table, as an expression in a graph, and the language of its expressions alone.

use std::hint::black_box;

use futures::executor::block_on;
use serde_json::Value;
use zen_engine::{Decision as Graph, DecisionGraphResponse, EvaluationOptions, EvaluationTraceKind, Variable};
use zen_expression::expression::Standard;
use zen_expression::vm::VM;
use zen_expression::{Expression, compile_expression};

use crate::clock::work;
use crate::decision::Decision;
use crate::peer::{Peer, Said};
use crate::states::{OPEN, State};
use crate::text::chain;

/// A graph, with its trace or without.
pub struct Zen<'a> {
    decision: &'a Decision,
    name: String,
    graph: Graph,
    given: Given,
}

/// What is asked for beside the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    Result,
    Trace,
    /// The whole response written as JSON, trace included.
    Written,
}

impl<'a> Zen<'a> {
    pub fn new(decision: &'a Decision, name: String, content: Value, given: Given) -> Self {
        let content: zen_engine::model::GraphContent = serde_json::from_value(content).expect("it is a graph");
        let mut graph = Graph::from(content);
        graph.compile();
        graph.validate().expect("the graph is whole");
        Self { decision, name, graph, given }
    }

    fn options(&self) -> EvaluationOptions {
        EvaluationOptions { trace: self.given != Given::Result, ..EvaluationOptions::default() }
    }
}

impl Peer for Zen<'_> {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn says(&mut self, states: &[State]) -> Vec<Said> {
        let one = |state| match block_on(self.graph.evaluate_with_opts(input(self.decision, state), self.options())) {
            Ok(response) => said(self.decision, response.result.dot("route")),
            Err(_) => Said::Error,
        };
        states.iter().map(one).collect()
    }

    fn seconds(&mut self, states: &[State], times: usize) -> f64 {
        let inputs: Vec<Variable> = states.iter().map(|state| input(self.decision, state)).collect();
        let mut out = Vec::new();
        let all = async {
            for input in (0..times).flat_map(|_| &inputs) {
                let response = self.graph.evaluate_with_opts(input.clone(), self.options()).await;
                match black_box(response) {
                    Ok(response) if self.given == Given::Written => write(&response, &mut out),
                    _ => {}
                }
            }
        };
        work(|| block_on(all))
    }
}

/// The language of expressions without the graph around it.
pub struct ZenExpression<'a> {
    decision: &'a Decision,
    name: String,
    expression: Expression<Standard>,
    machine: VM,
}

impl<'a> ZenExpression<'a> {
    pub fn new(decision: &'a Decision, name: String) -> Self {
        let expression = compile_expression(&chain(decision, ["and", "or", "not "])).expect("it is an expression");
        Self { decision, name, expression, machine: VM::new() }
    }
}

impl Peer for ZenExpression<'_> {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn says(&mut self, states: &[State]) -> Vec<Said> {
        let mut said = Vec::with_capacity(states.len());
        for state in states {
            said.push(match self.expression.evaluate_with(input(self.decision, state), &mut self.machine) {
                Ok(route) => self::said(self.decision, Some(route)),
                Err(_) => Said::Error,
            });
        }
        said
    }

    fn seconds(&mut self, states: &[State], times: usize) -> f64 {
        let inputs: Vec<Variable> = states.iter().map(|state| input(self.decision, state)).collect();
        work(|| {
            for input in (0..times).flat_map(|_| &inputs) {
                let _ = black_box(self.expression.evaluate_with(input.clone(), &mut self.machine));
            }
        })
    }
}

fn write(response: &DecisionGraphResponse, out: &mut Vec<u8>) {
    out.clear();
    let mut serializer = serde_json::Serializer::new(&mut *out);
    response.serialize_with_mode(&mut serializer, EvaluationTraceKind::Default).expect("it can be written");
    black_box(out);
}

fn said(decision: &Decision, route: Option<Variable>) -> Said {
    Said::named(decision, route.as_ref().and_then(Variable::as_str))
}

fn input(decision: &Decision, state: &State) -> Variable {
    let given = decision.names.iter().zip(state).filter(|(_, digit)| **digit != OPEN);
    let given = given.map(|(name, digit)| (name.clone(), Value::Bool(*digit == 1)));
    Value::Object(given.collect()).into()
}
