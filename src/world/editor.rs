//! The user's editor.

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::path::Path;
use std::process::Command;

/// What is called to edit a file, from the environment; `None` where there is none, or nobody sits at a terminal.
pub fn editor() -> Option<OsString> {
    let attended = io::stdin().is_terminal() && io::stdout().is_terminal() && io::stderr().is_terminal();
    let dumb = std::env::var_os("TERM").is_none_or(|terminal| terminal.is_empty() || terminal == "dumb");
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let names: &[&str] = if dumb { &["EDITOR"] } else { &["VISUAL", "EDITOR"] };
    if attended { names.iter().find_map(|name| set(name)) } else { None }
}

/// Has the user edit a file, and waits; true where the editor ended well. The editor's name may hold arguments, as git
/// takes it.
pub fn edit(editor: &OsString, file: &Path) -> io::Result<bool> {
    let mut line = editor.clone();
    line.push(" \"$1\"");
    let status = Command::new("sh").arg("-c").arg(line).arg("editor").arg(file).status()?;
    Ok(status.success())
}
