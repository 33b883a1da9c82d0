//! The commands that logs and sentences name, and the exit statuses that they claim.

use super::key;

/// What a line of a log says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Logged<'a> {
    /// It is a command: a prompt, or `Command: cmd`.
    Command(&'a str),
    /// It says how one ended: `exit code: 1`.
    Exit(i32),
}

/// Reads a line of a log; `within` is true where a command stands above it.
pub(super) fn logged(line: &str, within: bool) -> Option<Logged<'_>> {
    if let Some(command) = prompted(line, within) {
        return Some(Logged::Command(command));
    }
    let key = key::parse(line)?;
    let value = line[key.value].trim();
    match key::canonical(&line[key.key]).as_str() {
        "COMMAND" if !value.is_empty() => Some(Logged::Command(command_of(value))),
        "EXIT_CODE" | "EXIT_STATUS" | "EXIT" => number(value).map(Logged::Exit),
        _ => None,
    }
}

/// The command behind a shell's prompt, `$ cmd`, or the script that a package manager announces, `> pkg@0.1.0 lint`;
/// within what a command printed the latter is output.
pub(super) fn prompted(line: &str, within: bool) -> Option<&str> {
    let shell = line.strip_prefix("$ ").map(str::trim).filter(|it| !it.is_empty());
    let script = || line.strip_prefix("> ").map(str::trim).filter(|it| !within && is_script(it));
    shell.or_else(script)
}

/// `pkg@0.1.0 lint`: a package with its version, and the script.
fn is_script(text: &str) -> bool {
    let Some((package, _)) = text.split_once(' ') else { return false };
    package.rsplit_once('@').is_some_and(|(name, version)| {
        !name.is_empty() && version.starts_with(|it: char| it.is_ascii_digit()) && version.contains('.')
    })
}

/// The command of a value: what its backticks hold, else all of it but a remark on its exit status.
pub(super) fn command_of(value: &str) -> &str {
    match leading_code(value) {
        Some((code, _)) => code,
        None => match value.rfind(" (") {
            Some(at) if exit_in(&value[at..]).is_some() => value[..at].trim(),
            _ => value,
        },
    }
}

/// The inline code that a text begins with, and what stands behind it.
pub(super) fn leading_code(text: &str) -> Option<(&str, &str)> {
    let behind = text.trim_start_matches('`');
    let ticks = &text[..text.len() - behind.len()];
    if ticks.is_empty() {
        return None;
    }
    let (code, rest) = behind.split_once(ticks)?;
    (!code.trim().is_empty()).then(|| (code.trim(), rest.trim_start_matches('`').trim()))
}

/// The command of which a sentence tells: inline code of several words that a colon, a remark or nothing follows, or
/// that `Ran` stands before; or a tool's line with its result, `cargo test --lib: PASS`.
pub(super) fn told(sentence: &str) -> Option<&str> {
    let words = sentence.trim_start_matches(|it: char| it.is_ascii_digit() || "-:/ *_".contains(it));
    let ran = ["Ran ", "ran ", "Re-ran ", "Executed "].iter().find_map(|word| words.strip_prefix(word));
    let Some((code, rest)) = leading_code(ran.unwrap_or(sentence)) else { return tool(sentence) };
    let ends = rest.is_empty() || rest.starts_with([':', '(', '-', '=']) || rest.starts_with("output");
    let command = code.contains(' ') && code.starts_with(|it: char| it.is_ascii_alphanumeric() || "./$".contains(it));
    (command && (ran.is_some() || ends)).then_some(code)
}

/// Programs whose name begins a command rather than a sentence.
const TOOLS: &[&str] = &[
    "bash",
    "cargo",
    "docker",
    "git",
    "grep",
    "just",
    "make",
    "node",
    "npm",
    "npx",
    "pnpm",
    "pwsh",
    "pytest",
    "python",
    "python3",
    "rg",
    "rustc",
    "sh",
    "taskpacket",
    "yarn",
];

