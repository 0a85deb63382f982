//! The decisions: when each arises, what it can conclude, and how its rules hang together.

use psr_rules::graph::{graph, is_tall, svg};
use psr_rules::pack::model::Decision;

use super::Copy;
use super::html::Html;
use crate::terminal::list::{and, count};

impl Copy<'_> {
    /// Writes the decisions, in the order in which an interview takes them.
    pub(super) fn decisions(&self, html: &mut Html) {
        html.open("section", "aria-labelledby=\"decisions\"");
        html.element("h2", "id=\"decisions\"", "Decisions");
        self.pack.decisions.iter().for_each(|decision| self.decision(decision, html));
        html.close("section");
    }

    fn decision(&self, decision: &Decision, html: &mut Html) {
        html.element("h3", &format!("id=\"decision-{}\"", decision.id), &decision.title);
        html.element("p", "", &decision.about);
        html.element("p", "class=\"aside\"", &format!("Rests on {}.", decision.provision));
        if decision.conclusions.is_empty() {
            let questions = count(decision.questions.len(), "question", "questions");
            html.element("p", "", &format!("It collects what must be on file, by {questions}, and concludes nothing."));
            self.asks(decision, html);
            return;
        }
        let mut rows = Vec::new();
        for conclusion in &decision.conclusions {
            let values: Vec<&str> = conclusion.values.iter().map(|value| value.says.as_str()).collect();
            rows.push(vec![conclusion.name.clone(), values.join(" / ")]);
        }
        let caption = format!("What it can conclude: {}", decision.title);
        html.table(&caption, &["Conclusion", "Strongest first; the last holds where no rule says otherwise"], &rows);
        for conflict in &decision.conflicts {
            let cited: Vec<String> = conflict.provisions.iter().map(ToString::to_string).collect();
            html.lead("p", &format!("Conflict ({}):", and(&cited)), &conflict.message);
        }
        let drawn = graph(self.pack, decision, |rule| self.holds(rule));
        let shape = if is_tall(&drawn) { "tall" } else { "broad" };
        html.picture(&format!("Drawing: {}", decision.title), shape, &svg(&drawn));
    }

    fn asks(&self, decision: &Decision, html: &mut Html) {
        html.open("ul", "");
        for question in decision.questions.iter().filter_map(|id| self.pack.questions.get(id)) {
            html.element("li", "", &question.ask);
        }
        html.close("ul");
    }
}
