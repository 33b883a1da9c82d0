//! `lint`: everything that can be said of packets without git; `--fix` mends what is mechanical.

use std::path::Path;

use super::tell::{Told, tell};
use super::{Ctx, Error, paths};
use crate::finding::{Finding, Severity};
use crate::gate::Outcome;
use crate::lint::{self, LINTS, Mended, Subject};
use crate::model::{Config, PacketId, RepoPath};
use crate::parse;
use crate::report::{PacketRef, Reporter, Started};
use crate::text::{Source, SourceId, Sources, plural};
use crate::world::files::{self, PacketFile};
use crate::world::gather::{self, Historic, Place};
use crate::world::parallel::in_parallel;

/// Which packets are looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Linted {
    /// All of the repository.
    All,
    /// Those of these ids or paths; none: the one that is meant.
    Named(Vec<String>),
}

/// Looks at packets, and mends them first where that is asked for.
pub fn lint(ctx: &Ctx, what: &Linted, fix: bool, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    let place = ctx.place()?;
    let files = chosen(ctx, &place, what)?;
    let mut blobs = place.repo.blobs();
    let historic = match what {
        Linted::All => Historic::of(&place, &mut blobs)?,
        Linted::Named(_) => Historic::default(),
    };
    let mut sources = place.sources.clone();
    let mut context = Vec::new();
    let (mut packets, mut old) = (Vec::new(), Vec::new());
    for (id, path) in &files {
        let mut bytes = gather::document(&place.repo.on_disk(path))?;
        let is_old = historic.holds(&place.repo, &mut blobs, path, &bytes)?;
        if fix && !is_old {
            let Mended { bytes: fixed, names } = lint::mend(&path.to_string(), &bytes, id.as_ref(), &place.config);
            if fixed != bytes {
                place.replace(path, &bytes, &fixed)?;
                context.push(format!("mended in {path}: {}", names.join(", ")));
                bytes = fixed;
            }
        }
        let source = sources.add(Source::new(path.to_string(), bytes));
        if is_old { &mut old } else { &mut packets }.push((id.as_ref(), source));
    }
    let look = |packets: &[(Option<&PacketId>, SourceId)]| {
        in_parallel(packets, |(id, source)| looked_at(&sources, &place.config, *id, *source))
    };
    let mut findings = place.config_findings.clone();
    findings.extend(look(&packets).into_iter().flatten());
    context.extend(of_historic(&place, &look(&old)));
    let told = Told {
        started: started(&files, context),
        judged: Vec::new(),
        others: findings,
        details: Vec::new(),
        briefs: Vec::new(),
        summary: plural(packets.len(), "packet"),
    };
    Ok(tell(ctx, &sources, told, reporter, |outcome, findings| next(what, outcome, findings))?)
}

/// One line for all historic packets, whatever there is to say of them: they never fail.
fn of_historic(place: &Place, looked: &[Vec<Finding>]) -> Option<String> {
    let since = place.config.judge_since.as_ref().filter(|_| !looked.is_empty())?;
    let is_wrong = |findings: &&Vec<Finding>| findings.iter().any(|it| it.severity == Severity::Error);
    let wrong = match looked.iter().filter(is_wrong).count() {
        0 => String::new(),
        count => format!("; {count} of them with errors, which lint WP-ID shows"),
    };
    let are = if looked.len() == 1 { "is" } else { "are" };
    let short = since.text.get(..7).unwrap_or(&since.text);
    Some(format!(
        "{} {are} historic (as in {short}) and never fail{}{wrong}",
        plural(looked.len(), "packet"),
        if looked.len() == 1 { "s" } else { "" }
    ))
}

fn started(files: &[(Option<PacketId>, RepoPath)], context: Vec<String>) -> Started {
    let packet = match files {
        [(id, path)] => {
            let id = id.as_ref().map_or_else(|| path.to_string(), PacketId::to_string);
            Some(PacketRef { id, path: path.to_string() })
        }
        _ => None,
    };
    let headline = match files {
        [(_, path)] => path.to_string(),
        several => plural(several.len(), "packet"),
    };
    Started { command: "lint", packet, snapshot: None, headline, context }
}

fn next(what: &Linted, outcome: Outcome, findings: &[Finding]) -> Option<String> {
    let fixable = |finding: &&Finding| LINTS.iter().any(|lint| lint.code == finding.code && lint.fix.is_some());
    if findings.iter().any(|finding| fixable(&finding)) {
        let what = match what {
            Linted::All => " --all".to_owned(),
            Linted::Named(names) => {
                let quoted = |name: &String| RepoPath::from(name.as_str()).quoted();
                [String::new()].into_iter().chain(names.iter().map(quoted)).collect::<Vec<_>>().join(" ")
            }
        };
        return Some(format!("taskpacket lint{what} --fix  mends what is mechanical"));
    }
    let first = findings.iter().find(|finding| finding.severity == Severity::Error)?;
    (outcome != Outcome::Pass).then(|| format!("taskpacket explain {}", first.code.id))
}

/// The files that are meant, each with the id that its name gives it.
fn chosen(ctx: &Ctx, place: &Place, what: &Linted) -> Result<Vec<(Option<PacketId>, RepoPath)>, Error> {
    let folder = &place.config.packets;
    match what {
        Linted::All => {
            let all = files::list(&place.repo.root, folder)?;
            Ok(all.into_iter().map(|PacketFile { id, path }| (Some(id), path)).collect())
        }
        Linted::Named(names) if names.is_empty() => {
            let branch = place.repo.branch()?;
            let (id, path) = place.packet(None, branch.as_deref())?;
            Ok(vec![(Some(id), path)])
        }
        Linted::Named(names) => names.iter().map(|name| named(ctx, place, name)).collect(),
    }
}

/// A name is a path where it looks like one, else an id.
fn named(ctx: &Ctx, place: &Place, name: &str) -> Result<(Option<PacketId>, RepoPath), Error> {
    let is_path = name.contains(['/', '\\']) || Path::new(name).extension().is_some_and(|extension| extension == "md");
    if !is_path {
        let (id, path) = place.packet(Some(name), None)?;
        return Ok((Some(id), path));
    }
    let path = paths::in_repository(&place.repo, &ctx.dir, &[name.into()])?.remove(0);
    let text = path.to_string();
    let stem = text.strip_suffix("/packet.md").or_else(|| text.strip_suffix(".md")).unwrap_or(&text);
    let id = stem.rsplit('/').next().and_then(PacketId::parse).filter(|id| id.as_str() != "packet");
    Ok((id, path))
}

fn looked_at(sources: &Sources, config: &Config, id: Option<&PacketId>, source: SourceId) -> Vec<Finding> {
    let (packet, mut findings) = parse::packet(sources, source);
    let subject = Subject { packet: &packet, source: sources.get(source), id, config };
    findings.extend(lint::all(&subject));
    findings.sort_by_key(|finding| finding.site.map(|site| site.span.start));
    findings
}
