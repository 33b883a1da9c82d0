//! `filename_canonical_and_openable`: the entry names a file as git has it.

use super::sides::{sides, template};
use crate::finding::{Code, Finding, Page};
use crate::gate::Judgement;
use crate::model::{After, Entry, EntryState, FileKind, Image, Value};

/// The entry names a file as git has it.
pub static CODE: Code = Code {
    id: "TP204",
    name: "filename_canonical_and_openable",
    page: Page {
        checks: "The target is a path relative to the repository's root, with `/` between its parts, no `..`, no leading \
                 `./`, in the case that git has; and git has it as a regular file before or after the change. A symbolic \
                 link or a submodule is named as such.",
        why: "Everything else in the entry is about this file. A path that only one file system can open, or that leads \
              out of the repository, proves nothing to anybody else.",
        fails: "- **Target File**: `src\\Main.rs`      (git has src/main.rs)",
        mend: "Write the path as `git ls-files` prints it. The target is never run through a shell: quotes and `$` are \
               part of the name.",
    },
};

/// Asks the gate.
pub fn check(entry: &Entry, after: &After) -> Judgement {
    if entry.state == EntryState::Placeholder {
        return template(after);
    }
    let Some(target) = entry.target.get() else {
        let what = match &entry.target {
            Value::Absent => "an entry names no file",
            Value::Placeholder(..) => "an entry's target is still the template's",
            _ => "an entry's target is no path",
        };
        return Judgement::of(vec![error(what.to_owned(), entry, after)], "");
    };
    let mut findings: Vec<Finding> = misspelt(target, entry, after).into_iter().collect();
    match sides(entry, after) {
        Some(sides) => findings.extend(special(target, sides.head.or(sides.base), entry, after)),
        None if findings.is_empty() => findings.push(missing(target, entry, after)),
        None => {}
    }
    Judgement::of(findings, "")
}

/// A path that is not spelt as git spells it, though it may be clear which file is meant.
fn misspelt(target: &str, entry: &Entry, after: &After) -> Option<Finding> {
    let other_case = after.targets.get(target).and_then(|file| file.other_case.as_ref());
    if let Some(path) = other_case {
        let message = format!("`{target}` is written in another case than git has it");
        return Some(error(message, entry, after).compare(path.to_string(), target).help(format!("write `{path}`")));
    }
    let written = entry.target.raw().map_or(target, |raw| raw.text.trim_matches('`'));
    let what = match () {
        () if target.starts_with('/') || target.get(1..2) == Some(":") => "is absolute",
        () if target.replace('\\', "/").split('/').any(|part| part == "..") => "leaves the folder with `..`",
        () if written.contains('\\') => "separates its parts by `\\`",
        () if written.starts_with("./") || target.split('/').any(|part| part == "." || part.is_empty()) => {
            "has an empty part, or `.`"
        }
        () => return None,
    };
    let finding = error(format!("`{written}` {what}"), entry, after);
    Some(match entry.path() {
        Some(path) => finding.compare(path.to_string(), written).help(format!("write `{path}`")),
        None => finding.help("write the path relative to the repository's root, with `/`"),
    })
}

fn missing(target: &str, entry: &Entry, after: &After) -> Finding {
    let message =
        format!("`{target}` is neither at {} nor at {}", after.snapshot.base_name, after.snapshot.head.name());
    error(message, entry, after)
        .help("name a file of this change")
        .help(format!("taskpacket manifest {} --write", after.id))
}

/// What the file is, where it is no regular one: worth knowing, since its content is not what it seems.
fn special(target: &str, image: Option<&Image>, entry: &Entry, after: &After) -> Option<Finding> {
    let what = match image?.kind {
        FileKind::Regular { .. } => return None,
        FileKind::Symlink => "is a symbolic link: its content is the path that it leads to",
        FileKind::Submodule => "is a submodule: it has no content here, and its hashes are `N/A`",
    };
    let finding = Finding::note(&CODE, format!("`{target}` {what}"));
    Some(finding.at(after.packet.source, entry.target.span().unwrap_or(entry.span)).about(target))
}

fn error(message: String, entry: &Entry, after: &After) -> Finding {
    let subject = entry.target.get().cloned().unwrap_or_default();
    Finding::error(&CODE, message).at(after.packet.source, entry.target.span().unwrap_or(entry.span)).about(subject)
}

#[cfg(test)]
mod tests {
    use crate::gate::fixture::Fixture;
    use crate::model::RepoPath;

    #[test]
    fn names() {
        let cases: [(&str, &[&str]); 7] = [
            ("src/a.rs", &[]),
            ("./src/a.rs", &["filename_canonical_and_openable"]),
            ("src\\a.rs", &["filename_canonical_and_openable"]),
            ("/src/a.rs", &["manifest_covers_changes", "filename_canonical_and_openable"]),
            ("src/../src/a.rs", &["filename_canonical_and_openable"]),
            ("src/$(touch PWNED).rs", &["manifest_covers_changes", "filename_canonical_and_openable"]),
            ("src/f(a,b).rs", &["manifest_covers_changes", "filename_canonical_and_openable"]),
        ];
        for (target, expected) in cases {
            assert_eq!(Fixture::changed().edit("`src/a.rs`", &format!("`{target}`")).errors(), expected, "{target}");
        }
    }

    #[test]
    fn names_of_every_kind_are_found() {
        for path in ["src/f(a,b).rs", "src/it's \"so\".rs", "src/[id]/a b.rs", "src/\u{e4}.rs", "src/$x.rs"] {
            let fixture = Fixture::new().file(path, Some("a\n"), Some("b\n")).true_entry(path);
            assert_eq!(fixture.findings(), [], "{path}");
            assert_eq!(fixture.edit("**Line Delta**: 0", "**Line Delta**: 1").errors(), ["line_delta_equals_expected"]);
        }
    }

    #[test]
    fn another_case_is_named_as_git_has_it() {
        let fixture = Fixture::changed().edit("`src/a.rs`", "`src/A.rs`").with(|after| {
            after.targets.get_mut("src/A.rs").unwrap().other_case = Some(RepoPath::from("src/a.rs"));
        });
        assert_eq!(fixture.errors(), ["filename_canonical_and_openable"]);
        assert!(fixture.told("filename_canonical_and_openable").contains("write `src/a.rs`"));
    }

    #[test]
    fn what_is_no_regular_file_is_named_as_such() {
        let link = Fixture::new().file("src/a", None, Some("b.rs")).modes(0o120_000, 0o120_000).true_entry("src/a");
        assert!(link.errors().is_empty());
        assert!(link.told("filename_canonical_and_openable").contains("symbolic link"));
    }

    #[test]
    fn an_entry_without_a_target_is_one_finding() {
        let fixture = Fixture::changed().edit("- **Target File**: `src/a.rs`", "- **Target File**:");
        assert!(fixture.errors().contains(&"filename_canonical_and_openable"));
    }
}
