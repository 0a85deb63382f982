//! Every decision can be drawn: no box over another, every word in its box, and the same drawing each time.

#![allow(clippy::unwrap_used, clippy::panic)]

mod folder;

use insta::assert_snapshot;
use psr_rules::graph::{dot, graph, mermaid, svg};
use psr_rules::pack::{self, model::Pack};

fn packs() -> Vec<Pack> {
    ["fixtures/packs/toy", "rules/psr-england"]
        .iter()
        .map(|path| pack::load(&folder::pack(&folder::repository(path))).unwrap_or_else(|found| panic!("{found}")))
        .collect()
}

/// Reads a measure such as `12.5` as whole tenths.
fn tenths(number: &str) -> i64 {
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    whole.parse::<i64>().unwrap() * 10 + part.parse::<i64>().unwrap()
}

/// Returns the boxes of a picture: left, top, right, bottom; the legend stands above them.
fn boxes(svg: &str) -> Vec<[i64; 4]> {
    let drawn = svg.split("<g transform").nth(1).unwrap();
    let number = |rect: &str, name: &str| -> i64 {
        let after = rect.split(&format!("{name}=\"")).nth(1).unwrap();
        tenths(after.split('"').next().unwrap())
    };
    let rect = |rect: &str| {
        let [x, y, width, height] = [" x", " y", " width", " height"].map(|name| number(rect, name));
        [x, y, x + width, y + height]
    };
    drawn.split("<rect").skip(1).map(rect).collect()
}

#[test]
fn no_box_stands_over_another_and_none_leaves_the_picture() {
    for pack in packs() {
        for decision in &pack.decisions {
            let picture = svg(&graph(&pack, decision, |_| true));
            let boxes = boxes(&picture);
            let view: Vec<i64> = picture
                .split("viewBox=\"")
                .nth(1)
                .and_then(|rest| rest.split('"').next())
                .unwrap()
                .split(' ')
                .map(tenths)
                .collect();
            for (place, one) in boxes.iter().enumerate() {
                assert!(one[0] >= 0 && one[1] >= 0 && one[2] <= view[2] && one[3] <= view[3], "{}", decision.id);
                for other in &boxes[place + 1..] {
                    let apart = one[2] <= other[0] || other[2] <= one[0] || one[3] <= other[1] || other[3] <= one[1];
                    assert!(apart, "{}: {one:?} and {other:?}", decision.id);
                }
            }
        }
    }
}

#[test]
fn every_rule_of_a_decision_is_drawn_with_its_conclusions() {
    for pack in packs() {
        for decision in &pack.decisions {
            let drawn = graph(&pack, decision, |_| true);
            let rules =
                pack.regulations.iter().flat_map(|file| &file.rules).filter(|rule| rule.decision == decision.id);
            let boxes = rules.clone().count();
            assert_eq!(drawn.boxes.iter().filter(|drawn| drawn.cites.is_some()).count(), boxes, "{}", decision.id);
            let follows: usize = rules.map(|rule| rule.then.len()).sum();
            let arrows = drawn.arrows.iter().filter(|arrow| {
                drawn.boxes[arrow.from].cites.is_some()
                    && matches!(drawn.boxes[arrow.to].of, psr_rules::graph::Of::Conclusion(..))
            });
            assert_eq!(arrows.count(), follows, "{}", decision.id);
        }
    }
}

#[test]
fn a_small_decision_in_three_languages() {
    let toy = &packs()[0];
    let lending = toy.decisions.iter().find(|decision| decision.id.as_str() == "lending").unwrap();
    let drawn = graph(toy, lending, |_| true);
    assert_snapshot!("lending", format!("{}\n{}\n{}", svg(&drawn), mermaid(&drawn), dot(&drawn)));
}
