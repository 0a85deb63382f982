//! Settings: what is read, and what is said of what is wrong.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::*;

/// Reads settings, and says everything that is wrong with them.
fn check(text: &str, secret: Option<&str>) -> Result<Config, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    parse("site.toml".into(), text, folder, secret).map_err(|stop| match stop {
        Stop::Failed(failure) => failure.problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        Stop::PipeClosed => String::new(),
    })
}

#[test]
fn the_example_of_the_documentation_is_sound() {
    let page = include_str!("../../../../../../docs/configuration.md");
    let example = page.split_once("```toml\n").unwrap().1.split_once("```").unwrap().0;
    let example = example.replace("/etc/psr/client-secret", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));
    let config = check(&example, None).unwrap();
    let provider = config.provider.unwrap();
    assert_eq!((config.secure, config.session_seconds), (true, Some(4 * 3600)));
    assert_eq!(provider.public_url, "https://psr.example.nhs.uk");
    assert_eq!(provider.roles.len(), 5);
    assert_eq!(config.rate.address_header.as_deref(), Some("x-forwarded-for"));
}

#[test]
fn everything_that_is_wrong_is_said_at_once_each_with_its_line() {
    let text = "lissten = \"127.0.0.1:80\"\nsession-hours = 99\nsign-in-hours = 0\nupload-limit = \"much\"\nsecure = \"yes\"\n\n\
        [oidc]\nissuer = \"http://login.example.org\"\nclient-id = 5\n\n[roles]\na = \"comissioner\"\n\n[rate]\nposts-per-minute = 0\n";
    let said = check(text, None).unwrap_err();
    let lines: Vec<&str> = said.lines().filter(|line| !line.starts_with("  hint")).collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
        error: `lissten` is no setting
          --> site.toml:1
        error: a session cannot last for 99 hours without use
          --> site.toml:2
        error: a session cannot last for 0 hours until people sign in again
          --> site.toml:3
        error: `much` is no size
          --> site.toml:4
        error: `secure` cannot be read
          --> site.toml:5
        error: `public-url` is missing, and [oidc] needs it
          --> site.toml:7
        error: the client's secret is missing in [oidc]
          --> site.toml:7
        error: `role-claim` in [oidc] is missing
          --> site.toml:7
        error: `http://login.example.org` is no address of a provider that can be trusted
          --> site.toml:8
        error: `client-id` in [oidc] cannot be read
          --> site.toml:9
        error: `comissioner` is no role
          --> site.toml:12
        error: `posts-per-minute` in [rate] cannot be read
          --> site.toml:15
        ");
    assert!(said.contains("did you mean `listen`?") && said.contains("did you mean `commissioner`?"), "{said}");
}

#[test]
fn what_others_can_reach_needs_accounts_and_https() {
    let oidc = "[oidc]\nissuer = \"https://login.example.org\"\nclient-id = \"psr\"\nrole-claim = \"groups\"\n[roles]\na = \"auditor\"\n";
    let rate = "[rate]\naddress-header = \"X-Real-IP\"\n";
    let https = "public-url = \"https://psr.example.org\"\n";
    for (text, wrong) in [
        (String::new(), None),
        ("listen = \"127.0.0.1:9000\"".to_owned(), None),
        ("listen = \"0.0.0.0:80\"".to_owned(), Some("can be reached from other machines")),
        (format!("{https}{oidc}{rate}"), None),
        (format!("listen = \"0.0.0.0:80\"\n{https}{oidc}"), None),
        (format!("{https}{oidc}"), Some("how the proxy tells them apart")),
        (oidc.to_owned(), Some("`public-url` is missing")),
        (format!("public-url = \"http://psr.example.org\"\n{oidc}{rate}"), Some("is not HTTPS")),
        (format!("public-url = \"http://localhost:8080\"\n{oidc}"), None),
        (format!("secure = false\n{https}{oidc}{rate}"), Some("contradict each other")),
        (format!("public-url = \"https://psr.example.org/path\"\n{oidc}{rate}"), Some("is no address of a site")),
        ("[roles]\na = \"auditor\"\n".to_owned(), Some("means nothing without [oidc]")),
        ("listen = ".to_owned(), Some("this is not TOML")),
    ] {
        match (check(&text, Some("secret")), wrong) {
            (Ok(_), None) => {}
            (Err(said), Some(wrong)) => assert!(said.contains(wrong), "{said}"),
            (result, _) => panic!("{text}: {result:?}"),
        }
    }
}

#[test]
fn hours_may_have_a_fraction() {
    for (hours, seconds) in [
        ("8", Some(28_800)),
        ("0.5", Some(1800)),
        ("0.001", Some(3)),
        ("24", Some(86_400)),
        ("0", None),
        ("24.1", None),
        ("-1", None),
    ] {
        let read = check(&format!("session-hours = {hours}"), None).ok().and_then(|config| config.session_seconds);
        assert_eq!(read, seconds, "{hours}");
    }
}
