//! Signing in with an organisation's account: OpenID Connect, the authorization code flow with PKCE.
//!
//! The provider's description and keys are read when they are needed. Whoever serves the site hands down how to send a request, and the secrets are
//! drawn from the site's randomness.

mod claims;
mod client;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};
use openidconnect::core::{CoreAuthenticationFlow, CoreJwsSigningAlgorithm};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, IssuerUrl, LogoutRequest, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, PostLogoutRedirectUrl, ProviderMetadataWithLogout, RedirectUrl, Scope, TokenResponse,
};
pub use openidconnect::{HttpRequest, HttpResponse};

use super::{Person, Role};
use crate::problem::with_causes;

/// For how long the provider's description is used before it is read again, in seconds.
const KNOWN_FOR: i64 = 60 * 60;

/// The algorithms of signatures that are accepted: those whose key only the provider has.
const SIGNATURES: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Sends a request to the provider, follows no redirection, and returns what came back. May block.
pub type Fetch = Box<dyn Fn(HttpRequest) -> Result<HttpResponse, FetchError> + Send + Sync>;

/// Says why there was no answer.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct FetchError(pub String);

/// Says why nobody is let in; for the log, as it names nobody.
#[derive(Debug, thiserror::Error)]
pub enum Unproved {
    /// The provider cannot be asked, or does not answer as it should.
    #[error("the sign-in service cannot be used: {0}")]
    Service(String),
    /// What it answered proves nothing.
    #[error("the sign-in service's answer proves nothing: {0}")]
    Token(String),
}

/// What a site is told about the provider.
#[derive(Debug, Clone)]
pub struct ProviderSettings {
    /// Its address, as its tokens name it.
    pub issuer: String,
    /// What the provider knows this site as.
    pub client_id: String,
    /// What proves that to the provider.
    pub client_secret: String,
    /// The scopes that are asked for besides `openid`.
    pub scopes: Vec<String>,
    /// The claim that says what somebody is; with dots where it lies inside of others.
    pub role_claim: String,
    /// What its values mean here.
    pub roles: BTreeMap<String, Role>,
    /// The address of this site as people see it, without a slash at the end.
    pub public_url: String,
}

/// The provider of an organisation's accounts.
pub struct Provider {
    settings: ProviderSettings,
    issuer: IssuerUrl,
    fetch: Fetch,
    known: Mutex<Option<(i64, ProviderMetadataWithLogout)>>,
}

impl fmt::Debug for Provider {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Provider").field("issuer", &self.settings.issuer).finish_non_exhaustive()
    }
}

/// The secrets of one sign-in that is under way.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Secrets {
    /// What the token must repeat.
    pub nonce: String,
    /// What proves that whoever brings the code asked for it.
    pub verifier: String,
}

impl Provider {
    /// Takes what is known of a provider, and how to send requests to it.
    ///
    /// # Errors
    /// When an address is none.
    pub fn new(settings: ProviderSettings, fetch: Fetch) -> Result<Self, String> {
        let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(|error| error.to_string())?;
        RedirectUrl::new(settings.public_url.clone()).map_err(|error| error.to_string())?;
        Ok(Self { settings, issuer, fetch, known: Mutex::default() })
    }

    /// Returns where the provider is: the beginning of its address, for the policy of pages.
    pub fn origin(&self) -> String {
        self.issuer.url().origin().ascii_serialization()
    }

