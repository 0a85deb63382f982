//! What the template engine reports, as our errors: which template, which line, what is missing.

use minijinja::{Error, ErrorKind};

use crate::error::RenderError;

/// Explains an error of the template engine; `asked_for` is the template that was being filled.
pub fn explain(asked_for: &str, error: Error) -> RenderError {
    let innermost = innermost(&error);
    let template = innermost.name().unwrap_or(asked_for).to_owned();
    let line = innermost.line().unwrap_or(0);
    match innermost.kind() {
        ErrorKind::OutOfFuel => {
            RenderError::TooMuch { template, limit: "it took more steps than any document needs".to_owned() }
        }
        ErrorKind::UndefinedError | ErrorKind::BadSerialization => {
            RenderError::MissingValue { template, line, missing: with_expression(innermost) }
        }
        _ => {
            RenderError::FaultyTemplate { template, line, message: with_expression(innermost), source: Box::new(error) }
        }
    }
}

/// An error in an included template or in a macro is the cause of one in the template around it.
fn innermost(error: &Error) -> &Error {
    let mut found = error;
    let mut next = std::error::Error::source(error);
    while let Some(cause) = next {
        if let Some(inner) = cause.downcast_ref::<Error>().filter(|inner| inner.line().is_some()) {
            found = inner;
        }
        next = cause.source();
    }
    found
}

fn with_expression(error: &Error) -> String {
    let message = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    let expression =
        error.range().zip(error.template_source()).and_then(|(range, source)| source.get(range)).map(str::trim);
    match expression.filter(|shown| !shown.is_empty() && shown.len() < 200 && !message.contains(shown)) {
        Some(expression) => format!("{message}, in `{expression}`"),
        None => message,
    }
}
