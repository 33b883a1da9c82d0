//! TEST_PLAN: its fences and bullets, cut into steps.

use super::doc::Doc;
use super::fence;
use super::items::Listed;
use super::step;
use super::{items, key, outline, shell};
use crate::model::{Fence, Plan, Section, SectionName, Shell, Step, StepKind, Unreadable};
use crate::text::Span;

/// Reads the plan.
pub(super) fn read(doc: &Doc) -> Plan {
    let Some(section) = doc.section(SectionName::TestPlan) else { return Plan::default() };
    of(doc, section.heading, doc.inline_value(section), own_body(doc, section))
}

/// Reads RUN_COMMANDS of BOOTSTRAP, which a key or a heading introduces: a plan like the other one.
pub(super) fn run_commands(doc: &Doc) -> Plan {
    let Some(bootstrap) = doc.section(SectionName::Bootstrap) else { return Plan::default() };
    let within = |at: usize| bootstrap.body.contains(at);
    let key = doc.keys.iter().find(|key| key.name == RUN_COMMANDS && within(key.line_start));
    if let Some(key) = key {
        let lines = &doc.lines[key.body.clone()];
        let start = doc.lines[key.line].span;
        let body = Span::new(start.end, lines.last().map_or(start.end, |line| line.span.end + 1).min(doc.text.len()));
        return of(doc, start, (!key.value.is_empty()).then_some(key.value), body);
    }
    let titled = |section: &&Section| key::canonical(&section.title) == RUN_COMMANDS && within(section.heading.start);
    let section = doc.sections.iter().find(titled);
    section.map_or_else(Plan::default, |section| of(doc, section.heading, None, own_body(doc, section)))
}

/// The name of the other plan.
const RUN_COMMANDS: &str = "RUN_COMMANDS";

fn of(doc: &Doc, heading: Span, inline: Option<Span>, body: Span) -> Plan {
    let mut plan = Plan { heading: Some(heading), body, ..Plan::default() };
    if let Some(span) = inline {
        plan.steps.extend(listed_step(doc.slice(span), span));
    }
    let lines = doc.lines_in(body);
    let mut listed = items::read(doc, lines).into_iter().peekable();
    for block in doc.outline.code_blocks.iter().filter(|it| body.contains(it.span.start)) {
        while let Some(item) = listed.next_if(|it| it.item.span.start < block.span.start) {
            plan.steps.extend(item_step(doc, &item));
        }
        let index = plan.fences.len();
        let shell = shell_of(&block.language);
        plan.fences.push(Fence { language: block.language.clone(), content: block.content });
        plan.steps.extend(fence::steps(&doc.text, block, shell, index));
    }
    for item in listed {
        plan.steps.extend(item_step(doc, &item));
    }
    for (index, step) in plan.steps.iter_mut().enumerate() {
        step.index = index + 1;
    }
    plan
}

/// The plan's body up to the next part of the format within it.
fn own_body(doc: &Doc, section: &Section) -> Span {
    let within = |it: &&Section| section.body.start <= it.heading.start && it.heading.start < section.body.end;
    let next = doc.sections.iter().filter(within).find(|it| it.name != SectionName::Other);
    Span::new(section.body.start, next.map_or(section.body.end, |it| it.heading.start))
}

/// What reads the fences of a language.
fn shell_of(language: &str) -> Shell {
    match outline::language(language).as_str() {
        "" | "bash" | "sh" | "shell" | "zsh" | "console" | "ash" => Shell::Bash,
        "powershell" | "pwsh" | "ps1" | "ps" | "posh" | "owershell" => Shell::PowerShell,
        _ => Shell::Unknown,
    }
}

fn item_step(doc: &Doc, listed: &Listed) -> Option<Step> {
    let content = doc.slice(listed.first);
    if listed.bullet || content.starts_with('`') {
        let rest = Span::new(listed.first.start, listed.item.span.end.max(listed.first.start));
        return listed_step(content, Span::new(rest.start, listed.first.end.max(rest.start)));
    }
    None
}

/// Inline code is a command; a sentence is for a person; a label without an answer and a template line are nothing.
fn listed_step(content: &str, span: Span) -> Option<Step> {
    if content.is_empty() || content.starts_with('(') {
        return None;
    }
    let key = key::parse(content);
    if key.as_ref().is_some_and(|key| key.value.is_empty()) {
        return None;
    }
    let offset = key.filter(|key| content[key.value.clone()].starts_with('`')).map_or(0, |key| key.value.start);
    let code = content[offset..].strip_prefix('`').and_then(|rest| rest.split_once('`'));
    let Some((code, behind)) = code.filter(|(code, behind)| is_command(code, behind)) else {
        return Some(step::manual(content, span));
    };
    let start = span.start + offset + 1;
    let comment = behind.trim().trim_start_matches(['-', '#', '\u{2014}', ' ']).trim_matches(['(', ')', '.', ' ']);
    let comments = if comment.is_empty() { Vec::new() } else { vec![comment.to_owned()] };
    let mut step = step::command(code, Span::new(start, start + code.len()), None, Shell::Bash, comments);
    let trouble = shell::commands(code).into_iter().find_map(|command| command.trouble);
    step.unreadable = trouble
        .map(|it| Unreadable { reason: it.kind.to_string(), span: Span::new(start + it.at.start, start + it.at.end) });
    Some(step).filter(|step| !matches!(step.kind, StepKind::Manual))
}

/// True where inline code at the start of a bullet is what is to be run, and not the subject of a sentence.
fn is_command(code: &str, behind: &str) -> bool {
    let behind = behind.trim();
    let remark = behind.is_empty() || behind.starts_with(['(', '-', '#', '\u{2014}', '\u{2013}', '.', ':', ';']);
    !code.trim().is_empty() && (remark || code.trim().contains(' '))
}