    /// Returns where somebody is sent to sign in, for a state and secrets. Blocks.
    ///
    /// # Errors
    /// When the provider cannot be asked.
    pub fn begin(&self, state: &str, secrets: &Secrets, now: DateTime<Utc>) -> Result<String, Unproved> {
        let client = self.client(self.about(now)?)?;
        let (state, nonce) = (CsrfToken::new(state.to_owned()), Nonce::new(secrets.nonce.clone()));
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(secrets.verifier.clone()));
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let asked = client.authorize_url(flow, || state, || nonce).set_pkce_challenge(challenge);
        let scopes = self.settings.scopes.iter().cloned().map(Scope::new);
        Ok(asked.add_scopes(scopes).url().0.to_string())
    }

    /// Exchanges the code that somebody came back with for proof of who they are. Blocks.
    ///
    /// # Errors
    /// When the provider cannot be asked, or what it says proves nothing: of another issuer, for another site, past its time, not asked for by this
    /// sign-in, or not signed by the provider.
    pub fn finish(&self, code: &str, secrets: &Secrets, now: DateTime<Utc>) -> Result<Person, Unproved> {
        // Sign-ins are rare and keys change: what is known is read afresh.
        let client = self.client(self.read_about(now)?)?;
        let fetch = |request: HttpRequest| (self.fetch)(request);
        let exchange = client.exchange_code(AuthorizationCode::new(code.to_owned())).map_err(service)?;
        let exchange = exchange.set_pkce_verifier(PkceCodeVerifier::new(secrets.verifier.clone()));
        let tokens = exchange.request(&fetch).map_err(|error| Unproved::Token(with_causes(&error)))?;
        let token = tokens.id_token().ok_or_else(|| Unproved::Token("it holds no ID token".to_owned()))?;
        let verifier = client.id_token_verifier().set_allowed_algs(SIGNATURES).set_time_fn(move || now);
        let claims = token.claims(&verifier, &Nonce::new(secrets.nonce.clone()));
        let claims = claims.map_err(|error| Unproved::Token(with_causes(&error)))?;
        Ok(self.person(claims))
    }

    /// Returns where somebody is sent to sign out of the provider, if it has a place for that at its own address. Blocks.
    pub fn end(&self, now: DateTime<Utc>) -> Option<String> {
        let about = self.about(now).ok()?;
        let end = about.additional_metadata().end_session_endpoint.clone()?;
        let back = PostLogoutRedirectUrl::new(format!("{}/sign-in", self.settings.public_url)).ok()?;
        let client = ClientId::new(self.settings.client_id.clone());
        let url = LogoutRequest::from(end).set_client_id(client).set_post_logout_redirect_uri(back).http_get_url();
        // Pages may send forms on to this address and no other.
        (url.origin().ascii_serialization() == self.origin()).then(|| url.to_string())
    }

    fn person(&self, claims: &claims::IdClaims) -> Person {
        let said = claims::values(claims, &self.settings.role_claim);
        let roles: BTreeSet<Role> = said.iter().filter_map(|value| self.settings.roles.get(value).copied()).collect();
        Person { name: claims::name(claims), subject: claims.subject().to_string(), roles }
    }

    fn about(&self, now: DateTime<Utc>) -> Result<ProviderMetadataWithLogout, Unproved> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match known {
            Some((read, about)) if (read..read + KNOWN_FOR).contains(&now.timestamp()) => Ok(about),
            _ => self.read_about(now),
        }
    }

    fn read_about(&self, now: DateTime<Utc>) -> Result<ProviderMetadataWithLogout, Unproved> {
        let fetch = |request: HttpRequest| (self.fetch)(request);
        let about = ProviderMetadataWithLogout::discover(&self.issuer, &fetch);
        let about = about.map_err(|error| Unproved::Service(with_causes(&error)))?;
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some((now.timestamp(), about.clone()));
        Ok(about)
    }

    fn client(&self, about: ProviderMetadataWithLogout) -> Result<client::Client, Unproved> {
        let auth = client::how_to_prove(&about);
        let (id, secret) = (&self.settings.client_id, &self.settings.client_secret);
        let back = RedirectUrl::new(format!("{}/sign-in/return", self.settings.public_url)).map_err(service)?;
        let secret = Some(ClientSecret::new(secret.clone()));
        let client = client::Client::from_provider_metadata(about, ClientId::new(id.clone()), secret);
        Ok(client.set_redirect_uri(back).set_auth_type(auth))
    }
}

fn service(error: impl std::error::Error) -> Unproved {
    Unproved::Service(error.to_string())
}
