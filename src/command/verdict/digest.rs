//! `verdict digest`: a report as it will stand in the packet, and the digest by which it is acknowledged.

use std::path::Path;

use super::report_file;
use crate::command::paths::as_word;
use crate::command::tell::{Told, tell};
use crate::command::{Ctx, Error};
use crate::gate::{Outcome, verdict};
use crate::report::{Event, Reporter, Started};
use crate::text::{Sources, plural};

/// Shows it.
pub fn digest(ctx: &Ctx, file: &Path, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    let mut sources = Sources::default();
    let file = report_file::read(ctx, &mut sources, file)?;
    let sha1 = file.report.digest.to_string();
    reporter.event(&sources, Event::Report(file.shown(&sources)))?;
    let told = Told {
        started: Started {
            command: "verdict digest",
            headline: format!("{}, {}", file.name, plural(file.report.text.lines().count(), "line")),
            ..Started::default()
        },
        judged: Vec::new(),
        others: verdict::unfinished(&file.report, file.source, &file.name),
        details: Vec::new(),
        briefs: Vec::new(),
        summary: format!("the report is {sha1}"),
    };
    let id = file.report.id.as_ref().map_or("WP-ID", |id| id.as_str());
    let at = ctx.asked_dir.as_ref().map_or_else(String::new, |dir| format!(" -C {}", as_word(dir)));
    let append = format!("taskpacket{at} verdict append {id} PASS --validator NAME");
    let next = |outcome, _: &[_]| match outcome {
        Outcome::Pass => Some(format!("{append} --report {} --acknowledge {}", file.name, &sha1[..8])),
        _ => Some(format!("fill in what is left in {}", file.name)),
    };
    Ok(tell(ctx, &sources, told, reporter, next)?)
}
