//! The server-rendered site: where commissioners, auditors and advisers work.
//!
//! This crate is a library: [`router`] makes a router of a [`Site`], and whoever serves it hands down the clock, randomness, the register and the
//! settings. A page is a struct, a handler and a template with the same name. Every page works without scripts; what somebody typed is never lost.
//!
//! ```text
//! request → person → limits → permission → case at a head → answer → (psr-casefile) → redirect → page
//! ```

pub mod books;
mod checks;
pub mod desk;
mod drawing;
pub mod http;
pub mod index;
mod pages;
pub mod people;
pub mod problem;
pub mod routes;
pub mod site;
mod view;

pub use routes::router;
pub use site::{Settings, Site, SiteParts};

/// Serves a router until a future is done; requests under way are finished first.
///
/// # Errors
/// When nothing can be received any more.
pub async fn serve(
    listener: tokio::net::TcpListener,
    router: axum::Router,
    stopped: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let router = router.into_make_service_with_connect_info::<std::net::SocketAddr>();
    axum::serve(listener, router).with_graceful_shutdown(stopped).await
}
