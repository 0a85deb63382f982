//! The one decision that all engines are given: read from the pack in `fixtures/packs/fifteen`, and from nowhere else.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use psr_rules::engine::Rulebook;
use psr_rules::id::{DecisionId, RuleId};
use psr_rules::pack::model::{Condition, Pack, Rule, Test};
use psr_rules::pack::{self, PackFiles};

use crate::expression::Expression;

/// How many questions there are.
pub const QUESTIONS: usize = 15;

/// A route decision as a chain: the first arm whose condition holds gives the route, and where none does it is the last route.
pub struct Decision {
    pub rulebook: Rulebook,
    pub id: DecisionId,
    /// The questions as names that every engine can read.
    pub names: Vec<String>,
    /// The routes, by their place.
    pub routes: Vec<String>,
    /// For each route but the last, its condition as it stands once the earlier ones are known not to hold.
    pub arms: Vec<Expression>,
    /// For each route, its conditions as the pack has them, to be taken literally.
    literal: Vec<Expression>,
}

impl Decision {
    /// Reads the pack.
    pub fn read() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../fixtures/packs/fifteen");
        let pack = pack::load(&files(&folder)).unwrap_or_else(|found| panic!("{found}"));
        let rulebook = Rulebook::compile(Arc::new(pack)).expect("a sound pack compiles");
        let (id, pack) = (rulebook.pack().about.default_decision.clone(), rulebook.pack());
        let reading = Reading { pack, questions: &pack.decisions[0].questions.clone(), failed: Vec::new() };
        let routes = &pack.decisions[0].conclusions[0].values;
        let literal = routes.iter().map(|route| reading.leading_to(route.id.as_str())).collect();
        let arms = reading.chain(&routes.iter().map(|route| route.id.as_str()).collect::<Vec<_>>());
        let names = reading.questions.iter().map(|question| question.as_str().replace('-', "_")).collect();
        let routes = routes.iter().map(|route| route.id.to_string()).collect();
        assert_eq!(reading.questions.len(), QUESTIONS);
        Self { id, names, routes, arms, literal, rulebook }
    }

    /// Returns the place of the route, every condition of the pack taken literally; bits say yes.
    pub fn route(&self, yes: u16) -> usize {
        self.literal.iter().position(|condition| condition.holds(yes)).unwrap_or(self.routes.len() - 1)
    }

    /// Returns the place of the route by the chain that the other engines are given.
    pub fn by_chain(&self, yes: u16) -> usize {
        self.arms.iter().position(|condition| condition.holds(yes)).unwrap_or(self.routes.len() - 1)
    }
}

/// A pack being read, with the rules that are known not to apply.
struct Reading<'a> {
    pack: &'a Pack,
    questions: &'a [psr_rules::id::QuestionId],
    failed: Vec<RuleId>,
}

impl Reading<'_> {
    fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.pack.regulations.iter().flat_map(|file| &file.rules)
    }

    fn sets(rule: &Rule, route: &str) -> bool {
        rule.then.iter().any(|(_, value)| value.as_str() == route)
    }

    fn leading_to(&self, route: &str) -> Expression {
        let leading = self.rules().filter(|rule| Self::sets(rule, route));
        Expression::any(leading.map(|rule| self.expression(&rule.when)).collect())
    }

    fn chain(&self, routes: &[&str]) -> Vec<Expression> {
        let (_, earlier) = routes.split_last().expect("there are routes");
        let mut reading = Reading { failed: Vec::new(), ..*self };
        let mut arms = Vec::new();
        for route in earlier {
            arms.push(reading.leading_to(route));
            let failed: Vec<RuleId> =
                self.rules().filter(|rule| Self::sets(rule, route)).map(|rule| rule.id.clone()).collect();
            reading.failed.extend(failed);
        }
        arms
    }

    fn expression(&self, condition: &Condition) -> Expression {
        let each = |inner: &[Condition]| inner.iter().map(|condition| self.expression(condition)).collect();
        let place = |question| self.questions.iter().position(|known| known == question).expect("the pack is sound");
        match &condition.test {
            Test::All(inner) => Expression::all(each(inner)),
            Test::Any(inner) => Expression::any(each(inner)),
            Test::Not(inner) => self.expression(inner).not(),
            Test::Rule(id) if self.failed.contains(id) => Expression::Constant(false),
            Test::Rule(id) => self.expression(&self.rules().find(|rule| rule.id == *id).expect("it is there").when),
            Test::Yes(question) => Expression::Yes(place(question)),
            Test::No(question) => Expression::Yes(place(question)).not(),
            other => panic!("{other:?} is not about yes and no"),
        }
    }
}

fn files(folder: &Path) -> PackFiles {
    let mut files = PackFiles::default();
    let mut folders: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).expect("the pack is there") {
            let path = entry.expect("it can be read").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let inside = path.strip_prefix(folder).expect("it lies inside").to_str().expect("a plain name");
            files.insert(inside, std::fs::read(&path).expect("it can be read"));
        }
    }
    files
}
