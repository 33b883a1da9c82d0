//! A repository of many packets in the full layout where all truths agree; and disagreements planted in it, each of which
//! `doctor` is to name once.

#![allow(dead_code, reason = "each crate uses what it needs")]
#![allow(clippy::unwrap_used, reason = "a repository that cannot be set up has failed")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The moment of the first commit, and one day later: the moment that counts as now.
pub const BEGAN: i64 = 1_767_225_600;
pub const NOW: i64 = BEGAN + 86_400;

const BOARD: &str = "docs/TASK_BOARD.md";
const REGISTRY: &str = "docs/WP_TRACEABILITY_REGISTRY.md";
const LOG: &str = "docs/SIGNATURE_AUDIT.md";

/// Which of forty pieces of work are what.
const READY: [usize; 10] = [0, 4, 8, 12, 16, 20, 24, 28, 32, 36];
const IN_PROGRESS: [usize; 8] = [1, 5, 13, 17, 21, 25, 33, 37];
const DONE: [usize; 10] = [2, 6, 10, 14, 18, 22, 26, 30, 34, 38];
const JUDGED: [usize; 8] = [3, 7, 11, 15, 23, 27, 31, 35];
const REVISED: [usize; 4] = [9, 19, 29, 39];

/// A disagreement that was planted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Planted {
    pub code: &'static str,
    pub about: String,
    pub fixable: bool,
}

/// What is done to the repository once its packets are committed.
enum Step {
    Git(Vec<String>),
    Write(String, String),
}

/// The repository, until it is built.
pub struct Many {
    files: BTreeMap<String, String>,
    /// Files that were committed long ago.
    old: Vec<String>,
    after: Vec<Step>,
    pub planted: Vec<Planted>,
}

impl Many {
    /// So many pieces of work: ready, in progress, done and judged ones by turns; every tenth has a second revision.
    pub fn new(count: usize) -> Self {
        let mut many = Self { files: BTreeMap::new(), old: Vec::new(), after: Vec::new(), planted: Vec::new() };
        let mut columns: BTreeMap<&str, String> = BTreeMap::new();
        let mut registry =
            String::from("# Registry\n\n| Base WP ID | Active Packet | Task Board | Notes |\n|---|---|---|---|\n");
        let mut log = String::from("# Log\n\n| Signature | Used By | Purpose |\n|---|---|---|\n");
        for index in 0..count {
            let base = id(index);
            let (own, status, state) = match index % 10 {
                9 => (format!("{base}-v2"), "Ready for Dev", "READY_FOR_DEV"),
                _ => match index % 4 {
                    0 => (base.clone(), "Ready for Dev", "READY_FOR_DEV"),
                    1 => (base.clone(), "In Progress", "IN_PROGRESS"),
                    2 => (base.clone(), "Done", "VALIDATED"),
                    _ => (base.clone(), "Validated (PASS)", "VALIDATED"),
                },
            };
            many.files.insert(path(&own), packet(&own, &base, status, Some(&signature(index))));
            many.files.insert(refinement_path(&own), refinement(&own, &signature(index)));
            writeln!(log, "| {} | ann | Task packet creation: {own} |", signature(index)).unwrap();
            let column = if status.starts_with("Validated") { "Done" } else { status };
            writeln!(columns.entry(column).or_default(), "- **[{own}]** - [{state}]").unwrap();
            if index % 10 == 9 {
                many.files.insert(path(&base), packet(&base, &base, "Superseded", None));
                writeln!(columns.entry("Superseded").or_default(), "- **[{base}]** - [SUPERSEDED]").unwrap();
                writeln!(registry, "| {base} | {} | Ready for Dev | |", path(&own)).unwrap();
            }
        }
        let mut board = String::from("# Task Board\n\nKept by hand; the packets govern.\n");
        for title in ["Ready for Dev", "In Progress", "Done", "Blocked", "Superseded"] {
            let items = columns.get(title).cloned().unwrap_or_default();
            let title = if title == "Superseded" { "Superseded (Archive)" } else { title };
            write!(board, "\n## {title}\n{items}").unwrap();
        }
        many.files.insert(BOARD.to_owned(), board);
        many.files.insert(REGISTRY.to_owned(), registry);
        many.files.insert(LOG.to_owned(), log);
        many.files.insert("docs/SPEC_CURRENT.md".to_owned(), "# Current\n\n**Spec_v1.md**\n".to_owned());
        many.files.insert("Spec_v1.md".to_owned(), "# Spec\n\n## 2.1 Store\n[CX-1] one store\n".to_owned());
        many
    }

