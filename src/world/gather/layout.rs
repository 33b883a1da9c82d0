//! Where the things of task packets lie: every Markdown file that could be one of them is read, and its content tells.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Error, Place, document_if_there};
use crate::gate;
use crate::model::{FileKind, Layout, Packet, PacketFolder, PacketId, RepoPath, Status, Tree, Value};
use crate::parse::{self, Kind};
use crate::text::{Source, Sources};
use crate::world::git;

/// What a name must hold for the file to be read, beside those that lie next to the packets.
const HINTS: &[&str] = &["board", "registry", "traceability", "signature"];

/// Looks at the files that git knows, and at those that it neither knows nor ignores.
pub fn layout(place: &Place, status: &git::Status) -> Result<Layout, Error> {
    let listing = place.repo.listing(&Tree::Index)?;
    let known = listing.files().iter().filter(|(_, kind, _)| matches!(kind, FileKind::Regular { .. }));
    let mut paths: Vec<&RepoPath> = known.map(|(path, ..)| path).chain(&status.untracked).collect();
    paths.sort();
    paths.dedup();
    let is_document = |path: &&RepoPath| path.as_str().is_some_and(|path| path.to_ascii_lowercase().ends_with(".md"));
    let documents: Vec<&RepoPath> = paths.into_iter().filter(is_document).collect();
    let mut found = Found::default();
    for path in documents.iter().filter(|path| packet_id(path).is_some()) {
        found.packet_or_refinement(place, path);
    }
    let folders = found.folders();
    let beside: Vec<RepoPath> = folders.iter().map(|folder| parent(&folder.path)).collect();
    for path in documents.into_iter().filter(|path| packet_id(path).is_none()) {
        let name = name(path).to_ascii_lowercase();
        if HINTS.iter().any(|hint| name.contains(hint)) || beside.contains(&parent(path)) {
            found.table(place, path);
        }
    }
    Ok(found.layout(place, folders))
}

/// What was found so far.
#[derive(Default)]
struct Found {
    packets: BTreeMap<RepoPath, PacketFolder>,
    refinements: BTreeMap<RepoPath, usize>,
    /// What packets name as SPEC_TARGET, and how often.
    specs: BTreeMap<String, usize>,
    boards: Vec<RepoPath>,
    registries: Vec<RepoPath>,
    signature_audits: Vec<RepoPath>,
}

impl Found {
    /// Reads a file that is named as a packet is.
    fn packet_or_refinement(&mut self, place: &Place, path: &RepoPath) {
        let own_folder = name(path) != format!("{}.md", packet_id(path).unwrap_or_default());
        let folder = if own_folder { parent(&parent(path)) } else { parent(path) };
        match read(place, path) {
            // A template is nobody's packet.
            Some(Kind::Packet(packet)) if !matches!(packet.metadata.id, Value::Placeholder(..)) => {
                let entry = self.packets.entry(folder.clone());
                let entry = entry.or_insert(PacketFolder { path: folder, packets: 0, active: 0 });
                entry.packets += 1;
                entry.active += usize::from(is_active(&packet));
                self.named_by(&packet);
            }
            Some(Kind::Refinement) => *self.refinements.entry(folder).or_default() += 1,
            _ => {}
        }
    }

    /// Takes note of what a packet points to.
    fn named_by(&mut self, packet: &Packet) {
        if let Some(spec) = packet.authority.target.get().and_then(|path| gate::normal(path)) {
            *self.specs.entry(spec).or_default() += 1;
        }
        let refinement = packet.metadata.refinement_file.get().and_then(|path| gate::normal(path));
        if let Some(refinement) = refinement {
            // That it is named counts once; that it is there counts again where it is read.
            *self.refinements.entry(parent(&RepoPath::from(refinement.as_str()))).or_default() += 1;
        }
    }

    /// Reads a file that may be one of the tables beside the packets.
    fn table(&mut self, place: &Place, path: &RepoPath) {
        match read(place, path) {
            Some(Kind::Board) => self.boards.push(path.clone()),
            Some(Kind::Registry) => self.registries.push(path.clone()),
            Some(Kind::SignatureAudit) => self.signature_audits.push(path.clone()),
            _ => {}
        }
    }

    /// The folders of packets: the one with most active ones first, then the one with most.
    fn folders(&self) -> Vec<PacketFolder> {
        let mut folders: Vec<PacketFolder> = self.packets.values().cloned().collect();
        folders.sort_by_key(|folder| Reverse((folder.active, folder.packets)));
        folders
    }

    fn layout(&self, place: &Place, packets: Vec<PacketFolder>) -> Layout {
        let exists = |path: &RepoPath| place.repo.on_disk(path).exists();
        let refinements = self.refinements.iter().filter(|(folder, _)| exists(folder));
        let specs = self.specs.iter().map(|(path, count)| (RepoPath::from(path.as_str()), *count));
        let specs = specs.filter(|(path, _)| place.repo.on_disk(path).is_file());
        let pointer = RepoPath::from(place.config.spec.as_str());
        Layout {
            packets,
            refinements: refinements.max_by_key(|(_, count)| **count).map(|(folder, _)| folder.clone()),
            spec: specs.max_by_key(|(_, count)| *count).map(|(path, _)| path).or_else(|| {
                // Packets that name none may still have one where it usually lies.
                place.repo.on_disk(&pointer).is_file().then_some(pointer)
            }),
            board: best(&self.boards, &["board"]),
            registry: best(&self.registries, &["registry", "traceability"]),
            signature_audit: best(&self.signature_audits, &["signature"]),
        }
    }
}

/// Of several files of one kind the one whose name says so, then the one that lies nearest to the root.
fn best(paths: &[RepoPath], hints: &[&str]) -> Option<RepoPath> {
    let rank = |path: &&RepoPath| {
        let says_so = hints.iter().any(|hint| name(path).to_ascii_lowercase().contains(hint));
        (!says_so, path.as_bytes().split(|byte| *byte == b'/').count(), (*path).clone())
    };
    paths.iter().min_by_key(rank).cloned()
}

fn read(place: &Place, path: &RepoPath) -> Option<Kind> {
    // What cannot be read is nothing that a configuration could point to.
    let bytes = document_if_there(&place.repo.on_disk(path)).ok()??;
    let mut sources = Sources::default();
    let source = sources.add(Source::new(path.to_string(), bytes));
    parse::kind(&sources, source)
}

fn is_active(packet: &Packet) -> bool {
    matches!(packet.metadata.status.get(), Some(Status::ReadyForDev | Status::InProgress | Status::Blocked))
}

/// The id that the name of a file gives it: `WP-1-A.md`, or `WP-1-A/packet.md` and `WP-1-A/refinement.md`.
fn packet_id(path: &RepoPath) -> Option<String> {
    let own = name(path);
    let stem = match own.as_str() {
        "packet.md" | "refinement.md" => name(&parent(path)),
        _ => own.strip_suffix(".md")?.to_owned(),
    };
    let is_of_packet = own == "packet.md" || stem.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("wp-"));
    PacketId::parse(&stem).filter(|_| is_of_packet).map(|id| id.to_string())
}

fn name(path: &RepoPath) -> String {
    let text = path.to_string();
    text.rsplit('/').next().unwrap_or_default().to_owned()
}

fn parent(path: &RepoPath) -> RepoPath {
    let bytes = path.as_bytes();
    let end = bytes.iter().rposition(|byte| *byte == b'/').unwrap_or(0);
    RepoPath::new(&bytes[..end])
}
