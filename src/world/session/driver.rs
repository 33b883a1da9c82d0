//! The loop that bash runs: take a step, carry it out, say how it ended.

use std::os::fd::RawFd;

/// The first file descriptor for the two pipes: far above those that scripts choose for themselves.
pub(super) const FIRST_DESCRIPTOR: RawFd = 200;

/// The loop, for a shell that finds its steps on `steps` and answers on `answers`; its first answer is its version.
///
/// All of it is one line: bash counts the lines of what it evaluates on from the line on which it does so, and [`framed`]
/// makes use of that. Steps get neither of the pipes. What the loop does for
/// itself is where `set -x` shows nothing of it.
pub(super) fn script(steps: RawFd, answers: RawFd) -> String {
    let answer = |what: &str| format!("{{ builtin printf '%s\\0' \"{what}\" >&{answers}; }} 2>/dev/null");
    format!(
        "set -o pipefail; {}; while {{ IFS= builtin read -r -d '' __taskpacket_step <&{steps}; }} 2>/dev/null; do \
         builtin eval \"$__taskpacket_step\" </dev/null {steps}<&- {answers}>&-; {}; done",
        answer("$BASH_VERSION"),
        answer("$?"),
    )
}

/// A step as the loop takes it: in its own line of the packet, so that what bash complains of names the right place, and
/// behind the exit status of the step before it.
pub(super) fn framed(text: &str, line: usize, status_before: i32) -> Vec<u8> {
    // An exit status that neither `set -e` nor a trap on ERR takes for a failure.
    let before = if status_before == 0 { String::new() } else { format!("(exit {status_before}) && :") };
    let mut framed = before;
    framed.reserve(line + text.len() + 2);
    framed.extend(std::iter::repeat_n('\n', line.saturating_sub(1)));
    if status_before != 0 && line < 2 {
        framed.push('\n');
    }
    // bash leaves these out as well.
    framed.extend(text.chars().filter(|letter| *letter != '\0'));
    framed.push('\0');
    framed.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_stands_in_its_own_line() {
        assert_eq!(framed("a\0b", 3, 0), b"\n\nab\0");
        assert_eq!(framed("a", 3, 7), b"(exit 7) && :\n\na\0");
        assert_eq!(framed("a", 1, 7), b"(exit 7) && :\na\0");
    }
}
