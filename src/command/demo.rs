//! `demo`: makes a small repository and walks it through the whole flow, narrated.
//!
//! Every report in it is computed by the commands themselves, on a real repository; where one of them ends otherwise
//! than the story tells, the demonstration fails.

use std::path::Path;

use super::{Ctx, Error, ManifestAction, RunOptions, Selection};
use crate::gate::Outcome;
use crate::model::Digest;
use crate::report::{Event, Reporter, Watcher};
use crate::text::Sources;
use crate::world::git::Sandbox;

const ID: &str = "WP-1-Session-Expiry";
const PACKET: &str = "docs/task_packets/WP-1-Session-Expiry.md";

const SPEC: &str = include_str!("../../templates/demo/docs/SPEC_v1.md");
const PACKET_TEXT: &str = include_str!("../../templates/demo/docs/task_packets/WP-1-Session-Expiry.md");
const REFINEMENT: &str = include_str!("../../templates/demo/docs/refinements/WP-1-Session-Expiry.md");
const POINTER: &str = include_str!("../../templates/demo/docs/SPEC_CURRENT.md");
const SESSION: &str = include_str!("../../templates/demo/src/session.rs");
const SESSION_DONE: &str = include_str!("../../templates/demo/src/session.after.rs");
const BILLING: &str = include_str!("../../templates/demo/src/billing.rs");

/// Walks through contract, change, handoff, violation and mending; leaves the repository behind.
pub fn demo(
    ctx: &Ctx,
    dir: Option<&Path>,
    watcher: &mut dyn Watcher,
    reporter: &mut dyn Reporter,
) -> Result<Outcome, Error> {
    let dir = dir.map(|dir| ctx.dir.join(dir));
    let sandbox = Sandbox::create(dir.as_deref())?;
    let ctx = Ctx { dir: sandbox.root.clone(), config_file: None, deny_warnings: false };
    let mut walk = Walk { ctx, sandbox, watcher, reporter, step: 0, astray: Vec::new() };
    walk.contract()?;
    walk.change()?;
    walk.handoff()?;
    walk.violation()?;
    walk.mending()?;
    walk.committed()?;
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
        self.run(&format!("pre-work {ID}"), Outcome::Pass, |ctx, it| super::pre_work(ctx, Some(ID), it))
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
