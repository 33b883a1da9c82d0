//! Which bytes of a source file are comments, which are strings, and which are code, as its language has it.
//!
//! This is a scanner of tokens, not a parser: interpolated code within a string counts as string, and what a
//! preprocessor or macro makes of a text is not known to it. docs/audits.md says how well it does per language.

use crate::model::{RepoPath, Zone};

/// The comments and strings of a file, in order; everything between them is code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Zones(Vec<(usize, usize, Zone)>);

impl Zones {
    /// What the byte at an offset belongs to.
    pub fn at(&self, offset: usize) -> Zone {
        let next = self.0.partition_point(|(start, ..)| *start <= offset);
        match next.checked_sub(1).map(|at| self.0[at]) {
            Some((_, end, zone)) if offset < end => zone,
            _ => Zone::Code,
        }
    }
}

/// True where the language of a file is one whose comments and strings are told apart.
pub fn has_zones(path: &RepoPath) -> bool {
    language(path).is_some()
}

/// The zones of a file; `None` where its language is not known, by its name.
pub fn zones(path: &RepoPath, text: &[u8]) -> Option<Zones> {
    let language = language(path)?;
    let mut scan = Scan { text, at: 0, zones: Vec::new() };
    while scan.at < text.len() {
        let start = scan.at;
        match scan.token(language) {
            Some(zone) => scan.zones.push((start, scan.at, zone)),
            None => scan.at += 1,
        }
    }
    Some(Zones(scan.zones))
}

/// What opens and closes comments and strings in a language.
struct Language {
    extensions: &'static [&'static str],
    line: &'static [&'static str],
    block: &'static [(&'static str, &'static str)],
    nested: bool,
    strings: &'static [Quote],
    rust: bool,
}

/// A kind of string.
struct Quote {
    open: &'static str,
    close: &'static str,
    escapes: bool,
    multiline: bool,
}

const fn quote(text: &'static str, escapes: bool, multiline: bool) -> Quote {
    Quote { open: text, close: text, escapes, multiline }
}

static LANGUAGES: &[Language] = &[
    Language {
        extensions: &["rs"],
        line: &["//"],
        block: &[("/*", "*/")],
        nested: true,
        strings: &[quote("\"", true, true)],
        rust: true,
    },
    Language {
        extensions: &["js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx", "go"],
        line: &["//"],
        block: &[("/*", "*/")],
        nested: false,
        strings: &[quote("\"", true, false), quote("'", true, false), quote("`", true, true)],
        rust: false,
    },
    Language {
        extensions: &["java", "kt", "kts", "scala", "swift", "cs", "dart"],
        line: &["//"],
        block: &[("/*", "*/")],
        nested: false,
        strings: &[quote("\"\"\"", false, true), quote("\"", true, false), quote("'", true, false)],
        rust: false,
    },
    Language {
        extensions: &["c", "h", "cc", "cpp", "hpp", "cxx", "m", "mm", "proto"],
        line: &["//"],
        block: &[("/*", "*/")],
        nested: false,
        strings: &[quote("\"", true, false), quote("'", true, false)],
        rust: false,
    },
    Language {
        extensions: &["py", "pyi"],
        line: &["#"],
        block: &[],
        nested: false,
        strings: &[
            quote("\"\"\"", true, true),
            quote("'''", true, true),
            quote("\"", true, false),
            quote("'", true, false),
        ],
        rust: false,
    },
    Language {
        extensions: &["php"],
        line: &["//", "#"],
        block: &[("/*", "*/")],
        nested: false,
        strings: &[quote("\"", true, true), quote("'", true, true)],
        rust: false,
    },
    Language {
        extensions: &["sql"],
        line: &["--"],
        block: &[("/*", "*/")],
        nested: true,
        strings: &[quote("'", false, true)],
        rust: false,
    },
];

fn language(path: &RepoPath) -> Option<&'static Language> {
    let name = path.as_bytes().rsplit(|byte| *byte == b'/').next()?;
    let extension = &name[name.iter().rposition(|byte| *byte == b'.')? + 1..];
    let extension = std::str::from_utf8(extension).ok()?.to_ascii_lowercase();
    LANGUAGES.iter().find(|language| language.extensions.contains(&extension.as_str()))
}

struct Scan<'a> {
    text: &'a [u8],
    at: usize,
    zones: Vec<(usize, usize, Zone)>,
}

