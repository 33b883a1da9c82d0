//! A refinement on its way to a packet: what lies on disk, and what it is held against.

use std::collections::BTreeMap;
use std::io::ErrorKind;

use super::reader::{OnDisk, specs};
use super::{Error, Named, Place, document_if_there, paths};
use crate::finding::{Code, Finding, Severity};
use crate::gate::refinement::{Subject, examine, examine_unsigned};
use crate::gate::way::Standing;
use crate::model::{Config, Packet, PacketId, Refinement, RepoPath, SpecFile};
use crate::parse;
use crate::text::{Source, Sources};
use crate::world::files;

/// What lies on disk of a packet that is to be, or is.
#[derive(Clone, Debug)]
pub struct Refining {
    /// The packet's id.
    pub id: PacketId,
    /// Where the refinement lies, or would.
    pub path: RepoPath,
    /// The refinement; `None` where there is none.
    pub refinement: Option<Refined>,
    /// The packet, where there is one.
    pub packet: Option<(RepoPath, Packet)>,
    /// The last of the revisions before it that there is.
    pub before: Option<PacketId>,
    /// The specification files that exist, by name.
    pub specs: BTreeMap<String, SpecFile>,
    /// What points to the specification.
    pub pointer: String,
    /// The name that it leads to; `None` where it leads nowhere.
    pub spec_target: Option<String>,
    /// The texts that all of it was read from.
    pub sources: Sources,
}

/// A refinement, in both its readings.
#[derive(Clone, Debug)]
pub struct Refined {
    /// As a refinement.
    pub refinement: Refinement,
    /// As a packet is read: its METADATA can be edited so.
    pub as_packet: Packet,
}

/// Reads what there is of a packet and its refinement.
pub fn refining(place: &Place, id: &PacketId) -> Result<Refining, Error> {
    let config = &place.config;
    let mut sources = place.sources.clone();
    let packet = match files::find(&place.repo.root, &config.packets, id) {
        Ok(path) => Some((path.clone(), place.read(&mut sources, &path)?)),
        Err(files::PacketError::Missing { .. }) => None,
        Err(files::PacketError::Folder { source, .. }) if source.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(error.into()),
    };
    let own = || paths(place, id, Named::Refinement).remove(0);
    let named = packet.as_ref().and_then(|(_, packet)| packet.metadata.refinement_file.get());
    let path = named.map_or_else(own, |file| RepoPath::from(file.as_str()));
    let bytes = if path.is_canonical() { document_if_there(&place.repo.on_disk(&path))? } else { None };
    let refinement = bytes.map(|bytes| {
        let source = sources.add(Source::new(path.to_string(), bytes));
        Refined { refinement: parse::refinement(&sources, source).0, as_packet: parse::packet(&sources, source).0 }
    });
    // Without a packet the refinement stands in for it: it names the same files.
    let nothing = || {
        let mut sources = Sources::default();
        let source = sources.add(Source::new("", Vec::new()));
        parse::packet(&sources, source).0
    };
    let standing_in = packet.as_ref().map_or_else(nothing, |(_, packet)| packet.clone());
    let mut disk = OnDisk::new(&place.repo);
    let refined = refinement.as_ref().map(|it| &it.refinement);
    let (specs, spec_target) = specs(&mut disk, &mut sources, config, &standing_in, refined)?;
    let pointer = standing_in.authority.target.get().unwrap_or(&config.spec).clone();
    let before = before(place, id);
    Ok(Refining { id: id.clone(), path, refinement, packet, before, specs, pointer, spec_target, sources })
}

/// The last of the revisions before that one that there is.
fn before(place: &Place, id: &PacketId) -> Option<PacketId> {
    let (base, number) = id.revision()?;
    let packets = files::list(&place.repo.root, &place.config.packets).unwrap_or_default();
    let earlier = packets.into_iter().filter_map(|file| {
        let (own, revision) = file.id.revision().unwrap_or((file.id.as_str(), 1));
        (own == base && revision < number).then_some((revision, file.id.clone()))
    });
    earlier.max().map(|(_, id)| id)
}

impl Refining {
    /// Everything that is wrong with the refinement, approval and signature included; nothing where there is none.
    pub fn findings(&self, code: &'static Code, config: &Config) -> Vec<Finding> {
        self.subject(code, config).map(|subject| examine(&subject)).unwrap_or_default()
    }

    /// The same without approval and signature.
    pub fn unsigned_findings(&self, code: &'static Code, config: &Config) -> Vec<Finding> {
        self.subject(code, config).map(|subject| examine_unsigned(&subject)).unwrap_or_default()
    }

    /// Who is to do the work: the packet's coder, else the one that was assigned before there was a packet.
    pub fn coder(&self) -> Option<&str> {
        let packet = self.packet.as_ref().map(|(_, packet)| packet);
        let before = self.refinement.as_ref().map(|it| &it.as_packet);
        packet.into_iter().chain(before).find_map(|it| it.metadata.coder_model.get()).map(String::as_str)
    }

    /// How far the way has been gone.
    pub fn standing(&self, code: &'static Code, config: &Config) -> Standing<'_> {
        let fails = |findings: Vec<Finding>| findings.iter().any(|finding| finding.severity == Severity::Error);
        Standing {
            id: &self.id,
            path: &self.path,
            refinement: self.refinement.as_ref().map(|it| &it.refinement),
            incomplete: fails(self.unsigned_findings(code, config)),
            signed: !fails(self.findings(code, config)),
            coder: self.coder(),
        }
    }

    fn subject<'a>(&'a self, code: &'static Code, config: &'a Config) -> Option<Subject<'a>> {
        Some(Subject {
            code,
            refinement: &self.refinement.as_ref()?.refinement,
            sources: &self.sources,
            config,
            id: self.id.as_str(),
            signature: self.packet.as_ref().and_then(|(_, packet)| packet.metadata.signature.get()),
            pointer: &self.pointer,
            spec_target: self.spec_target.as_deref(),
            specs: &self.specs,
        })
    }
}
