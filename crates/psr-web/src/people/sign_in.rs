//! How people come in.

use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::provider::Provider;
use super::{Person, Role};

/// How people come in.
#[derive(Debug, Clone)]
pub enum SignIn {
    /// One person, on the machine the site runs on, who followed the address that was printed when it was started.
    Alone {
        /// The person.
        person: Person,
        /// The digest of the token in that address.
        token: [u8; 32],
    },
    /// Everybody to whom the provider of their organisation's accounts gives a role.
    Accounts(Arc<Provider>),
}

impl SignIn {
    /// One person with every role, and the token that lets them in.
    pub fn alone(name: &str, token: &str) -> Self {
        let person = Person {
            name: name.to_owned(),
            subject: format!("{name}, on this machine"),
            roles: Role::ALL.into_iter().collect(),
        };
        Self::Alone { person, token: digest(token) }
    }

    /// Returns the person that a token lets in. Digests are compared, so that how long it takes says nothing of the token.
    pub fn with_token(&self, given: &str) -> Option<&Person> {
        match self {
            Self::Alone { person, token } => (digest(given) == *token).then_some(person),
            Self::Accounts(_) => None,
        }
    }

    /// Returns the provider of accounts, if people come in with those.
    pub fn provider(&self) -> Option<&Arc<Provider>> {
        match self {
            Self::Alone { .. } => None,
            Self::Accounts(provider) => Some(provider),
        }
    }
}

fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}
