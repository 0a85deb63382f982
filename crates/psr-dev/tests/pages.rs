//! Every link of every page leads somewhere, every picture is there and has words, and the book has every page under `docs/`.
#![allow(clippy::unwrap_used)]

use psr_dev::pages;

#[test]
fn every_link_and_picture_leads_somewhere() {
    let root = pages::root();
    let all = pages::all(&root).unwrap();
    assert!(all.len() > 30, "{all:?}");
    let faults = pages::check(&root, &all).unwrap();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn what_is_wrong_with_a_page_is_said_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let text =
        "# One\n\n[a](b.md) [c](a.md#two) [d](#one) [e](http://x) [f](https://example.org/x) ![](p.png) ![P](p.png)\n";
    let files =
        [("docs/SUMMARY.md", "- [A](a.md)\n"), ("docs/a.md", text), ("docs/c.md", "[root](../d.md)\n"), ("d.md", "")];
    for (name, text) in files {
        std::fs::create_dir_all(folder.path().join("docs")).unwrap();
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let faults = pages::check(folder.path(), &pages::all(folder.path()).unwrap()).unwrap();
    assert_eq!(
        faults,
        [
            "docs/a.md:3: `b.md` leads to no file",
            "docs/a.md:3: `a.md#two` leads to no heading",
            "docs/a.md:3: `http://x` is no address",
            "docs/a.md:3: the picture `p.png` has no words for those who do not see it",
            "docs/a.md:3: the picture `p.png` is not there",
            "docs/c.md: is not in docs/SUMMARY.md",
        ]
    );
}

#[test]
fn the_book_has_its_pages_and_what_they_lead_to() {
    let folder = tempfile::tempdir().unwrap();
    assert!(pages::stage(&pages::root(), folder.path()).unwrap() > 20);
    let list = std::fs::read_to_string(folder.path().join("src/SUMMARY.md")).unwrap();
    assert!(list.contains("(README.md)") && list.contains("(docs/guide/first-case.md)"), "{list}");
    for there in ["book.toml", "src/README.md", "src/docs/guide/pictures/cases-wide.png", "src/rules/README.md"] {
        assert!(folder.path().join(there).is_file(), "{there}");
    }
}
