//! What is disclosed under the Regulations: every item of the record that must be kept, and no ground but those of the law.

#![allow(clippy::unwrap_used, clippy::panic)]

mod folder;

use psr_rules::pack;
use psr_rules::pack::model::{DisclosureKind, Pack};

fn england() -> Pack {
    pack::load(&folder::pack(&folder::repository("rules/psr-england"))).unwrap_or_else(|found| panic!("{found}"))
}

fn kind<'p>(pack: &'p Pack, id: &str) -> &'p DisclosureKind {
    pack.disclosures.as_ref().unwrap().kinds.iter().find(|kind| kind.id.as_str() == id).unwrap()
}

#[test]
fn each_item_of_the_record_is_carried_by_every_question_that_asks_for_it() {
    let pack = england();
    let items = &kind(&pack, "representations").items;
    let paragraphs: Vec<_> = pack.provisions.iter().filter(|entry| entry.id.as_str().starts_with("reg 24(")).collect();
    assert_eq!(paragraphs.len(), 10);
    for paragraph in paragraphs {
        let item = items.iter().find(|item| item.provision == paragraph.id);
        let carried = &item.unwrap_or_else(|| panic!("nothing gives what {} has recorded", paragraph.id)).carried;
        let asks: Vec<_> =
            pack.questions.values().filter(|question| question.provisions.contains(&paragraph.id)).collect();
        assert!(!asks.is_empty(), "{}", paragraph.id);
        for question in asks {
            assert!(carried.questions.contains(&question.id), "{} is not given for {}", question.id, paragraph.id);
        }
    }
    assert_eq!(items.len(), 10);
}

#[test]
fn the_grounds_are_those_of_the_law_and_bars_are_none_of_them() {
    let pack = england();
    let representations = kind(&pack, "representations");
    let grounds: Vec<&str> = representations.grounds.iter().map(|ground| ground.source.as_str()).collect();
    assert_eq!(grounds, ["reg 12(5)(a)", "reg 12(5)(b)", "reg 12(5)(c)"]);
    // "Would" in (a) and (c), "might" in (b).
    let standards =
        representations.grounds.iter().map(|ground| (ground.says.contains(" would "), ground.says.contains(" might ")));
    assert_eq!(standards.collect::<Vec<_>>(), [(true, false), (false, true), (true, false)]);
    assert!(representations.bars.iter().all(|bar| bar.provision.is_none()) && representations.bars.len() == 5);
    assert_eq!(representations.withholding("legal-professional-privilege").map(|(_, bar)| bar), Some(true));
    let information = kind(&pack, "freedom-of-information");
    let weighed = information.grounds.iter().filter(|ground| ground.weighed).map(|ground| ground.source.as_str());
    let qualified = ["22", "31", "36", "38", "42", "43"].map(|section| format!("FOIA 2000 s {section}"));
    assert_eq!(weighed.collect::<Vec<_>>(), qualified);
    assert!(information.bars.is_empty() && information.items.iter().all(|item| item.carried.everything));
}
