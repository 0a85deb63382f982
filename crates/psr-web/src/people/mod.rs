//! Who is at the page, what they may do, which cases they may see, and how they came in.

pub(crate) mod access;
mod act;
pub(crate) mod cookie;
pub(crate) mod feeds;
pub(crate) mod pending;
mod person;
pub mod provider;
mod session;
mod sign_in;
pub(crate) mod views;

pub use act::Act;
pub use person::{Person, Role};
pub use session::{Session, Who};
pub(crate) use session::{begin, come_in, count, end};
pub use sign_in::SignIn;
