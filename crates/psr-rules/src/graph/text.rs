//! Writes a graph in languages that other programs draw.

use std::fmt::Write as _;

use super::{Graph, GraphBox, Of};

/// Writes a graph for Graphviz.
pub fn dot(graph: &Graph) -> String {
    let mut text = format!("digraph \"{}\" {{\n  rankdir=LR;\n  node [fontname=\"sans-serif\"];\n", graph.id);
    for (number, drawn) in graph.boxes.iter().enumerate() {
        let shape = match drawn.of {
            Of::Question(_) => "box, style=rounded",
            Of::Rule(_) => "box",
            Of::Conclusion(..) => "box, style=filled, fillcolor=\"#d8e7f5\"",
        };
        let _ = writeln!(text, "  n{number} [label=\"{}\", shape={shape}];", words(drawn));
    }
    for arrow in &graph.arrows {
        let dashed = if arrow.contrary { " [style=dashed]" } else { "" };
        let _ = writeln!(text, "  n{} -> n{}{dashed};", arrow.from, arrow.to);
    }
    text + "}\n"
}

/// Writes a graph for Mermaid, as Markdown pages show it.
pub fn mermaid(graph: &Graph) -> String {
    let mut text = "flowchart LR\n".to_owned();
    for (number, drawn) in graph.boxes.iter().enumerate() {
        let words = words(drawn);
        let _ = match drawn.of {
            Of::Question(_) => writeln!(text, "  n{number}([\"{words}\"])"),
            Of::Rule(_) => writeln!(text, "  n{number}[\"{words}\"]"),
            Of::Conclusion(..) => writeln!(text, "  n{number}[[\"{words}\"]]"),
        };
    }
    for arrow in &graph.arrows {
        let line = if arrow.contrary { "-.->" } else { "-->" };
        let _ = writeln!(text, "  n{} {line} n{}", arrow.from, arrow.to);
    }
    text
}

fn words(drawn: &GraphBox) -> String {
    let words = drawn.cites.as_ref().map_or_else(|| drawn.words.clone(), |cites| format!("{cites}: {}", drawn.words));
    words.replace('\\', "/").replace('"', "'")
}
