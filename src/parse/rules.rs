//! Rules from their source: every mistake with its place, and what was understood all the same.

use std::collections::BTreeSet;

use super::rule_file::{KindWord, PerWord, RuleFile, RuleText, SeverityWord, VacuousWord, ZoneWord};
use super::yaml_serde::At;
use super::yaml_typed::decode;
use crate::finding::{Code, Finding, Page, Severity};
use crate::model::{Allow, Examples, Packet, Per, Placed, Rule, RuleCheck, RuleOrigin, Select, Vacuous, Zone};
use crate::text::{Site, SourceId, Sources, Span, nearest};

/// A rule that cannot be read as it was meant.
pub static RULE_READABLE: Code = Code {
    id: "TP607",
    name: "rule_readable",
    page: Page {
        checks: "A file of rules is YAML, each key is one that we know, each pattern is a regular expression that ripgrep would \
                 take, each glob is one, ids are unique, and a pack's parameters are those that it has.",
        why: "A rule that is not understood would protect nobody, and nobody would know.",
        fails: "- id: no-todo\n  kind: forbid\n  pattern: '(TODO'",
        mend: "Correct it at the place given. `docs/schema/rules.json` describes all keys, and editors complete them from it.",
    },
};

/// How a file of rules is asked for.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Whose rules they are.
    pub origin: RuleOrigin,
    /// Parameters that were set, by name.
    pub with: Vec<(String, Placed)>,
    /// True where old hits count as well.
    pub strict: bool,
}

/// Reads a file of rules. A finding of weight means that a rule is missing from the answer.
pub fn rules(sources: &Sources, source: SourceId, wanted: &Wanted) -> (Vec<Rule>, Vec<Finding>) {
    let text = sources.get(source);
    if std::str::from_utf8(text.bytes()).is_err() {
        let bad = text.bytes().utf8_chunks().next().map_or(0, |chunk| chunk.valid().len());
        let finding = Finding::error(&RULE_READABLE, "the rules are not UTF-8").at(source, Span::at(bad));
        return (Vec::new(), vec![finding.help("save the file as UTF-8")]);
    }
    read(text.text(), source, 0, wanted)
}

/// The rules of the packet itself: every fence of YAML outside of reports that begins with `rules:`.
pub fn rules_of_packet(sources: &Sources, packet: &Packet) -> (Vec<Rule>, Vec<Finding>) {
    let wanted = Wanted { origin: RuleOrigin::Packet, with: Vec::new(), strict: true };
    let text = sources.get(packet.source);
    let (mut rules, mut findings) = (Vec::new(), Vec::new());
    for block in &packet.code_blocks {
        let quoted = packet.sections.iter().any(|it| it.name.is_report() && it.body.contains(block.span.start));
        let content = text.slice(block.content);
        let language = block.language.clone();
        if !quoted && ["yaml", "yml"].contains(&language.as_str()) && content.trim_start().starts_with("rules:") {
            let (more, wrong) = read(content, packet.source, block.content.start, &wanted);
            rules.extend(more);
            findings.extend(wrong);
        }
    }
    (rules, findings)
}

/// The JSON Schema of a file of rules.
pub fn rule_schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(RuleFile);
    schema.insert("$id".to_owned(), "taskpacket/rules/v1".into());
    schema.to_value()
}

