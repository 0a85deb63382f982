//! Commenting: on the case, a question, a conclusion or a document. A comment changes no determination and no approval.

use psr_rules::id::{ConclusionId, DecisionId, QuestionId};
use psr_rules::pack::model::Pack;

use super::answers::{decision, is_plain, lot, no_such_question};
use super::{Case, Casebook, Recorded};
use crate::acting::Acting;
use crate::error::{Error, Refusal, Result};
use crate::event::{CaseEvent, Comment, Subject};
use crate::state::Recorded as OnRecord;

/// The longest comment, in characters.
const LONGEST: usize = 20_000;

/// A comment as somebody gives it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CommentGiven {
    /// What it is about, as the record writes it; the decision of a question may be left out where only one asks it. May be left out of a reply.
    pub about: Option<String>,
    /// The lot, by name.
    pub lot: Option<String>,
    /// What it says.
    pub text: String,
    /// The comment it replies to.
    pub reply_to: Option<u64>,
    /// Whether it is privileged as legal advice.
    pub privileged: bool,
}

impl Casebook {
    /// Records a comment; no determination follows from it.
    ///
    /// # Errors
    /// With everything that is wrong at once; or when the case is closed, somebody else wrote to it meanwhile, or the register refuses.
    pub fn comment(&mut self, case: &Case, given: &CommentGiven, acting: &mut Acting<'_>) -> Result<Recorded> {
        let comment = check(case, given).map_err(Error::Refused)?;
        self.conclude(case, CaseEvent::Comment(comment), acting)
    }
}

/// Checks a comment against the pack and the case, and collects everything that is wrong with it.
fn check(case: &Case, given: &CommentGiven) -> std::result::Result<Comment, Vec<Refusal>> {
    let mut problems: Vec<Refusal> = text_problem(&given.text).into_iter().collect();
    let earlier = earlier(case, given).map_err(|problem| problems.push(problem)).ok().flatten();
    let about = match (&given.about, earlier) {
        (Some(about), _) => subject(case, about),
        (None, Some(earlier)) => Ok(earlier.what.about.clone()),
        (None, None) => {
            Err(cannot_stand("a comment is about something: say `case`, a question, a conclusion or a document"))
        }
    };
    let about = about.map_err(|problem| problems.push(problem)).ok();
    let place = given.lot.as_ref().map(|name| lot(&case.state, name)).transpose();
    let place = place.map_err(|problem| problems.push(problem)).ok().flatten();
    let place = place.or_else(|| earlier.filter(|_| given.about.is_none()).and_then(|earlier| earlier.what.lot));
    if let Some(about) = &about {
        problems.extend(place_problem(about, place));
        problems.extend(earlier.and_then(|earlier| reply_problem(earlier, about, place, given.privileged)));
    }
    match about {
        Some(about) if problems.is_empty() => Ok(Comment {
            about,
            lot: place,
            text: Some(given.text.trim().to_owned()),
            reply_to: given.reply_to,
            privileged: given.privileged,
        }),
        _ => Err(problems),
    }
}

fn text_problem(text: &str) -> Option<Refusal> {
    let wrong = !is_plain(text) || text.chars().count() > LONGEST;
    wrong.then(|| {
        cannot_stand(format!(
            "the comment is empty, too long, or holds control characters: write it in plain words, at most {LONGEST} characters"
        ))
    })
}

/// Finds the comment that is replied to.
fn earlier<'c>(case: &'c Case, given: &CommentGiven) -> std::result::Result<Option<&'c OnRecord<Comment>>, Refusal> {
    let find = |seq: u64| {
        let found = case.state.comments.iter().find(|comment| comment.seq == seq);
        found.ok_or_else(|| {
            cannot_stand(format!("entry {seq} is no comment that could be replied to: `psr log` lists the entries"))
        })
    };
    given.reply_to.map(find).transpose()
}

/// A lot is named for what is asked or concluded lot by lot.
fn place_problem(about: &Subject, place: Option<usize>) -> Option<Refusal> {
    let whole = matches!(about, Subject::Case | Subject::Document(_));
    (whole && place.is_some())
        .then(|| cannot_stand("a lot is named for a question or a conclusion only: leave it out, or name one of those"))
}

/// A reply stays with its matter, and what replies to something privileged may tell what that says.
fn reply_problem(
    earlier: &OnRecord<Comment>,
    about: &Subject,
    place: Option<usize>,
    privileged: bool,
) -> Option<Refusal> {
    let (seq, of) = (earlier.seq, &earlier.what);
    if (&of.about, of.lot) != (about, place) {
        return Some(cannot_stand(format!(
            "entry {seq} is about something else (`{}`): reply to it where it stands",
            of.about
        )));
    }
    (of.privileged && !privileged).then(|| {
        cannot_stand(format!(
            "entry {seq} is privileged, and a reply may tell what it says: let the reply be privileged too, or comment apart from it"
        ))
    })
}

/// Reads what a comment is about, and finds it in the pack of the case. Whether there is a document of a name, whoever draws documents knows.
///
/// # Errors
/// When there is no such thing.
pub fn subject(case: &Case, given: &str) -> std::result::Result<Subject, Refusal> {
    let pack = case.rulebook.pack();
    match given.split_once(':') {
        Some(("question", name)) => question(pack, name),
        Some(("conclusion", name)) => conclusion(pack, name),
        _ => Subject::parse(given).ok_or_else(|| {
            cannot_stand(format!(
                "nothing is called `{given}`: write `case`, `question:` and a question, `conclusion:` with a decision and a conclusion, or `document:` and a document"
            ))
        }),
    }
}

fn question(pack: &Pack, name: &str) -> std::result::Result<Subject, Refusal> {
    let (of, name) = name.split_once('/').map_or((None, name), |(of, name)| (Some(of), name));
    let question = QuestionId::parse(name).ok().filter(|id| pack.questions.contains_key(id));
    let question = question.ok_or_else(|| no_such_question(pack, name))?;
    Ok(Subject::Question(decision(pack, &question, of)?, question))
}

fn conclusion(pack: &Pack, name: &str) -> std::result::Result<Subject, Refusal> {
    let (of, id) = name.split_once('/').map_or((None, name), |(of, id)| (Some(of), id));
    let asked = |decision: &DecisionId| of.is_none_or(|of| of == decision.as_str());
    let decisions = pack.decisions.iter().filter(|known| asked(&known.id));
    let mut found: Vec<(DecisionId, ConclusionId)> = decisions
        .flat_map(|known| known.conclusions.iter().map(|conclusion| (known.id.clone(), conclusion.id.clone())))
        .filter(|(_, known)| known.as_str() == id)
        .collect();
    match (found.pop(), found.is_empty()) {
        (Some((decision, conclusion)), true) => Ok(Subject::Conclusion(decision, conclusion)),
        (Some(_), false) => {
            Err(cannot_stand(format!("several decisions conclude `{id}`: say which, as in `conclusion:DECISION/{id}`")))
        }
        (None, _) => Err(cannot_stand(format!("there is no conclusion `{name}`: `psr show` lists those of the case"))),
    }
}

fn cannot_stand(message: impl Into<String>) -> Refusal {
    Refusal::CannotStand(message.into())
}
