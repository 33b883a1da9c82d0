//! The steps from version to version: a commit against all its parents, or what is not committed.

use crate::model::{Oid, Packet, PacketPast, Revision, When};

/// One step: the versions before it, and what was made of them.
#[derive(Clone, Debug)]
pub struct Passage<'a> {
    /// When.
    pub when: When,
    /// One for each parent; none for what has no parent.
    pub before: Vec<Before<'a>>,
    /// The version behind it; `None` where the packet is gone.
    pub after: Option<&'a Packet>,
}

/// What a parent holds.
#[derive(Clone, Copy, Debug)]
pub struct Before<'a> {
    /// The parent; `None` where that does not matter.
    pub parent: Option<&'a Oid>,
    /// Its version; `None` where it does not hold the packet.
    pub packet: Option<&'a Packet>,
}

/// The steps of a packet's past.
pub fn of_past(past: &PacketPast) -> Vec<Passage<'_>> {
    let version = |oid: &Option<Oid>| oid.as_ref().and_then(|oid| past.versions.get(oid));
    let steps = past.steps.iter().map(|step| Passage {
        when: step.when.clone(),
        before: step
            .before
            .iter()
            .map(|(parent, oid)| Before { parent: parent.as_ref(), packet: version(oid) })
            .collect(),
        after: version(&step.after),
    });
    steps.collect()
}

/// The steps of a branch, each with the index of the first of its revisions: a merge comes once for each parent that it
/// differs from, and is one step. Of a parent that it does not differ from it holds the very version.
pub fn of_revisions<'a>(
    revisions: &'a [Revision],
    parents: impl Fn(&Oid) -> Option<&'a [Oid]>,
) -> Vec<(usize, Passage<'a>)> {
    let mut passages: Vec<(usize, Passage)> = Vec::new();
    for (at, revision) in revisions.iter().enumerate() {
        let own = Before { parent: revision.parent.as_ref(), packet: revision.before.as_ref() };
        let Some(commit) = &revision.commit else {
            let passage = Passage { when: When::Uncommitted, before: vec![own], after: revision.after.as_ref() };
            passages.push((at, passage));
            continue;
        };
        let when = When::Commit(commit.clone());
        match passages.last_mut().filter(|(_, last)| last.when == when) {
            Some((_, last)) => last.before.push(own),
            None => passages.push((at, Passage { when, before: vec![own], after: revision.after.as_ref() })),
        }
    }
    for (_, passage) in &mut passages {
        let When::Commit(commit) = &passage.when else { continue };
        let all = parents(&commit.oid).unwrap_or_default();
        let untouched = all.iter().filter(|oid| passage.before.iter().all(|before| before.parent != Some(oid)));
        let untouched: Vec<Before> = untouched.map(|oid| Before { parent: Some(oid), packet: passage.after }).collect();
        // A commit with one parent differs from it, whether or not its revision names it.
        if all.len() > 1 {
            passage.before.extend(untouched);
        }
    }
    passages
}
