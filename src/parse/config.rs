//! The configuration from its source: every mistake with its place, and what was understood all the same.

use super::config_file::ConfigFile;
use super::yaml_typed::decode;
use crate::finding::{Code, Finding, Page};
use crate::model::Config;
use crate::text::{SourceId, Sources, Span};

/// A configuration that cannot be read as it was meant.
pub static CONFIG_READABLE: Code = Code {
    id: "TP001",
    name: "config_readable",
    page: Page {
        checks: "`taskpacket.yaml` is YAML, each of its keys is one that we know and stands there once, and each value is \
                 of the kind that its key takes.",
        why: "A misspelt key would silently leave the default in force, and a team would believe itself protected by a \
              rule that nobody reads. So nothing is judged while the configuration says something that we do not \
              understand.",
        fails: "profile: lite\npackts: docs/packets\nexempt: docs/",
        mend: "Correct the key or the value at the place given. `docs/schema/config.json` describes all keys, and editors \
               complete them from it.",
    },
};

/// Reads the configuration. Where a finding comes with it, the file could not be read as it was meant, and the
/// configuration holds what was understood of it.
pub fn config(sources: &Sources, source: SourceId) -> (Config, Vec<Finding>) {
    let text = sources.get(source);
    if std::str::from_utf8(text.bytes()).is_err() {
        let bad = text.bytes().utf8_chunks().next().map_or(0, |chunk| chunk.valid().len());
        let finding = Finding::error(&CONFIG_READABLE, "the configuration is not UTF-8").at(source, Span::at(bad));
        return (Config::default(), vec![finding.help("save the file as UTF-8")]);
    }
    let (file, mut findings) =
        decode::<ConfigFile>(text.text(), |message, span| Finding::error(&CONFIG_READABLE, message).at(source, span));
    findings.sort_by_key(|finding| finding.site);
    (file.into_config(source), findings)
}

/// The JSON Schema of the configuration.
pub fn config_schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(ConfigFile);
    schema.insert("$id".to_owned(), "taskpacket/config/v1".into());
    schema.to_value()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Approval, Companion, Profile};
    use crate::text::Source;

    fn read(text: &str) -> (Config, Vec<String>) {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("taskpacket.yaml", text.as_bytes()));
        let (config, findings) = config(&sources, id);
        let told = findings.iter().map(|finding| {
            let at = sources.position(finding.site.unwrap());
            let help = finding.help.first().map(|help| format!("; {help}")).unwrap_or_default();
            format!("{}:{}: {}{help}", at.line, at.column, finding.message)
        });
        (config, told.collect())
    }

    #[test]
    fn nothing_said_is_the_default() {
        for text in ["", "# nothing\n", "---\n", "packets:\n", "\u{feff}"] {
            assert_eq!(read(text), (Config::default(), Vec::new()), "{text}");
        }
        assert_eq!(read("profile: light\n").0, Config::of_profile(Profile::Light));
    }

    #[test]
    fn every_key() {
        let text = "profile: light\npackets: ./p/\nrefinements: r\nspec: s.md\nboard: b.md\nregistry: reg.md\n\
                    signature_audit: sig.md\ndefault_branch: trunk\nexempt: [docs/, notes]\napproval: required\n\
                    companions: {a.toml: a.lock}\nrequire:\n  packet: [TEST_PLAN, METADATA.WP_ID]\n  refinement:\n  - \
                    PRIMITIVES\namend: {approvers: [ann]}\nstubs: ideas/\njudge_since: 1e45678\ndormant_days: 14\n";
        let (config, told) = read(text);
        assert_eq!(told, Vec::<String>::new());
        assert_eq!((config.packets.as_str(), config.refinements.as_str(), config.spec.as_str()), ("p", "r", "s.md"));
        assert_eq!((config.board.as_str(), config.registry.as_str()), ("b.md", "reg.md"));
        assert_eq!((config.signature_audit.as_str(), config.default_branch.as_deref()), ("sig.md", Some("trunk")));
        assert_eq!((config.exempt.join(" "), config.approval), ("docs notes".to_owned(), Approval::Required));
        assert_eq!(config.companions, [Companion { file: "a.toml".to_owned(), companion: "a.lock".to_owned() }]);
        assert_eq!(config.demand.packet, ["TEST_PLAN", "METADATA.WP_ID"]);
        assert_eq!(
            (config.demand.refinement.join(""), config.amend_approvers.join("")),
            ("PRIMITIVES".into(), "ann".into())
        );
        let since = config.judge_since.unwrap();
        assert_eq!((config.stubs.as_str(), config.dormant_days, since.text.as_str()), ("ideas", 14, "1e45678"));
        assert!(since.site.is_some());
        assert_eq!(read("packets: p\n").0.stubs, "p/stubs");
    }

    #[test]
    fn mistakes_have_places() {
        let cases = [
            ("packts: p\n", "1:1: `packts` is no key here; did you mean `packets`?"),
            ("zebra: p\n", "1:1: `zebra` is no key here; take the key out"),
            ("require:\n  packets: [A]\n", "2:3: `packets` is no key here; did you mean `packet`?"),
            ("profile: lite\n", "1:10: `lite` is not among the words that can stand here; did you mean `light`?"),
            ("exempt: docs/\n", "1:9: one word stands where a list is read"),
            ("packets: [a]\n", "1:10: a list stands where one word is read"),
            ("board: a\nboard: b\n", "2:1: `board` stands here twice; keep one of the two"),
            ("dormant_days: soon\n", "1:15: a number is read here"),
            ("- a\n", "1:1: a list stands where keys with values are read"),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text).1, [expected], "{text}");
        }
        assert!(read("packets: ../p\n").1[0].starts_with("1:10: `../p` is not a path inside the repository"));
        assert!(read("a: [\n").1[0].contains("not YAML"));
    }

    #[test]
    fn all_mistakes_are_told_and_the_rest_counts() {
        let (config, told) = read("boards: x\nprofile: lite\nspec: s.md\nrequire: {packet: [TEST_PLAN, '']}\n");
        assert_eq!(told.len(), 3, "{told:?}");
        assert_eq!(config.spec, "s.md");
    }

    #[test]
    fn the_schema_and_the_decoder_agree() {
        let validator = jsonschema::validator_for(&config_schema()).unwrap();
        for text in [
            "profile: light",
            "profile: lite",
            "packts: a",
            "exempt: [a]",
            "exempt: a",
            "require: {packet: [TEST_PLAN]}",
        ] {
            let value: serde_json::Value = serde_yaml::from_str(text).unwrap();
            assert_eq!(validator.is_valid(&value), read(text).1.is_empty(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "([\\[\\]{}:,&*!|>'\"#? \r\n-]|profile|exempt|require|packet|\u{e9}){0,40}") {
            let mut sources = Sources::default();
            let id = sources.add(Source::new("taskpacket.yaml", text.as_bytes()));
            for finding in config(&sources, id).1 {
                proptest::prop_assert!(finding.site.is_some_and(|site| site.span.end <= text.len()));
            }
        }
    }
}
