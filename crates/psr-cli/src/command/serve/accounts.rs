//! The part of the settings that says how people sign in: [oidc], and [roles].

use std::collections::BTreeMap;
use std::path::Path;

use psr_web::people::Role;
use psr_web::people::provider::ProviderSettings;
use url::Url;

use super::config::SECRET;
use super::table::{At, Faults, Table};

/// Reads who vouches for people; nothing where the settings do not say, or are wrong about it.
pub fn provider(
    oidc: &Table<'_>,
    whole: &Table<'_>,
    public: Option<&At<Url>>,
    faults: &Faults<'_>,
    folder: &Path,
    variable: Option<&str>,
) -> Option<ProviderSettings> {
    let roles = roles(whole.table("roles"), oidc, faults);
    if oidc.is_there() && !whole.has("public-url") {
        let hint = "add `public-url = \"https://…\"`: the provider sends people back there";
        faults.add(oidc.span(), "`public-url` is missing, and [oidc] needs it", hint);
    }
    let issuer = oidc
        .needed("issuer", "give the provider's address, as its tokens name it, such as https://login.example.nhs.uk");
    let client_id = oidc.needed("client-id", "give the name under which the provider knows this site");
    let client_secret = secret(oidc, faults, folder, variable);
    let role_claim =
        oidc.needed("role-claim", "name the claim of the ID token that says what somebody is, such as \"groups\"");
    let scopes = oidc.texts("scopes").map_or(vec!["profile".to_owned()], |scopes| scopes.value);
    if let Some(issuer) = &issuer {
        check_issuer(issuer, faults);
    }
    Some(ProviderSettings {
        issuer: issuer?.value.to_owned(),
        client_id: client_id?.value.to_owned(),
        client_secret: client_secret?,
        scopes,
        role_claim: role_claim?.value.to_owned(),
        roles,
        public_url: public?.value.as_str().trim_end_matches('/').to_owned(),
    })
}

fn check_issuer(issuer: &At<&str>, faults: &Faults<'_>) {
    let url = Url::parse(issuer.value).ok();
    let local = |url: &Url| matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    let safe = url.is_some_and(|url| url.scheme() == "https" || (url.scheme() == "http" && local(&url)));
    if !safe {
        let hint = "give an address that begins with https://; http:// is for a provider on this machine";
        faults.add(
            Some(issuer.span.clone()),
            format!("`{}` is no address of a provider that can be trusted", issuer.value),
            hint,
        );
    }
}

/// Reads the secret from the file, from another file that it names, or from the environment.
fn secret(oidc: &Table<'_>, faults: &Faults<'_>, folder: &Path, variable: Option<&str>) -> Option<String> {
    let (given, file) = (oidc.text("client-secret"), oidc.text("client-secret-file"));
    if !oidc.is_there() {
        return None;
    }
    let named = match (given, file, variable) {
        (Some(given), None, None) => return Some(given.value.to_owned()),
        (None, None, Some(variable)) => return Some(variable.to_owned()),
        (None, Some(file), None) => file,
        (None, None, None) => {
            let hint = format!("give `client-secret-file`, or set {SECRET}, or write `client-secret` here");
            faults.add(oidc.span(), "the client's secret is missing in [oidc]", hint);
            return None;
        }
        _ => {
            let hint = format!("keep one of `client-secret`, `client-secret-file` and {SECRET}");
            faults.add(oidc.span(), "the client's secret is given more than once", hint);
            return None;
        }
    };
    match std::fs::read_to_string(folder.join(named.value)) {
        Ok(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Ok(_) => {
            faults.add(Some(named.span), format!("`{}` is empty", named.value), "write the client's secret into it");
            None
        }
        Err(error) => {
            let hint = "check its name; it is looked for from the folder of this file";
            faults.add(Some(named.span), format!("`{}` cannot be read: {error}", named.value), hint);
            None
        }
    }
}

fn roles(table: Table<'_>, oidc: &Table<'_>, faults: &Faults<'_>) -> BTreeMap<String, Role> {
    let known = Role::ALL.map(Role::id);
    let mut roles = BTreeMap::new();
    let pairs = table.pairs();
    if table.is_there() && !oidc.is_there() {
        faults.add(table.span(), "[roles] means nothing without [oidc]", "add [oidc], or take [roles] out");
    }
    if oidc.is_there() && pairs.is_empty() {
        let hint = "add [roles] with the values of the claim, such as `\"psr-commissioners\" = \"commissioner\"`";
        faults.add(oidc.span(), "no value of the role claim means a role, so nobody could be let in", hint);
    }
    for (value, role) in pairs {
        match Role::parse(role.value) {
            Some(role) => drop(roles.insert(value.value.to_owned(), role)),
            None => {
                let near = psr_casefile::nearest::among(role.value, known.iter().copied());
                let near = near.map_or(String::new(), |near| format!("did you mean `{near}`? "));
                let hint = format!("{near}The roles are {}", known.join(", "));
                faults.add(Some(role.span), format!("`{}` is no role", role.value), hint);
            }
        }
    }
    roles
}
