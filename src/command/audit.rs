//! `audit`: rules over the tree, those of the configuration and those of a packet, judged in one walk.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::audit_baseline::{BaselineAction, rewrite};
use super::{Ctx, Error, paths};
use crate::audit::{self, Audited, Relaxations, RuleJudged, RuleOutcome};
use crate::finding::{Finding, Severity};
use crate::gate::Outcome;
use crate::model::{AuditFacts, AuditSource, Baseline, Change, Packet, Placed, RepoPath, Rule, RuleOrigin, Tree};
use crate::parse;
use crate::report::{AuditLine, Ended, Event, PacketRef, Reporter, SnapshotRef, Started};
use crate::text::{Source, Sources, plural};
use crate::world::gather::{self, Place, Searching, Since};

/// What is asked of `audit`.
#[derive(Clone, Debug, Default)]
pub struct AuditRequest {
    /// The packet, by its id.
    pub id: Option<String>,
    /// Packs, by name.
    pub packs: Vec<String>,
    /// Parameters, as `KEY=VALUE`.
    pub with: Vec<String>,
    /// Files of rules.
    pub rules: Vec<PathBuf>,
    /// What is searched.
    pub tree: Audience,
    /// The base since which hits are new: the outer `None` where all count, the inner where git is to tell.
    pub only_new: Option<Option<String>>,
    /// What becomes of the baseline.
    pub baseline: Option<BaselineAction>,
}

/// What is searched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Audience {
    /// The files on disk.
    #[default]
    Disk,
    /// The index.
    Index,
    /// A commit.
    Commit(String),
}

/// Everything that is asked, read.
pub(super) struct Asked {
    pub place: Place,
    pub sources: Sources,
    pub packet: Option<(PacketRef, Packet)>,
    pub rules: Vec<Rule>,
    pub unreadable: Vec<Finding>,
}

/// Judges the rules.
pub fn audit(ctx: &Ctx, request: &AuditRequest, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    let Asked { place, mut sources, packet, rules, unreadable } = asked(ctx, request)?;
    let (baseline, wrong) = baseline(&place, &mut sources)?;
    let unreadable = unreadable.into_iter().chain(wrong).collect();
    let head = head(&place, &request.tree)?;
    let base = base(&place, request)?;
    let changed = match &base {
        Some((base, _)) => changed(&place, base, &head)?,
        None => BTreeSet::new(),
    };
    let since = base.as_ref().map(|(base, _)| Since { base, changed: &changed });
    let mut blobs = place.repo.blobs();
    let searching = match &head {
        Tree::Worktree => Searching::Disk,
        head => Searching::Tree { head, copy: None, blobs: &mut blobs },
    };
    let facts = gather::audits(&place, &mut sources, rules, unreadable, baseline, searching, since.as_ref())?;
    let audited = judged(&facts, &place, packet.as_ref().map(|(_, packet)| packet), &changed);
    if let Some(action) = request.baseline {
        return rewrite(&place, &sources, action, &facts, reporter);
    }
    let started =
        started(&place, packet.map(|(named, _)| named), &head, base.as_ref().map(|(_, name)| name.as_str()), &facts);
    Ok(tell(ctx, &sources, started, place.config_findings.clone(), &audited, reporter)?)
}

/// Reads what is asked: what the command line names, else what the configuration and the packet do.
pub(super) fn asked(ctx: &Ctx, request: &AuditRequest) -> Result<Asked, Error> {
    let place = ctx.place()?;
    let mut sources = place.sources.clone();
    let by_hand = by_hand(ctx, &place, request)?;
    let packet = match (&request.id, by_hand.is_empty()) {
        (Some(id), _) => Some(place.packet(Some(id), None)?),
        // Nobody asked for a packet: the one that is meant, where one is.
        (None, true) => place.packet(None, place.repo.branch()?.as_deref()).ok(),
        (None, false) => None,
    };
    let packet = packet.map(|(id, path)| {
        let packet = place.read(&mut sources, &path)?;
        Ok::<_, Error>((PacketRef { id: id.to_string(), path: path.to_string() }, packet))
    });
    let packet = packet.transpose()?;
    let wanted = match (&packet, by_hand.is_empty()) {
        (_, false) => by_hand,
        (Some((_, packet)), true) => gather::with_recipes(&place.config.audits, packet),
        (None, true) => place.config.audits.clone(),
    };
    let mut read = |path: &RepoPath| Ok(gather::document_if_there(&place.repo.on_disk(path))?.map(Into::into));
    let (mut rules, mut unreadable) = gather::rules_of(&wanted, &mut sources, &mut read)?;
    if let Some((_, packet)) = &packet {
        let (own, wrong) = gather::rules_of_packet(&sources, packet, None);
        rules = own.into_iter().chain(rules).collect();
        unreadable.extend(wrong);
    }
    Ok(Asked { place, sources, packet, rules, unreadable })
}

