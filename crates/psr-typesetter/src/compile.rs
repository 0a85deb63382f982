//! From a source to pages: what of Typst is called, in which order, until page numbers and references no longer move.
//!
//! Typst's own entry would bring its writers of HTML and SVG with it, and the readers of pictures that these need: some megabytes of program, for nothing that a
//! PDF has. Here only pages are laid out.

use std::sync::LazyLock;

use comemo::{Constraint, Track, Tracked};
use typst_layout::PagedDocument;
use typst_library::diag::{SourceDiagnostic, SourceResult};
use typst_library::engine::{Engine, Route, Sink, Traced};
use typst_library::foundations::{Content, Module, NativeRuleMap, Output, Scope, StyleChain, Target, TargetElem};
use typst_library::introspection::{EmptyIntrospector, Introspector, MAX_ITERS};
use typst_library::routines::Routines;
use typst_library::{Feature, Library, LibraryBuilder, World};
use typst_syntax::Span;
use typst_utils::{LazyHash, Protected};

/// What Typst's definitions call in its other parts; nothing of HTML, which no layout asks for.
static ROUTINES: LazyLock<Routines> = LazyLock::new(|| Routines {
    rules: || {
        let mut rules = NativeRuleMap::new();
        typst_layout::register(&mut rules);
        rules
    },
    eval_string: typst_eval::eval_string,
    eval_closure: typst_eval::eval_closure,
    realize: typst_realize::realize,
    layout_frame: typst_layout::layout_frame,
    html_module: || Module::new("html", Scope::new()),
    html_mathml_body: |_, _| None,
    html_span_filled: |content, _| content,
});

/// Typst's own definitions. The one feature lets a table say which cells head a row.
pub(crate) static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    let builder = LibraryBuilder::from_routines(&ROUTINES);
    LazyHash::new(builder.with_features([Feature::A11yExtras].into_iter().collect()).build())
});

/// Lays the main source out in pages, and says what Typst remarked on.
pub(crate) fn pages(world: &dyn World) -> (SourceResult<PagedDocument>, Vec<SourceDiagnostic>) {
    let mut sink = Sink::new();
    let document = settled(world.track(), &mut sink);
    (document, sink.warnings().into_iter().collect())
}

/// Lays out again until all that was said of where things stand is so.
fn settled(world: Tracked<dyn World + '_>, sink: &mut Sink) -> SourceResult<PagedDocument> {
    let content = read(world, sink)?;
    let target = TargetElem::target.set(Target::Paged).wrap();
    let base = StyleChain::new(&world.library().styles);
    let styles = base.chain(&target);
    let (mut before, mut rounds) = (None::<PagedDocument>, 0);
    loop {
        let introspector = before.as_ref().map_or(&EmptyIntrospector as &dyn Introspector, Output::introspector);
        let constraint = Constraint::new();
        let mut remarks = Sink::new();
        let document = {
            let introspector = Protected::new(introspector.track_with(&constraint));
            let traced = Traced::default();
            let library = world.library();
            let route = Route::default();
            let mut engine =
                Engine { library, world, introspector, traced: traced.track(), sink: remarks.track_mut(), route };
            PagedDocument::create(&mut engine, &content, styles)?
        };
        rounds += 1;
        let stands = constraint.validate(Output::introspector(&document));
        if stands || rounds == MAX_ITERS {
            sink.extend_from_sink(remarks);
            (!stands).then(|| sink.warn(unsettled()));
            let delayed = sink.delayed();
            return if delayed.is_empty() { Ok(document) } else { Err(delayed) };
        }
        before = Some(document);
    }
}

fn read(world: Tracked<dyn World + '_>, sink: &mut Sink) -> SourceResult<Content> {
    let main = world.source(world.main()).map_err(|error| vec![SourceDiagnostic::error(Span::detached(), error)])?;
    let (traced, route) = (Traced::default(), Route::default());
    let module = typst_eval::eval(world, world.library(), traced.track(), sink.track_mut(), route.track(), &main)?;
    Ok(module.content())
}

fn unsettled() -> SourceDiagnostic {
    SourceDiagnostic::warning(
        Span::detached(),
        "page numbers or references still moved when the pages had been laid out several times",
    )
}
