//! `verdict verify`: every commit that touched a packet, whatever the packet was called then; and what post-work makes of the
//! same.

use proptest::prelude::*;
use serde_json::Value;
use taskpacket::model::{Bound, Digest, Oid, Verdict};
use taskpacket::text::{Source, Sources, apply};
use taskpacket::{parse, write};

use crate::run::Run;
use crate::scene::{ID, PACKET as PARCEL, Scene};
use crate::support::Fixture;

const WP: &str = "docs/task_packets/WP-1.md";
const FIRST: &str = "### VALIDATION REPORT 2026-01-12\nValidator: vera\nVerdict: FAIL\nweights are not checked";
const SECOND: &str = "### VALIDATION REPORT 2026-01-13\nValidator: vera\nVerdict: PASS\nweights are checked";
const THIRD: &str = "### VALIDATION REPORT 2026-01-14\nValidator: tom\nVerdict: PASS\nchecked again";

/// A packet without entries, committed.
fn drafted() -> Scene {
    let scene = Scene { repo: Fixture::new() };
    scene.write("docs/task_packets/WP-2.md", packet("WP-2")).write(WP, packet("WP-1"));
    scene.repo.commit("the packets");
    scene
}

/// The same with two entries, each in a commit of its own.
fn judged() -> Scene {
    let scene = drafted();
    scene.record(WP, FIRST).record(WP, SECOND);
    scene
}

fn packet(id: &str) -> String {
    format!(
        "# Task Packet: {id}\n\n## METADATA\n- WP_ID: {id}\n- **Status:** In Progress\n\n## EVIDENCE\n- (none)\n\n\
         ## VALIDATION_REPORTS\n(Validators append here.)\n"
    )
}

impl Scene {
    /// Appends an entry and commits it; the commit's id.
    fn record(&self, path: &str, entry: &str) -> &Self {
        self.write(path, format!("{}\n{entry}\n", self.read(path)));
        self.repo.commit("append a verdict");
        self
    }

    /// Appends an entry as `verdict append` writes it, and commits it. It is bound to that commit, and to the entry before.
    fn append_bound(&self, head: &str, change: impl FnOnce(&mut Bound)) -> &Self {
        let mut sources = Sources::default();
        let source = sources.add(Source::new(WP, self.read(WP).into_bytes()));
        let (packet, _) = parse::packet(&sources, source);
        let text = sources.get(source);
        let report = parse::written_report(b"files checked: 3\nREASON FOR PASS: it holds\n").text;
        let mut bound = Bound {
            validator: "vera".to_owned(),
            at: "2026-02-01T14:02:11Z".parse().unwrap(),
            report: Digest::of(report.as_bytes()),
            head: Oid::parse(head).unwrap(),
            base: None,
            mode: "committed".to_owned(),
            contract: Digest::of(b"contract"),
            scope_tree: Digest::of(b"tree"),
            before: packet.reports.last().map(|report| report.digest_in_lf(text)),
            unproven: Vec::new(),
        };
        change(&mut bound);
        let edit = write::verdict(&packet, text, Verdict::Pass, &bound, &report);
        self.write(WP, apply(text.bytes(), &[edit]).unwrap());
        self.repo.commit("append a bound verdict");
        self
    }

    fn verify(&self, options: &str) -> Run {
        self.call(&format!("verdict verify {options}"))
    }

    /// Nothing at all is found.
    #[track_caller]
    fn is_clean(&self, options: &str) {
        let run = self.verify(&format!("{options} --format json"));
        assert_eq!(told(&run.status(0).json()), Vec::<String>::new(), "{}", run.shown());
    }
}

/// What was found: severity, code, and what was done in which commit.
fn told(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().unwrap().iter();
    findings
        .map(|it| {
            format!(
                "{} {}: {}",
                it["severity"].as_str().unwrap(),
                it["code"].as_str().unwrap(),
                it["message"].as_str().unwrap()
            )
        })
        .collect()
}

