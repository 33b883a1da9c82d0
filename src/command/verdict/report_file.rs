//! The file that a validator's report stands in.

use std::path::Path;

use crate::command::paths::as_word;
use crate::command::{Ctx, Error};
use crate::model::WrittenReport;
use crate::parse;
use crate::report::ReportText;
use crate::text::{Source, SourceId, Sources};
use crate::world::gather::document;

/// A report and the file that it was read from.
pub(super) struct ReportFile {
    /// What it says.
    pub report: WrittenReport,
    /// Its text among the sources.
    pub source: SourceId,
    /// Its name as it was typed, as a word for a shell.
    pub name: String,
}

/// Reads it; its name is relative to the folder that the command was started in.
pub(super) fn read(ctx: &Ctx, sources: &mut Sources, file: &Path) -> Result<ReportFile, Error> {
    let bytes = document(&ctx.dir.join(file))?;
    let report = parse::written_report(&bytes);
    let source = sources.add(Source::new(file.to_string_lossy(), report.text.as_bytes()));
    Ok(ReportFile { source, name: as_word(file), report })
}

impl ReportFile {
    /// The report as it will stand in the packet.
    pub fn shown(&self, sources: &Sources) -> ReportText {
        shown(&self.report, Some(sources.get(self.source).name().to_owned()), sources.get(self.source))
    }
}

/// A report as it will stand in the packet.
pub(super) fn shown(report: &WrittenReport, file: Option<String>, source: &Source) -> ReportText {
    ReportText {
        file,
        sha1: report.digest.to_string(),
        text: report.text.clone(),
        left: report.left.iter().map(|span| source.line_at(span.start)).collect(),
    }
}