/// How a result begins.
const RESULTS: &[&str] = &["pass", "fail", "ok", "completed", "clean", "success", "error", "no matches", "no hits"];

fn tool(sentence: &str) -> Option<&str> {
    let (command, result) = sentence.rsplit_once(": ")?;
    let (program, _) = command.split_once(' ')?;
    let result = result.to_ascii_lowercase();
    (TOOLS.contains(&program) && RESULTS.iter().any(|word| result.starts_with(word))).then_some(command)
}

/// The command that is a label for what stands beneath it: `cargo test --lib:`.
pub(super) fn label(text: &str) -> Option<&str> {
    let command = text.trim_end().strip_suffix(':')?;
    command.split_once(' ').filter(|(program, _)| TOOLS.contains(program)).map(|_| command)
}

/// The exit status that a sentence claims: `exit 0`, `exit code: 1`, `EXIT_CODE=0`.
pub(super) fn exit_in(text: &str) -> Option<i32> {
    let lower = text.to_ascii_lowercase();
    lower.match_indices("exit").find_map(|(at, word)| {
        let rest = lower[at + word.len()..].trim_start_matches(['_', ' ']);
        let rest = ["code", "status"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
        number(rest.trim_start_matches([' ', ':', '=']))
    })
}

/// The number that a value begins with; `5m` and `1.5` are none.
pub(super) fn number(value: &str) -> Option<i32> {
    let value = value.trim_matches(['`', '*', ' ']);
    let digits = value.strip_prefix('-').unwrap_or(value);
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    let behind = digits[length..].strip_prefix('.').unwrap_or(&digits[length..]);
    let ends = !behind.starts_with(char::is_alphanumeric);
    if ends { value[..value.len() - digits.len() + length].parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompts() {
        let cases = [
            ("$ cargo test", false, Some(Logged::Command("cargo test"))),
            ("$ cargo test", true, Some(Logged::Command("cargo test"))),
            ("> app@0.1.0 lint", false, Some(Logged::Command("app@0.1.0 lint"))),
            ("> app@0.1.0 lint", true, None),
            ("> a quotation", false, None),
            ("> ada@home said", false, None),
            ("Command: just lint", false, Some(Logged::Command("just lint"))),
            ("Exit code: 1", true, Some(Logged::Exit(1))),
            ("$5 and more", false, None),
            ("$ ", false, None),
        ];
        for (line, within, expected) in cases {
            assert_eq!(logged(line, within), expected, "{line}");
        }
    }

    #[test]
    fn sentences() {
        let cases = [
            ("`cargo test --lib`", Some("cargo test --lib")),
            ("`cargo test --lib`: PASS", Some("cargo test --lib")),
            ("2026-01-15: Ran `just test a` (exit code 0).", Some("just test a")),
            ("Ran `just test a` and it passed", Some("just test a")),
            ("`pub fn x` is public", None),
            ("`src/a.rs`: new", None),
            ("the `cargo test --lib` passed", None),
            ("cargo test --lib -- --nocapture: PASS (3 tests)", Some("cargo test --lib -- --nocapture")),
            ("the searches came back: OK", None),
            ("just a remark: nothing", None),
            ("nothing", None),
            ("`", None),
            ("\u{e9}", None),
            ("", None),
        ];
        for (sentence, expected) in cases {
            assert_eq!(told(sentence), expected, "{sentence}");
        }
    }

    #[test]
    fn statuses() {
        let cases = [
            ("(exit 0)", Some(0)),
            ("exit code: 101", Some(101)),
            ("EXIT_CODE=-1", Some(-1)),
            ("exited with 3", None),
            ("exit status 2.", Some(2)),
            ("the exit was wide", None),
            ("exit 5m", None),
            ("exit 1.5", None),
            ("exit 1. and", Some(1)),
            ("exit", None),
        ];
        for (text, expected) in cases {
            assert_eq!(exit_in(text), expected, "{text}");
        }
    }
}
