//! Texts put together from the bricks of the grammar at random: bash and the reader agree on which are sound.

use proptest::prelude::*;

use super::{bash, lines_by_bash, without_bash};
use crate::steps::{Cut, cut};

/// Words, signs and openings, as they follow each other in commands; nothing here runs for long or leaves a trace.
const BRICKS: &[&str] = &[
    "a",
    "b ",
    "a b",
    "x=1 ",
    "x=(",
    "x+=(b)",
    "declare ",
    "'c d'",
    "\"e",
    "\"",
    "\"$(",
    "$(",
    "`a`",
    "${x",
    "${x:-",
    "}",
    " }",
    "{ ",
    "{",
    "(",
    ")",
    "((",
    "))",
    "$((",
    "[[ ",
    " ]]",
    " =~ ",
    " == ",
    " -f ",
    "-n ",
    "! ",
    "time ",
    "if ",
    "then ",
    "elif ",
    "else ",
    "fi",
    "while ",
    "do ",
    "done",
    "for x ",
    "for x in ",
    "in ",
    "for ((;0;))",
    "case x in ",
    "esac",
    ";;",
    ";&",
    "a) ",
    "(b) ",
    "select y ",
    "function f ",
    "f() ",
    "f ()",
    "coproc ",
    "; ",
    ";",
    " & ",
    " && ",
    " || ",
    " | ",
    " |& ",
    "\n",
    "\n",
    "\n",
    "# it's\n",
    " # )\n",
    "\\\n",
    "\\",
    " > x",
    " 2>&1",
    " < ",
    " <(",
    " <<E",
    "<<-'E'\n",
    "\nE\n",
    "\tE\n",
    " <<< ",
    "&> y",
    "{fd}> z",
    "$'it\\'s'",
    "é",
    "*(",
    "a[1 2]=3",
    "[b]=c ",
    "$[1]",
    "if a; then b; fi",
    "{ a; }",
    "(a)",
    "[[ a ]]",
    "((1))",
    "case x in (a|b) c ;; esac",
    "$(a # )\n)",
    "for x in 1; do a; done",
    "f() { a; }",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bash_and_the_reader_agree(picks in proptest::collection::vec(0..BRICKS.len(), 1..12)) {
        if without_bash() {
            return Ok(());
        }
        let text: String = picks.into_iter().map(|pick| BRICKS[pick]).chain(["\n"]).collect();
        let cuts = cut(&text);
        prop_assume!(cuts.iter().all(|cut| cut.bash));
        prop_assume!(!slips(&text, &cuts));
        let sound = cuts.iter().all(|cut| cut.trouble.is_none());
        prop_assert_eq!(sound, bash::reads(&text), "{:?} {:?}", text, cuts);
        if sound {
            let lines: Vec<usize> = cuts.iter().map(|cut| cut.line).collect();
            let by_bash = lines_by_bash(&text);
            prop_assume!(by_bash.is_some());
            prop_assert_eq!(Some(lines), by_bash, "{:?}", text);
        }
    }
}

/// Where bash is no witness: at `[[ ]]` and `[[ a && ]]` it stops reading without a word, and `time` behind a `|&` is a
/// command or a fault, as a line feed stands between or not.
fn slips(text: &str, cuts: &[Cut]) -> bool {
    cuts.iter().any(|cut| cut.trouble.as_deref() == Some("`]]` is not expected here"))
        || (text.contains("|&") && text.contains("time"))
}
