//! What `verdict verify` found out: per packet its entries, and what was done to them.

/// What was found out, and what nothing here can tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifiedView {
    /// How many commits touched the packets.
    pub commits: usize,
    /// The commit from which on they were looked at; `None` for all of history.
    pub since: Option<String>,
    /// Why what is not committed is not covered; `None` where it is.
    pub not_covered: Option<String>,
    /// The packets that have entries, or had some.
    pub packets: Vec<VerifiedPacket>,
    /// What none of this proves, each with what closes it.
    pub limits: Vec<Limit>,
}

/// One packet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedPacket {
    /// Its id.
    pub id: String,
    /// Where it lies, or lay last.
    pub path: String,
    /// `pass`, `fail` or `no-verdict`.
    pub outcome: &'static str,
    /// How many commits touched it.
    pub commits: usize,
    /// Its entries, in its order.
    pub entries: Vec<VerifiedEntry>,
    /// What was done to entries, in the order of the commits.
    pub faults: Vec<VerifiedFault>,
}

/// One entry, as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedEntry {
    /// Its title.
    pub title: String,
    /// The line of its heading, counted from 1.
    pub line: usize,
    /// Its verdict; `None` where it states none that counts.
    pub verdict: Option<String>,
    /// `append` where `verdict append` wrote it, else `hand`.
    pub by: &'static str,
    /// The commit from which on it is covered, in its short form; `None` for what is not committed, and for what was there
    /// when the history that was looked at begins.
    pub since: Option<String>,
}

/// What was done to one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedFault {
    /// `lost`, `hidden`, `altered`, `rewritten`, `reordered`, `inserted` or `put-between`.
    pub what: &'static str,
    /// The title of the entry.
    pub entry: String,
    /// The commit: id, subject, author; `None` for what is not committed, and where no commit tells.
    pub commit: Option<(String, String, String)>,
}

/// What is not proven, and what closes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// What is not proven.
    pub what: &'static str,
    /// What closes it.
    pub closed_by: &'static str,
}
