//! What went wrong with a request: what, why it matters, what next, and which answer of HTTP that is.
//!
//! A handler returns a [`Problem`]; the page that shows it is made in one place, by [`crate::http::problems`], which knows who is asking.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use psr_casefile::error::{Error, Refusal};

use crate::desk::DeskError;
use crate::index::GatherError;

/// Something that went wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Which answer of HTTP it is.
    pub status: StatusCode,
    /// A heading that says what happened.
    pub title: String,
    /// What is wrong, each as a sentence.
    pub what: Vec<String>,
    /// What to do next.
    pub next: String,
    /// What was typed and could not be recorded: name of the field, and text.
    pub typed: Vec<(String, String)>,
    /// What only the log says.
    pub why: Box<Why>,
    pub(crate) of_the_register: bool,
}

/// What the log says of a problem.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Why {
    /// The reason in a word or two; never anything that somebody typed.
    pub reason: &'static str,
    /// What caused it, in full.
    pub cause: Option<String>,
}

/// What a page says of a fault. The cause is for whoever runs the site: it stands in the log.
const FAULT: &str =
    "Something failed that should not have. It is logged, so that whoever runs this site can look into it";

impl Problem {
    /// Makes a problem.
    pub fn new(status: StatusCode, title: &str, what: impl Into<String>, next: &str) -> Self {
        let (title, what, next) = (title.to_owned(), vec![what.into()], next.to_owned());
        let why = Box::new(Why { reason: status.canonical_reason().unwrap_or_default(), cause: None });
        Self { status, title, what, next, typed: Vec::new(), why, of_the_register: false }
    }

    /// There is nothing at this address.
    pub fn not_found(what: impl Into<String>) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "Page not found",
            what,
            "If you typed the address, check it is right. If you followed a link, go back to the list of cases.",
        )
    }

    /// There is no case at this address, or none for whoever asks.
    pub fn no_case() -> Self {
        Self::not_found("There is no case at this address.")
    }

    /// Whoever asks may not do this.
    pub fn forbidden(what: impl Into<String>) -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "You cannot do this",
            what,
            "Ask an administrator of this register if you think you should be able to.",
        )
    }

    /// What was sent cannot be used.
    pub fn refused(what: impl Into<String>) -> Self {
        let next = "Go back to the page before, and send the form again. Nothing was recorded.";
        Self::new(StatusCode::BAD_REQUEST, "This could not be used", what, next)
    }

    /// Something failed that should not have. The page says so; the cause is logged.
    pub fn fault(cause: impl Into<String>) -> Self {
        let fault = Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Sorry, there is a problem with the service",
            FAULT,
            "Try again. What is on record is safe; what was being recorded when this happened is recorded whole or not at all.",
        );
        fault.caused_by(cause)
    }

    /// Says why in a word or two, for the log.
    #[must_use]
    pub fn because(mut self, reason: &'static str) -> Self {
        self.why.reason = reason;
        self
    }

    /// Says to the log what caused it.
    #[must_use]
    pub fn caused_by(mut self, cause: impl Into<String>) -> Self {
        self.why.cause = Some(cause.into());
        self
    }

    /// Adds what was typed, so that the page can give it back.
    #[must_use]
    pub fn with_typed(mut self, typed: Vec<(String, String)>) -> Self {
        self.typed = typed;
        self
    }

    /// Tells whether the register itself failed, so that the handle to it is not used again.
    pub fn is_of_the_register(&self) -> bool {
        self.of_the_register
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<DeskError> for Problem {
    fn from(error: DeskError) -> Self {
        Self::fault(error.to_string())
    }
}

impl From<GatherError> for Problem {
    fn from(error: GatherError) -> Self {
        match error {
            GatherError::Case(error) => Self::from(error),
            GatherError::Desk(error) => Self::from(error),
        }
    }
}

impl From<psr_recorder::Error> for Problem {
    fn from(error: psr_recorder::Error) -> Self {
        Self::from(Error::Register(error))
    }
}

impl From<psr_renderer::RenderError> for Problem {
    fn from(error: psr_renderer::RenderError) -> Self {
        let next = "See the readiness list of the case: it says what is missing. Then try again.";
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "This document cannot be made yet", error.to_string(), next)
    }
}

impl From<psr_renderer::drawn::DrawError> for Problem {
    fn from(error: psr_renderer::drawn::DrawError) -> Self {
        use psr_renderer::drawn::DrawError::{Case, Render};
        use psr_renderer::error::RenderError::UnknownDocument;
        match error {
            Case(error) => error.into(),
            Render(UnknownDocument { .. }) => Self::not_found("There is no document of this name."),
            Render(error) => error.into(),
            other => {
                let next = "Go back to the documents of the case: the page of each says what is missing in it.";
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "This document cannot be made so", other.to_string(), next)
            }
        }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match &error {
            // As of a case that is kept from whoever asks: both read the same.
            Error::NoSuchCase(_) | Error::NotACase(_) => Self::no_case(),
            Error::NoSuchContract(_) => Self::not_found(error.to_string()),
            Error::Refused(refusals) => Self::of_refusals(refusals),
            Error::ReferenceTaken(_) | Error::ContractTaken(_) | Error::Opening(_) | Error::Period { .. } => {
                Self::refused(error.to_string())
            }
            Error::Closed { .. } | Error::ContractClosed { .. } | Error::Held { .. } => Self::new(
                StatusCode::CONFLICT,
                "Nothing more can be recorded here",
                error.to_string(),
                "Open a new case if the matter goes on.",
            ),
            Error::Register(psr_recorder::Error::Conflict(_)) => Self::new(
                StatusCode::CONFLICT,
                "Somebody else wrote to this case meanwhile",
                error.to_string(),
                "Look at the case again, then repeat what you wanted to do.",
            ),
            Error::Register(psr_recorder::Error::Locked { .. }) => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "The register is busy",
                error.to_string(),
                "Wait a moment, then try again.",
            ),
            Error::Register(_) => Self { of_the_register: true, ..Self::fault(error.to_string()) },
            _ => Self::fault(error.to_string()),
        }
    }
}

impl Problem {
    fn of_refusals(refusals: &[Refusal]) -> Self {
        let what = refusals.iter().map(|refusal| crate::view::words::sentence(&refusal.to_string())).collect();
        Self { what, ..Self::refused(String::new()) }
    }
}

/// Says what an error says, with everything that caused it.
pub fn with_causes(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    std::iter::once(error.to_string()).chain(causes.map(|cause| cause.to_string())).collect::<Vec<_>>().join(": ")
}
