//! Bytes that are not plain text: one finding a kind, with its first place and a count.

use crate::finding::{Code, Finding, Page, Severity};
use crate::text::{Source, SourceId, Span};

/// Bytes that are not UTF-8.
pub static NOT_UTF8: Code = Code {
    id: "TP010",
    name: "not-utf-8",
    page: Page {
        checks: "The packet is UTF-8 throughout.",
        why: "A single byte of another encoding makes strict readers refuse the whole file and lenient ones replace it \
              silently, so that two tools read two packets. Here such a byte is read as `?`.",
        fails: "## VALIDATION REPORT \\x97 WP-7      (a dash of Windows-1252)",
        mend: "Save the packet as UTF-8, or replace the character by ASCII.",
    },
};

/// A byte order mark.
pub static BYTE_ORDER_MARK: Code = Code {
    id: "TP011",
    name: "byte-order-mark",
    page: Page {
        checks: "The packet does not begin with a byte order mark.",
        why: "The mark is invisible, and readers that do not strip it see no heading in the first line. It is skipped \
              here.",
        fails: "\\xef\\xbb\\xbf# Task Packet: WP-7",
        mend: "Save the packet as UTF-8 without a mark; `taskpacket lint --fix` takes it off.",
    },
};

/// Control characters.
pub static CONTROL_CHARACTERS: Code = Code {
    id: "TP012",
    name: "control-characters",
    page: Page {
        checks: "The packet holds no control characters but tab and line ends; a lone carriage return is one.",
        why: "They are what is left when a shell read a backtick and the letter behind it as an escape, so a character \
              that was meant to stand there is lost: a fence, mostly.",
        fails: "`\\x08ash                          (was ```bash)",
        mend: "Put back what stood there: `\\x08` was a `b`, `\\x0c` an `f`, a lone carriage return an `r`.",
    },
};

/// Characters beyond ASCII.
pub static NOT_ASCII: Code = Code {
    id: "TP013",
    name: "not-ascii",
    page: Page {
        checks: "The packet holds nothing but ASCII.",
        why: "Packets pass through many shells and editors, and what is not ASCII is what gets lost on the way. It is \
              read correctly here, so this alone fails nothing.",
        fails: "- done \u{2014} see the log",
        mend: "Replace the characters: `-` for a dash, `->` for an arrow, `[x]` for a tick.",
    },
};

/// UTF-8 that was read as something else and saved again.
pub static MOJIBAKE: Code = Code {
    id: "TP014",
    name: "mojibake",
    page: Page {
        checks: "No character was torn into several by reading UTF-8 as Windows-1252 and saving it again.",
        why: "The text no longer says what its author wrote, and each further save makes it longer.",
        fails: "## VALIDATION REPORT \u{e2}\u{20ac}\u{201d} WP-7",
        mend: "Restore the character from git's history, or write it in ASCII.",
    },
};

/// Two kinds of line ends.
pub static MIXED_LINE_ENDS: Code = Code {
    id: "TP015",
    name: "mixed-line-ends",
    page: Page {
        checks: "All lines of the packet end in the same way.",
        why: "Either kind is read. A mix makes diffs and hashes differ between machines without a visible reason.",
        fails: "## SCOPE\\r\\n- What: a thing\\n",
        mend: "Let git normalise the file (`* text=auto` in .gitattributes), or save it with one kind of line end.",
    },
};

/// Looks at all bytes once.
pub(super) fn findings(source: &Source, id: SourceId) -> Vec<Finding> {
    let mut findings = Vec::new();
    let text = source.text();
    findings.extend(mark(text, id));
    findings.extend(not_utf8(source, id));
    let Seen { control, torn, beyond, cr_lf, lf } = look(text);
    findings.extend(control.finding(&CONTROL_CHARACTERS, Severity::Warning, "control character", id));
    findings.extend(torn.finding(&MOJIBAKE, Severity::Warning, "torn character", id));
    findings.extend(beyond.finding(&NOT_ASCII, Severity::Warning, "character beyond ASCII", id));
    if cr_lf.count > 0 && lf.count > 0 {
        let (rare, name, common) = if lf.count <= cr_lf.count { (&lf, "LF", "CR LF") } else { (&cr_lf, "CR LF", "LF") };
        let message = format!("{} in {name}, the others in {common}", lines(rare.count));
        let finding = Finding::note(&MIXED_LINE_ENDS, message).at(id, rare.first);
        findings.push(finding.help("save the packet with one kind of line end"));
    }
    findings
}

fn mark(text: &str, id: SourceId) -> Option<Finding> {
    let finding = Finding::note(&BYTE_ORDER_MARK, "the packet begins with a byte order mark");
    text.starts_with('\u{feff}')
        .then(|| finding.at(id, Span::new(0, 3)).help("save the packet as UTF-8 without a mark"))
}

fn not_utf8(source: &Source, id: SourceId) -> Option<Finding> {
    if std::str::from_utf8(source.bytes()).is_ok() {
        return None;
    }
    let mut kind = Kind::default();
    let mut at = 0;
    for chunk in source.bytes().utf8_chunks() {
        at += chunk.valid().len();
        for byte in chunk.invalid() {
            kind.add(Span::new(at, at + 1), || format!("\\x{byte:02x}"));
            at += 1;
        }
    }
    kind.finding(&NOT_UTF8, Severity::Warning, "byte that is not UTF-8", id)
}

/// What was seen of one kind.
#[derive(Default)]
struct Kind {
    count: usize,
    first: Span,
    sample: String,
    /// A few more places.
    more: Vec<Span>,
}

