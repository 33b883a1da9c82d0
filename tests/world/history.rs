//! What happened to a packet, commit by commit.

use taskpacket::model::{Oid, RepoPath};
use taskpacket::world::git::{Commits, Recorded, Repo};

use crate::support::{Fixture, oid};

fn all(until: &Oid) -> Commits<'_> {
    Commits { since: None, until }
}

fn told(recorded: &[Recorded]) -> Vec<String> {
    recorded
        .iter()
        .map(|recorded| {
            let sides = recorded.sides.iter().map(|side| {
                let paths: Vec<_> = side.changes.iter().map(|change| change.path.to_string()).collect();
                paths.join(" ")
            });
            format!("{}: {}", recorded.info.commit.subject, sides.collect::<Vec<_>>().join(" | "))
        })
        .collect()
}

fn packet() -> [RepoPath; 1] {
    [RepoPath::from("p.md")]
}

fn head(fixture: &Fixture) -> Oid {
    oid(&fixture.id("HEAD"))
}

#[test]
fn all_that_each_commit_changed() {
    let fixture = Fixture::new();
    fixture.write("p.md", "1\n").write("a b", "1\n").commit("one");
    let first = head(&fixture);
    fixture.write("a b", "2\n").commit("code alone");
    fixture.write("p.md", "2\n").write("a b", "3\n").commit("two\nsame paragraph\n\nbody\n:100644 not a record");
    fixture.remove("p.md").commit("gone");
    let repo = fixture.open();
    let until = head(&fixture);
    let history = repo.history(all(&until), &packet()).unwrap();
    assert_eq!(told(&history), ["one: a b p.md", "two same paragraph: a b p.md", "gone: p.md"]);
    let change = history[1].sides[0].change(&packet()[0]).unwrap();
    assert_eq!(change.before, history[0].sides[0].change(&packet()[0]).unwrap().after);
    assert_eq!((history[0].sides[0].parent.clone(), history[1].info.parents.len()), (None, 1));
    assert_eq!(history[0].info.commit.author, "Ada Coder <ada@example.org>");
    assert!(history[0].info.committed < history[1].info.committed);

    let since = Commits { since: Some(&first), until: &until };
    assert_eq!(told(&repo.history(since, &packet()).unwrap()).len(), 2);
    assert_eq!(repo.processes(), 3);
}

#[test]
fn a_merge_that_drops_a_side_is_seen_and_so_is_the_side() {
    let fixture = Fixture::new();
    fixture.write("p.md", "1\n").write("a", "1\n").commit("one");
    fixture.git(["checkout", "-q", "-b", "side"]);
    fixture.write("p.md", "1\nreport\n").commit("report");
    fixture.git(["checkout", "-q", "main"]);
    fixture.write("a", "2\n").commit("main");
    fixture.git(["merge", "-q", "-s", "ours", "-m", "merge", "side"]);
    let repo = fixture.open();
    let history = repo.history(all(&head(&fixture)), &packet()).unwrap();
    assert_eq!(told(&history), ["one: a p.md", "report: p.md", "merge: a p.md"]);
    let merge = &history[2];
    assert_eq!(merge.sides[0].parent.as_ref().map(ToString::to_string), Some(fixture.id("side")));
    assert_eq!(merge.sides[0].parent, Some(merge.info.parents[1].clone()), "it is the same as its first parent");
}

#[test]
fn a_merge_is_told_against_each_parent() {
    let fixture = Fixture::new();
    fixture.write("p.md", "1\n").write("a", "1\n").commit("one");
    fixture.git(["checkout", "-q", "-b", "side"]);
    fixture.write("p.md", "2\n").commit("side");
    fixture.git(["checkout", "-q", "main"]);
    fixture.write("a", "2\n").commit("main");
    fixture.git(["merge", "-q", "--no-commit", "side"]);
    fixture.write("p.md", "evil\n").write("b", "evil\n").commit("merge");
    let history = fixture.open().history(all(&head(&fixture)), &packet()).unwrap();
    assert_eq!(told(&history), ["one: a p.md", "side: p.md", "merge: b p.md | a b p.md"]);
}