#[test]
fn an_untouched_history_is_told_entry_by_entry() {
    let scene = judged();
    let run = scene.verify("WP-1");
    let first = scene.repo.id("HEAD^");
    run.status(0).says("all of history").says("3 commits").says(&format!("since {}", &first[..7]));
    run.says("VALIDATION REPORT 2026-01-12").says("by hand").says("2 entries, none lost, altered or moved");
    run.says("a protected branch").says("not signed").says("signed commits").says("--since");
    let report = scene.verify("WP-1 --format json").status(0).json();
    let packet = &report["verified"]["packets"][0];
    assert_eq!((packet["outcome"].as_str(), packet["commits"].as_u64()), (Some("pass"), Some(3)));
    assert_eq!(
        (packet["entries"][1]["verdict"].as_str(), packet["entries"][1]["by"].as_str()),
        (Some("PASS"), Some("hand"))
    );
    assert_eq!(report["verified"]["limits"].as_array().unwrap().len(), 2);
    assert_eq!(scene.verify("WP-1 -q").status(0).stdout.lines().count(), 1);
    drafted().verify("WP-1").status(0).says("no entry yet");
    scene.verify("WP-1 --all").status(2);
    scene.verify("WP-1 --since nowhere").status(2).complains("nowhere");
    scene.verify("WP-1 --format sarif").status(0).says("2.1.0");
}

#[test]
fn what_was_done_to_an_entry_is_told_with_its_commit() {
    let moved = format!("{SECOND}\n\n{FIRST}\n");
    let both = format!("{FIRST}\n\n{SECOND}\n");
    let slipped = format!("{FIRST}\n\n{THIRD}\n");
    let hidden = format!("<!--\n{FIRST}\n-->");
    let cases: &[(&str, &str, i32, &str, &str)] = &[
        (FIRST, "", 1, "TP811", "is gone in"),
        (FIRST, &hidden, 1, "TP811", "cannot be read any more in"),
        ("Verdict: FAIL", "Verdict: PASS", 1, "TP812", "says something else in"),
        ("are not checked", "are checked", 1, "TP812", "says something else in"),
        ("Validator: vera", "Validator: <name>", 1, "TP812", "says something else in"),
        ("### VALIDATION REPORT 2026-01-12", "### VALIDATION REPORT 2026-01-11", 1, "TP812", "says something else in"),
        ("Verdict: FAIL", "Verdict:  **FAIL**", 0, "TP812", "encoded or set anew in"),
        (&both, &moved, 1, "TP813", "stands ahead of older ones in"),
        (FIRST, &slipped, 0, "TP813", "was put above older ones in"),
        ("(Validators append here.)", "(Validators append here.)\nAll of it passed.", 0, "TP813", "text was put above"),
    ];
    for (from, to, status, code, message) in cases {
        let scene = judged();
        scene.edit(WP, from, to);
        let commit = scene.repo.commit("tidy up");
        scene.edit("docs/task_packets/WP-2.md", "In Progress", "Done").repo.commit("something else");
        let report = scene.verify("WP-1 --format json").status(*status).json();
        let all = told(&report);
        let when = format!("{} (tidy up) by Ada Coder", &commit[..7]);
        assert!(all.iter().any(|it| it.contains(code) && it.contains(message) && it.contains(&when)), "{to}: {all:#?}");
        let faults = report["verified"]["packets"][0]["faults"].as_array().unwrap();
        assert!(faults.iter().all(|fault| fault["commit"]["id"] == *commit), "{faults:?}");
        if *status == 1 {
            scene.verify("WP-1").status(1).says(&format!("next: git show {} -- {WP}", &commit[..7]));
        }
        // What was put back was altered nevertheless.
        scene.edit(WP, to, from).repo.commit("put back");
        if *status == 1 {
            scene.verify("--all").status(1).says(&commit[..7]);
        }
        // Who knows the commit in which it was in order again may begin there.
        scene.is_clean("WP-1 --since HEAD");
    }
}

#[test]
fn what_is_not_committed_is_the_last_step() {
    let scene = judged();
    scene.edit(WP, "Verdict: FAIL", "Verdict: PASS");
    scene.verify("WP-1").status(1).says("in what is not committed");
    scene.git("add --all").edit(WP, "Verdict: PASS", "Verdict: FAIL");
    let run = scene.verify("WP-1 --format json");
    assert_eq!(told(&run.status(1).json()).len(), 1, "{}", run.shown());
    scene.git("add --all").is_clean("WP-1");
    scene.write(WP, format!("{}\n{THIRD}\n", scene.read(WP))).is_clean("WP-1");
    scene.git("reset -q --hard").git("mv docs/task_packets/WP-1.md docs/task_packets/WP-1b.md");
    scene.is_clean("WP-1b");
    scene.git("reset -q --hard").git("rm -q docs/task_packets/WP-1.md");
    scene.verify("--all").status(1).says("is gone in what is not committed, with its packet");
}