impl Kind {
    fn add(&mut self, span: Span, sample: impl FnOnce() -> String) {
        if self.count == 0 {
            self.first = span;
            self.sample = sample();
        } else if self.more.len() < 3 {
            self.more.push(span);
        }
        self.count += 1;
    }

    fn finding(self, code: &'static Code, severity: Severity, name: &str, id: SourceId) -> Option<Finding> {
        let Self { count, first, sample, more } = self;
        let message = match count {
            0 => return None,
            1 => format!("one {name}: `{sample}`"),
            _ => format!("{count} {}, the first one `{sample}`", plural(name)),
        };
        let finding = Finding::new(code, severity, message).at(id, first);
        Some(more.into_iter().fold(finding, |finding, span| finding.related(id, span, "and here")))
    }
}

fn plural(name: &str) -> String {
    let (noun, rest) =
        name.split_once(' ').filter(|(noun, _)| matches!(*noun, "byte" | "character")).unwrap_or((name, ""));
    if rest.is_empty() { format!("{noun}s") } else { format!("{noun}s {}", rest.replacen("that is", "that are", 1)) }
}

fn lines(count: usize) -> String {
    if count == 1 { "one line ends".to_owned() } else { format!("{count} lines end") }
}

#[derive(Default)]
struct Seen {
    control: Kind,
    torn: Kind,
    beyond: Kind,
    cr_lf: Kind,
    lf: Kind,
}

fn look(text: &str) -> Seen {
    let mut seen = Seen::default();
    let bytes = text.as_bytes();
    let mut at = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let plain = |byte: &&u8| matches!(byte, b' '..=b'~' | b'\t');
    loop {
        at += bytes[at..].iter().take_while(plain).count();
        let Some(byte) = bytes.get(at) else { break };
        let span = Span::new(at, at + 1);
        at = match byte {
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => {
                seen.cr_lf.add(Span::new(at, at + 2), String::new);
                at + 2
            }
            b'\n' => {
                seen.lf.add(span, String::new);
                at + 1
            }
            0..=0x7f => {
                seen.control.add(span, || char::from(*byte).escape_default().to_string());
                at + 1
            }
            0x80.. => beyond_ascii(&mut seen, text, at),
        };
    }
    seen
}

/// Looks at one character that is not ASCII, with what belongs to it; returns the place behind it.
fn beyond_ascii(seen: &mut Seen, text: &str, at: usize) -> usize {
    let mut letters = text[at..].chars();
    let Some(letter) = letters.next() else { return text.len() };
    let behind = at + letter.len_utf8();
    let next = letters.next();
    if let Some(second) = next.filter(|_| opens_torn(letter, next)) {
        let tail = text[behind..].chars().take_while(|part| is_torn_tail(*part)).map(char::len_utf8).sum::<usize>();
        seen.torn.add(Span::new(at, behind + tail), || format!("{letter}{second}"));
        return behind + tail;
    }
    let kind = if letter.is_control() { &mut seen.control } else { &mut seen.beyond };
    let sample = || if letter.is_control() { letter.escape_default().to_string() } else { letter.to_string() };
    kind.add(Span::new(at, behind), sample);
    behind
}

/// True where two characters are the first bytes of one, each read as Windows-1252.
fn opens_torn(letter: char, next: Option<char>) -> bool {
    matches!(letter, '\u{c2}'..='\u{f4}') && next.is_some_and(is_torn_tail)
}

/// True for what a byte from 0x80 to 0xBF becomes in Windows-1252 or Latin-1.
fn is_torn_tail(letter: char) -> bool {
    matches!(letter, '\u{80}'..='\u{bf}')
        || "\u{20ac}\u{201a}\u{192}\u{201e}\u{2026}\u{2020}\u{2021}\u{2c6}\u{2030}\u{160}\u{2039}\u{152}\u{17d}"
            .contains(letter)
        || "\u{2018}\u{2019}\u{201c}\u{201d}\u{2022}\u{2013}\u{2014}\u{2dc}\u{2122}\u{161}\u{203a}\u{153}\u{17e}\u{178}"
            .contains(letter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Sources;

    fn check(bytes: &[u8], expected: &[(&str, &str)]) {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("a", bytes));
        let findings = findings(sources.get(id), id);
        let got: Vec<(&str, &str)> = findings.iter().map(|it| (it.code.name, it.message.as_str())).collect();
        assert_eq!(got, expected, "{}", bytes.escape_ascii());
    }

    #[test]
    fn one_finding_a_kind() {
        check(b"plain\ttext\n", &[]);
        check(b"a\r\nb\r\n", &[]);
        check(b"\xef\xbb\xbfa", &[("byte-order-mark", "the packet begins with a byte order mark")]);
        check(b"a\x97b\x97", &[("not-utf-8", "2 bytes that are not UTF-8, the first one `\\x97`")]);
        check(b"`\x08ash\n", &[("control-characters", "one control character: `\\u{8}`")]);
        check(b"a\0b", &[("control-characters", "one control character: `\\u{0}`")]);
        check(b"a\rb", &[("control-characters", "one control character: `\\r`")]);
        check("\u{2014} \u{2192}".as_bytes(), &[("not-ascii", "2 characters beyond ASCII, the first one `\u{2014}`")]);
        check(
            "\u{e2}\u{20ac}\u{201d} \u{c2}\u{a7}2".as_bytes(),
            &[("mojibake", "2 torn characters, the first one `\u{e2}\u{20ac}`")],
        );
        check(b"a\r\nb\nc\n", &[("mixed-line-ends", "one line ends in CR LF, the others in LF")]);
    }
}
