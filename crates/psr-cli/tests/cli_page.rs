//! `docs/cli.md` is written from the declarations, and says every command's help.
#![allow(clippy::unwrap_used)]

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/cli.md");

/// Returns the page.
fn page() -> String {
    let mut program = psr_cli::command_line().term_width(100);
    program.build();
    let mut page = "# The commands\n\n\
        What `psr help COMMAND` says, for every command. This page is written from the program's own declarations: to write it again after changing them, \
        run `UPDATE_DOCS=1 cargo test -p psr-cli --test cli_page`.\n"
        .to_owned();
    add(&program, "psr", &mut page);
    page
}

fn add(command: &clap::Command, name: &str, page: &mut String) {
    let help = command.clone().bin_name(name).render_long_help().to_string();
    let help: Vec<&str> = help.lines().map(str::trim_end).collect();
    page.push_str(&format!("\n## {name}\n\n```text\n{}\n```\n", help.join("\n").trim_end()));
    for below in command.get_subcommands().filter(|below| below.get_name() != "help") {
        add(below, &format!("{name} {}", below.get_name()), page);
    }
}

#[test]
fn the_page_of_commands_is_up_to_date() {
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(PAGE, page()).unwrap();
    }
    let kept = std::fs::read_to_string(PAGE).unwrap_or_default();
    assert!(kept == page(), "docs/cli.md is behind: run `UPDATE_DOCS=1 cargo test -p psr-cli --test cli_page`");
}

#[test]
fn help_begins_in_the_imperative_and_has_no_full_stop() {
    fn check(command: &clap::Command) {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        assert!(!about.is_empty() && !about.ends_with('.'), "{}: {about}", command.get_name());
        assert!(about.starts_with(char::is_uppercase), "{about}");
        for argument in command.get_arguments() {
            let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
            assert!(!help.is_empty() && !help.ends_with('.'), "{} {}: {help}", command.get_name(), argument.get_id());
        }
        command.get_subcommands().for_each(check);
    }
    check(&psr_cli::command_line());
}

#[test]
fn the_declarations_hold_together() {
    psr_cli::command_line().debug_assert();
}

#[test]
fn completions_and_manual_pages_name_the_commands() {
    let mut completions = Vec::new();
    clap_complete::generate(clap_complete::Shell::Bash, &mut psr_cli::command_line(), "psr", &mut completions);
    let completions = String::from_utf8(completions).unwrap();
    for command in psr_cli::command_line().get_subcommands() {
        assert!(completions.contains(command.get_name()), "{}", command.get_name());
    }
}
