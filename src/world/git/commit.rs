//! A commit, read from git's raw form of it.

use chrono::{DateTime, Utc};

use crate::model::{Commit, Oid};

/// A commit with its parents and times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitInfo {
    /// Id, author and first paragraph.
    pub commit: Commit,
    /// Its parents, the first one first; none for a root commit.
    pub parents: Vec<Oid>,
    /// What stands behind the keys of its last paragraph: `WP-1-X` of `Packet: WP-1-X`.
    pub trailers: Vec<String>,
    /// When it was written, as its author's clock says.
    pub authored: DateTime<Utc>,
    /// When it was recorded, as its committer's clock says.
    pub committed: DateTime<Utc>,
}

impl CommitInfo {
    /// Reads header lines, an empty line, and the message; lines of the message may be indented. Bytes that are not
    /// UTF-8 are replaced. `None` where it is no commit.
    pub(super) fn read(oid: Oid, raw: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(raw);
        let (headers, message) = text.split_once("\n\n").unwrap_or((&text, ""));
        let (mut parents, mut author, mut recorder) = (Vec::new(), None, None);
        for line in headers.lines() {
            match line.split_once(' ')? {
                ("parent", parent) => parents.push(Oid::parse(parent)?),
                ("author", person) if author.is_none() => author = Some(person),
                ("committer", person) if recorder.is_none() => recorder = Some(person),
                _ => {}
            }
        }
        let (author, authored) = person(author?);
        let (_, committed) = person(recorder?);
        let (subject, trailers) = (subject(message), trailers(message));
        Some(Self { commit: Commit { oid, author, subject }, parents, trailers, authored, committed })
    }
}

/// `Name <mail> seconds zone`: who, and when. A time that cannot be read is the beginning of time.
fn person(text: &str) -> (String, DateTime<Utc>) {
    let (who, when) = text.rsplit_once('>').unwrap_or((text, ""));
    let seconds = when.split_whitespace().next().and_then(|seconds| seconds.parse().ok());
    let when = seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0)).unwrap_or_default();
    (format!("{who}>"), when)
}

/// The first paragraph, on one line, as git tells a subject.
fn subject(message: &str) -> String {
    let lines = message.lines().map(str::trim).skip_while(|line| line.is_empty());
    lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The values of the last paragraph, where that is not the first one: of each line `Key: value`.
fn trailers(message: &str) -> Vec<String> {
    let lines: Vec<&str> = message.trim().lines().map(str::trim).collect();
    let Some(blank) = lines.iter().rposition(|line| line.is_empty()) else { return Vec::new() };
    let value = |line: &&str| {
        let (key, value) = line.split_once(':')?;
        let is_key = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        is_key.then(|| value.trim().to_owned())
    };
    lines[blank..].iter().filter_map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signed_and_odd() {
        let raw = b"tree 1\nparent 2222222222222222222222222222222222222222\nauthor A > B <a@b> 60 +0200\n\
            committer C <c@d> x +0000\ngpgsig -----BEGIN\n author fake <f@f> 1 +0000\n -----END\n\n\nfirst\nsecond \xff\n\nbody\n";
        let info = CommitInfo::read(Oid::zero(), raw).unwrap();
        assert_eq!(info.commit.author, "A > B <a@b>");
        assert_eq!(info.commit.subject, "first second \u{fffd}");
        assert_eq!((info.parents.len(), info.authored.timestamp(), info.committed.timestamp()), (1, 60, 0));
        assert_eq!(info.trailers, [""; 0]);
        assert_eq!(CommitInfo::read(Oid::zero(), b"tree 1\n\n"), None);
    }

    #[test]
    fn trailers_stand_in_the_last_paragraph() {
        let cases: [(&str, &[&str]); 4] = [
            ("one line: so", &[]),
            (
                "    subject\n\n    body: no\n\n    Packet: WP-1-X\n    Co-Authored-By: A <a@b>\n",
                &["WP-1-X", "A <a@b>"],
            ),
            ("subject\n\nRefs: WP-2\nplain\n\n", &["WP-2"]),
            ("", &[]),
        ];
        for (message, expected) in cases {
            assert_eq!(trailers(message), expected, "{message}");
        }
    }
}
