//! What a packet points to, as paths of the repository: what to look for, and which of it is not there. Shared by
//! pre-work and post-work.

use std::collections::BTreeSet;

use crate::finding::{Code, Finding};
use crate::model::{Link, LinkKind, Packet, RepoPath};

/// Every path that has to be looked for before links can be judged, repository-relative, without a final `/`.
pub fn pointed_at(packet: &Packet, path: &RepoPath) -> BTreeSet<String> {
    packet.links.iter().flat_map(|link| candidates(link, packet, path)).collect()
}

/// How many different paths resolve, how many there are, and a finding for each that does not. A path that the scope allows may
/// be yet to come.
pub fn unresolved(
    code: &'static Code,
    packet: &Packet,
    path: &RepoPath,
    existing: &BTreeSet<String>,
) -> (usize, usize, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut seen = BTreeSet::new();
    let mut found = 0;
    for link in packet.links.iter().filter(|link| !is_elsewhere(&link.path)) {
        if !seen.insert(&link.path) {
            continue;
        }
        let candidates = candidates(link, packet, path);
        let there = candidates.iter().any(|candidate| existing.contains(candidate));
        let to_come = || candidates.iter().any(|it| packet.scope.allows(&RepoPath::from(it.as_str())));
        if there || to_come() {
            found += 1;
        } else {
            findings.push(finding(code, packet, link, candidates.is_empty()));
        }
    }
    let all = seen.len();
    (found, all, findings)
}

fn finding(code: &'static Code, packet: &Packet, link: &Link, outside: bool) -> Finding {
    let what = match link.kind {
        LinkKind::Markdown => "the link",
        LinkKind::Field => field_around(packet, link).unwrap_or("the field"),
        LinkKind::FileToOpen => "FILES_TO_OPEN",
        LinkKind::Evidence => "the evidence",
    };
    let finding = if outside {
        Finding::warning(code, format!("{what} points to `{}`, which is outside the repository", link.path))
            .help("write the path relative to the repository's root")
    } else {
        Finding::error(code, format!("{what} points to `{}`, and there is no such file", link.path))
            .help("correct the path, or take the pointer out")
    };
    finding.at(packet.source, link.span).about(&link.path)
}

/// The key of the field that holds a link.
fn field_around<'a>(packet: &'a Packet, link: &Link) -> Option<&'a str> {
    let behind = packet.fields.partition_point(|field| field.key_span.start <= link.span.start);
    packet.fields.get(behind.checked_sub(1)?).map(|field| field.key.as_str())
}

/// The places where a link may lead: Markdown links start at the packet's folder or at the root, all else at the root; a
/// specification, as its pointer may write it, in the pointer's folder too.
fn candidates(link: &Link, packet: &Packet, path: &RepoPath) -> Vec<String> {
    if is_elsewhere(&link.path) {
        return Vec::new();
    }
    let folder_of = |path: &str| path.rsplit_once('/').map_or_else(String::new, |(folder, _)| folder.to_owned());
    let from_root = normal(&link.path);
    let authority = &packet.authority;
    let folder = match link.kind {
        LinkKind::Markdown => path.as_str().map(folder_of),
        LinkKind::Field if authority.baseline.get() == Some(&link.path) => {
            authority.target.get().map(|it| folder_of(it))
        }
        _ => None,
    };
    let from_folder = folder.and_then(|folder| normal(&format!("{folder}/{}", link.path)));
    from_folder.into_iter().chain(from_root).collect()
}

/// True where the text leads to the web, or nowhere but into the packet itself.
fn is_elsewhere(path: &str) -> bool {
    path.is_empty() || path.starts_with('#') || path.contains("://") || path.starts_with("mailto:")
}

/// A path as the repository has it: `/` between parts, `.` and `..` worked out, no final `/`. `None` where it is
/// absolute or leaves the repository; the root itself is `.`.
pub fn normal(path: &str) -> Option<String> {
    let path = path.replace('\\', "/");
    if path.get(1..3) == Some(":/") || path.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(if parts.is_empty() { ".".to_owned() } else { parts.join("/") })
}