    /// Plants one disagreement of every kind that a repository at rest can hold, each about a packet of its own, in the
    /// forty pieces of work from `first` on.
    pub fn plant(&mut self, first: usize) {
        self.plant_on_board(first);
        self.plant_in_tables(first);
        self.plant_in_packets(first);
        self.plant_in_refinements(first);
        self.plant_in_git(first);
        self.plant_lineage(first);
    }

    pub fn plant_on_board(&mut self, first: usize) {
        let item = |index: usize, state: &str| format!("- **[{}]** - [{state}]\n", id(index));
        let lags = first + IN_PROGRESS[0];
        self.edit(BOARD, &item(lags, "IN_PROGRESS"), "");
        self.edit(BOARD, "## Ready for Dev\n", &format!("## Ready for Dev\n{}", item(lags, "READY_FOR_DEV")));
        self.planted("TP760", &id(lags), true);
        let ahead = first + READY[0];
        self.edit(BOARD, &item(ahead, "READY_FOR_DEV"), "");
        self.edit(BOARD, "## Done\n", &format!("## Done\n{}", item(ahead, "DONE")));
        self.planted("TP761", &id(ahead), true);
        let odd = first + IN_PROGRESS[1];
        self.edit(BOARD, &item(odd, "IN_PROGRESS"), &item(odd, "BLOCKED"));
        self.planted("TP762", &id(odd), true);
        let doubled = first + READY[1];
        self.edit(BOARD, "## Blocked\n", &format!("## Blocked\n{}", item(doubled, "BLOCKED")));
        self.planted("TP763", &id(doubled), true);
        let worded = first + READY[3];
        self.edit(BOARD, "## Blocked\n", &format!("## Blocked\n- **[{}]** waits for paint\n", id(worded)));
        self.planted("TP763", &id(worded), false);
        let unknown = format!("WP-2-Nowhere-{first}");
        self.edit(BOARD, "## Blocked\n", &format!("## Blocked\n- **[{unknown}]** - [BLOCKED]\n"));
        self.planted("TP764", &unknown, false);
        let missing = first + READY[2];
        self.edit(BOARD, &item(missing, "READY_FOR_DEV"), "");
        self.planted("TP765", &id(missing), true);
    }

    pub fn plant_in_tables(&mut self, first: usize) {
        let row = |index: usize| {
            let active = path(&format!("{}-v2", id(index)));
            format!("| {} | {active} | Ready for Dev | |\n", id(index))
        };
        let [another, gone, astray] = [first + REVISED[0], first + REVISED[1], first + REVISED[2]];
        self.edit(REGISTRY, &row(another), &row(another).replace("-v2.md", ".md").replace("Ready for Dev", ""));
        self.planted("TP766", &id(another), true);
        self.edit(REGISTRY, &row(gone), "");
        self.planted("TP767", &id(gone), true);
        self.edit(REGISTRY, &row(astray), &row(astray).replace("-v2.md", "-v7.md"));
        self.planted("TP768", &id(astray), true);
        let lost = format!("WP-2-Lost-{first}");
        self.append(REGISTRY, &format!("| {lost} | docs/task_packets/{lost}.md | | |\n"));
        self.planted("TP768", &lost, false);
        let other = id(first + DONE[5]);
        self.append(REGISTRY, &format!("| {other} | {} | In Progress | |\n", path(&other)));
        self.planted("TP769", &other, true);
        let logged = |index: usize| format!("| {} | ann | Task packet creation: {} |\n", signature(index), id(index));
        let unlogged = first + READY[4];
        self.edit(LOG, &logged(unlogged), "");
        self.planted("TP770", &id(unlogged), true);
        let [reused, owner] = [first + DONE[2], first + DONE[3]];
        for file in [path(&id(reused)), refinement_path(&id(reused))] {
            self.edit(&file, &signature(reused), &signature(owner));
        }
        self.planted("TP771", &id(reused), false);
        let doubled = first + DONE[4];
        self.edit(LOG, &logged(doubled), &logged(doubled).repeat(2));
        self.planted("TP771", &signature(doubled), false);
        let unknown = format!("WP-2-Unknown-{first}");
        self.append(LOG, &format!("| bea01022025{first:04} | bea | Task packet creation: {unknown} |\n"));
        self.planted("TP772", &unknown, false);
    }

