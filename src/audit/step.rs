//! A search-and-throw step of a plan as a rule.

use super::paths::path_regex;
use super::{matcher, readings};
use crate::finding::Severity;
use crate::model::{
    Allow, Examples, Placed, Plan, RepoPath, Rule, RuleCheck, RuleOrigin, Select, Step, StepKind, Vacuous,
};
use crate::text::{Site, SourceId};

/// The rule that an audit step states; `None` for any other step. `folder` is where the step's session stands.
pub fn rule_of_step(step: &Step, source: SourceId, folder: &RepoPath) -> Option<Rule> {
    let StepKind::Audit { pattern, roots, allow } = &step.kind else { return None };
    let site = Some(Site { source, span: step.span });
    let placed = |text: String| Placed { text, site };
    // A reading that is no expression is none of the author's; where none is, the rule says so of the first.
    let meant = |text: &str, works: fn(&str) -> bool| {
        let all = readings_of(step, text);
        let working: Vec<String> = all.iter().filter(|reading| works(reading)).cloned().collect();
        (if working.is_empty() { all[..1].to_vec() } else { working }).into_iter().map(placed).collect()
    };
    let beneath = |root: &String| placed(joined(folder, root));
    let roots: Vec<Placed> =
        if roots.is_empty() { vec![beneath(&".".to_owned())] } else { roots.iter().map(beneath).collect() };
    let regexes = allow.as_ref().map_or_else(Vec::new, |text| meant(text, |reading| path_regex(reading).is_ok()));
    Some(Rule {
        id: format!("step-{}", step.index),
        title: format!("no `{pattern}` in {}", roots.iter().map(|it| it.text.as_str()).collect::<Vec<_>>().join(", ")),
        reason: step.comments.first().cloned().unwrap_or_else(|| "the TEST_PLAN forbids it".to_owned()),
        mend: "take it out, or move it to where the step allows it".to_owned(),
        tag: None,
        severity: Severity::Error,
        select: Select { roots, ..Select::default() },
        check: RuleCheck::Forbid {
            patterns: meant(pattern, |reading| matcher(&[reading]).is_ok()),
            allow: Allow { globs: Vec::new(), regexes },
            within: Vec::new(),
        },
        vacuous: Vacuous::NoVerdict,
        examples: Examples::default(),
        origin: RuleOrigin::Step(step.index),
        strict: true,
        site,
    })
}

/// Where the session of a step stands by the `cd` steps before it in its fence, relative to the repository's root.
pub fn folder_of(plan: &Plan, step: &Step) -> RepoPath {
    let before = plan.steps.iter().filter(|it| step.fence.is_some() && it.fence == step.fence && it.index < step.index);
    before.fold(RepoPath::from(""), |folder, step| match step.text.trim().strip_prefix("cd ") {
        Some(to) if !to.contains([';', '&', '|', '$', '\n']) => {
            RepoPath::from(joined(&folder, to.trim().trim_matches(['"', '\''])).as_str())
        }
        _ => folder,
    })
}

/// True where a step of the plan calls a recipe of that name.
pub fn calls_for(plan: &Plan, recipe: &str) -> bool {
    plan.steps.iter().any(|step| {
        let mut words = step.text.split_whitespace();
        words.next() == Some("just") && words.find(|word| !word.starts_with('-')) == Some(recipe)
    })
}

/// Single quotes and bare words mean themselves; double quotes are read differently by the two shells.
fn readings_of(step: &Step, text: &str) -> Vec<String> {
    if step.text.contains(&format!("\"{text}\"")) { readings::of_double_quotes(text) } else { vec![text.to_owned()] }
}

/// A path from a folder, `.` and `..` worked out; `\` is a separator too. What leads out of the repository stays as it
/// is written, and names nothing in it.
fn joined(folder: &RepoPath, path: &str) -> String {
    let path = path.replace('\\', "/");
    let mut parts: Vec<String> = Vec::new();
    let folder = folder.to_string();
    for part in folder.split('/').chain(path.split('/')).filter(|part| !part.is_empty() && *part != ".") {
        match part {
            ".." if parts.last().is_some_and(|last| last != "..") => drop(parts.pop()),
            _ => parts.push(part.to_owned()),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;
    use crate::text::{Source, Sources};

    fn rules(plan: &str) -> Vec<Rule> {
        let mut sources = Sources::default();
        let source =
            sources.add(Source::new("a.md", format!("# WP-1\n\n## TEST_PLAN\n```bash\n{plan}\n```\n").as_bytes()));
        let packet = parse::packet(&sources, source).0;
        let steps = packet.plan.steps.iter();
        steps.filter_map(|step| rule_of_step(step, source, &folder_of(&packet.plan, step))).collect()
    }

    fn texts(placed: &[Placed]) -> Vec<&str> {
        placed.iter().map(|it| it.text.as_str()).collect()
    }

    const THROW: &str = "if ($hits) { throw \"x\" }";

    #[test]
    fn both_readings_of_double_quotes() {
        let rules = rules(&format!(
            "$hits = rg -n \"\\\\bPool\\\\b\" src | Where-Object {{ $_ -notmatch 'src\\\\db\\\\' }}\n{THROW}"
        ));
        assert_eq!(texts(rules[0].patterns()), ["\\\\bPool\\\\b", "\\bPool\\b"]);
        assert_eq!(texts(&rules[0].allow().unwrap().regexes), ["src\\\\db\\\\"]);
        assert_eq!(texts(&rules[0].select.roots), ["src"]);
    }

    #[test]
    fn single_quotes_mean_themselves() {
        let rules = rules(&format!("$hits = rg -n '\\\\bPool' src\n{THROW}"));
        assert_eq!(texts(rules[0].patterns()), ["\\\\bPool"]);
    }

    #[test]
    fn roots_count_from_where_the_session_stands() {
        let rules = rules(&format!("cd app/core\n$hits = rg -n x src ../lib\n{THROW}\n\n$hits = rg y\n{THROW}"));
        assert_eq!(texts(&rules[0].select.roots), ["app/core/src", "app/lib"]);
        assert_eq!(texts(&rules[1].select.roots), ["app/core"]);
    }
}
