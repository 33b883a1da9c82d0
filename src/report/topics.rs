//! Gates folded into one line a topic: what holds is one line, however many gates hold.

use crate::finding::Severity;
use crate::gate::{GateStatus, Judged, Topic};
use crate::text::listed;

/// How many gates that do not hold are named before the rest is counted.
const MOST_NAMED: usize = 2;

/// One topic's line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicLine {
    /// Which topic.
    pub topic: Topic,
    /// How its gates ended, taken together.
    pub mark: Mark,
    /// What there is to say.
    pub phrase: String,
}

/// How the gates of one topic ended, taken together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// None of them could be asked anything.
    NotApplicable,
    /// They hold.
    Pass,
    /// They hold, with something worth knowing.
    Note,
    /// They hold, with warnings.
    Warn,
    /// One could not be judged.
    Unproven,
    /// One does not hold.
    Fail,
}

impl Mark {
    /// The word that people read.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotApplicable => "-",
            Self::Pass => "pass",
            Self::Note => "note",
            Self::Warn => "warn",
            Self::Unproven => "unproven",
            Self::Fail => "FAIL",
        }
    }
}

/// One line for each topic that has a gate, in the order in which the topics first come up.
pub fn lines(judged: &[Judged]) -> Vec<TopicLine> {
    let mut topics: Vec<Topic> = Vec::new();
    for one in judged {
        if !topics.contains(&one.gate.topic) {
            topics.push(one.gate.topic);
        }
    }
    topics.into_iter().map(|topic| line(topic, judged)).collect()
}

fn line(topic: Topic, judged: &[Judged]) -> TopicLine {
    let of_topic = || judged.iter().filter(move |one| one.gate.topic == topic);
    let mark = of_topic().map(mark).max().unwrap_or(Mark::NotApplicable);
    let mut phrases: Vec<String> = Vec::new();
    let (entries, others): (Vec<&Judged>, Vec<&Judged>) = of_topic().partition(|one| one.target.is_some());
    if !entries.is_empty() {
        phrases.push(entry_phrase(&entries));
    }
    // Where something does not hold, what holds beside it is not news.
    for one in others {
        let phrase = &one.judgement.phrase;
        if !phrase.is_empty() && !phrases.contains(phrase) && (mark < Mark::Unproven || self::mark(one) == mark) {
            phrases.push(phrase.clone());
        }
    }
    TopicLine { topic, mark, phrase: phrases.join(", ") }
}

fn mark(judged: &Judged) -> Mark {
    match judged.judgement.status {
        GateStatus::Fail => Mark::Fail,
        GateStatus::NoVerdict => Mark::Unproven,
        GateStatus::Waived => Mark::Warn,
        GateStatus::NotApplicable => Mark::NotApplicable,
        GateStatus::Pass => match judged.judgement.findings.iter().map(|finding| finding.severity).max() {
            Some(Severity::Error | Severity::Warning) => Mark::Warn,
            Some(Severity::Note) => Mark::Note,
            None => Mark::Pass,
        },
    }
}

/// `40 gates computed, 40 hold, 40 ticked`, or which of them do not hold and where.
fn entry_phrase(entries: &[&Judged]) -> String {
    let asked: Vec<&Judged> =
        entries.iter().copied().filter(|one| one.judgement.status != GateStatus::NotApplicable).collect();
    if asked.is_empty() {
        return "template entries, nothing to compute".to_owned();
    }
    // A gate that fails without a word is a consequence of what another one says: the template was not filled in.
    let silent = |one: &Judged| one.judgement.status == GateStatus::Fail && one.judgement.findings.is_empty();
    if asked.iter().all(|one| silent(one)) {
        return "the template's entry is not filled in".to_owned();
    }
    let failing: Vec<&Judged> = asked
        .iter()
        .copied()
        .filter(|one| matches!(one.judgement.status, GateStatus::Fail | GateStatus::NoVerdict))
        .collect();
    let total = asked.len();
    if failing.is_empty() {
        let ticked = asked.iter().filter(|one| one.claimed == Some(true)).count();
        return format!("{total} gates computed, {total} hold, {ticked} ticked");
    }
    let named = failing.iter().map(|one| {
        let target = one.target.as_deref().unwrap_or_default();
        format!("{}: {}", target.rsplit('/').next().unwrap_or(target), one.gate.name)
    });
    format!("{} of {total} gates hold; {}", total - failing.len(), listed(named, MOST_NAMED))
}
