//! What was judged: the inputs of the report, in the words of the entry that will be bound to them.

use super::DraftFacts;
use super::table::shown;
use crate::model::{After, Value};
use crate::text::{listed, plural};
use crate::write::row::stamp;
use crate::write::verdict::compared;

/// How many paths or commits are named before the rest is counted.
const MOST_NAMED: usize = 8;

/// The inputs. The lines of the two digests are read back by `verdict append`.
pub(super) fn inputs(facts: &DraftFacts) -> String {
    let after = facts.after;
    let snapshot = &after.snapshot;
    let (scope_tree, count) = facts.scope_tree;
    let metadata = &after.packet.metadata;
    let coder = value(metadata.coder_model.get(), &metadata.coder_model);
    let mut lines = vec![
        format!("- WP_ID: {}", after.id),
        format!("- Packet: {}", after.path),
        format!("- Coder: {coder}"),
        format!("- RISK_TIER: {}", value(metadata.risk_tier.get(), &metadata.risk_tier)),
        format!("- SNAPSHOT: {}", compared(snapshot.mode.word(), snapshot.base_oid().as_ref(), facts.head)),
        format!("- Compared with: {}", shown(&snapshot.base_name)),
        format!("- CONTRACT_SHA1: {}", facts.contract),
        format!("- SCOPE_TREE_SHA1: {scope_tree} ({})", plural(count, "file")),
        format!("- Spec: {}", spec(facts)),
        format!("- Drafted: {}", stamp(after.now)),
    ];
    lines.extend(not_judged(after));
    format!("## Inputs\n\n{}\n", lines.join("\n"))
}

fn value<T: ToString>(meant: Option<&T>, value: &Value<T>) -> String {
    match (meant, value.raw()) {
        (Some(meant), _) => shown(&meant.to_string()),
        (None, Some(raw)) => format!("{} (not readable)", shown(&raw.text)),
        (None, None) => "not named".to_owned(),
    }
}

fn spec(facts: &DraftFacts) -> String {
    let pointer = facts.after.packet.authority.target.get().map(|target| shown(target));
    match (pointer, facts.spec) {
        (Some(pointer), Some((file, digest))) if pointer != file => format!("{pointer} leads to {file}, SHA1 {digest}"),
        (_, Some((file, digest))) => format!("{file}, SHA1 {digest}"),
        (Some(pointer), None) => format!("{pointer}, which leads to no file at {}", facts.head.short()),
        (None, None) => "none is named".to_owned(),
    }
}

fn not_judged(after: &After) -> Option<String> {
    let paths = after.snapshot.not_judged.iter().map(ToString::to_string);
    let commits = after.snapshot.unjudged_commits.iter().map(|commit| format!("commit {}", commit.oid.short()));
    let all: Vec<String> = paths.chain(commits).collect();
    (!all.is_empty()).then(|| format!("- Not judged: {}", listed(all, MOST_NAMED)))
}
