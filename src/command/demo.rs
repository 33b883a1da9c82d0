//! `demo`: makes a small repository and walks it through the whole flow, narrated.
//!
//! Every report in it is computed by the commands themselves, on a real repository; where one of them ends otherwise
//! than the story tells, the demonstration fails.

use std::path::Path;

use super::{AppendRequest, Ctx, Error, ManifestAction, RunOptions, Selection, VerifyRequest};
use crate::gate::Outcome;
use crate::model::{Digest, Verdict};
use crate::parse;
use crate::report::{Event, Reporter, Watcher};
use crate::text::{Edit, Sources, apply};
use crate::world::git::Sandbox;

const ID: &str = "WP-1-Session-Expiry";
const REPORT: &str = ".git/report.md";
const PACKET: &str = "docs/task_packets/WP-1-Session-Expiry.md";

const SPEC: &str = include_str!("../../templates/demo/docs/SPEC_v1.md");
const PACKET_TEXT: &str = include_str!("../../templates/demo/docs/task_packets/WP-1-Session-Expiry.md");
const REFINEMENT: &str = include_str!("../../templates/demo/docs/refinements/WP-1-Session-Expiry.md");
const POINTER: &str = include_str!("../../templates/demo/docs/SPEC_CURRENT.md");
const SESSION: &str = include_str!("../../templates/demo/src/session.rs");
const SESSION_DONE: &str = include_str!("../../templates/demo/src/session.after.rs");
const BILLING: &str = include_str!("../../templates/demo/src/billing.rs");

/// What somebody who judges writes where the draft leaves it to a person.
const JUDGED: &str = "read line by line beside the specification; sessions expire as it says";

/// Walks through contract, change, handoff, violation, mending, verdict and forgery; leaves the repository behind.
pub fn demo(
    ctx: &Ctx,
    dir: Option<&Path>,
    watcher: &mut dyn Watcher,
    reporter: &mut dyn Reporter,
) -> Result<Outcome, Error> {
    let dir = dir.map(|dir| ctx.dir.join(dir));
    let sandbox = Sandbox::create(dir.as_deref())?;
    let ctx = Ctx { dir: sandbox.root.clone(), asked_dir: None, config_file: None, deny_warnings: false };
    let mut walk = Walk { ctx, sandbox, watcher, reporter, step: 0, astray: Vec::new() };
    walk.contract()?;
    walk.change()?;
    walk.handoff()?;
    walk.violation()?;
    walk.mending()?;
    walk.committed()?;
    walk.verdict()?;
    walk.stale()?;
    walk.forged()?;
    walk.end()
}

struct Walk<'a> {
    ctx: Ctx,
    sandbox: Sandbox,
    watcher: &'a mut dyn Watcher,
    reporter: &'a mut dyn Reporter,
    step: usize,
    /// The commands that ended otherwise than the story tells.
    astray: Vec<String>,
}