impl Scan<'_> {
    /// Passes over a comment or a string, where one begins here.
    fn token(&mut self, language: &Language) -> Option<Zone> {
        if language.line.iter().any(|open| self.sees(open)) {
            self.at = self.find(b"\n").unwrap_or(self.text.len());
            return Some(Zone::Comments);
        }
        if let Some((open, close)) = language.block.iter().find(|(open, _)| self.sees(open)) {
            self.block(open, close, language.nested);
            return Some(Zone::Comments);
        }
        if language.rust
            && let Some(zone) = self.rust()
        {
            return Some(zone);
        }
        let quote = language.strings.iter().find(|quote| self.sees(quote.open))?;
        self.string(quote);
        Some(Zone::Strings)
    }

    /// Raw strings, and the quote that is a lifetime's rather than a character's.
    fn rust(&mut self) -> Option<Zone> {
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let in_word = self.at.checked_sub(1).is_some_and(|before| is_word(&self.text[before]));
        let rest = &self.text[self.at..];
        if rest.first() == Some(&b'\'') {
            // `'a'` and `'\n'` are characters, `'a` is a lifetime: the next quote is one character away, or escaped.
            let length = rest.iter().skip(1).take(5).position(|byte| *byte == b'\'');
            let escaped = rest.get(1) == Some(&b'\\');
            let one = |length: usize| std::str::from_utf8(&rest[1..=length]).is_ok_and(|it| it.chars().count() == 1);
            if escaped {
                self.at += 3;
                self.at = self.find(b"'").map_or(self.at, |at| at + 1).min(self.text.len());
                return Some(Zone::Strings);
            }
            if let Some(length) = length.filter(|length| one(*length)) {
                self.at += length + 2;
                return Some(Zone::Strings);
            }
            return None;
        }
        let prefix = rest.iter().take_while(|byte| b"brc".contains(byte)).count();
        let raw = (1..=2).contains(&prefix) && rest[prefix - 1] == b'r' && !in_word;
        let hashes = rest[prefix..].iter().take_while(|byte| **byte == b'#').count();
        if !raw || rest.get(prefix + hashes) != Some(&b'"') {
            return None;
        }
        let close = [b"\"".as_slice(), &b"#".repeat(hashes)].concat();
        self.at += prefix + hashes + 1;
        self.at = self.find(&close).map_or(self.text.len(), |at| at + close.len());
        Some(Zone::Strings)
    }

    fn block(&mut self, open: &str, close: &str, nested: bool) {
        let mut depth = 0;
        while self.at < self.text.len() {
            if self.sees(open) && (nested || depth == 0) {
                depth += 1;
                self.at += open.len();
            } else if self.sees(close) {
                depth -= 1;
                self.at += close.len();
                if depth == 0 {
                    return;
                }
            } else {
                self.at += 1;
            }
        }
    }

    /// A string to its end; one that may not cross a line ends with it.
    fn string(&mut self, quote: &Quote) {
        self.at += quote.open.len();
        while self.at < self.text.len() {
            if quote.escapes && self.text[self.at] == b'\\' {
                self.at = (self.at + 2).min(self.text.len());
            } else if self.sees(quote.close) {
                self.at += quote.close.len();
                return;
            } else if !quote.multiline && self.text[self.at] == b'\n' {
                return;
            } else {
                self.at += 1;
            }
        }
    }

    fn sees(&self, text: &str) -> bool {
        self.text[self.at..].starts_with(text.as_bytes())
    }

    fn find(&self, text: &[u8]) -> Option<usize> {
        let rest = self.text.get(self.at..)?;
        rest.windows(text.len()).position(|window| window == text).map(|at| self.at + at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with comments as `c` and strings as `s`.
    fn drawn(name: &str, text: &str) -> String {
        let zones = zones(&name.into(), text.as_bytes()).unwrap();
        let letter = |(at, letter): (usize, char)| match zones.at(at) {
            _ if letter == '\n' => letter,
            Zone::Code => letter,
            Zone::Comments => 'c',
            Zone::Strings => 's',
        };
        text.char_indices().map(letter).collect()
    }

    #[test]
    fn rust() {
        assert_eq!(drawn("a.rs", "a // b\nc"), "a cccc\nc");
        assert_eq!(drawn("a.rs", "a /* /* */ b */ c"), "a ccccccccccccc c");
        assert_eq!(drawn("a.rs", r#"f("a\"//b") // c"#), "f(ssssssss) cccc");
        assert_eq!(drawn("a.rs", "r#\"a\"b\"# x"), "ssssssss x");
        assert_eq!(drawn("a.rs", "br\"\\\" x \"//\""), "sssss x ssss");
        assert_eq!(drawn("a.rs", "fn f<'a>(x: &'a str) -> '\"' // y"), "fn f<'a>(x: &'a str) -> sss cccc");
        assert_eq!(drawn("a.rs", r"['\'', 'x'] // y"), "[ssss, sss] cccc");
        assert_eq!(drawn("a.rs", "for r\"#in\" x"), "for ssssss x");
    }

    #[test]
    fn others() {
        assert_eq!(drawn("a.ts", "a `x\n// y` // z"), "a ss\nsssss cccc");
        assert_eq!(drawn("a.py", "x = '''a\n# b''' # c"), "x = ssss\nssssss ccc");
        assert_eq!(drawn("a.sql", "select 'it''s ?1' -- x"), "select ssssssssss cccc");
        assert_eq!(drawn("a.c", "\"open\nx /* y"), "sssss\nx cccc");
        assert!(zones(&"a.txt".into(), b"// x").is_none());
    }
}