    pub fn plant_in_packets(&mut self, first: usize) {
        let unclaimed = id(first + IN_PROGRESS[2]);
        self.edit(&path(&unclaimed), "CODER_MODEL: m", "CODER_MODEL: <unclaimed>");
        self.planted("TP103", &unclaimed, false);
        let unbranched = id(first + IN_PROGRESS[3]);
        self.edit(&path(&unbranched), "CODER_MODEL: m\n", "CODER_MODEL: m\n- LOCAL_BRANCH: feat/gone\n");
        self.planted("TP782", &unbranched, false);
        let idle = id(first + IN_PROGRESS[4]);
        self.old.push(path(&idle));
        self.planted("TP780", &idle, false);
        let failed = id(first + DONE[0]);
        self.edit(&path(&failed), "Verdict: PASS", "Verdict: FAIL");
        self.edit(BOARD, &format!("{failed}]** - [VALIDATED]"), &format!("{failed}]** - [DONE]"));
        self.planted("TP036", &failed, false);
        let foreign = id(first + DONE[1]);
        self.edit(&path(&foreign), "- WP_ID: ", "- WP_ID: WP-9-");
        self.planted("TP037", &foreign, false);
        let unjudged = id(first + JUDGED[0]);
        self.edit(&path(&unjudged), "### Report 1\nVerdict: PASS\n", "");
        self.planted("TP778", &unjudged, false);
        let unlike = id(first + JUDGED[1]);
        self.edit(&path(&unlike), "- BASE_WP_ID: ", "- BASE_WP_ID: WP-9-");
        self.planted("TP787", &unlike, false);
    }

    pub fn plant_in_refinements(&mut self, first: usize) {
        let missing = id(first + READY[5]);
        self.files.remove(&refinement_path(&missing));
        self.planted("TP773", &missing, false);
        let unsigned = id(first + READY[6]);
        self.edit(&refinement_path(&unsigned), "APPROVED", "PENDING");
        self.planted("TP774", &unsigned, false);
        let changed = id(first + READY[7]);
        let more = format!("{}\n### LATER\n- one more thing\n", self.files[&refinement_path(&changed)]);
        self.after.push(Step::Write(refinement_path(&changed), more));
        self.planted("TP775", &changed, false);
        let moved = id(first + READY[8]);
        self.edit(&path(&moved), "SPEC_BASELINE: Spec_v1.md", "SPEC_BASELINE: Spec_v0.md");
        self.planted("TP776", &moved, false);
        let anchored = id(first + READY[9]);
        self.edit(&path(&anchored), "2.1 [CX-1]", "2.9 [CX-1]");
        self.planted("TP777", &anchored, false);
    }

    pub fn plant_in_git(&mut self, first: usize) {
        let merged = id(first + IN_PROGRESS[5]);
        let branch = format!("feat/{}", merged.to_lowercase());
        self.git(&["switch", "-qc", &branch]);
        self.after.push(Step::Write(format!("src/{merged}.rs"), "fn main() {}\n".to_owned()));
        self.git(&["add", "--", &format!("src/{merged}.rs")]);
        self.git(&["commit", "-qm", &format!("{merged}: the work")]);
        self.git(&["switch", "-q", "main"]);
        self.git(&["merge", "-q", "--no-ff", "-m", "merge it", &branch]);
        self.planted("TP781", &merged, false);
        let left = id(first + DONE[6]);
        let (branch, folder) = (format!("feat/{}", left.to_lowercase()), format!("../wt-{left}"));
        self.git(&["worktree", "add", "-q", "-b", &branch, &folder]);
        self.planted("TP783", &left, false);
        let unknown = id(first + IN_PROGRESS[6]);
        let base = format!("CODER_MODEL: m\n- MERGE_BASE_SHA: {:040}\n", first + 1);
        self.edit(&path(&unknown), "CODER_MODEL: m\n", &base);
        self.planted("TP788", &unknown, false);
        let apart = id(first + DONE[7]);
        self.git(&["switch", "-qc", "ideas"]);
        let other = self.files[&path(&apart)].replace("DATE: 2026-01-10", "DATE: 2026-01-12");
        self.after.push(Step::Write(path(&apart), other));
        self.git(&["commit", "-qm", "another one", "--", &path(&apart)]);
        self.git(&["switch", "-q", "main"]);
        self.planted("TP784", &apart, false);
        let uncommitted = id(first + IN_PROGRESS[7]);
        let whole = self.files.remove(&path(&uncommitted)).unwrap();
        self.after.push(Step::Write(path(&uncommitted), whole));
        self.planted("TP789", &uncommitted, false);
    }

    pub fn plant_lineage(&mut self, first: usize) {
        let earlier = id(first + REVISED[3]);
        self.edit(&path(&earlier), "- **Status:** Superseded", "- **Status:** Ready for Dev");
        self.edit(BOARD, &format!("- **[{earlier}]** - [SUPERSEDED]\n"), "");
        self.edit(BOARD, "## Ready for Dev\n", &format!("## Ready for Dev\n- **[{earlier}]** - [READY_FOR_DEV]\n"));
        self.planted("TP785", &earlier, true);
        let twice = id(first + DONE[8]);
        self.files.insert(path(&twice).replace(".md", "/packet.md"), self.files[&path(&twice)].clone());
        self.planted("TP784", &twice, false);
    }

