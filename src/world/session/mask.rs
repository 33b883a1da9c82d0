//! Secrets kept out of what is stored and shown: the values of variables whose names look secret, and the forms of
//! well-known tokens.

use std::borrow::Cow;
use std::ffi::OsString;

use regex::bytes::Regex;

use crate::world::git::path_bytes;

/// What is put in a secret's place.
const MASK: &[u8] = b"[masked]";

/// A shorter value, in bytes, is no secret: to mask it would tear ordinary words.
const SHORTEST: usize = 6;

/// A longer line, in bytes, is handed on in pieces.
const LONGEST_LINE: usize = 64 << 10;

/// How much of a line that is handed on in pieces is held back, in bytes, lest a secret is cut in two.
const HELD_BACK: usize = 8 << 10;

/// Words of a name, parted by `_`, that make its value a secret.
const SECRET_WORDS: &[&str] = &[
    "SECRET",
    "SECRETS",
    "TOKEN",
    "TOKENS",
    "PASSWORD",
    "PASSWD",
    "PASSPHRASE",
    "PASS",
    "PW",
    "PAT",
    "APIKEY",
    "CREDENTIAL",
    "CREDENTIALS",
    "AUTH",
    "AUTHTOKEN",
    "BEARER",
    "COOKIE",
    "PRIVATE",
    "DSN",
];

/// Words before `KEY` that make its value a secret.
const KEYS: &[&str] =
    &["API", "ACCESS", "PRIVATE", "SECRET", "ENCRYPTION", "SIGNING", "MASTER", "DEPLOY", "SSH", "ACCOUNT"];

/// The forms of tokens that are told by themselves.
const TOKENS: &[&str] = &[
    r"gh[pousr]_[A-Za-z0-9]{30,255}",
    r"github_pat_[A-Za-z0-9_]{30,255}",
    r"glpat-[A-Za-z0-9_-]{20,}",
    r"xox[abeoprs]-[A-Za-z0-9-]{10,}",
    r"sk-[A-Za-z0-9_-]{20,}",
    r"sk_live_[A-Za-z0-9]{16,}",
    r"npm_[A-Za-z0-9]{30,}",
    r"pypi-[A-Za-z0-9_-]{30,}",
    r"(?:AKIA|ASIA)[A-Z0-9]{16}",
    r"AIza[A-Za-z0-9_-]{30,}",
    r"eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}",
    r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----(?:[^-]*-----END (?:[A-Z]+ )*PRIVATE KEY-----)?",
    r"://[^/\s:@]+:[^/\s@]{3,}@",
    r"(?i:authorization: *(?:bearer|basic|token) +)[A-Za-z0-9._~+/=-]{8,}",
];

/// What is masked.
#[derive(Clone, Debug)]
pub struct Mask {
    secrets: Regex,
}

impl Mask {
    /// Masks the secrets of this process's environment, and well-known tokens.
    pub fn of_environment() -> Self {
        Self::of(std::env::vars_os())
    }

    /// Masks the secrets of an environment, and well-known tokens.
    pub fn of(environment: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        let mut values: Vec<Vec<u8>> = environment
            .into_iter()
            .filter(|(name, _)| name.to_str().is_some_and(is_secret))
            .flat_map(|(_, value)| {
                let value = path_bytes(value.as_ref());
                value.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect::<Vec<_>>()
            })
            .filter(|value| value.len() >= SHORTEST && !value.iter().all(|byte| *byte == b' '))
            .collect();
        // The longest first: a value that begins like another one is masked as a whole.
        values.sort_by_key(|value| std::cmp::Reverse(value.len()));
        values.dedup();
        let values = values.iter().map(|value| escaped(value));
        let tokens = TOKENS.iter().map(|token| (*token).to_owned());
        let pattern = values.chain(tokens).collect::<Vec<_>>().join("|");
        let secrets = Regex::new(&format!("(?-u){pattern}"));
        let tokens_only = || Regex::new(&TOKENS.join("|")).expect("the patterns are constants that the tests compile");
        Self { secrets: secrets.unwrap_or_else(|_| tokens_only()) }
    }

    /// The bytes with every secret in them masked.
    pub fn masked<'a>(&self, bytes: &'a [u8]) -> Cow<'a, [u8]> {
        self.secrets.replace_all(bytes, MASK)
    }
}

/// Masks what comes in pieces.
#[derive(Debug)]
pub struct MaskedStream<'a> {
    mask: &'a Mask,
    held: Vec<u8>,
}

impl<'a> MaskedStream<'a> {
    /// Begins a stream.
    pub fn new(mask: &'a Mask) -> Self {
        Self { mask, held: Vec::new() }
    }

