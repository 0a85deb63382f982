//! The decision in the forms that other engines read.

use serde_json::{Value, json};

use crate::decision::Decision;
use crate::expression::{Expression, Way};

/// Writes the whole chain as one conditional expression, with these signs for and, or, not.
pub fn chain(decision: &Decision, signs: [&str; 3]) -> String {
    let (last, earlier) = decision.routes.split_last().expect("there are routes");
    let arms = earlier.iter().zip(&decision.arms);
    let arms: String =
        arms.map(|(route, arm)| format!("{} ? '{route}' : ", arm.text(signs, &decision.names))).collect();
    format!("{arms}'{last}'")
}

/// The chain as JsonLogic.
pub fn json_logic(decision: &Decision) -> Value {
    let (last, earlier) = decision.routes.split_last().expect("there are routes");
    let arms = earlier.iter().zip(&decision.arms);
    let mut parts: Vec<Value> = arms.flat_map(|(route, arm)| [logic(arm, &decision.names), json!(route)]).collect();
    parts.push(json!(last));
    json!({ "if": parts })
}

fn logic(expression: &Expression, names: &[String]) -> Value {
    let each = |parts: &[Expression]| -> Vec<Value> { parts.iter().map(|part| logic(part, names)).collect() };
    match expression {
        Expression::Constant(holds) => json!(holds),
        Expression::Yes(place) => json!({ "var": names[*place] }),
        Expression::Not(inner) => json!({ "!": [logic(inner, names)] }),
        Expression::All(parts) => json!({ "and": each(parts) }),
        Expression::Any(parts) => json!({ "or": each(parts) }),
    }
}

/// The chain as rules for json-rules-engine, the first with the highest priority; the last holds always.
pub fn json_rules(decision: &Decision) -> Value {
    let (last, earlier) = decision.routes.split_last().expect("there are routes");
    let rule = |(place, (route, arm)): (usize, (&String, &Expression))| {
        let conditions = match conditions(arm, &decision.names) {
            group if group.get("fact").is_none() => group,
            single => json!({ "all": [single] }),
        };
        json!({ "conditions": conditions, "event": { "type": route }, "priority": earlier.len() + 1 - place })
    };
    let mut rules: Vec<Value> = earlier.iter().zip(&decision.arms).enumerate().map(rule).collect();
    rules.push(json!({ "conditions": { "all": [] }, "event": { "type": last }, "priority": 1 }));
    json!(rules)
}

fn conditions(expression: &Expression, names: &[String]) -> Value {
    let fact = |place: usize, value: bool| json!({ "fact": names[place], "operator": "equal", "value": value });
    let each = |parts: &[Expression]| -> Vec<Value> { parts.iter().map(|part| conditions(part, names)).collect() };
    match expression {
        Expression::Constant(true) => json!({ "all": [] }),
        Expression::Constant(false) => json!({ "not": { "all": [] } }),
        Expression::Yes(place) => fact(*place, true),
        Expression::Not(inner) => match **inner {
            Expression::Yes(place) => fact(place, false),
            _ => json!({ "not": conditions(inner, names) }),
        },
        Expression::All(parts) => json!({ "all": each(parts) }),
        Expression::Any(parts) => json!({ "any": each(parts) }),
    }
}

/// A graph for zen-engine with a decision table, one row for each way to a route, of which the first that fits counts.
pub fn zen_table(decision: &Decision) -> Value {
    let (last, earlier) = decision.routes.split_last().expect("there are routes");
    let inputs: Vec<Value> =
        decision.names.iter().map(|name| json!({ "id": name, "name": name, "field": name })).collect();
    let ways = earlier
        .iter()
        .zip(&decision.arms)
        .flat_map(|(route, arm)| arm.ways(true).into_iter().map(move |way| (route, way)));
    let rows: Vec<Value> =
        ways.chain([(last, (0, 0))]).enumerate().map(|(place, way)| row(decision, place, way)).collect();
    let output = json!({ "id": "route", "name": "route", "field": "route" });
    graph("decisionTableNode", &json!({ "hitPolicy": "first", "inputs": inputs, "outputs": [output], "rules": rows }))
}

fn row(decision: &Decision, place: usize, (route, (yes, no)): (&String, Way)) -> Value {
    let mut row = json!({ "_id": place.to_string(), "route": format!("'{route}'") });
    for (place, name) in decision.names.iter().enumerate() {
        let cell = if yes >> place & 1 == 1 {
            "true"
        } else if no >> place & 1 == 1 {
            "false"
        } else {
            ""
        };
        row[name] = json!(cell);
    }
    row
}

/// A graph for zen-engine with one expression.
pub fn zen_expression(decision: &Decision) -> Value {
    let expression = json!({ "id": "route", "key": "route", "value": chain(decision, ["and", "or", "not "]) });
    graph("expressionNode", &json!({ "expressions": [expression] }))
}

fn graph(kind: &str, content: &Value) -> Value {
    json!({
        "nodes": [
            { "id": "in", "name": "in", "type": "inputNode", "content": {} },
            { "id": "decision", "name": "decision", "type": kind, "content": content },
            { "id": "out", "name": "out", "type": "outputNode", "content": {} }
        ],
        "edges": [
            { "id": "1", "sourceId": "in", "targetId": "decision" },
            { "id": "2", "sourceId": "decision", "targetId": "out" }
        ]
    })
}
