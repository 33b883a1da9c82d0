//! `audit`: what the packs find in a nasty tree, and what a rule, a waiver and a baseline may do.

use std::path::Path;

use serde_json::Value;

use crate::run::Run;
use crate::scene::{ID, PACKET, Scene, files};
use crate::support::Fixture;

/// The tree of `tests/fixtures/storage`, committed.
fn nasty() -> Fixture {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/storage");
    let repo = Fixture::new();
    for path in files(&folder) {
        let to = if path == Path::new("gitignore") { Path::new(".gitignore") } else { &path };
        repo.write(to, std::fs::read(folder.join(&path)).unwrap());
    }
    repo.commit("a nasty tree");
    repo
}

fn call(repo: &Fixture, words: &[&str]) -> Run {
    let mut command = repo.command(env!("CARGO_BIN_EXE_taskpacket"));
    command.args(words);
    Run::of(command)
}

/// Errors as `file:line: the rule's title`, sorted.
fn told(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().unwrap().iter().filter(|it| it["severity"] == "error");
    let mut told: Vec<String> = findings
        .map(|it| {
            let message = it["message"].as_str().unwrap();
            match it["code"].as_str() {
                Some("TP601") => {
                    let title = message.rsplit_once("`: ").unwrap().1;
                    format!("{}:{}: {title}", it["file"].as_str().unwrap(), it["line"])
                }
                _ => message.to_owned(),
            }
        })
        .collect();
    told.sort();
    told
}

/// What the marks in the tree say must be found.
fn marked(report: &Value) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/storage");
    let title = |rule: &str| {
        let rules = report["audits"].as_array().unwrap();
        let rule = rules.iter().find(|it| it["rule"] == rule).unwrap_or_else(|| panic!("no rule {rule}"));
        rule["title"].as_str().unwrap().to_owned()
    };
    let mut marked = Vec::new();
    for path in files(&folder) {
        let text = std::fs::read_to_string(folder.join(&path)).unwrap();
        for (at, line) in text.lines().enumerate() {
            if let Some((_, rule)) = line.split_once("~ ").filter(|(before, _)| before.ends_with(['/', '-'])) {
                marked.push(format!("{}:{}: {}", path.display(), at + 1, title(rule.trim())));
            }
        }
    }
    marked.extend(
        [
            "`db/migrations/0003_t.down.sql` is number 3, and 1 to 2 are missing before it",
            "`migrations/0003_touch.sql` has no partner `migrations/0003_touch.down.sql`",
            "`migrations/0003_touch.sql` is number 3, and 2 is missing before it",
        ]
        .map(str::to_owned),
    );
    marked.sort();
    marked
}

#[test]
fn the_storage_pack_finds_what_it_should_and_nothing_else() {
    let repo = nasty();
    for tree in [&[][..], &["--staged"], &["--rev", "HEAD"]] {
        let words = [&["audit", "--pack", "storage", "--format", "json"], tree].concat();
        let run = call(&repo, &words);
        let report = run.status(1).json();
        assert_eq!(told(&report), marked(&report), "{tree:?}\n{}", call(&repo, &words[..3]).shown());
    }
}

#[test]
fn a_hit_says_where_why_and_what_mends_it() {
    let run = call(&nasty(), &["audit", "--pack", "storage"]);
    run.status(1).says("--> src/api/users.rs:10:43").says("sqlx::PgPool").says("move it behind the storage trait");
    run.says("storage-boundary (CX-DBP-030)").says("what speaks to a pool by itself is written for one backend");
    run.says("next: taskpacket audit explain storage-boundary");
}

#[test]
fn a_parameter_moves_the_boundary() {
    let repo = Fixture::new();
    repo.write("app/db/a.rs", "sqlx::query(\"SELECT 1\");\npub trait Store {}\n").write("app/b.rs", "fn b() {}\n");
    let words = |with: &'static str| ["audit", "--pack", "storage", "--with", "source=app", "--with", with];
    call(&repo, &words("storage=app/db")).status(0).says("storage-boundary        pass      2 files, 1 allowed");
    call(&repo, &words("storage=app/other")).status(1).says("app/db/a.rs:1:1");
    call(&repo, &words("strage=app/db")).status(2).says("did you mean `storage`?");
    call(&repo, &["audit", "--pack", "storge"]).status(2).says("did you mean `storage`?");
}

#[test]
fn a_tree_without_rust_is_told_what_was_skipped() {
    let repo = Fixture::new();
    repo.write("src/a.py", "import sqlite3\n");
    let run = call(&repo, &["audit", "--pack", "storage"]);
    run.status(1).says("storage-boundary        -         nothing to look at").says("src/a.py:1:1");
    let empty = Fixture::new();
    empty.write("notes.txt", "nothing\n");
    call(&empty, &["audit", "--pack", "storage"]).status(2).says("UNPROVEN");
    call(&empty, &["audit"]).status(2).says("no audit is asked for");
}

const RULES: &str = "rules:\n- id: no-panic\n  kind: forbid\n  title: nothing panics\n  reason: users see it\n  \
                     pattern: 'panic!'\n  roots: [src]\n  files: ['*.rs']\n  within: [code]\n  allow: [src/allowed.rs]\n  \
                     examples: {hits: ['panic!()'], misses: ['// panic!()']}\n";

fn ruled(rules: &str) -> Fixture {
    let repo = Fixture::new();
    repo.write("rules.yaml", rules).write("src/a.rs", "fn a() {}\n").write("src/allowed.rs", "panic!()\n");
    repo.write("taskpacket.yaml", "audits:\n- rules: rules.yaml\n");
    repo
}

