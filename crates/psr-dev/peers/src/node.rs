//! Engines that run in Node.js, in a process of their own that is asked line by line.

use std::cell::RefCell;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::rc::Rc;

use serde_json::{Value, json};

use crate::decision::Decision;
use crate::peer::{Peer, Said};
use crate::states::State;
use crate::text::{json_logic, json_rules};

/// The process.
struct Node {
    child: Child,
    asked: Option<ChildStdin>,
    answered: BufReader<ChildStdout>,
}

impl Node {
    fn ask(&mut self, question: &Value) -> Value {
        let asked = self.asked.as_mut().expect("it is open until the end");
        writeln!(asked, "{question}").expect("it listens");
        let mut line = String::new();
        self.answered.read_line(&mut line).expect("it answers");
        serde_json::from_str(&line).expect("it answers in JSON")
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        drop(self.asked.take());
        let _ = self.child.wait();
    }
}

/// One of the engines.
pub struct NodePeer {
    node: Rc<RefCell<Node>>,
    id: String,
    name: String,
    timed: bool,
}

/// Starts the process in the folder that has the script and its packages; returns its engines and the version of Node.js.
pub fn peers(decision: &Decision, folder: &str) -> (Vec<Box<dyn Peer>>, String) {
    let given = json!({
        "names": decision.names, "routes": decision.routes, "jsonLogic": json_logic(decision), "jsonRules": json_rules(decision),
    });
    let path = format!("{folder}/decision.json");
    std::fs::write(&path, given.to_string()).expect("the folder can be written");
    let mut command = Command::new("node");
    command.arg(format!("{folder}/engines.mjs")).arg(&path).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("Node.js is there");
    let (asked, answered) = (child.stdin.take(), child.stdout.take().expect("it is piped"));
    let mut node = Node { child, asked, answered: BufReader::new(answered) };
    let version = text(&node.ask(&json!({ "ask": "version" })));
    let engines = node.ask(&json!({ "ask": "engines" }));
    let node = Rc::new(RefCell::new(node));
    let peer = |engine: &Value| -> Box<dyn Peer> {
        let timed = engine["timed"] == true;
        Box::new(NodePeer { node: Rc::clone(&node), id: text(&engine["id"]), name: text(&engine["name"]), timed })
    };
    (engines.as_array().expect("a list").iter().map(peer).collect(), version)
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn words(states: &[State]) -> Vec<String> {
    states.iter().map(|state| state.iter().map(|digit| char::from(b'0' + digit)).collect()).collect()
}

impl Peer for NodePeer {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn is_timed(&self) -> bool {
        self.timed
    }

    fn says(&mut self, states: &[State]) -> Vec<Said> {
        let said = self.node.borrow_mut().ask(&json!({ "ask": "says", "engine": self.id, "states": words(states) }));
        let one = |letter: char| match letter.to_digit(10) {
            Some(place) => Said::Route(place as usize),
            None if letter == 'e' => Said::Error,
            None => Said::Nothing,
        };
        text(&said).chars().map(one).collect()
    }

    fn seconds(&mut self, states: &[State], times: usize) -> f64 {
        let question = json!({ "ask": "seconds", "engine": self.id, "states": words(states), "times": times });
        self.node.borrow_mut().ask(&question).as_f64().expect("seconds")
    }
}
