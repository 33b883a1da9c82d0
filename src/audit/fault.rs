//! One thing that breaks a rule: what waivers, baselines and comparisons with a base are about.

use std::sync::Arc;

use crate::finding::{Code, Finding};
use crate::model::{Hit, RepoPath, Rule};
use crate::text::{Source, Sources};

/// One thing that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which kind of fault it is.
    pub code: &'static Code,
    /// The file that it is about.
    pub path: RepoPath,
    /// The line that shows it, where one does.
    pub hit: Option<Hit>,
    /// What is so; for a hit the rule's title says it.
    pub message: String,
}

impl Fault {
    /// A line that a rule forbids.
    pub fn of_hit(hit: Hit, rule: &Rule) -> Self {
        let message = format!("`{}` in `{}`: {}", hit.matched(), hit.path, rule.title);
        Self { code: &super::FORBIDDEN, path: hit.path.clone(), hit: Some(hit), message }
    }

    /// What it is known by, wherever its line moves to.
    pub fn content(&self) -> String {
        self.hit.as_ref().map_or_else(|| self.message.clone(), Hit::content)
    }

    /// The finding. A line becomes a source of its own, in the name of its file.
    pub fn finding(&self, rule: &Rule, sources: &mut Sources) -> Finding {
        let mut finding = Finding::new(self.code, rule.severity, &self.message).about(self.path.to_string());
        if let Some(hit) = &self.hit {
            let text: Arc<[u8]> = hit.excerpt.as_bytes().into();
            let source = sources.add(Source::new(hit.path.to_string(), text).cut_out_at(hit.first));
            finding = finding.at(source, hit.span).label(label(rule));
        }
        for help in [&rule.mend, &rule.reason] {
            if !help.is_empty() && finding.help.is_empty() {
                finding = finding.help(help.as_str());
            }
        }
        finding
    }
}

/// Beside the caret: why, and by which rule.
fn label(rule: &Rule) -> String {
    let tag = rule.tag.as_ref().map(|tag| format!(" ({tag})")).unwrap_or_default();
    format!("{}{tag}: {}", rule.id, rule.reason)
}
