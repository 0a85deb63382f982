//! The types of the flow, with tokens that carry whatever claims the provider puts in them.

use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreClientAuthMethod, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreRevocableToken, CoreRevocationErrorResponse,
    CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AuthType, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdTokenFields,
    ProviderMetadataWithLogout, StandardErrorResponse, StandardTokenResponse,
};

use super::claims::Claims;

type Fields = IdTokenFields<
    Claims,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;

/// A client that knows the provider.
pub(super) type Client = openidconnect::Client<
    Claims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<Fields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Chooses how the site proves itself to the provider: in a header, unless it takes only the other way.
pub(super) fn how_to_prove(about: &ProviderMetadataWithLogout) -> AuthType {
    let ways = about.token_endpoint_auth_methods_supported().map_or(&[][..], Vec::as_slice);
    let (basic, post) = (CoreClientAuthMethod::ClientSecretBasic, CoreClientAuthMethod::ClientSecretPost);
    if ways.contains(&post) && !ways.contains(&basic) { AuthType::RequestBody } else { AuthType::BasicAuth }
}
