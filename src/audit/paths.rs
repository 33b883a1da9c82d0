//! Paths as rules name them: plain ones, globs, and the expressions of a plan's exceptions.

use globset::{GlobBuilder, GlobMatcher};
use regex::Regex;

use super::PatternError;
use crate::model::RepoPath;

/// A file, a folder with all that lies in it, or a glob of either.
#[derive(Clone, Debug)]
pub struct PathGlob {
    exact: GlobMatcher,
    beneath: GlobMatcher,
    plain: Option<Vec<u8>>,
}

impl PathGlob {
    /// Reads one. Letters that are special to globs make it a glob; `*` does not cross a `/`, `**` does.
    pub fn new(text: &str) -> Result<Self, PatternError> {
        let text = text.trim_start_matches("./").trim_end_matches('/');
        let text = if text == "." { "" } else { text };
        let glob = |text: &str| {
            let built = GlobBuilder::new(text).literal_separator(true).backslash_escape(true).build();
            built.map(|glob| glob.compile_matcher()).map_err(|error| PatternError { reason: error.kind().to_string() })
        };
        let plain = (!is_glob(text)).then(|| text.as_bytes().to_vec());
        Ok(Self { exact: glob(text)?, beneath: glob(&format!("{text}/**"))?, plain })
    }

    /// True where the path is meant, or lies in what is.
    pub fn holds(&self, path: &RepoPath) -> bool {
        if let Some(plain) = &self.plain {
            return path.is_within(plain);
        }
        let path = os_path(path);
        self.exact.is_match(&path) || self.beneath.is_match(&path)
    }
}

/// A glob for the path of a file; one without `/` is for its name in any folder.
pub fn file_glob(text: &str) -> Result<GlobMatcher, PatternError> {
    let text = text.trim_start_matches("./");
    let anywhere = if text.contains('/') { text.to_owned() } else { format!("**/{text}") };
    let built = GlobBuilder::new(&anywhere).literal_separator(true).build();
    built.map(|glob| glob.compile_matcher()).map_err(|error| PatternError { reason: error.kind().to_string() })
}

/// True where a text means more than itself.
pub fn is_glob(text: &str) -> bool {
    text.contains(['*', '?', '[', '{'])
}

/// The folder or file that everything a root means lies in: what stands before its first special letter.
pub fn literal_part(root: &str) -> &str {
    let root = root.trim_start_matches("./").trim_end_matches('/');
    let root = if root == "." { "" } else { root };
    match root.find(['*', '?', '[', '{']) {
        Some(at) => root[..at].rfind('/').map_or("", |slash| &root[..slash]),
        None => root,
    }
}

/// An expression for paths in which `/` and `\` are one; PowerShell's `-notmatch` does not tell upper from lower case.
pub fn path_regex(text: &str) -> Result<Regex, PatternError> {
    let mut read = String::from("(?i)");
    let mut in_class = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, letters.peek()) {
            ('\\', Some('\\')) | ('/', _) => {
                if letter == '\\' {
                    letters.next();
                }
                read.push_str(if in_class { r"/\\" } else { r"[/\\]" });
            }
            ('\\', _) => {
                read.push(letter);
                read.extend(letters.next());
            }
            _ => {
                in_class = letter == '[' || (in_class && letter != ']');
                read.push(letter);
            }
        }
    }
    Regex::new(&read).map_err(|error| PatternError {
        reason: error.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned(),
    })
}

/// The path as the globs take it.
fn os_path(path: &RepoPath) -> std::path::PathBuf {
    String::from_utf8_lossy(path.as_bytes()).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_holds_what_lies_in_it() {
        let holds = |glob: &str, path: &str| PathGlob::new(glob).unwrap().holds(&path.into());
        assert!(holds("src", "src/a.rs") && holds("src/", "src/a/b.rs") && holds(".", "a") && holds("a.rs", "a.rs"));
        assert!(!holds("src", "srcs/a.rs") && !holds("src", "lib/src/a.rs"));
        assert!(holds("**/src/storage/**", "x/src/storage/a.rs") && holds("**/src/storage", "src/storage/b/a.rs"));
        assert!(!holds("**/src/storage/**", "src/api/storage/a.rs"));
        assert!(holds("**/migrations", "db/migrations/1.sql") && holds("crates/*/src", "crates/a/src/b/c.rs"));
        assert!(PathGlob::new("a[").is_err());
    }

    #[test]
    fn where_a_walk_begins() {
        let parts = ["src", "./src/", ".", "**/a", "a/b*/c", "a/*.rs", ""].map(literal_part);
        assert_eq!(parts, ["src", "src", "", "", "a", "a", ""]);
    }

    #[test]
    fn separators_are_one() {
        let matches = |regex: &str, path: &str| path_regex(regex).unwrap().is_match(path);
        assert!(matches(r"src\\backend\\storage\\", "src/backend/storage/a.rs"));
        assert!(matches("^src/storage/", r"src\storage\a.rs") && matches(r"src[\\/]storage", "SRC/storage"));
        assert!(matches(r"\.rs$", "a.rs") && !matches(r"\.rs$", "ars"));
        assert!(!matches(r"src\\storage\\", "src/storages/a.rs"));
        assert!(path_regex(r"src\storage\").is_err());
    }
}
