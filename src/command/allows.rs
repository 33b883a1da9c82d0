//! `allows`: may the packet's coder write there? For people, hooks and coding agents.

use std::path::PathBuf;

use super::{Ctx, Error, paths};
use crate::gate::{self, Outcome, Permission};
use crate::model::{Packet, PacketId, RepoPath};
use crate::report::{AllowedPath, Event, Reporter, Started};
use crate::text::{Source, Sources, Span};
use crate::world::gather::{self, Place};

/// Answers for every path; one that is not allowed is found wanting.
pub fn allows(ctx: &Ctx, id: Option<&str>, named: &[PathBuf], reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    let place = ctx.place()?;
    let branch = if id.is_none() { place.repo.branch()? } else { None };
    let paths = paths::in_repository(&place.repo, &ctx.dir, named)?;
    answer(&place, id, branch.as_deref(), paths, reporter)
}

/// The same for what is staged. Papers of whatever packet are left out: to commit a contract is nobody's coding.
pub fn allows_staged(ctx: &Ctx, id: Option<&str>, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    let place = ctx.place()?;
    let status = place.repo.status()?;
    let config = &place.config;
    let folders = [&config.packets, &config.refinements, &config.board, &config.registry, &config.signature_audit];
    let is_paper = |path: &RepoPath| folders.iter().any(|folder| path.is_within(folder.as_bytes()));
    let paths = status.staged.iter().map(|change| change.path.clone()).filter(|path| !is_paper(path)).collect();
    answer(&place, id, status.branch.as_deref(), paths, reporter)
}

fn answer(
    place: &Place,
    id: Option<&str>,
    branch: Option<&str>,
    paths: Vec<RepoPath>,
    reporter: &mut dyn Reporter,
) -> Result<Outcome, Error> {
    let (id, path) = place.packet(id, branch)?;
    let mut sources = Sources::default();
    let packet = place.read(&mut sources, &path)?;
    let governance = gather::own_governance(&place.config, &id, &path, &packet);
    let mut outcome = Outcome::Pass;
    reporter.event(&sources, Event::Started(Started { command: "allows", ..Started::default() }))?;
    for named in paths {
        let permission = gate::permission(&named, &packet.scope, &governance, &place.config);
        let allowed = permission.is_granted();
        if !allowed {
            outcome = Outcome::Fail;
        }
        let reason = reason(&permission, &packet, sources.get(packet.source), &id);
        reporter.event(&sources, Event::Allowed(AllowedPath { path: named.to_string(), allowed, reason }))?;
    }
    Ok(outcome)
}

/// Why, with the place in the packet.
fn reason(permission: &Permission, packet: &Packet, source: &Source, id: &PacketId) -> String {
    let line = |span: Span| format!("{}:{}", source.name(), source.line_at(span.start));
    let scope = packet.scope.heading.map_or_else(|| source.name().to_owned(), line);
    let amend = format!("taskpacket amend {id} --add PATH --reason .. --approver .. --commit");
    match permission {
        Permission::InScope(index) => {
            let item = &packet.scope.items[*index];
            format!("allowed by `{}` ({})", item.path, line(item.span))
        }
        Permission::Governance => format!("it is governance of {id}"),
        Permission::Companion(file) => format!("it comes with `{file}`"),
        Permission::CarvedOut(index) => format!("OUT_OF_SCOPE says no ({})", line(packet.scope.out[*index].span)),
        Permission::OtherPacket => format!("another packet comes into scope by its exact name only ({scope})"),
        Permission::Outside => format!("nothing in IN_SCOPE_PATHS allows it ({scope}); {amend}"),
    }
}
