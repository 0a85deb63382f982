//! The questions that rest on a regulation.

use psr_rules::id::Provision;
use psr_rules::pack::model::{Choice, Field, Kind, Question};

use super::Copy;
use super::html::{Html, escaped};
use crate::terminal::list::and;

impl Copy<'_> {
    /// Writes the questions of which the first provision belongs to a regulation or schedule.
    pub(super) fn questions(&self, provision: &Provision, html: &mut Html) {
        let mine = |question: &&Question| {
            question.provisions.first().is_some_and(|first| first == provision || first.is_within(provision))
        };
        let mut questions: Vec<&Question> = self.pack.questions.values().filter(mine).collect();
        let order = |question: &Question| {
            let first = question.provisions.first();
            self.pack.provisions.iter().position(|entry| Some(&entry.id) == first)
        };
        questions.sort_by_key(|question| order(question));
        if !questions.is_empty() {
            html.element("h3", "", "Questions");
            questions.into_iter().for_each(|question| self.question(question, html));
        }
    }

    fn question(&self, question: &Question, html: &mut Html) {
        html.element("h4", "", &question.ask);
        let cited: Vec<String> = question.provisions.iter().map(ToString::to_string).collect();
        let decisions = self.pack.decisions.iter().filter(|decision| decision.questions.contains(&question.id));
        let decisions: Vec<String> = decisions.map(|decision| decision.title.clone()).collect();
        let kind = kind(&question.kind);
        let decisions = if decisions.is_empty() { String::new() } else { format!(" Asked for: {}.", and(&decisions)) };
        html.element("p", "class=\"aside\"", &format!("{}. {kind}.{decisions}", and(&cited)));
        if let Some(hint) = &question.hint {
            html.element("p", "", hint);
        }
        html.lead("p", "Why it is asked:", &question.why);
        if let Some(view) = &question.view {
            html.lead(
                "p",
                "A view of the authority:",
                &format!("the law asks what it {view}, so its reasons and who formed the view are recorded."),
            );
        }
        match &question.kind {
            Kind::OneOf(choices) => list(choices, html),
            Kind::List(fields) => listed(fields, html),
            _ => {}
        }
        if let Some(address) = &question.guidance {
            html.open("p", "");
            html.element(
                "a",
                &format!("href=\"{}\"", escaped(address)),
                &format!("Guidance on this question: {address}"),
            );
            html.close("p");
        }
    }
}

fn kind(kind: &Kind) -> &'static str {
    match kind {
        Kind::YesNo => "Answered yes or no",
        Kind::Money { .. } => "Answered by a sum of money",
        Kind::Date => "Answered by a date",
        Kind::OneOf(_) => "Answered by one of some choices",
        Kind::Text => "Answered in words",
        Kind::List(_) => "Answered by a list",
    }
}

fn list(choices: &[Choice], html: &mut Html) {
    html.open("ul", "class=\"choices\"");
    for choice in choices {
        let note = choice.note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
        html.element("li", "", &format!("{}{note}", choice.label));
    }
    html.close("ul");
}

fn listed(fields: &[Field], html: &mut Html) {
    let optional = |field: &Field| if field.optional { " (may be left out)" } else { "" };
    let fields: Vec<String> = fields.iter().map(|field| format!("{}{}", field.ask, optional(field))).collect();
    html.lead("p", "For each item:", &format!("{}.", fields.join("; ")));
}
