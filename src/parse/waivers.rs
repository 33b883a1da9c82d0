//! WAIVERS GRANTED: records in a line, records with children, and prose.

use chrono::NaiveDate;

use super::doc::Doc;
use super::items;
use super::{key, reports, value};
use crate::model::{ScopeItem, SectionName, Waiver, WaiverState};
use crate::text::Span;

/// Reads the waivers of all sections of that name, but none that a report quotes.
pub(super) fn read(doc: &Doc) -> Vec<Waiver> {
    let mut waivers = Vec::new();
    let mut done = 0;
    for (index, section) in doc.sections.iter().enumerate() {
        let quoted = crate::model::ancestors(&doc.sections, index).any(|around| around.name.is_report());
        if section.name == SectionName::WaiversGranted && !quoted && section.body.start >= done {
            waivers.extend(section_waivers(doc, section.body));
            done = section.body.end;
        }
    }
    waivers
}

fn section_waivers(doc: &Doc, body: Span) -> Vec<Waiver> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut top = None;
    for listed in items::read(doc, doc.lines_in(body)) {
        let text = listed.item.text.trim();
        if is_nothing(text) {
            top = None;
            continue;
        }
        let indent = listed.item.indent;
        match (top, drafts.last_mut()) {
            (Some(level), Some(draft)) if indent > level || (!listed.bullet && indent == level) => {
                draft.span.end = listed.item.span.end;
                draft.child(text);
            }
            _ => {
                drafts.push(Draft::new(text, listed.item.span));
                top = Some(indent);
            }
        }
    }
    drafts.into_iter().map(Draft::finish).collect()
}

/// Lines of the template, `NONE`, blanks: no waiver.
fn is_nothing(text: &str) -> bool {
    let bare = text.trim_matches(['.', '*', '`', '_', ' ']).to_ascii_uppercase();
    let none = matches!(bare.as_str(), "" | "NONE" | "N/A" | "NIL" | "NONE YET" | "NONE GRANTED" | "NO WAIVERS");
    let format = bare.starts_with("FORMAT:") || bare.starts_with("RULE:") || bare.starts_with("EXAMPLE:");
    none || format || text.starts_with('(') || value::placeholder(value::clean(text)).is_some()
}

/// A waiver while its lines are read.
#[derive(Default)]
struct Draft {
    id: String,
    fields: Vec<(String, String)>,
    text: String,
    span: Span,
}

impl Draft {
    fn new(text: &str, span: Span) -> Self {
        let mut draft = Self { span, ..Self::default() };
        for (position, part) in parts(text).enumerate() {
            match field(part) {
                Some((name, value)) => draft.fields.push((name, value)),
                None if position == 0 => {
                    draft.id = id_of(part);
                    part.clone_into(&mut draft.text);
                }
                None => draft.join(part),
            }
        }
        if draft.id.is_empty()
            && let Some((name, reason)) = draft.fields.first()
            && name.starts_with("WAIVER_")
            && name != "WAIVER_ID"
        {
            draft.id = id_of(text);
            draft.text.clone_from(reason);
        }
        draft
    }

    fn child(&mut self, text: &str) {
        for part in parts(text) {
            match field(part) {
                Some((name, value)) if !value.is_empty() || known(&name) => self.fields.push((name, value)),
                _ => match self.fields.last_mut().filter(|(name, value)| known(name) && list(name) || value.is_empty())
                {
                    Some((_, value)) => {
                        value.push_str(if value.is_empty() { "" } else { ", " });
                        value.push_str(part);
                    }
                    None => self.join(part),
                },
            }
        }
    }

    fn join(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(text);
    }

    fn finish(self) -> Waiver {
        let get = |names: &[&str]| {
            let found = self.fields.iter().find(|(name, _)| names.contains(&name.as_str()));
            found.map(|(_, value)| value.trim().to_owned()).filter(|value| !value.is_empty())
        };
        let covers = get(&["COVERS"]).map(|text| words(&text)).unwrap_or_default();
        let prose = reports::date(&self.text).map_or(Day::None, Day::Is);
        let date = get(&["DATE", "GRANTED"]).map_or(prose, |text| Day::read(Some(&text)));
        let expires = Day::read(get(&["EXPIRES", "EXPIRY", "EXPIRATION"]).as_deref());
        let state = state(&covers, get(&["STATUS"]).as_deref(), date, expires);
        let id = get(&["WAIVER_ID", "ID"]).unwrap_or_else(|| self.id.clone());
        Waiver {
            id: value::clean(&id).value.to_owned(),
            state,
            covers,
            sections: get(&["SECTIONS", "SECTION"]).map(|text| words(&text)).unwrap_or_default(),
            paths: get(&["PATHS", "PATH"]).map(|text| paths(&text, self.span)).unwrap_or_default(),
            reason: get(&["REASON", "JUSTIFICATION"]).unwrap_or_else(|| self.text.clone()),
            approver: get(&["APPROVER", "APPROVED_BY"]).unwrap_or_default(),
            date: date.day(),
            expires: expires.day(),
            span: self.span,
        }
    }
}