fn read(text: &str, source: SourceId, offset: usize, wanted: &Wanted) -> (Vec<Rule>, Vec<Finding>) {
    let site = |span: Span| Site { source, span: Span::new(span.start + offset, span.end + offset) };
    let found = |message: String, span: Span| {
        let Site { source, span } = site(span);
        Finding::error(&RULE_READABLE, message).at(source, span)
    };
    let (file, mut findings) = decode::<RuleFile>(text, found);
    let mut parameters: Vec<(String, Placed)> =
        file.parameters.iter().map(|(name, value)| (name.clone(), Placed::bare(&value.text))).collect();
    for (name, value) in &wanted.with {
        match parameters.iter_mut().find(|(known, _)| known == name) {
            Some((_, place)) => *place = value.clone(),
            None => findings.push(no_parameter(name, value, &parameters)),
        }
    }
    // With a parameter that is not understood, the rules would look in the wrong places.
    if wanted.with.iter().any(|(name, _)| parameters.iter().all(|(known, _)| known != name)) {
        return (Vec::new(), findings);
    }
    let reader =
        Reader { site: &site, parameters: &parameters, wanted, places: !matches!(wanted.origin, RuleOrigin::Pack(_)) };
    let mut ids = BTreeSet::new();
    let mut rules = Vec::new();
    for text in file.rules {
        if !ids.insert(text.id.text.clone()) {
            let message = format!("`{}` is the id of two rules", text.id.text);
            findings.push(found(message, text.id.span).help("give one of them another id"));
            continue;
        }
        match reader.rule(&text) {
            Ok(rule) => rules.push(rule),
            Err((message, span, help)) => findings.push(found(message, span).help(help)),
        }
    }
    (rules, findings)
}

fn no_parameter(name: &str, value: &Placed, known: &[(String, Placed)]) -> Finding {
    let finding = Finding::error(&RULE_READABLE, format!("`{name}` is no parameter of these rules"));
    let finding = match value.site {
        Some(site) => finding.at(site.source, site.span),
        None => finding,
    };
    let names: Vec<&str> = known.iter().map(|(name, _)| name.as_str()).collect();
    let finding = match nearest(name, names.iter().copied()) {
        Some(meant) => finding.help(format!("did you mean `{meant}`?")),
        None => finding.help("take it out"),
    };
    finding.compare(names.join(", "), name)
}

/// What is wrong, where, and what mends it.
type Wrong = (String, Span, String);

/// Turns what is written into what is meant.
struct Reader<'a> {
    site: &'a dyn Fn(Span) -> Site,
    parameters: &'a [(String, Placed)],
    wanted: &'a Wanted,
    /// True where findings may point into the text: a pack's own text is nobody's to mend.
    places: bool,
}

