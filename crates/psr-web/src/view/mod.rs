//! Pages: a template, a frame around it, and what stands in it.

pub mod filters;
pub mod words;

use axum::response::{Html, IntoResponse, Response};
use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};

use crate::people::Who;
use crate::problem::{Problem, with_causes};

static PAGES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/pages.zip"));

/// Returns what a template sees of a value.
pub fn data<T: serde::Serialize>(value: T) -> Value {
    Value::from(minijinja::value::Serde(value))
}

/// What the service is called on its pages.
pub const SERVICE: &str = "Provider selection record";

/// The templates of the pages.
pub(crate) struct Views(Environment<'static>);

/// What stands around a page's own content.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// The title, without the name of the service.
    pub title: String,
    /// Which part of the site it belongs to: the address in the navigation.
    pub part: &'static str,
    /// The way to the page: names and addresses.
    pub trail: Vec<(String, String)>,
    /// What is wrong with what was typed, each with the field it concerns.
    pub errors: Vec<(String, String)>,
    /// What just happened.
    pub notice: Option<String>,
    /// Whether the page takes the whole width.
    pub wide: bool,
}

impl Frame {
    /// Begins a frame.
    pub fn new(title: &str) -> Self {
        Self { title: title.to_owned(), ..Self::default() }
    }

    /// Says which part of the site the page belongs to.
    #[must_use]
    pub fn part(self, part: &'static str) -> Self {
        Self { part, ..self }
    }

    /// Adds a step of the way to the page.
    #[must_use]
    pub fn step(mut self, name: &str, address: &str) -> Self {
        self.trail.push((name.to_owned(), address.to_owned()));
        self
    }

    /// Says what is wrong with what was typed.
    #[must_use]
    pub fn errors(self, errors: Vec<(String, String)>) -> Self {
        Self { errors, ..self }
    }

    /// Says what just happened.
    #[must_use]
    pub fn notice(self, notice: Option<String>) -> Self {
        Self { notice, ..self }
    }

    /// Takes the whole width.
    #[must_use]
    pub fn wide(self) -> Self {
        Self { wide: true, ..self }
    }
}

/// The parts of the site: names and addresses.
const PARTS: [(&str, &str); 6] = [
    ("Cases", "/"),
    ("Contracts", "/contracts"),
    ("Reports", "/reports"),
    ("Rules", "/rules"),
    ("Audit", "/audit"),
    ("Help", "/help"),
];

impl Views {
    /// Reads the templates inside the program.
    ///
    /// # Panics
    /// When one of them cannot be read; a test reads them all.
    pub fn built_in() -> Self {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
        environment.set_syntax(syntax.expect("the delimiters are the usual ones"));
        filters::add_to(&mut environment);
        for (name, bytes) in psr_inside::files(PAGES) {
            let text = String::from_utf8(bytes).expect("templates are UTF-8");
            environment.add_template_owned(name, text).expect("the templates of the site are sound");
        }
        Self(environment)
    }

    /// Makes a page.
    ///
    /// # Errors
    /// When the template fails.
    pub fn page(&self, template: &str, frame: &Frame, who: &Who, context: Value) -> Result<String, Problem> {
        let page = framed(frame, who);
        let template = self.0.get_template(template).map_err(faulty)?;
        template.render(context! { page, ..context }).map_err(faulty)
    }

    /// Makes a page as a response.
    ///
    /// # Errors
    /// When the template fails.
    pub fn show(&self, template: &str, frame: &Frame, who: &Who, context: Value) -> Result<Response, Problem> {
        Ok(Html(self.page(template, frame, who, context)?).into_response())
    }
}

fn framed(frame: &Frame, who: &Who) -> Value {
    let link = |(text, href): &(String, String)| context! { text, href };
    let parts = PARTS.map(|(text, href)| context! { text, href, current => href == frame.part });
    context! {
        title => &frame.title,
        service => SERVICE,
        navigation => if who.person().is_some() { parts.to_vec() } else { Vec::new() },
        person => who.person().map(|person| person.name.clone()),
        csrf => who.csrf(),
        trail => frame.trail.iter().map(link).collect::<Vec<_>>(),
        errors => frame.errors.iter().map(|(text, field)| context! { text, href => format!("#{field}") }).collect::<Vec<_>>(),
        notice => frame.notice.as_ref().map(|text| context! { title => "Done", text, success => true }),
        wide => frame.wide,
    }
}

fn faulty(error: minijinja::Error) -> Problem {
    // Not with `{:#}`: that shows what stood in the template's variables.
    Problem::fault(format!("the page's template failed: {}", with_causes(&error)))
}