#[test]
fn what_the_default_branch_did_meanwhile() {
    let fixture = Fixture::with_commit();
    let base = head(&fixture);
    for (file, message) in [("a", "one"), ("b", "two"), ("a", "three")] {
        fixture.write(file, message).commit(message);
    }
    fixture.git(["checkout", "-q", "-b", "topic", "HEAD^"]);
    fixture.write("c", "").write("a b", "").commit("topic");
    fixture.git(["checkout", "-q", "main"]);
    fixture.git(["merge", "-q", "-m", "merged", "topic"]);
    let repo = fixture.open();
    let until = head(&fixture);
    let commits = Commits { since: Some(&base), until: &until };
    let paths = ["a", "a b"].map(RepoPath::from);
    assert_eq!(told(&repo.steps(commits, &paths, 99).unwrap()), ["merged: a b", "three: a", "one: a"]);
    assert_eq!(told(&repo.steps(commits, &paths, 1).unwrap()), ["merged: a b"]);
    let many: Vec<_> = (0..20_000).map(|number| RepoPath::new(format!("folder/{number}"))).chain(paths).collect();
    assert_eq!(told(&repo.steps(commits, &many, 99).unwrap()), ["merged: a b", "three: a", "one: a"]);
}

#[test]
fn a_path_is_no_pattern() {
    let fixture = Fixture::new();
    fixture.write("src/i.rs", "").write("src/x", "").commit("others");
    fixture.write("src/[id].rs", "").commit("brackets");
    fixture.write(":(top)x", "").commit("magic");
    let repo = fixture.open();
    let until = head(&fixture);
    for (path, subject) in [("src/[id].rs", "brackets"), (":(top)x", "magic")] {
        let history = repo.history(all(&until), &[RepoPath::from(path)]).unwrap();
        assert_eq!(history.iter().map(|it| it.info.commit.subject.as_str()).collect::<Vec<_>>(), [subject]);
    }
    assert!(repo.history(all(&until), &[RepoPath::from("src/*")]).unwrap().is_empty());
}

#[test]
fn nobodys_configuration_changes_it() {
    let fixture = Fixture::new();
    fixture.write("p.md", "1\n").write(".gitattributes", "*.md -diff diff=up\n").commit("one");
    fixture.git(["mv", "p.md", "q.md"]);
    fixture.commit("moved");
    let until = head(&fixture);
    let before = fixture.open().history(all(&until), &packet()).unwrap();
    for (name, value) in CONFIGURATION {
        fixture.config(name, value);
    }
    fixture.write(".mailmap", "Eve <eve@x> <ada@example.org>\n");
    let git = fixture.hermetic();
    let git = git.variable("GIT_EXTERNAL_DIFF", "false").variable("GIT_DIFF_OPTS", "-u9");
    let git = git.variable("GIT_ICASE_PATHSPECS", "1").variable("LC_ALL", "de_DE.UTF-8");
    let repo = Repo::discover_with(git, fixture.root()).unwrap();
    assert_eq!(repo.history(all(&until), &packet()).unwrap(), before);
    assert_eq!(told(&before), ["one: .gitattributes p.md", "moved: p.md q.md"]);
}

/// What people put into their configuration.
const CONFIGURATION: &[(&str, &str)] = &[
    ("alias.log", "!false"),
    ("color.ui", "always"),
    ("core.abbrev", "4"),
    ("core.pager", "false"),
    ("core.quotePath", "true"),
    ("diff.external", "false"),
    ("diff.ignoreSubmodules", "all"),
    ("diff.mnemonicPrefix", "true"),
    ("diff.noprefix", "true"),
    ("diff.orderFile", "nowhere"),
    ("diff.relative", "true"),
    ("diff.renames", "copies"),
    ("diff.up.textconv", "false"),
    ("format.pretty", "oneline"),
    ("log.abbrevCommit", "true"),
    ("log.decorate", "full"),
    ("log.diffMerges", "off"),
    ("log.follow", "true"),
    ("log.mailmap", "true"),
    ("log.showRoot", "false"),
    ("log.showSignature", "true"),
    ("notes.displayRef", "*"),
    ("status.branch", "false"),
    ("status.relativePaths", "true"),
    ("status.renames", "copies"),
    ("status.short", "true"),
    ("status.showStash", "true"),
    ("status.showUntrackedFiles", "no"),
];

#[test]
fn nor_does_it_change_the_status() {
    let fixture = Fixture::new();
    fixture.write("a", "1\n2\n3\n").write("b", "1\n").commit("one");
    fixture.git(["mv", "a", "c"]);
    fixture.write("b", "2\n").write("new", "");
    let before = fixture.open().status().unwrap();
    assert_eq!((before.staged.len(), before.unstaged.len(), before.untracked.len()), (2, 1, 1));
    for (name, value) in CONFIGURATION {
        fixture.config(name, value);
    }
    assert_eq!(fixture.open().status().unwrap(), before);
}
