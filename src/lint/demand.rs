//! What a packet must hold, by name, and what of it is missing: shared by the lint rule and by the gate of pre-work.

use crate::model::{Config, Packet, PlaceholderKind, Raw, Section, SectionName, Value};
use crate::text::Span;

/// Something demanded that is not there, or that nobody filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Its name as the configuration writes it: `METADATA.WP_ID`, `TEST_PLAN`.
    pub name: String,
    /// In which way it is missing.
    pub lack: Lack,
    /// Where to look: its own key or heading, else that of the section it belongs in, else the packet's title.
    pub span: Span,
}

/// The ways in which something can be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lack {
    /// There is no such key or section.
    Absent,
    /// It is there, and holds nothing of its kind.
    Empty,
    /// A template's blank was left in it.
    Placeholder(Raw, PlaceholderKind),
    /// What stands there is none of the words that it can be.
    Malformed(Raw),
}

/// Everything that the configuration demands and the packet does not hold, in the order of the configuration.
pub fn missing(packet: &Packet, config: &Config) -> Vec<Missing> {
    let demanded = config.demand.packet.iter();
    demanded
        .filter_map(|name| {
            let (lack, span) = lack(packet, name)?;
            Some(Missing { name: name.clone(), lack, span: span.unwrap_or_else(|| home(packet, name)) })
        })
        .collect()
}

/// True where the configuration demands that name, of a packet.
pub fn is_demanded(config: &Config, name: &str) -> bool {
    let last = |name: &str| name.rsplit('.').next().unwrap_or_default().to_ascii_uppercase();
    config.demand.packet.iter().any(|demanded| last(demanded) == last(name))
}

/// In which way one demanded name is missing, and where; `None` where it is there.
fn lack(packet: &Packet, name: &str) -> Option<(Lack, Option<Span>)> {
    let name = canonical(name);
    let (section, key) = name.split_once('.').map_or((None, name.as_str()), |(section, key)| (Some(section), key));
    let metadata = &packet.metadata;
    match key {
        "WP_ID" | "TASK_ID" => of_value(&metadata.id),
        "BASE_WP_ID" => of_value(&metadata.base_id),
        "STATUS" => of_value(&metadata.status),
        "RISK_TIER" => of_value(&metadata.risk_tier),
        "USER_SIGNATURE" => of_value(&metadata.signature),
        "CODER_MODEL" => of_value(&metadata.coder_model),
        "CODER_REASONING_STRENGTH" => of_value(&metadata.coder_strength),
        "REFINEMENT_FILE" => of_value(&metadata.refinement_file),
        "MERGE_BASE_SHA" => of_value(&metadata.merge_base),
        "SPEC_BASELINE" => of_value(&packet.authority.baseline),
        "SPEC_TARGET" => of_value(&packet.authority.target),
        "SPEC_ANCHOR" => {
            of_list(packet.authority.anchors.len(), find_field(packet, section, key).map(|(_, span)| span))
        }
        "IN_SCOPE_PATHS" => of_list(packet.scope.items.len(), packet.scope.heading),
        "OUT_OF_SCOPE" => of_list(packet.scope.out.len(), packet.scope.out_heading),
        "TEST_PLAN" => of_list(packet.plan.steps.len(), packet.plan.heading),
        "DONE_MEANS" => {
            let heading = packet.section(SectionName::DoneMeans).map(|section| section.heading);
            of_list(packet.done_means.len(), heading)
        }
        _ => match (find_field(packet, section, key), section) {
            (Some((lack, span)), _) => lack.map(|lack| (lack, Some(span))),
            (None, None) if find_section(packet, key).is_some() => None,
            (None, Some(section)) if has_heading(packet, section, key) => None,
            (None, _) => Some((Lack::Absent, None)),
        },
    }
}

fn of_value<T>(value: &Value<T>) -> Option<(Lack, Option<Span>)> {
    match value {
        Value::Present(..) => None,
        Value::Absent => Some((Lack::Absent, None)),
        Value::Placeholder(raw, kind) => Some((Lack::Placeholder(raw.clone(), *kind), Some(raw.span))),
        Value::Malformed(raw) => Some((Lack::Malformed(raw.clone()), Some(raw.span))),
    }
}

fn of_list(length: usize, heading: Option<Span>) -> Option<(Lack, Option<Span>)> {
    match (length, heading) {
        (0, None) => Some((Lack::Absent, None)),
        (0, Some(heading)) => Some((Lack::Empty, Some(heading))),
        _ => None,
    }
}

/// A field by its key, within a section where one is named and exists; with what it lacks.
fn find_field(packet: &Packet, section: Option<&str>, key: &str) -> Option<(Option<Lack>, Span)> {
    let within = section.and_then(|name| find_section(packet, name)).map(|section| section.body);
    let field = packet
        .fields
        .iter()
        .find(|field| field.key == key && within.is_none_or(|body| body.contains(field.key_span.start)))?;
    let lack = match &field.value {
        Value::Absent if field.items.is_empty() => Some(Lack::Empty),
        Value::Absent => None,
        value => of_value(value).map(|(lack, _)| lack),
    };
    Some((lack, field.value.span().unwrap_or(field.key_span)))
}

/// A section by the name that the configuration writes.
fn find_section<'a>(packet: &'a Packet, name: &str) -> Option<&'a Section> {
    let known = SectionName::of_word(name);
    known
        .and_then(|known| packet.section(known))
        .or_else(|| packet.sections.iter().find(|section| canonical(&section.title) == name))
}

/// True where a heading of that name stands in a section: `### What` beneath `## Scope`.
fn has_heading(packet: &Packet, section: &str, key: &str) -> bool {
    let Some(within) = find_section(packet, section).map(|section| section.body) else { return false };
    packet.sections.iter().any(|it| within.contains(it.heading.start) && canonical(&it.title) == key)
}

/// Where a missing name belongs: the heading of its section, else the title.
fn home(packet: &Packet, name: &str) -> Span {
    let section = match name.split_once('.') {
        Some((section, _)) => find_section(packet, &canonical(section)),
        None => None,
    };
    let title = packet.title.as_ref().map(|title| title.span);
    section.map(|section| section.heading).or(title).unwrap_or_default()
}

/// `Test Plan (see below) [CX-1]` as `TEST_PLAN`: decoration and tail dropped, upper case, `_` between words.
fn canonical(title: &str) -> String {
    let end = title.find(['(', '[', ':']).unwrap_or(title.len());
    let bare = title[..end].trim_matches(|letter: char| letter.is_whitespace() || "*`#".contains(letter));
    let words: Vec<String> =
        bare.split([' ', '_', '-']).filter(|word| !word.is_empty()).map(str::to_ascii_uppercase).collect();
    words.join("_")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Profile;
    use crate::parse;
    use crate::text::{Source, Sources};

    #[test]
    fn a_part_may_be_a_line_or_a_heading_in_its_section() {
        let cases = [
            ("## SCOPE\n- What: a thing\n", false),
            ("## Scope\n### What\nA thing.\n", false),
            ("## Scope\n- Why: because\n\n## NOTES\n### What\nA thing.\n", true),
        ];
        for (text, expected) in cases {
            let mut sources = Sources::default();
            let source = sources.add(Source::new("WP-1.md", text.as_bytes()));
            let missing = missing(&parse::packet(&sources, source).0, &Config::of_profile(Profile::Full));
            assert_eq!(missing.iter().any(|it| it.name == "SCOPE.WHAT"), expected, "{text}");
        }
    }
}
