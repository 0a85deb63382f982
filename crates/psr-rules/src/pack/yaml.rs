//! Reads YAML, narrowly, into a tree with places.
//!
//! This is the only module that knows the YAML parser. It takes the parser's events one at a time, so that a file is never expanded: anchors,
//! aliases, tags and merge keys are refused where they stand, and depth and size are bounded. A fault does not hide the others: what was read
//! before it stays, marked as cut short.

use std::borrow::Cow;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, Span, options};

use super::diagnostic::Place;
use super::node::{Node, Scalar, Value};
use super::source::{Source, end_of};
use super::tree::Tree;

/// How many levels lists and mappings may be nested.
pub(crate) const DEPTH: usize = 32;
/// How many values, lists and mappings a file may hold.
pub(crate) const NODES: usize = 100_000;

/// Reads a text as one YAML document, noting every fault.
pub(crate) fn read(text: &str, source: Source<'_>) -> Node {
    let (text, had_tabs) = without_tabs(text, source);
    let limits = options! {
        disallow_directives: true,
        emit_unresolved_aliases: true,
        emit_comments: false,
        flow_nesting_limit: DEPTH + 1,
        block_nesting_limit: DEPTH + 1,
    };
    let mut tree = Tree::new(source);
    let mut documents = 0;
    for event in Parser::new_from_str_with_options(&text, limits) {
        match event {
            Ok((Event::DocumentStart(..), span)) if documents == 1 => {
                source.error(
                    place(span),
                    "a second document begins here",
                    "keep one document to a file; remove the `---`",
                );
                break;
            }
            Ok((Event::DocumentStart(..), _)) => documents += 1,
            Ok((event, span)) => {
                if take(&mut tree, event, span).is_none() {
                    break;
                }
            }
            Err(error) => {
                if !had_tabs {
                    report(&error, source);
                }
                tree.cut_short();
                break;
            }
        }
    }
    if documents == 0 && source.findings.is_empty_for(source.file) {
        source.error(Place::default(), "there is nothing here but comments", "fill it in or remove it");
    }
    tree.finish()
}

/// Notes the first tab and replaces all of them by spaces, so that reading can go on.
fn without_tabs<'t>(text: &'t str, source: Source<'_>) -> (Cow<'t, str>, bool) {
    match text.split_once('\t') {
        Some((before, _)) => {
            source.error(end_of(before), "a tab stands here", "use spaces, two for each level");
            (Cow::Owned(text.replace('\t', " ")), true)
        }
        None => (Cow::Borrowed(text), false),
    }
}

/// Puts one event into the tree; gives nothing when a limit is reached.
fn take(tree: &mut Tree<'_>, event: Event<'_>, span: Span) -> Option<()> {
    let at = place(span);
    match event {
        Event::Scalar(text, style, anchor, tag) => {
            refuse(tree, anchor, tag.is_some(), at);
            let scalar = Scalar { text: text.into_owned(), plain: style == ScalarStyle::Plain };
            tree.add(Node { at, value: Value::Scalar(scalar) })
        }
        Event::SequenceStart(_, anchor, tag) => {
            refuse(tree, anchor, tag.is_some(), at);
            tree.open_list(at)
        }
        Event::MappingStart(_, anchor, tag) => {
            refuse(tree, anchor, tag.is_some(), at);
            tree.open_map(at)
        }
        Event::SequenceEnd | Event::MappingEnd => tree.close(),
        Event::Alias(_) | Event::UnresolvedAlias(_) => {
            tree.refuse(at, "a YAML alias (`*`)", "write the value out; a value that begins with `*` needs quotes");
            tree.add(Node { at, value: Value::Unreadable })
        }
        _ => Some(()),
    }
}

fn refuse(tree: &mut Tree<'_>, anchor: usize, tagged: bool, at: Place) {
    if anchor != 0 {
        tree.refuse(at, "a YAML anchor (`&`)", "write the value out; a value that begins with `&` needs quotes");
    }
    if tagged {
        tree.refuse(at, "a YAML tag (`!`)", "remove the tag; a value that begins with `!` needs quotes");
    }
}

fn place(span: Span) -> Place {
    Place { line: span.start.line(), column: span.start.col() + 1 }
}

fn report(error: &ScanError, source: Source<'_>) {
    let at = Place { line: error.marker().line(), column: error.marker().col() + 1 };
    let (message, hint) = explain(error);
    source.error(at, message, hint);
}

/// Says what a fault of syntax means to somebody who does not know the parser's words.
fn explain(error: &ScanError) -> (String, &'static str) {
    let (message, hint) = match error.kind() {
        ErrorKind::RecursionLimitExceeded => ("lists and mappings are nested too deeply here", "use at most 32 levels"),
        ErrorKind::DirectiveDisallowed => ("a YAML directive (`%`) stands here", "remove it"),
        ErrorKind::MappingValueNotAllowed => {
            ("a colon stands where none can", "put a text that holds `: ` in quotes, or mend the indentation")
        }
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::InvalidIndentation | ErrorKind::ExpectedBlockSequenceEntry => (
            "this line does not stand under the one it belongs to",
            "give the keys of one mapping, and the items of one list, the same indentation",
        ),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => {
            ("a key with its colon is expected here", "write `key: value`")
        }
        ErrorKind::InvalidColonPlacement => ("a colon stands where none can", "is a bracket above not closed?"),
        ErrorKind::InvalidQuotedScalarIndent => {
            ("a quotation mark is not closed", "close it with the same mark, or indent the lines that belong to it")
        }
        ErrorKind::UnclosedQuotedScalar => ("a quotation mark is not closed", "close it with the same mark"),
        ErrorKind::InvalidTrailingDoubleQuotedScalar | ErrorKind::InvalidTrailingSingleQuotedScalar => (
            "something stands after the closing quotation mark",
            "put the whole text in quotes; inside, write '' for ' or \\\" for \"",
        ),
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofImplicitFlowMapping => ("a bracket is not closed", "close it with `]` or `}`"),
        ErrorKind::ExpectedFlowMappingSeparator | ErrorKind::ExpectedFlowSequenceSeparator => (
            "a comma or a closing bracket is expected here",
            "put a text that holds `,`, `[`, `]`, `{` or `}` in quotes",
        ),
        _ => return (format!("this is not YAML: {}", error.info()), "mend the syntax at this place"),
    };
    (message.to_owned(), hint)
}
