//! A path inside the repository, as git spells it: bytes, `/` between its parts, relative to the root.

use std::fmt;

/// A repository-relative path. Git's paths are bytes; most are UTF-8, and nothing relies on it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RepoPath(Box<[u8]>);

impl RepoPath {
    /// Takes the bytes as git gives them.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into().into_boxed_slice())
    }

    /// The bytes as git has them.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The path as text, where it is UTF-8.
    pub fn as_str(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }

    /// The path as a word for a POSIX shell: as it is where that is harmless, else in quotes; bash's `$'..'` where it
    /// holds control characters or bytes that are not UTF-8.
    pub fn quoted(&self) -> String {
        let harmless = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-./+@%,:=".contains(byte);
        match self.as_str() {
            Some(text) if !text.is_empty() && self.0.iter().all(harmless) => text.to_owned(),
            Some(text) if !text.chars().any(|letter| letter.is_control() || is_bidi_control(letter)) => {
                format!("'{}'", text.replace('\'', "'\\''"))
            }
            _ => {
                let letter = |byte: &u8| match byte {
                    b'\'' | b'\\' => format!("\\{}", char::from(*byte)),
                    b' '..=b'~' => char::from(*byte).to_string(),
                    _ => format!("\\x{byte:02x}"),
                };
                format!("$'{}'", self.0.iter().map(letter).collect::<String>())
            }
        }
    }

    /// True where the path is spelled as git spells it: no empty part, no `.` or `..`, no NUL. The empty path is the root.
    pub fn is_canonical(&self) -> bool {
        let parts = || self.0.split(|byte| *byte == b'/');
        self.0.is_empty()
            || (!self.0.contains(&0) && parts().all(|part| !part.is_empty() && part != b"." && part != b".."))
    }

    /// True where the path lies in the folder (or is it). An empty folder is the root, which holds everything.
    pub fn is_within(&self, folder: &[u8]) -> bool {
        let folder = folder.strip_suffix(b"/").unwrap_or(folder);
        folder.is_empty() || self.0.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with(b"/"))
    }
}

impl From<&str> for RepoPath {
    fn from(path: &str) -> Self {
        Self::new(path.as_bytes())
    }
}

/// Prints the path so that it is harmless on a terminal: control characters and bytes that are not UTF-8 as `\xNN`.
impl fmt::Display for RepoPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for chunk in self.0.utf8_chunks() {
            for letter in chunk.valid().chars() {
                if letter.is_control() || is_bidi_control(letter) {
                    let mut buffer = [0; 4];
                    for byte in letter.encode_utf8(&mut buffer).bytes() {
                        write!(f, "\\x{byte:02x}")?;
                    }
                } else {
                    write!(f, "{letter}")?;
                }
            }
            for byte in chunk.invalid() {
                write!(f, "\\x{byte:02x}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for RepoPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

/// Characters that make a terminal show text in another order than it is stored in.
fn is_bidi_control(letter: char) -> bool {
    matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shown_harmlessly() {
        assert_eq!(RepoPath::new(*b"a\nb\xffc").to_string(), "a\\x0ab\\xffc");
        assert_eq!(RepoPath::from("src/é (1).rs").to_string(), "src/é (1).rs");
    }

    #[test]
    fn quoted_for_a_shell() {
        assert_eq!(RepoPath::from("src/a-b.rs").quoted(), "src/a-b.rs");
        assert_eq!(RepoPath::from("a b's $(x)").quoted(), "'a b'\\''s $(x)'");
        assert_eq!(RepoPath::new(*b"a\n\xff'").quoted(), "$'a\\x0a\\xff\\''");
    }

    #[test]
    fn canonical_is_as_git_spells_it() {
        assert!(["", "a", "a/b c", ".a/..b"].map(RepoPath::from).iter().all(RepoPath::is_canonical));
        let others = ["./a", "a/../b", "/a", "a/", "a//b", "..", "a\0"];
        assert!(!others.map(RepoPath::from).iter().any(RepoPath::is_canonical));
    }

    #[test]
    fn within_is_by_whole_parts() {
        let path = RepoPath::from("docs/a.md");
        assert!(
            path.is_within(b"docs/") && path.is_within(b"docs") && path.is_within(b"") && path.is_within(b"docs/a.md")
        );
        assert!(!path.is_within(b"doc") && !path.is_within(b"docs/a"));
    }
}
