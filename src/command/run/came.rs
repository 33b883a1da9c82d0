//! What came of a step, from how it ended and what it declares.

use crate::gate::carried_out::is_search;
use crate::model::{Expectation, Step, StepResult};
use crate::world::session::Ended;

/// What came of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Came {
    /// The result.
    pub result: StepResult,
    /// Its exit status.
    pub exit: Option<i32>,
    /// What else there is to say.
    pub note: String,
    /// True for a search that found nothing and does not say whether that is good.
    pub undeclared: bool,
}

/// The names of the signals that end programs most.
const SIGNALS: &[(i32, &str)] = &[
    (4, "SIGILL"),
    (6, "SIGABRT"),
    (7, "SIGBUS"),
    (8, "SIGFPE"),
    (9, "SIGKILL"),
    (11, "SIGSEGV"),
    (13, "SIGPIPE"),
    (15, "SIGTERM"),
];

/// Judges the end of a step that a shell carried out.
pub fn came(step: &Step, ended: Ended) -> Came {
    let plain = |result: StepResult, exit: Option<i32>, note: &str| Came {
        result,
        exit,
        note: note.to_owned(),
        undeclared: false,
    };
    match ended {
        Ended::TimedOut => plain(StepResult::Timeout, None, "ended with all that it started"),
        Ended::Interrupted => plain(StepResult::Interrupted, None, ""),
        Ended::Shell(None) => plain(StepResult::Signal, None, "the shell itself was ended"),
        Ended::Shell(Some(status)) | Ended::Status(status) => of_status(step, status),
    }
}

fn of_status(step: &Step, status: i32) -> Came {
    let search = is_search(&step.text);
    let (passes, declared) = match step.expectation {
        Some(Expectation::NoHits) => (status == 1, "no hits were expected"),
        Some(Expectation::Hits) => (status == 0, "hits were expected"),
        Some(Expectation::Exit(expected)) => (status == expected, "another exit status was expected"),
        Some(Expectation::Failure) => (status != 0, "it was expected to fail"),
        None => (status == 0 || (search && status == 1), ""),
    };
    let undeclared = search && status == 1 && step.expectation.is_none();
    let signal = SIGNALS.iter().find(|(number, _)| status == 128 + number).map(|(_, name)| *name);
    let (result, note) = match (passes, signal) {
        (true, _) if undeclared => (StepResult::Pass, "found nothing: undeclared".to_owned()),
        (true, _) if status != 0 => (StepResult::Pass, format!("exit {status}, as declared")),
        (true, _) => (StepResult::Pass, String::new()),
        (false, Some(name)) if step.expectation.is_none() => (StepResult::Signal, format!("{name} (exit {status})")),
        (false, _) => {
            let parts = [format!("exit {status}"), declared.to_owned(), meaning(status).to_owned()];
            let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            (StepResult::Fail, parts.join(", "))
        }
    };
    Came { result, exit: Some(status), note, undeclared }
}

/// What bash means by a status that it gives itself.
fn meaning(status: i32) -> &'static str {
    match status {
        126 => "not executable",
        127 => "no such command",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;
    use crate::text::{Source, Sources};

    fn of(line: &str, status: i32) -> Came {
        let mut sources = Sources::default();
        let text = format!("# T\n\n## TEST_PLAN\n```bash\n{line}\n```\n");
        let source = sources.add(Source::new("p.md", text.as_bytes()));
        came(&parse::packet(&sources, source).0.plan.steps[0], Ended::Status(status))
    }

    #[test]
    fn a_step_ends_as_it_declares_or_with_0() {
        use StepResult as R;
        let cases = [
            ("cargo test", 0, R::Pass, false),
            ("cargo test", 101, R::Fail, false),
            ("rg x src", 0, R::Pass, false),
            ("rg x src", 1, R::Pass, true),
            ("rg x src", 2, R::Fail, false),
            ("rg x src | wc -l", 1, R::Fail, false),
            ("rg x src  # expect: no hits", 1, R::Pass, false),
            ("rg x src  # expect: no hits", 0, R::Fail, false),
            ("rg x src  # expect: no hits", 2, R::Fail, false),
            ("rg x src  # expect: hits", 0, R::Pass, false),
            ("rg x src  # expect: hits", 1, R::Fail, false),
            ("./refuse  # expect-exit: 3", 3, R::Pass, false),
            ("./refuse  # expect-exit: 3", 0, R::Fail, false),
            ("# Negative check (expected FAIL: unsigned)\n./refuse", 7, R::Pass, false),
            ("# Negative check (expected FAIL: unsigned)\n./refuse", 0, R::Fail, false),
            ("./crash", 139, R::Signal, false),
        ];
        for (line, status, result, undeclared) in cases {
            let came = of(line, status);
            assert_eq!((came.result, came.undeclared), (result, undeclared), "{line} ended with {status}");
        }
        assert_eq!(of("nope", 127).note, "exit 127, no such command");
    }
}
