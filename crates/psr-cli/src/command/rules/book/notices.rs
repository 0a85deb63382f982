//! The notice whose content a regulation or schedule lists.

use psr_rules::id::Provision;
use psr_rules::pack::model::{ItemGround, Notice, NoticeItem, NoticeKind, Supply};

use super::Copy;
use super::html::Html;
use crate::terminal::list::and;

impl Copy<'_> {
    /// Writes the notices of a regulation or schedule.
    pub(super) fn notice(&self, provision: &Provision, html: &mut Html) {
        for notice in self.pack.notices.iter().filter(|notice| notice.provision == *provision) {
            html.element("h3", &format!("id=\"notice-{}\"", notice.id), &notice.title);
            html.element("p", "", &about(notice));
            if notice.items.is_empty() {
                html.element("p", "", "The law does not prescribe what it contains.");
                continue;
            }
            let rows: Vec<Vec<String>> = notice.items.iter().map(|item| self.item(item)).collect();
            html.table(
                &format!("What it contains: {}", notice.title),
                &["Provision", "What it contains", "When", "Supplied by"],
                &rows,
            );
        }
    }

    fn item(&self, item: &NoticeItem) -> Vec<String> {
        let ground = match item.ground {
            ItemGround::Law => "",
            ItemGround::Guidance => " (asked for by guidance)",
            ItemGround::Practice => " (good practice)",
        };
        let when =
            item.only_if.as_ref().map_or_else(|| "always".to_owned(), |only_if| format!("where {}", only_if.says));
        let named = |supplies: &[Supply]| supplies.iter().map(|supply| self.supply(supply)).collect::<Vec<_>>();
        let statement = item.statement.iter().map(|statement| format!("our sentence: “{statement}”"));
        let any: Vec<String> = item.from_any.iter().map(|way| named(way).join(" with ")).collect();
        let any = (!any.is_empty()).then(|| any.join(", or "));
        let supplied: Vec<String> = statement.chain(named(&item.from)).chain(any).collect();
        let supplied = if supplied.is_empty() { "whoever writes it".to_owned() } else { supplied.join("; ") };
        vec![item.provision.to_string(), format!("{}{ground}", item.says), when, supplied]
    }

    fn supply(&self, supply: &Supply) -> String {
        match supply {
            Supply::Title => "the title of the case".to_owned(),
            Supply::Reference => "the reference of the case".to_owned(),
            Supply::Question(_, id) => {
                let known = self.pack.questions.get(id);
                known.map_or_else(|| id.to_string(), |question| format!("the answer to “{}”", question.ask))
            }
            Supply::Conclusion(decision, id) => {
                let decision = self.pack.decisions.iter().find(|known| known.id == *decision);
                let conclusion = decision.and_then(|known| known.conclusions.iter().find(|known| known.id == *id));
                conclusion.map_or_else(|| id.to_string(), |known| format!("the conclusion “{}”", known.name))
            }
            Supply::Event(id) => {
                let event = self.pack.events.iter().find(|event| event.id == *id);
                event.map_or_else(|| id.to_string(), |event| format!("the event “{}”", event.title))
            }
        }
    }
}

fn about(notice: &Notice) -> String {
    let kind = match notice.kind {
        NoticeKind::Notice => "It is published",
        NoticeKind::Letter => "It is sent to one provider and not published",
        NoticeKind::Invitation => "It is sent to several providers and not published",
    };
    let required: Vec<String> = notice.required_by.iter().map(ToString::to_string).collect();
    format!("{kind}. Required by {}.", and(&required))
}