impl Reader<'_> {
    fn rule(&self, text: &RuleText) -> Result<Rule, Wrong> {
        let id = &text.id;
        let fine = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if id.text.is_empty() || !id.text.bytes().all(fine) {
            let message = format!("`{}` is no id: lower-case letters, digits and `-`", id.text.escape_debug());
            return Err((message, id.span, "such as `no-todo`".to_owned()));
        }
        check_keys(text)?;
        Ok(Rule {
            id: id.text.clone(),
            title: text.title.trim().to_owned(),
            reason: text.reason.trim().to_owned(),
            mend: text.mend.as_deref().unwrap_or_default().trim().to_owned(),
            tag: text.tag.clone(),
            severity: match text.severity {
                None | Some(SeverityWord::Error) => Severity::Error,
                Some(SeverityWord::Warning) => Severity::Warning,
                Some(SeverityWord::Note) => Severity::Note,
            },
            select: Select {
                roots: self.paths(text.roots.as_ref()),
                files: self.paths(text.files.as_ref()),
                except: self.paths(text.except.as_ref()),
                hidden: text.hidden.unwrap_or(false),
            },
            check: self.check(text)?,
            vacuous: match text.vacuous {
                None | Some(VacuousWord::NoVerdict) => Vacuous::NoVerdict,
                Some(VacuousWord::Warning) => Vacuous::Warning,
                Some(VacuousWord::Skipped) => Vacuous::Skipped,
            },
            examples: text.examples.as_ref().map_or_else(Examples::default, |examples| Examples {
                hits: examples.hits.iter().map(|it| self.placed(it)).collect(),
                misses: examples.misses.iter().map(|it| self.placed(it)).collect(),
            }),
            origin: self.wanted.origin.clone(),
            strict: self.wanted.strict,
            site: self.places.then(|| (self.site)(id.span)),
        })
    }

    fn check(&self, text: &RuleText) -> Result<RuleCheck, Wrong> {
        let within = text.within.iter().flatten().map(|zone| match zone {
            ZoneWord::Code => Zone::Code,
            ZoneWord::Strings => Zone::Strings,
            ZoneWord::Comments => Zone::Comments,
        });
        let within: Vec<Zone> = within.collect();
        let allow = || Allow { globs: self.paths(text.allow.as_ref()), regexes: Vec::new() };
        let needs = |key: &str| {
            let message =
                format!("`{}` lacks `{key}`, which a rule of kind `{}` needs", text.id.text, text.kind.word());
            (message, text.id.span, format!("add `{key}:`"))
        };
        let patterns: Vec<Placed> =
            text.pattern.iter().chain(text.patterns.iter().flatten()).map(|it| self.placed(it)).collect();
        let name = || text.name.as_ref().map(|it| self.placed(it)).ok_or_else(|| needs("name"));
        if matches!(text.kind, KindWord::Forbid | KindWord::Require) && patterns.is_empty() {
            return Err(needs("pattern"));
        }
        Ok(match text.kind {
            KindWord::Forbid => RuleCheck::Forbid { patterns, allow: allow(), within },
            KindWord::Require => {
                let per = if matches!(text.per, Some(PerWord::Tree)) { Per::Tree } else { Per::File };
                RuleCheck::Require { patterns, within, per }
            }
            KindWord::Numbered => RuleCheck::Numbered { start: text.start.unwrap_or(1), name: name()? },
            KindWord::Paired => {
                let partner = text.partner.as_ref().ok_or_else(|| needs("partner"))?.text.clone();
                RuleCheck::Paired { name: name()?, partner }
            }
            KindWord::Absent => RuleCheck::Absent { allow: allow() },
            KindWord::Smaller => RuleCheck::Smaller { most: text.most.ok_or_else(|| needs("most"))?, allow: allow() },
        })
    }

    fn placed(&self, at: &At) -> Placed {
        Placed { text: at.text.clone(), site: self.places.then(|| (self.site)(at.span)) }
    }

    /// Paths, parameters put in. A text that is a parameter and nothing else is written where the parameter is; one whose
    /// parameter is empty is left out.
    fn paths(&self, texts: Option<&Vec<At>>) -> Vec<Placed> {
        let mut paths = Vec::new();
        for at in texts.into_iter().flatten() {
            let mut placed = self.placed(at);
            for (name, value) in self.parameters {
                let blank = format!("{{{{{name}}}}}");
                if placed.text.contains(&blank) {
                    placed.text = placed.text.replace(&blank, &value.text);
                    placed.site = value.site;
                }
            }
            if !placed.text.is_empty() {
                paths.push(placed);
            }
        }
        paths
    }
}

/// Refuses keys that the kind of a rule does not have.
fn check_keys(text: &RuleText) -> Result<(), Wrong> {
    let span_of = |list: Option<&Vec<At>>| list.and_then(|list| list.first()).map_or(text.id.span, |at| at.span);
    let at = |at: Option<&At>| at.map_or(text.id.span, |at| at.span);
    let given = [
        ("pattern", text.pattern.is_some(), at(text.pattern.as_ref())),
        ("patterns", text.patterns.is_some(), span_of(text.patterns.as_ref())),
        ("allow", text.allow.is_some(), span_of(text.allow.as_ref())),
        ("within", text.within.is_some(), text.id.span),
        ("per", text.per.is_some(), text.id.span),
        ("start", text.start.is_some(), text.id.span),
        ("name", text.name.is_some(), at(text.name.as_ref())),
        ("partner", text.partner.is_some(), at(text.partner.as_ref())),
        ("most", text.most.is_some(), text.id.span),
        ("examples", text.examples.is_some(), text.id.span),
    ];
    let known = text.kind.keys();
    match given.iter().find(|(key, given, _)| *given && !known.contains(key)) {
        Some((key, _, span)) => {
            let message =
                format!("`{key}` means nothing for `{}`, a rule of kind `{}`", text.id.text, text.kind.word());
            Err((message, *span, format!("take it out; such a rule has {}", known.join(", "))))
        }
        None => Ok(()),
    }
}
