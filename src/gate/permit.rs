//! Whether a packet lets its coder change a path, and by what.

use std::collections::BTreeSet;

use crate::model::{After, Allowance, Config, RepoPath, Scope};

/// Whether a path may be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Permission {
    /// By the item of IN_SCOPE_PATHS of that index.
    InScope(usize),
    /// It is governance of the packet.
    Governance,
    /// It comes with a file that may be changed: that one's name.
    Companion(String),
    /// It is in scope, but carved out by the item of OUT_OF_SCOPE of that index.
    CarvedOut(usize),
    /// It is another packet or refinement, which only its exact name brings into scope.
    OtherPacket,
    /// Nothing allows it.
    Outside,
}

impl Permission {
    /// True where the path may be changed.
    pub fn is_granted(&self) -> bool {
        matches!(self, Self::InScope(_) | Self::Governance | Self::Companion(_))
    }
}

/// Decides about one path.
pub fn permission(path: &RepoPath, scope: &Scope, governance: &BTreeSet<RepoPath>, config: &Config) -> Permission {
    if governance.contains(path) {
        return Permission::Governance;
    }
    let of_others = [&config.packets, &config.refinements];
    if of_others.iter().any(|folder| !folder.is_empty() && path.is_within(folder.as_bytes())) {
        let exact = scope.items.iter().position(|item| item.path.as_bytes() == path.as_bytes());
        return exact.map_or(Permission::OtherPacket, Permission::InScope);
    }
    match scope.decide(path) {
        Allowance::By(index) => Permission::InScope(index),
        Allowance::CarvedOut(index) => Permission::CarvedOut(index),
        Allowance::Outside => match companion(path, scope, config) {
            Some(of) => scope.carved_out(path).map_or(Permission::Companion(of), Permission::CarvedOut),
            None => Permission::Outside,
        },
    }
}

/// Decides about one path of a snapshot.
pub fn permission_after(path: &RepoPath, after: &After) -> Permission {
    let nothing = BTreeSet::new();
    let governance = if after.rewritten.contains(path) { &nothing } else { &after.governance };
    permission(path, &after.packet.scope, governance, &after.config)
}

/// The file in scope that brings `path` along: one of the same folder, or of a folder beneath it, as a workspace has its
/// lock file at the top.
fn companion(path: &RepoPath, scope: &Scope, config: &Config) -> Option<String> {
    let text = path.as_str()?;
    let (folder, name) = text.rsplit_once('/').unwrap_or(("", text));
    let bringing = config.companions.iter().filter(|it| it.companion == name).map(|it| it.file.as_str());
    bringing.into_iter().find_map(|file| {
        let beside = if folder.is_empty() { file.to_owned() } else { format!("{folder}/{file}") };
        let allowed = scope.allows(&RepoPath::from(beside.as_str()));
        let beneath = || {
            scope.items.iter().map(|item| item.path.as_str()).find(|item| {
                item.rsplit('/').next() == Some(file) && RepoPath::from(*item).is_within(folder.as_bytes())
            })
        };
        if allowed { Some(beside) } else { beneath().map(str::to_owned) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{OutItem, ScopeItem};
    use crate::text::Span;

    #[test]
    fn decisions() {
        let item = |path: &str| ScopeItem::new(path, None, Span::default());
        let items = ["src/", "docs/", "Cargo.toml", "docs/task_packets/WP-9.md", "app/package.json"];
        let scope = Scope {
            items: items.map(item).to_vec(),
            out: vec![OutItem { text: "src/gen/".into(), path: Some(item("src/gen/")), span: Span::default() }],
            ..Scope::default()
        };
        let config = Config::default();
        let governance = config.governance(&RepoPath::from("docs/task_packets/WP-1.md"), None);
        let cases = [
            ("src/a.rs", Permission::InScope(0)),
            ("src/gen/a.rs", Permission::CarvedOut(0)),
            ("docs/notes.md", Permission::InScope(1)),
            ("docs/task_packets/WP-1.md", Permission::Governance),
            ("docs/TASK_BOARD.md", Permission::Governance),
            ("docs/task_packets/WP-2.md", Permission::OtherPacket),
            ("docs/task_packets/WP-9.md", Permission::InScope(3)),
            ("docs/refinements/WP-2.md", Permission::OtherPacket),
            ("Cargo.lock", Permission::Companion("Cargo.toml".into())),
            ("package-lock.json", Permission::Companion("app/package.json".into())),
            ("tools/Cargo.lock", Permission::Outside),
            ("lib/a.rs", Permission::Outside),
        ];
        for (path, expected) in cases {
            assert_eq!(permission(&RepoPath::from(path), &scope, &governance, &config), expected, "{path}");
        }
    }

    #[test]
    fn an_empty_scope_allows_governance_alone() {
        let config = Config::default();
        let governance = config.governance(&RepoPath::from("docs/task_packets/WP-1.md"), None);
        let decide = |path: &str| permission(&RepoPath::from(path), &Scope::default(), &governance, &config);
        assert_eq!(decide("src/a.rs"), Permission::Outside);
        assert_eq!(decide("docs/TASK_BOARD.md"), Permission::Governance);
    }
}