#[test]
fn the_packet_is_followed_wherever_it_lay() {
    let scene = judged();
    scene.edit(WP, "are not checked", "were not checked");
    let commit = scene.repo.commit("a word");
    let named = |id: &str| {
        scene.is_clean(&format!("{id} --since HEAD~1"));
        for whose in [id, "--all"] {
            let report = scene.verify(&format!("{whose} --format json")).status(1).json();
            let all = told(&report);
            assert!(all.len() == 1 && all[0].contains(&commit[..7]), "{id}: {all:#?}");
        }
    };
    scene.repo.git(["mv", WP, "docs/task_packets/WP-1-Weights.md"]);
    scene.repo.commit("another name");
    named("WP-1-Weights");
    std::fs::create_dir(scene.repo.path("docs/task_packets/WP-1-Weights")).unwrap();
    scene.git("mv docs/task_packets/WP-1-Weights.md docs/task_packets/WP-1-Weights/packet.md");
    scene.edit("docs/task_packets/WP-1-Weights/packet.md", "In Progress", "Done").repo.commit("a folder of its own");
    named("WP-1-Weights");
    scene.git("mv docs/task_packets contracts").write("taskpacket.yaml", "packets: contracts\n");
    scene.repo.commit("another folder for all");
    named("WP-1-Weights");
    // Another name and another text: the entries tell which packet it is.
    std::fs::create_dir(scene.repo.path("contracts/WP-9")).unwrap();
    scene.git("mv contracts/WP-1-Weights/packet.md contracts/WP-9/packet.md");
    scene.edit("contracts/WP-9/packet.md", "Task Packet: WP-1", "Task Packet: WP-9").repo.commit("yet another name");
    named("WP-9");
    scene.record("contracts/WP-9/packet.md", THIRD);
    scene.is_clean("WP-9 --since HEAD~1");
}

#[test]
fn both_sides_of_a_merge_are_kept() {
    let forked = || {
        let scene = drafted();
        scene.record(WP, FIRST).git("switch -qc side").record(WP, SECOND).git("switch -q main").record(WP, THIRD);
        scene.repo.try_git(["merge", "-q", "--no-commit", "side"]);
        scene
    };
    let text = |entries: &[&str]| format!("{}\n{}\n", packet("WP-1"), entries.join("\n\n"));
    let cases: &[(&[&str], Option<&str>)] = &[
        (&[FIRST, SECOND, THIRD], None),
        (&[FIRST, THIRD, SECOND], None),
        (&[FIRST, THIRD], Some("is gone in")),
        (&[FIRST, SECOND], Some("is gone in")),
        (&[SECOND, FIRST, THIRD], Some("stands ahead of older ones in")),
    ];
    for (entries, expected) in cases {
        let scene = forked();
        scene.write(WP, text(entries));
        let merge = scene.repo.commit("both");
        let run = scene.verify("WP-1 --format json");
        match expected {
            None => scene.is_clean("WP-1"),
            Some(message) => {
                let all = told(&run.status(1).json());
                assert!(all.len() == 1 && all[0].contains(message) && all[0].contains(&merge[..7]), "{all:#?}");
            }
        }
    }
    let scene = forked();
    scene.write(WP, text(&[FIRST, SECOND.replace("are checked", "look fine").as_str(), THIRD]));
    let merge = scene.repo.commit("both");
    scene.verify("WP-1").status(1).says("says something else in").says(&merge[..7]);
    // What one side did is told of that side, and not of the merge that brings it.
    let scene = drafted();
    scene.record(WP, FIRST).git("switch -qc side").record("docs/task_packets/WP-2.md", THIRD).git("switch -q main");
    scene.edit(WP, "Verdict: FAIL", "Verdict: PASS");
    let commit = scene.repo.commit("greener");
    scene.git("merge -q side -m merged");
    let all = told(&scene.verify("--all --format json").status(1).json());
    assert!(all.len() == 1 && all[0].contains(&commit[..7]), "{all:#?}");
    // While a merge is underway, what lies there is nobody's word yet.
    forked().verify("WP-1").status(0).says("a merge is underway");
}

#[test]
fn rebased_and_squashed_histories_are_clean() {
    let scene = drafted();
    scene.git("switch -qc side").record(WP, FIRST).record(WP, SECOND).git("switch -q main");
    scene.write("a", "1").repo.commit("meanwhile");
    scene.git("switch -q side").git("rebase -q main").is_clean("--all");
    scene.git("switch -q main").git("merge -q --squash side");
    scene.is_clean("--all");
    scene.repo.commit_staged("squashed");
    scene.is_clean("--all");
    scene.edit(WP, "In Progress", "Done").edit(WP, "- (none)", "```\n# a log\n```").repo.commit("reformatted");
    scene.is_clean("--all");
}

