//! `completions` and `man`: what shells and `man` want to know of the command line.

use std::io;

use clap::Args;
use clap_complete::Shell;
use clap_mangen::Man;

/// For which shell.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Of which command.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// The words of a command, such as `audit test`; the program itself where nothing is said
    #[arg(value_name = "COMMAND")]
    pub words: Vec<String>,
}

/// The completions for a shell, as a script.
pub fn completions(mut command: clap::Command, shell: Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "taskpacket", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// The manual page of a command, in roff; `None` where there is no such command.
pub fn man(mut command: clap::Command, words: &[String]) -> Option<io::Result<String>> {
    command.build();
    for word in words {
        command = command.find_subcommand(word)?.clone();
    }
    let mut page = Vec::new();
    let rendered = Man::new(command).render(&mut page);
    Some(rendered.map(|()| String::from_utf8_lossy(&page).into_owned()))
}
