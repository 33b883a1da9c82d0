//! The entry that `verdict append` writes, read back: to the letter, for whatever else it says nobody judged.

use chrono::{DateTime, Utc};

use crate::finding::{Code, Finding, Page};
use crate::model::{Bound, Digest, Oid, Verdict};

/// An entry that `verdict append` wrote, and that cannot be read back.
pub static VERDICT_UNREADABLE: Code = Code {
    id: "TP801",
    name: "verdict-unreadable",
    page: Page {
        checks: "Each entry of VALIDATION_REPORTS that `verdict append` wrote reads as it was written: its heading, its \
                 fields in their order, its report in a fence, and the report has the SHA1 that the entry names.",
        why: "Such an entry says which contract and which files were judged. One that was edited, merged or cut since says \
              something that nobody judged: its PASS is no verdict any more, while its FAIL stays one.",
        fails: "### VALIDATION REPORT 2026-01-12 14:02 UTC - PASS\n- Verdict: PASS\n- Validator: vera (not signed)\n\
                - DATE: 2026-01-12T14:02:11Z\n- REPORT_SHA1: 1234      (was 40 digits)",
        mend: "Put the entry back as it was (`git log -p` shows it), or have the work judged again: `taskpacket verdict \
               append` adds an entry behind it.",
    },
};

/// The fields without which an entry is taken to be written by hand.
const BINDING: [&str; 4] = ["REPORT_SHA1", "CONTRACT_SHA1", "SCOPE_TREE_SHA1", "ENTRY_BEFORE_SHA1"];

/// What stands behind a validator's name: it was typed, and anybody could have.
const NOT_SIGNED: &str = " (not signed)";

/// What stands between a gate and the reason for which it was taken on.
const BECAUSE: &str = " -- because ";

/// True for the content of a line that only an entry of `verdict append` holds.
pub(super) fn names_binding(content: &str) -> bool {
    BINDING.iter().any(|name| content.strip_prefix(name).is_some_and(|rest| rest.starts_with(':')))
}

/// What is told of an entry that cannot be read.
pub(super) fn unreadable(title: &str, wrong: &str) -> Finding {
    Finding::error(&VERDICT_UNREADABLE, format!("the entry `{title}` is not as `verdict append` wrote it: {wrong}"))
        .help("put it back as it was: git log -p shows it")
        .help("or have the work judged again; a new entry goes behind it")
        .about(title.to_owned())
}

/// Reads an entry: its title, and all that stands beneath its heading. Says what is wrong where it is not in order.
pub(super) fn read(title: &str, body: &[u8]) -> Result<(Verdict, Bound), String> {
    let body = std::str::from_utf8(body).map_err(|_| "it holds bytes that are no text".to_owned())?;
    let body = body.replace("\r\n", "\n");
    let (head, report) = parts(&body)?;
    let mut fields = Fields { lines: head.lines().filter(|line| !line.is_empty()).collect(), next: 0 };
    let verdict = fields.read("Verdict", |word| {
        [Verdict::Pass, Verdict::Fail, Verdict::OutdatedOnly].into_iter().find(|it| it.to_string() == word)
    })?;
    let validator = fields.read("Validator", |value| Some(value.strip_suffix(NOT_SIGNED)?.to_owned()))?;
    let at = fields.read("DATE", moment)?;
    let recorded = fields.read("REPORT_SHA1", digest)?;
    let head = fields.read("HEAD", Oid::parse)?;
    let (mode, base) = fields.read("SNAPSHOT", |value| snapshot(value, &head))?;
    let contract = fields.read("CONTRACT_SHA1", digest)?;
    let scope_tree = fields.read("SCOPE_TREE_SHA1", digest)?;
    let before =
        fields.read("ENTRY_BEFORE_SHA1", |value| if value == "none" { Some(None) } else { digest(value).map(Some) })?;
    let mut unproven = Vec::new();
    while !fields.at_end() {
        unproven.push(fields.read("UNPROVEN", |value| {
            let (gate, reason) = value.split_once(BECAUSE)?;
            Some((gate.to_owned(), reason.to_owned()))
        })?);
    }
    if title != format!("VALIDATION REPORT {} - {verdict}", at.format("%Y-%m-%d %H:%M UTC")) {
        return Err("its heading is not that of its DATE and Verdict".to_owned());
    }
    let is = Digest::of(report.as_bytes());
    if is != recorded {
        return Err(format!("its report has the SHA1 {is}, and REPORT_SHA1 says {recorded}"));
    }
    Ok((verdict, Bound { validator, at, report: recorded, head, base, mode, contract, scope_tree, before, unproven }))
}

/// The lines of the fields, and the report that the fence holds, its last line feed included.
fn parts(body: &str) -> Result<(&str, &str), String> {
    let body = body.strip_prefix('\n').unwrap_or(body);
    let mut opening = None;
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        if let Some(marks) = line.strip_suffix("report\n").filter(|marks| is_fence(marks)) {
            opening = Some((at, at + line.len(), marks));
            break;
        }
        at += line.len();
    }
    let (head, content, marks) = opening.ok_or("its report stands in no fence of the kind `report`")?;
    let rest = &body[content..];
    let mut end = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end_matches('\n') == marks {
            return match rest[end + line.len()..].trim() {
                "" => Ok((&body[..head], &rest[..end])),
                _ => Err("something stands behind its report".to_owned()),
            };
        }
        end += line.len();
    }
    Err("the fence of its report is not closed".to_owned())
}

fn is_fence(marks: &str) -> bool {
    marks.len() >= 4 && marks.bytes().all(|byte| byte == b'`')
}

/// The lines `- NAME: value` of an entry, read in their order.
struct Fields<'a> {
    lines: Vec<&'a str>,
    next: usize,
}

impl Fields<'_> {
    fn read<T>(&mut self, name: &str, value: impl FnOnce(&str) -> Option<T>) -> Result<T, String> {
        let line = self.lines.get(self.next).ok_or_else(|| format!("{name} is missing"))?;
        let own = line.strip_prefix("- ").and_then(|line| line.strip_prefix(name)?.strip_prefix(": "));
        let own = own.ok_or_else(|| format!("`{line}` stands where {name} is expected"))?;
        self.next += 1;
        value(own).ok_or_else(|| format!("{name} cannot be `{own}`"))
    }

    fn at_end(&self) -> bool {
        self.next == self.lines.len()
    }
}

fn digest(text: &str) -> Option<Digest> {
    Digest::parse(text).filter(|digest| digest.to_string() == text)
}

fn moment(text: &str) -> Option<DateTime<Utc>> {
    let at = DateTime::parse_from_rfc3339(text).ok()?.to_utc();
    (at.format("%Y-%m-%dT%H:%M:%SZ").to_string() == text).then_some(at)
}

/// `committed <base>..<head>`: the mode, and the base.
fn snapshot(text: &str, head: &Oid) -> Option<(String, Option<Oid>)> {
    let (mode, sides) = text.split_once(' ')?;
    let (base, upto) = sides.split_once("..")?;
    let upto_fits = match mode {
        "committed" | "range" => upto == head.as_str(),
        "staged" => upto == "index",
        "worktree" => upto == "worktree",
        _ => false,
    };
    let base = if base == "none" { None } else { Some(Oid::parse(base)?) };
    upto_fits.then(|| (mode.to_owned(), base))
}
