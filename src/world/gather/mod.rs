//! Collects the facts that gates look at: everything is read here, once, and judged elsewhere.

mod after;
mod before;
mod config;
mod depth;
mod document;
mod error;
mod governance;
mod ground;
mod history;
mod known_runs;
mod origin;
mod place;
mod reader;
mod running;
mod snapshot;
mod target;
mod version;

pub use after::after;
pub use before::before;
pub use depth::Depth;
pub use document::{document, document_if_there};
pub use error::Error;
pub use governance::governance;
pub use place::Place;
pub use running::{Running, files_now, running};
pub use snapshot::Selection;
