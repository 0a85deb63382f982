//! A question: what it asks and why, what it takes, and where it is used.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use minijinja::{Value, context};
use psr_casefile::reading::all_tested;
use psr_rules::id::QuestionId;
use psr_rules::pack::model::{FieldKind, Kind, Notice, Question, Supply};

use super::book::{Asked, Book};
use super::used;
use crate::people::Who;
use crate::problem::Problem;
use crate::site::Site;
use crate::view::Frame;

pub async fn show(
    State(site): State<Site>,
    who: Who,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let book = Book::open(&site, &asked).await?;
    let question = book.pack().questions.values().find(|question| question.id.as_str() == id);
    let question = question.ok_or_else(|| Problem::not_found("The rules hold no question of this name."))?;
    let context = context! {
        date => book.date(), question => about(&book, question), decisions => decisions(&book, &question.id), rules => rules(&book, &question.id),
        notices => notices(&book, &question.id), here => format!("/rules/questions/{}", question.id),
    };
    let frame =
        Frame::new(&question.ask).part("/rules").step("Rules", &format!("/rules{}", book.query)).errors(book.errors());
    site.views().show("rules-question.html.j2", &frame, &who, context)
}

fn about(book: &Book, question: &Question) -> Value {
    let (kind, choices, fields) = match &question.kind {
        Kind::YesNo => ("Yes or no", Vec::new(), Vec::new()),
        Kind::Money { .. } => ("A sum of money", Vec::new(), Vec::new()),
        Kind::Date => ("A date", Vec::new(), Vec::new()),
        Kind::Text => ("Words", Vec::new(), Vec::new()),
        Kind::OneOf(choices) => {
            let choice =
                |choice: &psr_rules::pack::model::Choice| context! { label => &choice.label, note => &choice.note };
            ("One of these choices", choices.iter().map(choice).collect(), Vec::new())
        }
        Kind::List(fields) => {
            let field = |field: &psr_rules::pack::model::Field| context! { ask => &field.ask, takes => takes(&field.kind), optional => field.optional };
            ("A list", Vec::new(), fields.iter().map(field).collect())
        }
    };
    let said: Vec<&String> =
        [&question.says.yes, &question.says.no, &question.says.answer].into_iter().flatten().collect();
    context! {
        id => question.id.to_string(), ask => &question.ask, hint => &question.hint, why => &question.why, view => &question.view, guidance => &question.guidance,
        provisions => question.provisions.iter().map(|cited| book.cited(cited)).collect::<Vec<_>>(), kind, choices, fields,
        said => said.into_iter().map(|clause| book.reading().filled(clause)).collect::<Vec<_>>(),
    }
}

fn takes(kind: &FieldKind) -> &'static str {
    match kind {
        FieldKind::YesNo => "yes or no",
        FieldKind::Money { .. } => "a sum of money",
        FieldKind::Date => "a date",
        FieldKind::Number => "a number",
        FieldKind::OneOf(_) => "one of several choices",
        FieldKind::Text => "words",
    }
}

fn decisions(book: &Book, id: &QuestionId) -> Vec<Value> {
    let asking = book.pack().decisions.iter().filter(|decision| decision.questions.contains(id));
    asking.map(|decision| context! { text => &decision.title, href => book.decision(decision.id.as_str()) }).collect()
}

fn rules(book: &Book, id: &QuestionId) -> Vec<Value> {
    let rules = book.pack().regulations.iter().flat_map(|file| &file.rules);
    let testing = rules.filter(|rule| all_tested(&rule.when).contains(&id));
    testing.filter_map(|rule| used::rule(book, &rule.id)).collect()
}

fn notices(book: &Book, id: &QuestionId) -> Vec<String> {
    let draws = |supply: &Supply| matches!(supply, Supply::Question(_, question) if question == id);
    let drawing = |notice: &&Notice| {
        notice.items.iter().any(|item| item.from.iter().chain(item.from_any.iter().flatten()).any(draws))
    };
    book.pack().notices.iter().filter(drawing).map(|notice| notice.title.clone()).collect()
}