#[test]
fn older_sins_are_left_alone_where_that_is_asked_for() {
    let scene = judged();
    scene.edit(WP, "Verdict: FAIL", "Verdict: PASS");
    let known = scene.repo.commit("the sin");
    scene.write("taskpacket.yaml", format!("judge_since: {known}\n")).repo.commit("adopted");
    scene.verify("WP-1").status(0).says(&format!("since {}", &known[..7])).says("judge_since");
    scene.is_clean("--all");
    scene.verify("WP-1 --since HEAD~3").status(1).says(&known[..7]);
    // A history without the known commit: what was left behind shows, and so does that no commit tells of it.
    scene.record(WP, THIRD);
    let known = scene.repo.id("HEAD");
    scene.git("reset -q --hard HEAD^").write("a", "1").repo.commit("rewritten");
    scene.is_clean("WP-1");
    let run = scene.verify(&format!("WP-1 --since {known}"));
    run.status(1).says("TP817").says("2026-01-14` is gone since").says(&format!("git merge {}", &known[..7]));
}

#[test]
fn a_shallow_clone_does_not_tell() {
    let scene = judged();
    scene.record(WP, THIRD);
    let clone = scene.repo.outside().join("clone");
    let url = format!("file://{}", scene.repo.root().display());
    scene.repo.git(["clone", "-q", "--depth", "1", &url, &clone.display().to_string()]);
    let verify = |options: &str| {
        let mut command = scene.repo.command(env!("CARGO_BIN_EXE_taskpacket"));
        command.args(["verdict", "verify"]).args(options.split(' ')).current_dir(&clone);
        Run::of(command)
    };
    verify("WP-1").status(2).says("UNPROVEN").says("TP815").says("next: git fetch --unshallow");
    verify("--all --format json").status(2).says("no-verdict");
    // A packet without an entry has nothing to lose.
    verify("WP-2").status(0);
    scene.repo.git(["-C", &clone.display().to_string(), "fetch", "-q", "--unshallow"]);
    verify("WP-1").status(0);
}

#[test]
fn of_what_the_program_wrote_every_byte_counts() {
    let bound = || {
        let scene = drafted();
        scene.record(WP, FIRST);
        let head = scene.repo.id("HEAD");
        scene.append_bound(&head, |_| ());
        scene
    };
    let scene = bound();
    scene.is_clean("WP-1");
    scene.verify("WP-1").says("by append");
    for (from, to) in [
        ("it holds", "it  holds"),
        ("- HEAD: ", "- HEAD:  "),
        ("(not signed)", "(signed)"),
        ("````report", "```report"),
    ] {
        let scene = bound();
        scene.edit(WP, from, to);
        let commit = scene.repo.commit("a space");
        let all = told(&scene.verify("WP-1 --format json").status(1).json());
        let named = |it: &String| {
            it.contains("error TP812") && it.contains("not as the program wrote it") && it.contains(&commit[..7])
        };
        assert!(all.iter().any(named), "{to}: {all:#?}");
    }
    // A sweep over the whole file is a warning; the line ends of one entry are not a sweep.
    let scene = bound();
    let text = scene.read(WP);
    scene.write(WP, text.replace('\n', "\r\n"));
    let commit = scene.repo.commit("line ends");
    let all = told(&scene.verify("WP-1 --format json").status(0).json());
    assert!(
        all.len() == 2 && all.iter().all(|it| it.contains("warning TP812") && it.contains(&commit[..7])),
        "{all:#?}"
    );
    let scene = bound();
    scene.edit(WP, "it holds\n", "it holds\r\n").repo.commit("one line");
    scene.verify("WP-1").status(1).says("not as the program wrote it");
}

#[test]
fn an_entry_is_held_against_itself() {
    let scene = drafted();
    scene.record(WP, FIRST);
    let head = scene.repo.id("HEAD");
    scene.append_bound(&head, |bound| bound.report = Digest::of(b"another report"));
    scene.verify("WP-1").status(1).says("TP801").says("REPORT_SHA1");
    let scene = drafted();
    scene.append_bound(&head, |bound| bound.before = Some(Digest::of(b"an entry that was left behind")));
    scene.verify("WP-1").status(0).says("TP814").says("no version of this packet holds");
    let scene = drafted();
    scene.append_bound(&"7".repeat(40), |_| ());
    let all = told(&scene.verify("WP-1 --format json").status(0).json());
    assert!(all.len() == 1 && all[0].starts_with("note TP816"), "{all:#?}");
}