    /// The note of a process that is gone.
    pub fn plant_lock(&mut self) {
        self.after.push(Step::Write(".git/taskpacket/lock".to_owned(), "4711\n\n".to_owned()));
        self.planted.push(Planted { code: "TP791", about: String::new(), fixable: true });
    }

    /// Builds it in an empty repository on `main`.
    pub fn build(&self, root: &Path) {
        let recent: Vec<&String> = self.files.keys().filter(|path| !self.old.contains(path)).collect();
        if !self.old.is_empty() {
            for path in &self.old {
                write(root, path, &self.files[path]);
            }
            git(root, BEGAN - 90 * 86_400, &["add", "--all"]);
            git(root, BEGAN - 90 * 86_400, &["commit", "-qm", "long ago"]);
        }
        for path in recent {
            write(root, path, &self.files[path]);
        }
        git(root, BEGAN, &["add", "--all"]);
        git(root, BEGAN, &["commit", "-qm", "the packets"]);
        for step in &self.after {
            match step {
                Step::Git(words) => git(root, BEGAN + 60, &words.iter().map(String::as_str).collect::<Vec<_>>()),
                Step::Write(path, text) => write(root, path, text),
            }
        }
    }

    fn planted(&mut self, code: &'static str, about: &str, fixable: bool) {
        self.planted.push(Planted { code, about: about.to_owned(), fixable });
    }

    fn git(&mut self, words: &[&str]) {
        self.after.push(Step::Git(words.iter().map(|word| (*word).to_owned()).collect()));
    }

    fn edit(&mut self, path: &str, from: &str, to: &str) {
        let text = self.files.get_mut(path).unwrap_or_else(|| panic!("there is no {path}"));
        assert!(text.contains(from), "{path} holds no `{from}`");
        *text = text.replacen(from, to, 1);
    }

    fn append(&mut self, path: &str, text: &str) {
        self.files.get_mut(path).unwrap().push_str(text);
    }
}

fn id(index: usize) -> String {
    format!("WP-1-Part-{index:04}")
}

fn path(id: &str) -> String {
    format!("docs/task_packets/{id}.md")
}

fn refinement_path(id: &str) -> String {
    format!("docs/refinements/{id}.md")
}

/// One minute of December for each.
fn signature(index: usize) -> String {
    format!("ann{:02}122025{:02}{:02}", index / 1440 + 1, index / 60 % 24, index % 60)
}

fn packet(id: &str, base: &str, status: &str, signature: Option<&str>) -> String {
    let signed = signature.map(|it| format!("- USER_SIGNATURE: {it}\n- REFINEMENT_FILE: {}\n", refinement_path(id)));
    let judged = status == "Done" || status.starts_with("Validated");
    let report = if judged { "### Report 1\nVerdict: PASS\n" } else { "" };
    format!(
        "# Task Packet: {id}\n\n## METADATA\n- WP_ID: {id}\n- BASE_WP_ID: {base}\n- DATE: 2026-01-10\n- CODER_MODEL: m\n\
         - CODER_REASONING_STRENGTH: HIGH\n- **Status:** {status}\n- RISK_TIER: LOW\n{}\n\
         ## SCOPE\n- IN_SCOPE_PATHS:\n  - src/{id}.rs\n\n## AUTHORITY\n- SPEC_BASELINE: Spec_v1.md\n\
         - SPEC_TARGET: docs/SPEC_CURRENT.md\n- SPEC_ANCHOR: Spec_v1.md 2.1 [CX-1]\n\n## VALIDATION_REPORTS\n{report}",
        signed.unwrap_or_default()
    )
}

fn refinement(id: &str, signature: &str) -> String {
    format!(
        "## TECHNICAL_REFINEMENT\n\n### METADATA\n- WP_ID: {id}\n- USER_REVIEW_STATUS: APPROVED\n\
         - USER_SIGNATURE: {signature}\n- USER_APPROVAL_EVIDENCE: APPROVE REFINEMENT {id}\n"
    )
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Runs git with nobody's configuration, at a fixed moment.
fn git(root: &Path, when: i64, words: &[&str]) {
    let date = format!("{when} +0000");
    let mut command = Command::new("git");
    command.current_dir(root).args(words);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    command.env("GIT_AUTHOR_DATE", &date).env("GIT_COMMITTER_DATE", &date);
    for role in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{role}_NAME"), "Ada").env(format!("GIT_{role}_EMAIL"), "ada@example.org");
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "git {words:?}: {}", String::from_utf8_lossy(&output.stderr));
}
