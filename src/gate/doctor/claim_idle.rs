//! A packet that was claimed long ago, and nothing was done since.

use super::Disagreement;
use crate::finding::{Code, Finding, Page};
use crate::model::{Status, Truths};
use crate::text::plural;

/// The page of this disagreement.
pub static CODE: Code = Code {
    id: "TP780",
    name: "claim_idle",
    page: Page {
        checks: "A packet that was set In Progress longer ago than `dormant_days` has a branch that names it, with commits of \
                 its own. A warning.",
        why: "A claim keeps everybody else away. Where nobody works any more it keeps the work from being done.",
        fails: "- **Status:** In Progress\n\n41 days ago, and no branch or commit since",
        mend: "Ask whoever claimed it. Where the work was given up, set Status to `Ready for Dev`, or to `Blocked`.",
    },
};

/// Claims without work.
pub fn check(truths: &Truths) -> Vec<Disagreement> {
    let survey = &truths.survey;
    let mut found = Vec::new();
    for packet in truths.active().filter(|packet| packet.status() == Some(Status::InProgress)) {
        let Some(touched) = &packet.touched else { continue };
        let days = (survey.now - touched.when).num_days();
        let limit = i64::try_from(survey.config.dormant_days).unwrap_or(i64::MAX);
        let worked_on = survey.work.get(&packet.id).is_some_and(|work| work.iter().any(|work| work.last.is_some()));
        let merged = truths.known.merged.contains_key(&packet.id);
        if days <= limit || worked_on || merged {
            continue;
        }
        let days = plural(usize::try_from(days).unwrap_or_default(), "day");
        let message = format!("`{}` is In Progress for {days}, and no branch has a commit for it", packet.id);
        let finding = Finding::warning(&CODE, message)
            .at(packet.packet.source, packet.packet.metadata.status.span().unwrap_or_default())
            .about(packet.id.as_str())
            .help(format!(
                "ask its coder; where the work was given up, set the Status of {} to Ready for Dev",
                packet.id
            ));
        found.push(Disagreement::left(finding));
    }
    found
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::super::fixture::{Fixture, commit, told, touch};
    use super::*;
    use crate::model::Work;

    #[test]
    fn a_claim_that_nobody_follows_up() {
        let old = |truths: &mut Truths| {
            let when = truths.survey.now - TimeDelta::days(41);
            truths.survey.packets[0].touched = Some(touch(when));
        };
        let idle = Fixture::new().with(old);
        assert_eq!(
            told(check, &idle),
            ["warning: `WP-1-A` is In Progress for 41 days, and no branch has a commit for it \
              @docs/task_packets/WP-1-A.md:8, left"]
        );
        let worked = idle.with(|truths| {
            let now = truths.survey.now;
            let work = Work {
                branch: "feat/x".to_owned(),
                tip: commit().oid,
                worktree: None,
                is_here: false,
                last: Some(touch(now)),
            };
            let id = truths.survey.packets[0].id.clone();
            truths.survey.work.insert(id, vec![work]);
        });
        assert_eq!(told(check, &worked), [""; 0]);
        assert_eq!(told(check, &Fixture::new()), [""; 0]);
    }
}