#[test]
fn mistakes_in_rules_have_places() {
    let cases = [
        ("files: ['*.rs']", "fils: ['*.rs']", "rules.yaml:8:3", "did you mean `files`?"),
        ("'panic!'", "'(panic!'", "rules.yaml:6:12", "unclosed group"),
        ("roots: [src]", "roots: [scr]", "rules.yaml:7:11", "nothing lies under `scr`"),
        ("[src/allowed.rs]", "[src/allowed.rs, src/b.rs]", "rules.yaml:10:27", "lets no hit pass"),
        ("['*.rs']", "['*.rs', '*.zig']", "rules.yaml:8:19", "matches no file"),
        ("hits: ['panic!()']", "hits: ['panics']", "rules.yaml:11:21", "should be a hit, and is none"),
        ("kind: forbid", "kind: paired", "rules.yaml", "means nothing for `no-panic`"),
        ("no-panic", "No Panic", "rules.yaml:2:7", "is no id"),
    ];
    for (from, to, place, word) in cases {
        let repo = ruled(&RULES.replacen(from, to, 1));
        let run = call(&repo, &["audit"]);
        run.says(place).says(word);
        assert_ne!(run.status, Some(i32::from(to.contains("src/b.rs") || to.contains("zig"))), "{}", run.shown());
    }
    call(&ruled(RULES), &["audit"]).status(0).says("2 files, 1 allowed");
    call(&ruled(RULES), &["audit", "test", "--rules", "rules.yaml"]).status(0).says("2 examples");
}

#[test]
fn only_new_hits_count_since_a_base() {
    let repo = ruled(RULES);
    repo.write("src/a.rs", "panic!(\"old\");\n").commit("old");
    repo.write("src/a.rs", "// moved down\n\n  panic!(\"old\");\n");
    call(&repo, &["audit"]).status(1);
    call(&repo, &["audit", "--only-new=HEAD"]).status(0).says("1 old");
    repo.write("src/a.rs", "panic!(\"old\");\npanic!(\"new\");\n");
    call(&repo, &["audit", "--only-new=HEAD"]).status(1).says("src/a.rs:2:1").says("1 hit");
    repo.write("src/a.rs", "panic!(\"old\");\npanic!(\"old\");\n");
    call(&repo, &["audit", "--only-new=HEAD"]).status(1).says("1 hit");
}

#[test]
fn a_baseline_only_shrinks() {
    let repo = ruled(RULES);
    repo.write("src/a.rs", "panic!(\"old\");\npanic!(\"older\");\n");
    call(&repo, &["audit", "--baseline", "write"]).status(0).says("0 hits known before, 2 now");
    call(&repo, &["audit"]).status(0).says("2 in the baseline");
    repo.write("src/a.rs", "\n\n    panic!(\"old\");\n");
    call(&repo, &["audit"]).status(0).says("the baseline knows what is not there any more");
    call(&repo, &["audit", "--baseline", "prune"]).status(0).says("2 hits known before, 1 now");
    repo.write("src/a.rs", "panic!(\"old\");\npanic!(\"older\");\n");
    call(&repo, &["audit"]).status(1).says("src/a.rs:2:1");
    call(&repo, &["audit", "--baseline", "write"]).status(1).says("only shrinks");
    call(&repo, &["audit"]).status(1);
}

#[test]
fn a_waiver_of_the_packet_covers_a_rule() {
    let scene = Scene::worked();
    scene.write("rules.yaml", RULES).write("taskpacket.yaml", "audits:\n- rules: rules.yaml\n");
    scene.write("src/b.rs", "panic!();\n").write("src/allowed.rs", "panic!()\n");
    let audit = format!("audit {ID}");
    scene.call(&audit).status(1).says("src/b.rs:1:1");
    let waiver = "- WAIVER_ID: W-7 | COVERS: no-panic | PATHS: src/b.rs | REASON: x | APPROVER: ann | \
                  DATE: 2020-01-01 | EXPIRES: 2020-02-01";
    scene.packet("- NONE", waiver);
    scene.call(&audit).status(1).says("waiver `W-7` ended on 2020-02-01");
    scene.packet("2020-02-01", "2999-02-01");
    scene.call(&audit).status(0).says("1 waived");
    scene.write("src/b.rs", "fn b() {}\n");
    scene.call(&audit).status(0).says("waiver `W-7` covers no hit").says(PACKET);
}

#[test]
fn post_work_asks_the_audits_at_the_head() {
    let scene = Scene::drafted();
    scene
        .write("rules.yaml", RULES)
        .write("src/allowed.rs", "panic!()\n")
        .write("src/store/old.rs", "panic!(\"old\");\n");
    scene.write("taskpacket.yaml", "audits:\n- rules: rules.yaml\n");
    scene.freeze();
    scene
        .edit(crate::scene::CODE, crate::scene::BEFORE, crate::scene::AFTER)
        .declare(&[crate::scene::CODE])
        .git("add --all");
    let post_work = format!("post-work {ID}");
    scene.call(&post_work).status(0).says("audits").says("1 there before");
    scene.edit(crate::scene::CODE, "30_000", "panic!()").declare(&[crate::scene::CODE]);
    // The index is what is handed over, whatever lies on disk.
    scene.call(&format!("{post_work} --staged")).status(0);
    scene.git("add --all");
    let report = scene.call(&format!("{post_work} --format json")).status(1).json();
    let gate = report["gates"].as_array().unwrap().iter().find(|it| it["name"] == "audits_clean").unwrap().clone();
    assert_eq!(gate["status"], "fail", "{report:#}");
}