    /// Takes what comes next, and gives what can be handed on: whole lines, or of a very long one as much as is sure to end
    /// in no secret.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.held.extend_from_slice(bytes);
        let mut end = self.held.iter().rposition(|byte| *byte == b'\n').map_or(0, |feed| feed + 1);
        if self.held.len() - end > LONGEST_LINE {
            end = self.held.len() - HELD_BACK;
        }
        if end == 0 {
            return Vec::new();
        }
        if let Some(across) = self.mask.secrets.find_iter(&self.held).find(|secret| secret.end() > end) {
            end = end.min(across.start());
        }
        if let Some(open) = open_key(&self.held).filter(|open| self.held.len() - open <= LONGEST_LINE) {
            end = end.min(open);
        }
        let rest = self.held.split_off(end);
        let ready = std::mem::replace(&mut self.held, rest);
        self.mask.masked(&ready).into_owned()
    }

    /// What is left at the end.
    pub fn finish(self) -> Vec<u8> {
        self.mask.masked(&self.held).into_owned()
    }
}

/// Where a private key begins that has not come to its end yet.
fn open_key(bytes: &[u8]) -> Option<usize> {
    let begins = b"-----BEGIN ";
    let start = bytes.windows(begins.len()).rposition(|window| window == begins)?;
    let rest = &bytes[start..];
    let is_key = rest.windows(11).any(|window| window == b"PRIVATE KEY");
    let has_end = rest.windows(9).any(|window| window == b"-----END ");
    (is_key && !has_end).then_some(start)
}

/// True where a variable of that name holds a secret.
fn is_secret(name: &str) -> bool {
    let upper = name.to_ascii_uppercase();
    let words: Vec<&str> = upper.split(|letter: char| !letter.is_ascii_alphanumeric()).collect();
    let key = |pair: &[&str]| pair[1].starts_with("KEY") && KEYS.contains(&pair[0]);
    words.iter().any(|word| SECRET_WORDS.contains(word)) || words.windows(2).any(key) || upper.ends_with("_KEY")
}

/// The bytes as a pattern that matches them alone.
fn escaped(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |pattern, byte| pattern + &format!("\\x{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mask(variables: &[(&str, &str)]) -> Mask {
        Mask::of(variables.iter().map(|(name, value)| ((*name).into(), (*value).into())))
    }

    #[test]
    fn names_that_look_secret() {
        for name in
            ["GITHUB_TOKEN", "token", "AWS_SECRET_ACCESS_KEY", "DB_PASSWORD", "OPENAI_API_KEY", "npm_config__auth"]
        {
            assert!(is_secret(name), "{name}");
        }
        for name in ["PWD", "OLDPWD", "PATH", "GIT_AUTHOR_NAME", "KEYBOARD", "HOME", "PASSENGER", "MONKEY"] {
            assert!(!is_secret(name), "{name}");
        }
    }

    #[test]
    fn values_and_tokens_are_masked() {
        let token = format!("ghp_{}", "a1".repeat(18));
        let mask = mask(&[("MY_TOKEN", "s3cr3t.value+"), ("OTHER_TOKEN", "s3cr3t.value+longer"), ("X_TOKEN", "1")]);
        let text = format!("a s3cr3t.value+ b s3cr3t.value+longer c {token} d 1 https://me:hunter22@host/");
        let masked = mask.masked(text.as_bytes()).into_owned();
        let masked = String::from_utf8(masked).unwrap();
        assert_eq!(masked, "a [masked] b [masked] c [masked] d 1 https[masked]host/");
        assert_eq!(mask.masked(b"nothing to see \xff"), &b"nothing to see \xff"[..]);
    }

    #[test]
    fn a_private_key_is_masked_over_its_lines() {
        let mask = mask(&[]);
        let key = format!("-----BEGIN RSA {0}-----\nMIIabc\ndef=\n-----END RSA {0}-----", "PRIVATE KEY");
        let mut stream = MaskedStream::new(&mask);
        let mut got = Vec::new();
        for line in format!("before\n{key}\nbehind\n").split_inclusive('\n') {
            got.extend(stream.push(line.as_bytes()));
        }
        got.extend(stream.finish());
        assert_eq!(String::from_utf8(got).unwrap(), "before\n[masked]\nbehind\n");
    }

    #[test]
    fn a_secret_is_found_however_it_arrives() {
        let mask = mask(&[("MY_TOKEN", "s3cr3t-value")]);
        let long = "y".repeat(LONGEST_LINE * 2);
        for text in ["x s3cr3t-value y\nz", &format!("{long}s3cr3t-value{long}s3cr3t-value")] {
            for size in [1, 7, 5000] {
                if size == 1 && text.len() > 1000 {
                    continue;
                }
                let mut stream = MaskedStream::new(&mask);
                let mut got = Vec::new();
                for piece in text.as_bytes().chunks(size) {
                    got.extend(stream.push(piece));
                }
                got.extend(stream.finish());
                assert_eq!(String::from_utf8(got).unwrap(), text.replace("s3cr3t-value", "[masked]"), "{size}");
            }
        }
    }
}
