//! Bash text cut into its top-level commands, by bash's grammar: what bash reads before it carries anything out.
//!
//! The reader is a machine with a stack of its own ([`frame`]), so that no nesting overflows the stack of the program,
//! and each byte is looked at a bounded number of times. [`token`] knows the signs, [`word`] what stands within words,
//! [`list`], [`heads`] and [`condition`] which token may follow which.

mod command;
mod condition;
mod frame;
mod heads;
mod here_document;
mod list;
mod reader;
mod token;
mod trouble;
mod word;

pub(super) use self::command::Command;
use self::reader::Reader;
pub(super) use self::trouble::Trouble;

/// The top-level commands of a bash text, in order; comments and blank lines between them belong to none.
///
/// Where bash would stop, the text from the beginning of that command is one: to the end of its line if all that is
/// wrong is that something is missing there, else to the end of the text, since nobody knows what was meant to go on.
pub(super) fn commands(text: &str) -> Vec<Command> {
    let mut reader = Reader::new(text);
    let mut commands = Vec::new();
    while let Some(command) = reader.command() {
        commands.push(command);
    }
    commands
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// All but comments, blanks and continued lines is in a command; the commands are in order, and none is empty.
    fn check(text: &str) {
        let mut at = 0;
        for Command { range, trouble } in commands(text) {
            assert!(at <= range.start && range.start < range.end, "{text:?}: {range:?}");
            assert!(is_between(&text[at..range.start]), "{text:?}: {:?}", &text[at..range.start]);
            assert!(trouble.is_none_or(|trouble| text.get(trouble.at).is_some()), "{text:?}");
            at = range.end;
        }
        assert!(is_between(&text[at..]), "{text:?}: {:?}", &text[at..]);
    }

    fn is_between(text: &str) -> bool {
        let bare = |line: &str| line.trim_matches(['\\', ' ', '\t', '\r']).split('#').next() == Some("");
        text.lines().all(bare)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn everything_is_in_a_command(text in "([a-c \n\t;&|(){}<>$'\"`\\\\#=!*\\[\\]]|é|if |fi|case x in |esac|do |done|<<E\n|E\n){0,40}") {
            check(&text);
        }
    }

    #[test]
    fn deep_and_long_texts_are_read() {
        for brick in [
            "(",
            "((",
            "{ ",
            "$(",
            "\"$(",
            "${",
            "if ",
            "case x in a) ",
            "x=(",
            "[[ ( ",
            "'",
            "cat <<E\n",
            "((a) )\n",
            "a\n",
        ] {
            check(&brick.repeat(1_000_000 / brick.len()));
        }
    }

    #[test]
    fn trouble_takes_no_command_before_it() {
        let read = |text: &str| -> Vec<(String, Option<String>)> {
            let commands = commands(text).into_iter();
            commands.map(|it| (text[it.range].to_owned(), it.trouble.map(|it| it.kind.to_string()))).collect()
        };
        let whole = |text: &str| (text.to_owned(), None);
        let broken = |text: &str, why: &str| (text.to_owned(), Some(why.to_owned()));
        assert_eq!(read("a\nif b\nc\n"), [whole("a"), broken("if b\nc", "`if` is never closed")]);
        assert_eq!(read("a\nfi\nc"), [whole("a"), broken("fi\nc", "`fi` is not expected here")]);
        let missing = broken("b <X>", "something is missing at the end of the line");
        assert_eq!(read("a\nb <X> # d\nc"), [whole("a"), missing, whole("c")]);
    }
}