/// The packs and files of rules that the command line names.
fn by_hand(ctx: &Ctx, place: &Place, request: &AuditRequest) -> Result<Vec<AuditSource>, Error> {
    let with = request.with.iter().map(|pair| match pair.split_once('=') {
        Some((name, value)) => Ok((name.trim().to_owned(), Placed::bare(value.trim()))),
        None => Err(Error::NoParameter { text: pair.clone() }),
    });
    let with: Vec<(String, Placed)> = with.collect::<Result<_, _>>()?;
    let configured = |name: &String| {
        let of_pack = |it: &&AuditSource| it.pack.as_ref().is_some_and(|pack| pack.text == *name);
        place.config.audits.iter().find(of_pack).map(|it| it.with.clone()).unwrap_or_default()
    };
    let packs = request.packs.iter().map(|name| {
        let known = configured(name).into_iter().filter(|(key, _)| with.iter().all(|(other, _)| other != key));
        let with = known.chain(with.clone()).collect();
        AuditSource { pack: Some(Placed::bare(name)), with, strict: true, ..AuditSource::default() }
    });
    let files = paths::in_repository(&place.repo, &ctx.dir, &request.rules)?;
    let files = files.into_iter().map(|path| AuditSource {
        rules: Some(Placed::bare(path.to_string())),
        with: with.clone(),
        strict: true,
        ..AuditSource::default()
    });
    Ok(packs.chain(files).collect())
}

fn head(place: &Place, tree: &Audience) -> Result<Tree, Error> {
    Ok(match tree {
        Audience::Disk => Tree::Worktree,
        Audience::Index => Tree::Index,
        Audience::Commit(revision) => Tree::Commit(place.repo.blobs().commit(revision)?.commit.oid),
    })
}

/// The base since which hits are new, and its name.
fn base(place: &Place, request: &AuditRequest) -> Result<Option<(Tree, String)>, Error> {
    let Some(base) = &request.only_new else { return Ok(None) };
    if let Some(revision) = base {
        let oid = place.repo.blobs().commit(revision)?.commit.oid;
        return Ok(Some((Tree::Commit(oid.clone()), format!("{revision} {}", oid.short()))));
    }
    let status = place.repo.status()?;
    let trunk = place.repo.trunk(place.config.default_branch.as_deref(), &status)?;
    let found = trunk.as_ref().and_then(|trunk| Some((trunk.merge_base.clone()?, &trunk.name)));
    match (found, status.head) {
        (Some((oid, name)), _) => {
            Ok(Some((Tree::Commit(oid.clone()), format!("merge base with {name} {}", oid.short()))))
        }
        (None, Some(head)) => Ok(Some((Tree::Commit(head.clone()), format!("HEAD {}", head.short())))),
        (None, None) => Ok(Some((Tree::Empty, "nothing, before the first commit".to_owned()))),
    }
}

/// Every path in which the head may differ from the base: what was committed since, and what is not committed.
fn changed(place: &Place, base: &Tree, head: &Tree) -> Result<BTreeSet<RepoPath>, Error> {
    let paths = |changes: Vec<Change>| changes.into_iter().map(|change| change.path).collect::<BTreeSet<RepoPath>>();
    if matches!(head, Tree::Commit(_)) {
        return Ok(paths(place.repo.changes(base, head)?));
    }
    let status = place.repo.status()?;
    let committed = status.head.map_or(Tree::Empty, Tree::Commit);
    let mut changed = paths(place.repo.changes(base, &committed)?);
    changed.extend(paths(status.staged));
    if *head == Tree::Worktree {
        changed.extend(status.unstaged.into_iter().chain(status.untracked));
    }
    Ok(changed)
}

