//! `explain`: what a check looks at, why, an example that fails, and how to mend it.

use super::Error;
use crate::catalog;
use crate::gate::Outcome;
use crate::report::{Event, Reporter, Started};
use crate::text::{Sources, nearest};

/// Explains one code, or lists them all.
pub fn explain(code: Option<&str>, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    let sources = Sources::default();
    reporter.event(&sources, Event::Started(Started { command: "explain", ..Started::default() }))?;
    if let Some(text) = code {
        let code = catalog::find(text).ok_or_else(|| {
            let known = catalog::codes();
            let nearest = nearest(text, known.iter().flat_map(|code| [code.id, code.name])).map(str::to_owned);
            Error::UnknownCode { code: text.to_owned(), nearest }
        })?;
        reporter.event(&sources, Event::Explained(code))?;
    } else {
        for code in catalog::codes() {
            reporter.event(&sources, Event::Listed(code))?;
        }
    }
    Ok(Outcome::Pass)
}