/// A date as written, or something that is none.
#[derive(Clone, Copy)]
enum Day {
    None,
    Is(NaiveDate),
    Unreadable,
}

impl Day {
    fn read(text: Option<&str>) -> Self {
        let Some(text) = text else { return Self::None };
        match reports::date(text) {
            Some(day) => Self::Is(day),
            None if matches!(text.to_ascii_uppercase().as_str(), "NONE" | "N/A" | "NEVER") => Self::None,
            None => Self::Unreadable,
        }
    }

    fn day(self) -> Option<NaiveDate> {
        if let Self::Is(day) = self { Some(day) } else { None }
    }
}

/// What a record says of itself; a record without COVERS relaxes nothing, whatever its dates.
fn state(covers: &[String], status: Option<&str>, date: Day, expires: Day) -> WaiverState {
    if covers.is_empty() {
        return WaiverState::Prose;
    }
    if matches!(date, Day::Unreadable) || matches!(expires, Day::Unreadable) {
        return WaiverState::Unreadable;
    }
    match status.map(|status| value::clean(status).value.to_ascii_uppercase()).as_deref() {
        None | Some("ACTIVE" | "GRANTED") => WaiverState::Active,
        Some("REVOKED" | "EXPIRED" | "CLOSED" | "ENDED" | "WITHDRAWN" | "SUPERSEDED") => WaiverState::Ended,
        Some(_) => WaiverState::Unreadable,
    }
}

/// The fields of a record in a line; within backticks a bar is text.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let mut ticked = false;
    text.split(move |letter| {
        ticked ^= letter == '`';
        letter == '|' && !ticked
    })
    .map(str::trim)
    .filter(|part| !part.is_empty())
}

fn field(part: &str) -> Option<(String, String)> {
    let key = key::parse(part)?;
    Some((key::canonical(&part[key.key]), bare(&part[key.value]).to_owned()))
}

fn known(name: &str) -> bool {
    list(name) || matches!(name, "DATE" | "EXPIRES" | "EXPIRY" | "STATUS" | "APPROVER" | "REASON" | "JUSTIFICATION")
}

fn list(name: &str) -> bool {
    matches!(name, "PATHS" | "COVERS" | "SECTIONS" | "SCOPE")
}

/// The id at the start of a waiver without a WAIVER_ID: its first word where that has a digit or a dash in it.
fn id_of(text: &str) -> String {
    let word = text.trim_start_matches(['*', '`', '[']).split([' ', '*', '`', ':', ']']).next().unwrap_or_default();
    let like_id =
        word.contains('-') && word.chars().any(|it| it.is_ascii_digit()) && word.starts_with(char::is_alphabetic);
    let named = word.to_ascii_uppercase().starts_with("WAIVER-") || word.starts_with("CX-") || word.starts_with("W-");
    if like_id || named { word.to_owned() } else { String::new() }
}

fn words(text: &str) -> Vec<String> {
    let split = text.split([',', ';']).map(|word| word.trim().trim_matches(['`', '*']).to_owned());
    split.filter(|word| !word.is_empty()).collect()
}

fn paths(text: &str, span: Span) -> Vec<ScopeItem> {
    let words = split(text).map(bare).filter(|word| !word.is_empty());
    words.map(|word| ScopeItem::new(value::clean(word).value, None, span)).collect()
}

/// A value without its decoration; a pattern's own stars are none.
fn bare(text: &str) -> &str {
    let text = text.trim_matches(['`', ' ']);
    let inner = text.strip_prefix("**").and_then(|rest| rest.strip_suffix("**")).filter(|inner| !inner.contains("**"));
    inner.unwrap_or(text).trim_matches(['`', ' '])
}

/// The parts of a list of paths; commas within braces and parentheses belong to the part.
fn split(text: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_i64;
    text.split(move |letter| {
        depth += match letter {
            '{' | '(' => 1,
            '}' | ')' => -1,
            _ => 0,
        };
        matches!(letter, ',' | ';') && depth <= 0
    })
}
