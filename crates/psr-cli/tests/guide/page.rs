//! The steps of a guide, and whether what was said is what it shows.
//!
//! A command of an `sh` block ends with 0, or as the comment after it says: `# … ends with 1 …`.

/// One command of a guide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The line it begins on.
    pub line: usize,
    /// The command, of several lines where it goes on.
    pub command: String,
    /// What the guide shows of what it says; nothing where commands stand alone.
    pub shown: Option<String>,
    /// How it ends.
    pub ended: i32,
    /// The lines of the page on which that is shown, the last not included.
    lines: (usize, usize),
}

/// Returns the steps of a page: those of `console` blocks with what is shown, those of `sh` blocks alone.
pub fn steps(page: &str) -> Vec<Step> {
    let lines: Vec<&str> = page.lines().collect();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < lines.len() {
        let end = at + 1 + lines[at + 1..].iter().take_while(|line| **line != "```").count();
        match lines[at] {
            "```console" => found.extend(dialogue(&lines, at + 1, end)),
            "```sh" => found.extend(alone(&lines, at + 1, end)),
            fence if fence.starts_with("```") => {}
            _ => {
                at += 1;
                continue;
            }
        }
        at = end + 1;
    }
    found
}

fn dialogue(lines: &[&str], from: usize, to: usize) -> Vec<Step> {
    let begins: Vec<usize> = (from..to).filter(|at| lines[*at].starts_with("$ ")).collect();
    let ends = begins.iter().skip(1).copied().chain([to]);
    begins.iter().zip(ends).map(|(begin, end)| one(lines, *begin, end)).collect()
}

fn one(lines: &[&str], begin: usize, end: usize) -> Step {
    let goes_on = lines[begin + 1..end].iter().take_while(|line| **line == ">" || line.starts_with("> ")).count();
    let command = lines[begin..=begin + goes_on].iter().map(|line| line.get(2..).unwrap_or_default());
    let first = begin + 1 + goes_on;
    let ended = lines[first..end].last().and_then(|line| line.strip_prefix("? ")).and_then(|code| code.parse().ok());
    let last = end - usize::from(ended.is_some());
    Step {
        line: begin + 1,
        command: command.collect::<Vec<_>>().join("\n"),
        shown: Some(lines[first..last].join("\n")),
        ended: ended.unwrap_or(0),
        lines: (first, end),
    }
}

fn alone(lines: &[&str], from: usize, to: usize) -> Vec<Step> {
    let (mut steps, mut at) = (Vec::new(), from);
    while at < to {
        let end = end_of_command(&lines[..to], at);
        let command = lines[at..end].join("\n");
        let comment = command.split_once(" # ").and_then(|(_, comment)| comment.split_once("ends with "));
        let ended = comment.and_then(|(_, code)| code.get(..1)?.parse().ok());
        if !command.is_empty() {
            steps.push(Step { line: at + 1, command, shown: None, ended: ended.unwrap_or(0), lines: (end, end) });
        }
        at = end;
    }
    steps
}

/// Returns the line after a command, which goes on after a backslash, and to the word that ends a text `<<'EOF'`.
fn end_of_command(lines: &[&str], from: usize) -> usize {
    let word = lines[from].split_once("<<'").and_then(|(_, after)| after.split('\'').next());
    let last = match word {
        Some(word) => (from + 1..lines.len()).find(|at| lines[*at] == word),
        None => (from..lines.len()).find(|at| !lines[*at].ends_with('\\')),
    };
    last.map_or(lines.len(), |last| last + 1)
}

impl Step {
    /// Returns whether it went as the guide shows.
    pub fn agrees(&self, said: &str, ended: i32) -> bool {
        self.ended == ended && self.shown.as_ref().is_none_or(|shown| agrees(shown, said))
    }

    /// Returns a page with what was said in the place of what it shows; the page may have changed before this step, and so be longer by some lines.
    pub fn shows(&self, page: &str, longer_by: isize, said: &str, ended: i32) -> String {
        if self.shown.is_none() {
            return page.to_owned();
        }
        let mut lines: Vec<String> = page.lines().map(str::to_owned).collect();
        let [first, end] = [self.lines.0, self.lines.1].map(|line| line.saturating_add_signed(longer_by));
        let code = (ended != 0).then(|| format!("? {ended}"));
        lines.splice(first..end, said.lines().map(str::to_owned).chain(code));
        lines.join("\n") + "\n"
    }
}

/// Whether what was said is what is shown: `...` stands for any lines, `[..]` for anything within one.
fn agrees(shown: &str, said: &str) -> bool {
    let lines = |text: &str| text.trim_end().lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
    all(&lines(shown), &lines(said))
}

fn all(shown: &[String], said: &[String]) -> bool {
    let Some((line, rest)) = shown.split_first() else { return said.is_empty() };
    if line == "..." {
        return (0..=said.len()).any(|left_out| all(rest, &said[left_out..]));
    }
    said.split_first().is_some_and(|(first, after)| is_line(line, first) && all(rest, after))
}

fn is_line(shown: &str, said: &str) -> bool {
    match shown.split_once("[..]") {
        None => shown == said,
        Some((before, after)) => said
            .strip_prefix(before)
            .is_some_and(|rest| (0..=rest.len()).any(|at| rest.get(at..).is_some_and(|rest| is_line(after, rest)))),
    }
}

#[test]
fn a_page_is_read_as_its_reader_would() {
    let page = "```console\n$ one \\\n>   two\nsaid\n? 1\n$ three\n```\n\n```text\n$ no\n```\n```sh\nfour \\\n  five # ends with 1\n\nsix <<'E'\n$ x\nE\n```\n";
    let read: Vec<_> = steps(page).into_iter().map(|step| (step.line, step.command, step.shown, step.ended)).collect();
    let step =
        |line, command: &str, shown: Option<&str>, ended| (line, command.to_owned(), shown.map(str::to_owned), ended);
    let wanted = [
        step(2, "one \\\n  two", Some("said"), 1),
        step(6, "three", Some(""), 0),
        step(13, "four \\\n  five # ends with 1", None, 1),
        step(16, "six <<'E'\n$ x\nE", None, 0),
    ];
    assert_eq!(read, wanted);
}

#[test]
fn lines_left_out_are_any_and_all_others_are_exact() {
    for (shown, said, agree) in [
        ("a\n...\nd", "a\nb\nc\nd", true),
        ("a [..] b", "a 12 b\n", true),
        ("a [..] b", "a 12 c", false),
        ("a", "a\nb", false),
        ("...", "", true),
        ("[..]b[..]", "ébé", true),
    ] {
        assert_eq!(agrees(shown, said), agree, "{shown} {said}");
    }
}