/// The baseline on disk.
fn baseline(place: &Place, sources: &mut Sources) -> Result<(Baseline, Vec<Finding>), Error> {
    let path = RepoPath::from(place.config.audit_baseline.as_str());
    let Some(bytes) = gather::document_if_there(&place.repo.on_disk(&path))? else {
        return Ok((Baseline::default(), Vec::new()));
    };
    let source = sources.add(Source::new(path.to_string(), bytes));
    Ok(parse::baseline(sources, source))
}

fn judged(facts: &AuditFacts, place: &Place, packet: Option<&Packet>, changed: &BTreeSet<RepoPath>) -> Audited {
    let waivers = packet.map(|packet| (packet.waivers.as_slice(), Some(packet.source)));
    audit::audited(facts, &Relaxations { waivers, today: place.now.date_naive(), changed })
}

fn started(place: &Place, packet: Option<PacketRef>, head: &Tree, base: Option<&str>, facts: &AuditFacts) -> Started {
    let since = base.map(|base| format!(", on what is new since {base}")).unwrap_or_default();
    let what = match head {
        Tree::Commit(oid) => format!("commit {}", oid.short()),
        head => head.name().to_owned(),
    };
    Started {
        command: "audit",
        packet,
        snapshot: Some(SnapshotRef {
            mode: match head {
                Tree::Index => "staged",
                Tree::Commit(_) => "range",
                _ => "disk",
            },
            base: None,
            head: if *head == Tree::Worktree { "disk".to_owned() } else { head.to_string() },
        }),
        headline: format!("{} over {what}{since}", plural(facts.rules.len(), "rule")),
        context: place.clock_note.iter().cloned().collect(),
    }
}

/// Emits everything in order and gives the outcome.
fn tell(
    ctx: &Ctx,
    sources: &Sources,
    started: Started,
    others: Vec<Finding>,
    audited: &Audited,
    reporter: &mut dyn Reporter,
) -> std::io::Result<Outcome> {
    let mut findings = audited.findings();
    findings.extend(others);
    let denied = ctx.deny_warnings && findings.iter().any(|finding| finding.severity == Severity::Warning);
    let outcome = match audited.outcome() {
        RuleOutcome::Fail => Outcome::Fail,
        _ if denied => Outcome::Fail,
        RuleOutcome::NoVerdict | RuleOutcome::Skipped => Outcome::NoVerdict,
        RuleOutcome::Pass => Outcome::Pass,
    };
    reporter.event(sources, Event::Started(started))?;
    for rule in &audited.rules {
        reporter.event(sources, Event::Audited(line(rule)))?;
    }
    for finding in findings {
        reporter.event(sources, Event::Found(finding))?;
    }
    let summary = summary(audited);
    reporter.event(sources, Event::Ended(Ended { outcome, summary, next: next(audited, outcome) }))?;
    Ok(outcome)
}

fn summary(audited: &Audited) -> String {
    let skipped = audited.rules.iter().filter(|rule| rule.outcome() == RuleOutcome::Skipped).count();
    let hits: usize = audited.rules.iter().map(RuleJudged::hits).sum();
    let mut parts = vec![plural(audited.rules.len(), "rule"), plural(hits, "hit")];
    if audited.rules.is_empty() {
        parts = vec!["no audit is asked for".to_owned()];
    }
    if skipped > 0 {
        parts.push(format!("{skipped} skipped, having nothing to look at"));
    }
    parts.join(", ")
}

fn next(audited: &Audited, outcome: Outcome) -> Option<String> {
    if audited.rules.is_empty() && audited.remarks.is_empty() {
        return Some("taskpacket audit --pack storage, or `audits:` in taskpacket.yaml".to_owned());
    }
    let wanting = audited.rules.iter().find(|rule| rule.outcome() == RuleOutcome::Fail)?;
    let shown = !matches!(wanting.rule.origin, RuleOrigin::Step(_)) && outcome == Outcome::Fail;
    shown.then(|| format!("taskpacket audit explain {}", wanting.rule.id))
}

/// What a rule came to, for reports.
pub(super) fn line(judged: &RuleJudged) -> AuditLine {
    let rule = &judged.rule;
    AuditLine {
        rule: rule.id.clone(),
        title: rule.title.clone(),
        tag: rule.tag.clone(),
        of: audit::origin(rule),
        outcome: judged.outcome().word(),
        files: judged.scanned,
        hits: judged.hits(),
        allowed: judged.allowed,
        waived: judged.waived,
        baseline: judged.in_baseline,
        old: judged.old,
        phrase: judged.phrase(),
    }
}
