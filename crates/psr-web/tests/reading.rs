//! Rules and reports: the law by date, and numbers with what is behind them.
#![allow(clippy::unwrap_used)]

#[path = "support/books.rs"]
mod books;

use books::Filling;

#[tokio::test]
async fn every_page_of_the_rules_can_be_read_and_leads_only_to_pages_there_are() {
    let visit = Filling::new("example.org/web", 10).visit();
    let front = visit.get("/rules").await.expect(200).text();
    let (mut waiting, mut read) = (vec!["/rules".to_owned()], std::collections::BTreeSet::new());
    while let Some(address) = waiting.pop() {
        if read.insert(address.clone()) {
            let text = visit.get(&address).await.expect(200).text();
            waiting.extend(links(&text, "/rules/"));
        }
    }
    let decisions = read.iter().filter(|address| address.starts_with("/rules/decisions/")).count();
    let questions = read.iter().filter(|address| address.starts_with("/rules/questions/")).count();
    assert!(front.contains("Decisions") && decisions > 5 && questions > 50, "{decisions} {questions}");
}

fn links(text: &str, begin: &str) -> Vec<String> {
    let all = text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let mine = all.filter(|address| address.starts_with(begin));
    mine.filter_map(|address| address.split('#').next()).map(str::to_owned).collect()
}

#[tokio::test]
async fn the_date_selects_the_law_and_a_wrong_one_is_shown_again() {
    let visit = Filling::new("example.org/web", 11).visit();
    let pack = psr_casefile::casebook::load_pack(&psr_casefile::built_in::files().into_iter().collect()).unwrap();
    let first = pack.pack().texts.first().unwrap();
    let page = visit.get(&format!("/rules?on={}", first.from)).await.expect(200);
    assert!(page.has(&format!("by {} of the law", first.id)) && page.has(&format!("?on={}", first.from)));
    let page = visit.get("/rules?on=soon").await.expect(422);
    assert!(page.has("href=\"#on\"") && page.has("value=\"soon\""));
    assert!(visit.get("/rules?on=2000-01-01").await.expect(200).has("no text governs"));
    visit.get("/rules/decisions/none").await.expect(404);
    visit.get("/rules/questions/none").await.expect(404);
    visit.get("/rules/regulations/none").await.expect(404);
}

#[tokio::test]
async fn a_report_stands_in_the_page_and_comes_as_files() {
    let visit = Filling::new("example.org/web", 12).visit();
    let index = visit.get("/reports").await.expect(200).text();
    let reports = links(&index, "/reports/");
    assert!(!reports.is_empty());
    for address in reports {
        let page = visit.get(&address.replace("&amp;", "&")).await.expect(200);
        for download in links(&page.text(), "/reports/") {
            if download.contains("/download") {
                visit.get(&download.replace("&amp;", "&")).await.expect(200);
            }
        }
    }
}

#[tokio::test]
async fn a_period_that_is_none_is_shown_again() {
    let visit = Filling::new("example.org/web", 13).visit();
    let pack = psr_casefile::casebook::load_pack(&psr_casefile::built_in::files().into_iter().collect()).unwrap();
    let id = pack.pack().reports.as_ref().unwrap().reports.first().unwrap().id.to_string();
    let page = visit.get(&format!("/reports/{id}?from=2026-04-01&to=2025-04-01")).await.expect(422);
    assert!(page.has("href=\"#to\"") && page.has("value=\"2026-04-01\""));
    let page = visit.get(&format!("/reports/{id}?from=2025-04-01&to=2026-03-31")).await.expect(200);
    assert!(page.has("data:image/svg+xml;base64,") && page.has("The numbers") && page.has("Every number is nought"));
    visit.get(&format!("/reports/{id}/download?from=2025-04-01&to=2026-03-31&as=exe")).await.expect(404);
    visit.get(&format!("/reports/{id}/download?as=csv")).await.expect(400);
    visit.get("/reports/none").await.expect(404);
}
