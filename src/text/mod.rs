//! Bytes, places in them, and edits to them: what every other floor stands on.

mod back_quotes;
mod duration;
mod edit;
mod escape;
mod listed;
mod nearest;
mod plural;
mod source;
mod span;
mod torn;
mod visible;

pub use back_quotes::{longest_run, without_long_runs};
pub use duration::{age, duration};
pub use edit::{Edit, EditError, apply};
pub use escape::{escape, unescape};
pub use listed::listed;
pub use nearest::nearest;
pub use plural::plural;
pub use source::{Position, Site, Source, SourceId, Sources};
pub use span::{Span, Spanned};
pub use torn::{mended, of_windows_1252};
pub use visible::{is_hidden, visible};
