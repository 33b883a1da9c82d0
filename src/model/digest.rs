//! SHA1 digests of content, and what an entry may write in a digest's place.

use std::fmt;

use sha1::{Digest as _, Sha1};

/// The SHA1 of some bytes: for a file, of its content as git stores it, without git's object header.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 20]);

impl Digest {
    /// All zeros: the field's way to write that there is no such file.
    pub const ZERO: Self = Self([0; 20]);

    /// The digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self::of_parts([bytes])
    }

    /// The digest of all parts, one behind the other.
    pub fn of_parts<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut digest = DigestOf::default();
        for part in parts {
            digest.update(part);
        }
        digest.finish()
    }

    /// Reads 40 hexadecimal digits of either case.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != 40 {
            return None;
        }
        let mut bytes = [0; 20];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let high = char::from(pair[0]).to_digit(16)?;
            let low = char::from(pair[1]).to_digit(16)?;
            *byte = u8::try_from(high * 16 + low).expect("two hexadecimal digits make one byte");
        }
        Some(Self(bytes))
    }
}

/// A digest in the making, of content that is never held as a whole.
#[derive(Clone, Debug, Default)]
pub struct DigestOf(Sha1);

impl DigestOf {
    /// Takes the next part.
    pub fn update(&mut self, part: &[u8]) {
        self.0.update(part);
    }

    /// The digest of all parts.
    pub fn finish(self) -> Digest {
        Digest(self.0.finalize().into())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What an entry claims a file's content to hash to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HashClaim {
    /// 40 hexadecimal digits.
    Sha1(Digest),
    /// `N/A`, `none`, `new`, `deleted`: the file is not there on this side. All zeros and the SHA1 of nothing say the
    /// same where the file is indeed absent.
    Absent,
}

impl HashClaim {
    /// Reads a claim; anything else is malformed.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_matches('`').trim();
        if let Some(digest) = Digest::parse(text) {
            return Some(Self::Sha1(digest));
        }
        let word = text.to_ascii_lowercase();
        matches!(word.as_str(), "n/a" | "none" | "new" | "new file" | "deleted" | "absent").then_some(Self::Absent)
    }

    /// True where the claim can be read as "there is no such file".
    pub fn says_absent(self) -> bool {
        match self {
            Self::Absent => true,
            Self::Sha1(digest) => digest == Digest::ZERO || digest == Digest::of(b""),
        }
    }
}

impl fmt::Display for HashClaim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sha1(digest) => write!(f, "{digest}"),
            Self::Absent => f.write_str("N/A"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_digests() {
        assert_eq!(Digest::of(b"").to_string(), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
        assert_eq!(Digest::of_parts([&b"a"[..], b"bc"]), Digest::of(b"abc"));
        assert_eq!(Digest::parse("A9993E364706816ABA3E25717850C26C9CD0D89D"), Some(Digest::of(b"abc")));
    }

    #[test]
    fn claims() {
        assert_eq!(HashClaim::parse("`N/A`"), Some(HashClaim::Absent));
        assert_eq!(HashClaim::parse(&"g".repeat(40)), None);
        assert_eq!(HashClaim::parse(&"a".repeat(64)), None);
        assert!(HashClaim::parse(&"0".repeat(40)).unwrap().says_absent());
        assert!(!HashClaim::parse(&"a".repeat(40)).unwrap().says_absent());
    }
}
