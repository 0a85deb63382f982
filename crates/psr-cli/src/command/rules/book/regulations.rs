//! A regulation or schedule: its provisions, its rules read aloud, and everything that rests on it.

use psr_casefile::reading::{Reading, encoded, is_plain_not, parts};
use psr_rules::coverage::Covered;
use psr_rules::id::Provision;
use psr_rules::pack::model::{Condition, Regulation, Rule, Test};

use super::Copy;
use super::html::{Html, anchor};
use crate::terminal::list::{and, count};
use crate::words::day;

/// How many scenarios are named as examples.
const EXAMPLES: usize = 3;

impl Copy<'_> {
    /// Writes a regulation or schedule.
    pub(super) fn regulation(&self, file: &Regulation, html: &mut Html) {
        let place = anchor(file.provision.as_str());
        html.open("section", &format!("aria-labelledby=\"{place}\""));
        html.element("h2", &format!("id=\"{place}\""), &format!("{}: {}", file.provision, file.heading));
        reviews(file, html);
        if let Some(why) = &file.no_rule {
            html.lead("p", "No rule.", why);
        }
        self.provisions(file, html);
        file.rules.iter().filter(|rule| self.holds(rule)).for_each(|rule| self.rule(rule, html));
        self.notice(&file.provision, html);
        self.questions(&file.provision, html);
        html.close("section");
    }

    fn provisions(&self, file: &Regulation, html: &mut Html) {
        let mine =
            |covered: &&Covered| covered.provision == file.provision || covered.provision.is_within(&file.provision);
        let rows = self.covered.iter().filter(mine).map(|covered| {
            vec![
                covered.provision.to_string(),
                covered.says.clone(),
                self.texts_of(&covered.provision),
                encoded(covered),
            ]
        });
        let caption = format!("What {} says, in short, and where the pack has it", file.provision);
        html.table(&caption, &["Provision", "What it says", "Texts", "In the pack"], &rows.collect::<Vec<_>>());
    }

    fn texts_of(&self, provision: &Provision) -> String {
        let entry = self.pack.provisions.iter().find(|entry| entry.id == *provision);
        let texts: Vec<String> =
            entry.map(|entry| entry.texts.iter().map(ToString::to_string).collect()).unwrap_or_default();
        if texts.is_empty() { "all".to_owned() } else { and(&texts) }
    }

    fn rule(&self, rule: &Rule, html: &mut Html) {
        html.open("article", "class=\"rule\"");
        html.element("h3", &format!("id=\"{}\"", rule_place(rule)), &format!("{}: {}", rule.provision, rule.title));
        let reading = Reading { pack: self.pack, on: self.on.unwrap_or(chrono::NaiveDate::MAX) };
        if !rule.texts.is_empty() {
            let texts: Vec<String> = rule.texts.iter().map(ToString::to_string).collect();
            html.element("p", "class=\"aside\"", &format!("Only in the text {}.", and(&texts)));
        }
        self.read_aloud(&rule.when, &reading, html);
        let follows = reading.follows(rule);
        if follows.is_empty() {
            html.element("p", "class=\"aside\"", "Other rules build on it; nothing follows from it alone.");
        } else {
            html.lead("p", "Then:", &follows.join(" "));
        }
        if let Some(note) = &rule.note {
            html.open("div", "class=\"note\"");
            html.lead("p", "Note.", note);
            html.close("div");
        }
        self.examples(rule, html);
        html.close("article");
    }

    /// Reads the condition of a rule as a sentence; several conditions make a list.
    fn read_aloud(&self, condition: &Condition, reading: &Reading<'_>, html: &mut Html) {
        let opening = match &condition.test {
            Test::All(_) => "If all of this holds:",
            Test::Any(_) => "If at least one of these holds:",
            _ => {
                html.lead("p", "If", &format!("{}.", reading.sentence(condition)));
                return self.below(condition, reading, html);
            }
        };
        html.element("p", "class=\"cite\"", opening);
        self.below(condition, reading, html);
    }

    fn below(&self, condition: &Condition, reading: &Reading<'_>, html: &mut Html) {
        let parts = parts(condition);
        if parts.is_empty() || is_plain_not(condition) {
            return;
        }
        html.open("ul", "");
        for part in parts {
            html.open("li", "");
            let cited = part.provision.as_ref().map(|provision| format!("{provision}: ")).unwrap_or_default();
            html.element("span", "", &format!("{cited}{}", reading.sentence(part)));
            self.below(part, reading, html);
            html.close("li");
        }
        html.close("ul");
    }

    /// Says how often scenarios meet the rule and do not, with examples.
    fn examples(&self, rule: &Rule, html: &mut Html) {
        let Some(exercised) = self.exercised.iter().find(|known| known.rule == rule.id) else { return };
        let named = |paths: &[String]| {
            let names = paths.iter().take(EXAMPLES).filter_map(|path| {
                let scenario = self.pack.scenarios.iter().find(|scenario| scenario.path == *path)?;
                Some(format!("“{}”", scenario.name))
            });
            names.collect::<Vec<_>>().join(", ")
        };
        for (how, paths) in [("Met", &exercised.met), ("Not met", &exercised.not_met)] {
            let scenarios = count(paths.len(), "scenario", "scenarios");
            let words = if paths.is_empty() {
                format!("{how} in no scenario.")
            } else {
                format!("{how} in {scenarios}, such as {}.", named(paths))
            };
            html.element("p", "class=\"aside\"", &words);
        }
    }
}

fn reviews(file: &Regulation, html: &mut Html) {
    for review in &file.reviews {
        let words = format!("Reviewed by {} against {} on {}.", review.by, review.against, day(review.on));
        html.element("p", "class=\"aside\"", &words);
    }
    if file.reviews.is_empty() {
        html.element("p", "class=\"aside\"", "Not reviewed yet.");
    }
}

/// Returns the name of a rule's place on the page.
pub(super) fn rule_place(rule: &Rule) -> String {
    format!("rule-{}", rule.id)
}
