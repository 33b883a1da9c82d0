//! The note of a process that died while it held the lock.

use super::{Disagreement, Mend};
use crate::finding::{Code, Finding, Page};
use crate::model::Truths;

/// The page of this disagreement.
pub static CODE: Code = Code {
    id: "TP791",
    name: "lock_stale",
    page: Page {
        checks: "The lock, `taskpacket/lock` in git's folder, holds no note of a process that does not hold it any more. A \
                 warning.",
        why: "It stops nobody: the lock ended with its process. But that process ended in the middle of writing.",
        fails: "process 4711 left its note in the lock, and is gone",
        mend: "`taskpacket doctor --fix` clears the note. Look whether what that process was about is done.",
    },
};

/// The note that is left, where there is one.
pub fn check(truths: &Truths) -> Vec<Disagreement> {
    let Some(process) = truths.dead_holder else { return Vec::new() };
    let message = format!("process {process} ended while it was writing, and left its note in the lock");
    let finding = Finding::warning(&CODE, message).help("taskpacket doctor --fix");
    vec![Disagreement::mended(finding, Mend::Recover)]
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, told};
    use super::*;

    #[test]
    fn a_note_of_a_dead_process() {
        let stale = Fixture::new().with(|truths| truths.dead_holder = Some(4711));
        let expected = "warning: process 4711 ended while it was writing, and left its note in the lock, mended";
        assert_eq!(told(check, &stale), [expected]);
        assert_eq!(told(check, &Fixture::new()), [""; 0]);
    }
}
