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