impl Walk<'_> {
    fn contract(&mut self) -> Result<(), Error> {
        let text = "A repository with two source files, a specification, and a contract: sessions are to expire. The \
                    packet says what may be changed (src/session.rs), how it is proven, and who signed it. Before the \
                    first line of code: is it complete, signed, committed, and can it be carried out?";
        self.tell("The contract", text)?;
        for (path, text) in [("docs/SPEC_v1.md", SPEC), ("docs/SPEC_CURRENT.md", POINTER)] {
            self.sandbox.write(path, text)?;
        }
        for (path, text) in [("src/session.rs", SESSION), ("src/billing.rs", BILLING)] {
            self.sandbox.write(path, text)?;
        }
        self.sandbox.commit("Sessions and billing")?;
        self.sandbox.git(&["checkout", "--quiet", "-b", "feat/wp-1-session-expiry"])?;
        let refinement = REFINEMENT.replace("{spec_sha1}", &Digest::of(SPEC.as_bytes()).to_string());
        self.sandbox.write(&format!("docs/refinements/{ID}.md"), &refinement)?;
        self.sandbox.write(PACKET, PACKET_TEXT)?;
        self.sandbox.commit("WP-1-Session-Expiry: the contract")?;
        self.run(&format!("pre-work {ID}"), Outcome::Pass, |ctx, it| super::pre_work(ctx, Some(ID), false, it))
    }

    fn change(&mut self) -> Result<(), Error> {
        let text = "The skeleton is approved: one line in the packet, committed. The coder asks where it may write, and \
                    writes.";
        self.tell("The change", text)?;
        let approved = PACKET_TEXT.replace("## IMPLEMENTATION", "SKELETON APPROVED\n\n## IMPLEMENTATION");
        self.sandbox.write(PACKET, &approved)?;
        self.sandbox.commit("WP-1-Session-Expiry: skeleton approved")?;
        self.run("allows src/session.rs src/billing.rs", Outcome::Fail, |ctx, it| {
            super::allows(ctx, Some(ID), &["src/session.rs".into(), "src/billing.rs".into()], it)
        })?;
        self.sandbox.write("src/session.rs", SESSION_DONE)?;
        self.git(&["add", "src/session.rs"])
    }

    fn handoff(&mut self) -> Result<(), Error> {
        let text = "The manifest is not filled in by hand: it is computed from git. Neither is the evidence: the plan is \
                    carried out as it is written, and what came of it is put into the packet, for this plan and on these \
                    files. Then: is what happened in the repository what the packet says, and nothing else?";
        self.tell("The handoff", text)?;
        self.manifest()?;
        self.git(&["add", PACKET])?;
        self.run_plan()?;
        self.git(&["add", PACKET])?;
        self.post_work(Outcome::Pass)
    }

    fn violation(&mut self) -> Result<(), Error> {
        let text = "Behind the manifest's back, a constant is changed once more, and a price that is nobody's business \
                    here.";
        self.tell("A violation", text)?;
        self.sandbox.write("src/session.rs", &SESSION_DONE.replace("30 * 60", "90 * 60"))?;
        self.sandbox.write("src/billing.rs", &BILLING.replace("900", "990"))?;
        self.git(&["add", "src"])?;
        self.post_work(Outcome::Fail)
    }

    fn mending(&mut self) -> Result<(), Error> {
        let text = "The price goes out of the index (the edit stays on disk), the constant goes back, and the manifest is \
                    computed again. The files are those that the plan was run on, so its evidence counts as before.";
        self.tell("The mending", text)?;
        self.git(&["restore", "--staged", "src/billing.rs"])?;
        self.sandbox.write("src/session.rs", SESSION_DONE)?;
        self.git(&["add", "src/session.rs"])?;
        self.manifest()?;
        self.git(&["add", PACKET])?;
        self.post_work(Outcome::Pass)
    }

    fn committed(&mut self) -> Result<(), Error> {
        self.tell("Committed", "On a clean tree the whole branch is judged, since its merge base with main.")?;
        self.git(&["commit", "--quiet", "--message", "WP-1-Session-Expiry: sessions expire"])?;
        self.sandbox.write("src/billing.rs", BILLING)?;
        self.post_work(Outcome::Pass)
    }

    fn verdict(&mut self) -> Result<(), Error> {
        let text = "Somebody else judges. All that can be computed is drafted, and what only a person can say is marked; it is \
                    filled in here by the demonstration. The verdict is appended once, bound to the contract, to the tree, \
                    and to the report that was acknowledged by its digest.";
        self.tell("The verdict", text)?;
        let report = self.sandbox.root.join(REPORT);
        self.run(&format!("verdict draft {ID} --output {REPORT}"), Outcome::Pass, |ctx, it| {
            super::verdict_draft(ctx, Some(ID), &Selection::Chosen, Some(&report), it)
        })?;
        let drafted = self.sandbox.read(REPORT)?;
        let filled = filled_in(&drafted);
        self.sandbox.write(REPORT, &filled)?;
        let digest = parse::written_report(filled.as_bytes()).digest.to_string();
        self.run(&format!("verdict digest --report {REPORT}"), Outcome::Pass, |ctx, it| {
            super::verdict_digest(ctx, &report, it)
        })?;
        let request = AppendRequest {
            id: ID.to_owned(),
            verdict: Verdict::Pass,
            report,
            validator: "vera".to_owned(),
            acknowledge: digest[..8].to_owned(),
            unproven: Vec::new(),
            selection: Selection::Chosen,
            dry_run: false,
            commit: false,
        };
        let line =
            format!("verdict append {ID} PASS --report {REPORT} --validator vera --acknowledge {}", &digest[..8]);
        self.run(&line, Outcome::Pass, |ctx, it| super::verdict_append(ctx, &request, it))?;
        self.commit_packet("Vera <vera@example.com>", "WP-1-Session-Expiry: judged")?;
        self.require(Outcome::Pass)
    }

    fn stale(&mut self) -> Result<(), Error> {
        let text = "The work goes on in a file that was judged. Nobody edits the verdict, and still it no longer counts: the \
                    tree is another one.";
        self.tell("It no longer holds", text)?;
        self.sandbox.write("src/session.rs", &SESSION_DONE.replace("30 * 60", "90 * 60"))?;
        self.git(&["commit", "--quiet", "--all", "--message", "WP-1-Session-Expiry: longer sessions"])?;
        self.run(&format!("verdict status {ID}"), Outcome::Pass, |ctx, it| {
            super::verdict_status(ctx, Some(ID), false, it)
        })?;
        self.require(Outcome::Fail)
    }

    fn forged(&mut self) -> Result<(), Error> {
        let text =
            "Somebody makes the verdict say that it judged this very tree, in a commit called `typo`. Git remembers.";
        self.tell("A forged edit", text)?;
        let packet = self.sandbox.read(PACKET)?;
        self.sandbox.write(PACKET, &packet.replace(JUDGED, "read line by line, the longer sessions too"))?;
        self.commit_packet("Mallory <mallory@example.com>", "typo")?;
        self.run(&format!("verdict verify {ID}"), Outcome::Fail, |ctx, it| {
            super::verify_verdicts(ctx, &VerifyRequest { id: Some(ID.to_owned()), all: false, since: None }, it)
        })
    }

    /// The merge check of CI.
    fn require(&mut self, expected: Outcome) -> Result<(), Error> {
        self.run(&format!("verdict require {ID}"), expected, |ctx, it| super::verdict_require(ctx, Some(ID), it))
    }

    fn commit_packet(&mut self, author: &str, message: &str) -> Result<(), Error> {
        self.git(&["commit", "--quiet", "--author", author, "--message", message, "--only", "--", PACKET])
    }

    fn end(&mut self) -> Result<Outcome, Error> {
        let root = self.sandbox.root.display().to_string();
        self.tell("That was all", "Each report was computed from the repository as it was at that moment.")?;
        let text = if self.astray.is_empty() {
            format!(
                "The repository is {root}\nGo in, change something, and ask again: taskpacket post-work\n\
                 What a code means: taskpacket explain TP301\n"
            )
        } else {
            format!("{root}: these ended otherwise than the story tells:\n{}\n", self.astray.join("\n"))
        };
        self.say(&text)?;
        Ok(if self.astray.is_empty() { Outcome::Pass } else { Outcome::Fail })
    }

    fn manifest(&mut self) -> Result<(), Error> {
        self.run(&format!("manifest {ID} --write"), Outcome::Pass, |ctx, it| {
            super::manifest(ctx, Some(ID), &Selection::Chosen, ManifestAction::Write, it)
        })
    }

    /// Carries the TEST_PLAN out.
    fn run_plan(&mut self) -> Result<(), Error> {
        self.say(&format!("$ taskpacket run {ID}\n"))?;
        let outcome = super::run(&self.ctx, Some(ID), &RunOptions::default(), self.watcher, self.reporter)?;
        if outcome != Outcome::Pass {
            self.astray.push(format!("run {ID}: {}, not pass", outcome.word()));
        }
        self.say("\n")
    }

    fn post_work(&mut self, expected: Outcome) -> Result<(), Error> {
        self.run(&format!("post-work {ID}"), expected, |ctx, it| {
            super::post_work(ctx, Some(ID), &Selection::Chosen, None, it)
        })
    }

    /// Shows a git command and runs it.
    fn git(&mut self, arguments: &[&str]) -> Result<(), Error> {
        let shown =
            arguments.iter().map(|word| if word.contains(' ') { format!("'{word}'") } else { (*word).to_owned() });
        self.say(&format!("$ git {}\n\n", shown.collect::<Vec<_>>().join(" ")))?;
        Ok(self.sandbox.git(arguments)?)
    }

    /// Shows a command of ours and runs it.
    fn run(
        &mut self,
        shown: &str,
        expected: Outcome,
        command: impl FnOnce(&Ctx, &mut dyn Reporter) -> Result<Outcome, Error>,
    ) -> Result<(), Error> {
        self.say(&format!("$ taskpacket {shown}\n"))?;
        let outcome = command(&self.ctx, self.reporter)?;
        if outcome != expected {
            self.astray.push(format!("{shown}: {}, not {}", outcome.word(), expected.word()));
        }
        self.say("\n")
    }

    fn tell(&mut self, title: &str, text: &str) -> Result<(), Error> {
        self.step += 1;
        let title = format!("{}. {title}", self.step);
        Ok(self.reporter.event(&Sources::default(), Event::Chapter(title, text.to_owned()))?)
    }

    fn say(&mut self, text: &str) -> Result<(), Error> {
        Ok(self.reporter.event(&Sources::default(), Event::Text(text.to_owned()))?)
    }
}

/// A drafted report with a judgement wherever it asks for one.
fn filled_in(drafted: &str) -> String {
    let report = parse::written_report(drafted.as_bytes());
    let edits: Vec<Edit> = report.left.iter().map(|span| Edit::new(*span, JUDGED)).collect();
    let filled = apply(report.text.as_bytes(), &edits).expect("the marks of a report do not overlap");
    String::from_utf8(filled).expect("a report is text")
}