#[test]
fn packets_that_are_gone_are_told_among_all() {
    let scene = judged();
    scene.repo.remove(WP);
    let commit = scene.repo.commit("clean up");
    scene.verify("--all").status(1).says("is gone in").says("with its packet").says(&commit[..7]);
    let scene = drafted();
    scene.repo.remove(WP);
    scene.repo.commit("clean up");
    scene.is_clean("--all");
    // One that moved to an archive is not gone.
    let scene = judged();
    std::fs::create_dir(scene.repo.path("archive")).unwrap();
    scene.git("mv docs/task_packets/WP-1.md archive/WP-1.md").repo.commit("archived");
    scene.is_clean("--all");
    scene.edit("archive/WP-1.md", "Verdict: FAIL", "Verdict: PASS").repo.commit("a sin in the archive");
    scene.verify("--all").status(1).says("a sin in the archive");
}

#[test]
fn post_work_keeps_reports_and_runs() {
    let run = "### Run 0f3a9c12 of 2026-01-12T14:31:07Z: pass\n\n- RUN_ID: 0f3a9c12\n- RUN_AT: 2026-01-12T14:31:07Z\n\
               - RUN_HEAD: none\n- RUN_TREE: 40hex\n- RUN_PLAN: 40hex\n- RUN_SHELL: bash 5.2\n\n\
               | step | line | result | exit | ms | bytes | sha1 of log | command | note |\n|---|---|---|---|---|---|---|---|---|\n\
               | 1 | 46 | pass | 0 | 1 | 0 | - | `true` |  |\n"
        .replace("40hex", &"ab".repeat(20));
    let later = run.replace("0f3a9c12", "1b9e0000").replace("14:31:07", "15:00:00");
    let recorded = || {
        let scene = Scene::handed_off();
        let text = scene.read(PARCEL);
        scene.write(PARCEL, text.replace("## VALIDATION_REPORTS", &format!("{run}\n## VALIDATION_REPORTS")));
        scene.repo.commit("a run");
        scene
    };
    let told_of = |scene: &Scene| {
        let report = scene.call(&format!("post-work {ID} --format json")).json();
        let all = told(&report);
        all.into_iter().filter(|it| it.contains("TP304")).collect::<Vec<_>>()
    };
    let scene = recorded();
    assert_eq!(told_of(&scene), Vec::<String>::new());
    scene.packet("\n## VALIDATION_REPORTS", &format!("\n{later}\n## VALIDATION_REPORTS")).repo.commit("another run");
    assert_eq!(told_of(&scene), Vec::<String>::new());
    let unreadable = run.replace("- RUN_SHELL: bash 5.2\n", "");
    for (from, to, expected) in [
        (run.as_str(), "", "the recorded run `0f3a9c12` is gone in"),
        ("| `true` |", "| `cargo test` |", "the recorded run `0f3a9c12` is not as the program wrote it in"),
        ("RUN_SHELL: bash 5.2", "RUN_SHELL: bash 5.3", "the recorded run `0f3a9c12` is not as the program wrote it in"),
        (run.as_str(), unreadable.as_str(), "the recorded run `0f3a9c12` is gone in"),
        (run.as_str(), later.as_str(), "the recorded run `0f3a9c12` is gone in"),
    ] {
        let scene = recorded();
        scene.packet(from, to);
        let commit = scene.repo.commit("tidy up the runs");
        let all = told_of(&scene);
        assert!(all.len() == 1 && all[0].contains(expected) && all[0].contains(&commit[..7]), "{to}: {all:#?}");
    }
}

/// What happens in a generated history.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Append,
    Elsewhere,
    Rename,
    OwnFolder,
    Merge { ours_first: bool },
    Squash,
    Rebase,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        3 => Just(Deed::Append),
        1 => Just(Deed::Elsewhere),
        1 => Just(Deed::Rename),
        1 => Just(Deed::OwnFolder),
        2 => any::<bool>().prop_map(|ours_first| Deed::Merge { ours_first }),
        1 => Just(Deed::Squash),
        1 => Just(Deed::Rebase),
    ]
}

