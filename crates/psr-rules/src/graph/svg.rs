//! Draws a graph as SVG: a picture that prints, scales, and says in words what it shows.

use std::fmt::{self, Write as _};

use super::layout::{INSET, LINE, Layout, Placed, SIZE, layout};
use super::{Graph, GraphBox, Of};

/// How a question, a rule and a conclusion are drawn: fill, outline, how round the corners are.
const LOOKS: [(&str, &str, u32); 3] =
    [("#ffffff", "#005eb8", 14), ("#f0f4f5", "#212b32", 2), ("#d8e7f5", "#003087", 2)];
/// What the height of the legend is.
const LEGEND: i64 = 340;
/// How wide a picture is at least.
const LEAST: i64 = 6400;

/// A measure in tenths, as it is written.
struct Tenths(i64);

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0.div_euclid(10), self.0.rem_euclid(10))
    }
}

/// Answers whether the picture of a graph is rather high than wide, and so fits a page that stands upright.
pub fn is_tall(graph: &Graph) -> bool {
    let laid = layout(graph);
    laid.height * 5 > laid.width * 4
}

/// Draws a graph. Its words are in the picture as text, and its title and description say for a screen reader what it shows.
pub fn svg(graph: &Graph) -> String {
    let laid = layout(graph);
    let (id, width, height) = (&graph.id, Tenths(laid.width.max(LEAST)), Tenths(laid.height + LEGEND));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" \
         aria-labelledby=\"{id}-drawing-title {id}-drawing-description\" font-family=\"Arial, Helvetica, sans-serif\" font-size=\"{}\">\n\
         <title id=\"{id}-drawing-title\">{}</title>\n<desc id=\"{id}-drawing-description\">{}</desc>\n",
        Tenths(SIZE),
        escaped(&graph.title),
        escaped(&described(graph))
    );
    let _ = writeln!(
        out,
        "<defs><marker id=\"{id}-head\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" markerUnits=\"userSpaceOnUse\" \
         orient=\"auto\"><path d=\"M0 0 L8 4 L0 8 z\" fill=\"#4c6272\"/></marker></defs>"
    );
    legend(&mut out);
    let _ = writeln!(out, "<g transform=\"translate(0 {})\">", Tenths(LEGEND));
    arrows(graph, &laid, &mut out);
    graph.boxes.iter().zip(&laid.boxes).for_each(|(drawn, placed)| draw(drawn, placed, &mut out));
    out.push_str("</g>\n</svg>\n");
    out
}

fn look(of: &Of) -> (&'static str, &'static str, u32) {
    LOOKS[match of {
        Of::Question(_) => 0,
        Of::Rule(_) => 1,
        Of::Conclusion(..) => 2,
    }]
}

fn legend(out: &mut String) {
    let mut x = 12;
    for (words, (fill, line, round)) in ["What is asked", "Rule", "What follows"].iter().zip(LOOKS) {
        let _ = writeln!(
            out,
            "<rect x=\"{x}\" y=\"10\" width=\"18\" height=\"14\" rx=\"{}\" fill=\"{fill}\" stroke=\"{line}\"/><text x=\"{}\" y=\"22\">{words}</text>",
            round.min(7),
            x + 24
        );
        x += 130;
    }
    let _ = writeln!(
        out,
        "<path d=\"M{x} 17 H{}\" fill=\"none\" stroke=\"#4c6272\" stroke-dasharray=\"5 3\"/><text x=\"{}\" y=\"22\">counts where it is not so</text>",
        x + 30,
        x + 36
    );
}

fn arrows(graph: &Graph, laid: &Layout, out: &mut String) {
    for (arrow, run) in graph.arrows.iter().zip(&laid.runs) {
        let (x, y) = run[0];
        let mut path = format!("M{} {}", Tenths(x), Tenths(y));
        for (leg, points) in run.windows(2).enumerate() {
            let ((x, y), (to_x, to_y)) = (points[0], points[1]);
            let [middle, y, to_x, to_y] = [(x + to_x) / 2, y, to_x, to_y].map(Tenths);
            // Every second leg passes a column level.
            let _ = match leg % 2 {
                0 => write!(path, " C{middle} {y} {middle} {to_y} {to_x} {to_y}"),
                _ => write!(path, " H{to_x}"),
            };
        }
        let dashes = if arrow.contrary { " stroke-dasharray=\"5 3\"" } else { "" };
        let _ = writeln!(
            out,
            "<path d=\"{path}\" fill=\"none\" stroke=\"#4c6272\" stroke-width=\"1.1\"{dashes} marker-end=\"url(#{}-head)\"/>",
            graph.id
        );
    }
}

fn draw(drawn: &GraphBox, placed: &Placed, out: &mut String) {
    let (fill, line, round) = look(&drawn.of);
    let Placed { lines, .. } = placed;
    let [x, y, width, height] = [placed.x, placed.y, placed.width, placed.height].map(Tenths);
    let _ = writeln!(
        out,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{round}\" fill=\"{fill}\" stroke=\"{line}\"/>"
    );
    let _ = write!(out, "<text fill=\"#212b32\">");
    let mut y = placed.y + INSET + SIZE;
    for (number, words) in lines.iter().enumerate() {
        let (at, level) = (Tenths(placed.x + INSET), Tenths(y));
        let weight = if number < placed.citing { " font-weight=\"bold\"" } else { "" };
        let _ = write!(out, "<tspan x=\"{at}\" y=\"{level}\"{weight}>{}</tspan>", escaped(words));
        y += LINE;
    }
    out.push_str("</text>\n");
}

/// Says what the picture shows, rule by rule.
pub(super) fn described(graph: &Graph) -> String {
    let mut text = graph.about.clone();
    for (place, rule) in graph.boxes.iter().enumerate().filter(|(_, drawn)| matches!(drawn.of, Of::Rule(_))) {
        let named = |place: usize| {
            let drawn = &graph.boxes[place];
            drawn.cites.clone().unwrap_or_else(|| drawn.words.trim_end_matches('.').to_owned())
        };
        let tests = graph.arrows.iter().filter(|arrow| arrow.to == place).map(|arrow| named(arrow.from));
        let follows = graph.arrows.iter().filter(|arrow| arrow.from == place).map(|arrow| named(arrow.to));
        let (tests, follows) = (tests.collect::<Vec<_>>().join("; "), follows.collect::<Vec<_>>().join("; "));
        let _ = write!(text, " {}: {}. It looks at: {tests}.", rule.cites.as_deref().unwrap_or_default(), rule.words);
        if !follows.is_empty() {
            let _ = write!(text, " It leads to: {follows}.");
        }
    }
    text
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
