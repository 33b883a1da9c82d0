//! Collects the facts that gates look at: everything is read here, once, and judged elsewhere.

mod after;
mod audited;
mod audits;
mod before;
mod config;
mod depth;
mod document;
mod error;
mod governance;
mod ground;
mod historic;
mod history;
mod known_runs;
mod origin;
mod place;
mod reader;
mod recorded;
mod rules;
mod running;
mod snapshot;
mod survey;
mod target;
mod version;

pub use after::after;
pub use audits::{Searching, Since, audits};
pub use before::before;
pub use depth::Depth;
pub use document::{document, document_if_there};
pub use error::Error;
pub use governance::governance;
pub use historic::Historic;
pub use place::{FileChange, Place};
pub use rules::{ReadFile, rules_of, rules_of_packet, with_recipes};
pub use running::{Running, files_now, running};
pub use snapshot::Selection;
pub use survey::{refinements, survey};
