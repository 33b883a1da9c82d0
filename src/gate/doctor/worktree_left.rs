//! A worktree whose packet is over.

use std::path::Path;

use super::Disagreement;
use crate::finding::{Code, Finding, Page};
use crate::model::{RepoPath, Status, Truths};

/// The page of this disagreement.
pub static CODE: Code = Code {
    id: "TP783",
    name: "worktree_left",
    page: Page {
        checks: "Where a packet is superseded, or its work is judged or done and the default branch holds it, no worktree is \
                 left on its branch. A warning.",
        why: "Whoever goes on working there works against a contract that is over.",
        fails: "../wt-1-x is a worktree of feat/wp-1-x\n\n- **Status:** Validated (PASS)",
        mend: "`git worktree remove PATH`; git refuses where something is not committed.",
    },
};

/// Worktrees that are left over.
pub fn check(truths: &Truths) -> Vec<Disagreement> {
    let survey = &truths.survey;
    let mut found = Vec::new();
    for (id, work) in &survey.work {
        let Some(packet) = survey.packet(id) else { continue };
        for work in work.iter().filter(|work| !work.is_here) {
            let Some(folder) = &work.worktree else { continue };
            let over = match packet.status() {
                Some(Status::Superseded) => true,
                Some(status) if status.is_done_like() => work.last.is_none(),
                _ => false,
            };
            if !over || !folder_is_there(truths, folder) {
                continue;
            }
            let status = packet.status().map(|status| status.to_string()).unwrap_or_default();
            let name = folder.display();
            let message = format!("`{id}` is {status}, and a worktree is left on `{}`: {name}", work.branch);
            let finding = Finding::warning(&CODE, message)
                .at(packet.packet.source, packet.packet.metadata.status.span().unwrap_or_default())
                .about(id.as_str())
                .help(format!("git worktree remove {}", RepoPath::from(&*name.to_string()).quoted()));
            found.push(Disagreement::left(finding));
        }
    }
    found
}

fn folder_is_there(truths: &Truths, folder: &Path) -> bool {
    truths.survey.worktrees.iter().any(|worktree| worktree.path == *folder && !worktree.without_files)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, commit, told, touch, worktree};
    use super::*;
    use crate::model::Work;

    #[test]
    fn a_worktree_that_is_left() {
        let left = Fixture::new().status("WP-1-A", "Done").with(|truths| {
            let id = truths.survey.packets[0].id.clone();
            truths.survey.worktrees.push(worktree("/wt", "feat/x"));
            let work = Work {
                branch: "feat/x".to_owned(),
                tip: commit().oid,
                worktree: Some("/wt".into()),
                is_here: false,
                last: None,
            };
            truths.survey.work.insert(id, vec![work]);
        });
        assert_eq!(
            told(check, &left),
            ["warning: `WP-1-A` is Done, and a worktree is left on `feat/x`: /wt @docs/task_packets/WP-1-A.md:8, left"]
        );
        let unmerged = left.with(|truths| {
            let now = truths.survey.now;
            truths.survey.work.values_mut().flatten().for_each(|work| work.last = Some(touch(now)));
        });
        assert_eq!(told(check, &unmerged), [""; 0], "it waits for its verdict");
    }
}
