//! Which shells this machine has, without running them.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::model::Shell;

/// The programs that can play each shell.
const PROGRAMS: &[(Shell, &[&str])] =
    &[(Shell::Bash, &["bash", "sh"]), (Shell::PowerShell, &["pwsh", "pwsh.exe", "powershell.exe"])];

/// The shells on PATH.
pub fn present() -> BTreeSet<Shell> {
    present_on(std::env::var_os("PATH").as_deref())
}

/// The shells in the folders of a search path.
pub fn present_on(path: Option<&OsStr>) -> BTreeSet<Shell> {
    let folders: Vec<_> = path.map(|path| std::env::split_paths(path).collect()).unwrap_or_default();
    let there = |name: &&str| folders.iter().any(|folder| is_program(&folder.join(name)));
    PROGRAMS.iter().filter(|(_, names)| names.iter().any(there)).map(|(shell, _)| *shell).collect()
}

/// The program on PATH that plays a shell; `None` where there is none.
pub fn program(shell: Shell) -> Option<PathBuf> {
    let (_, names) = PROGRAMS.iter().find(|(own, _)| *own == shell)?;
    names.iter().find_map(|name| on_path(name))
}

/// Where PATH leads for a program of that name; `None` where it leads nowhere.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|program| is_program(program))
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}