/// A history as it grows: where the packet lies now, and how many entries were appended.
struct Grown {
    scene: Scene,
    path: String,
    count: usize,
}

impl Grown {
    fn entry(&mut self) -> String {
        self.count += 1;
        format!("### VALIDATION REPORT number {0}\nValidator: vera\nVerdict: FAIL\nfinding {0} is open", self.count)
    }

    fn append(&mut self) {
        let entry = self.entry();
        self.scene.record(&self.path, &entry);
    }

    fn does(&mut self, deed: Deed) {
        match deed {
            Deed::Append => self.append(),
            Deed::Elsewhere => {
                let text = self
                    .scene
                    .read(&self.path)
                    .replace("## EVIDENCE\n", &format!("## EVIDENCE\n- look {}\n", self.count));
                self.scene.write(&self.path, text);
                self.scene.repo.commit("elsewhere");
            }
            Deed::Rename | Deed::OwnFolder => {
                let name = format!("docs/task_packets/WP-1-{}", self.count);
                let to = if matches!(deed, Deed::Rename) { format!("{name}.md") } else { format!("{name}/packet.md") };
                std::fs::create_dir_all(self.scene.repo.path(&name)).unwrap();
                if to != self.path {
                    self.scene.repo.git(["mv", self.path.as_str(), to.as_str()]);
                    self.path = to;
                }
                self.scene.repo.commit("moved");
            }
            Deed::Merge { ours_first } => {
                let base = self.scene.read(&self.path);
                self.scene.git("switch -qc side");
                self.append();
                let side = self.scene.read(&self.path)[base.len()..].to_owned();
                self.scene.git("switch -q main");
                self.append();
                let own = self.scene.read(&self.path)[base.len()..].to_owned();
                self.scene.repo.try_git(["merge", "-q", "--no-commit", "side"]);
                let (first, second) = if ours_first { (own, side) } else { (side, own) };
                self.scene.write(&self.path, format!("{base}{first}{second}"));
                self.scene.repo.commit("merged");
                self.scene.git("branch -qD side");
            }
            Deed::Squash | Deed::Rebase => {
                self.scene.git("switch -qc side");
                self.append();
                self.append();
                self.scene.git("switch -q main").write("code", self.count.to_string()).repo.commit("meanwhile");
                if matches!(deed, Deed::Squash) {
                    self.scene.git("merge -q --squash side").repo.commit_staged("squashed");
                } else {
                    self.scene
                        .git("switch -q side")
                        .git("rebase -q main")
                        .git("switch -q main")
                        .git("merge -q --ff-only side");
                }
                self.scene.git("branch -qD side");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5, failure_persistence: None, max_shrink_iters: 8, ..ProptestConfig::default() })]

    /// An honest history gives no alarm; one byte of one entry, changed in one commit of it, is found with that commit.
    #[test]
    fn generated_histories(
        before in prop::collection::vec(deed(), 1..4),
        behind in prop::collection::vec(deed(), 1..3),
        which in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
    ) {
        let mut grown = Grown { scene: drafted(), path: WP.to_owned(), count: 0 };
        grown.append();
        for deed in &before {
            grown.does(*deed);
        }
        let honest = grown.scene.verify("--all --format json");
        prop_assert_eq!(honest.status, Some(0), "{}", honest.shown());
        prop_assert_eq!(told(&honest.json()), Vec::<String>::new());
        let number = which.index(grown.count) + 1;
        let text = grown.scene.read(&grown.path);
        let start = text.find(&format!("### VALIDATION REPORT number {number}\n")).unwrap();
        let end = start + text[start..].find("is open").unwrap() + "is open".len();
        let at = start + at.index(end - start);
        let mut bytes = text.into_bytes();
        bytes[at] = if bytes[at] == b'x' { b'y' } else { b'x' };
        grown.scene.write(&grown.path, &bytes);
        let commit = grown.scene.repo.commit("one byte");
        for deed in &behind {
            grown.does(*deed);
        }
        let run = grown.scene.verify("--all --format json");
        prop_assert_eq!(run.status, Some(1), "{}", run.shown());
        let report = run.json();
        let faults = report["verified"]["packets"][0]["faults"].as_array().unwrap();
        let title = format!("VALIDATION REPORT number {number}");
        prop_assert!(faults.iter().all(|fault| fault["commit"]["id"] == *commit), "{}", run.shown());
        prop_assert!(faults.iter().any(|fault| fault["entry"] == *title), "{}", run.shown());
    }
}
