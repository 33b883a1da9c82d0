//! All files of a set-up, as they are and as they are to be, before any of them is written.

use super::{Ci, InitRequest, parts};
use crate::command::Error;
use crate::finding::Finding;
use crate::gate::set_up::LEFT_AS_IT_IS;
use crate::model::{Config, Layout, Oid, Profile, RepoPath};
use crate::text::{Source, Sources, Span};
use crate::world::gather::{self, CONFIGURATION, FileChange, Place};
use crate::write::{self, OWN_TEMPLATE, Template};

/// The files of a set-up.
pub struct SetUp<'a> {
    place: &'a Place,
    /// Every file that belongs to it, in the order in which people are told; some are as they should be already.
    pub files: Vec<FileChange>,
    /// What is left as it is.
    pub findings: Vec<Finding>,
    /// The texts that findings point into.
    pub sources: Sources,
}

impl<'a> SetUp<'a> {
    /// Begins with nothing.
    pub fn new(place: &'a Place) -> Self {
        Self { place, files: Vec::new(), findings: Vec::new(), sources: place.sources.clone() }
    }

    /// The files that change.
    pub fn changes(&self) -> Vec<FileChange> {
        self.files.iter().filter(|file| file.old.as_ref() != Some(&file.new)).cloned().collect()
    }

    /// The configuration as it will be.
    pub fn config(&self) -> Result<Config, Error> {
        let file = self.files.iter().find(|file| file.path == CONFIGURATION.into());
        let Some(file) = file else { return Ok(self.place.config.clone()) };
        Ok(gather::configuration(&mut Sources::default(), CONFIGURATION, file.new.clone())?.0)
    }

    /// What a repository without packets needs.
    pub fn light(&mut self, is_set_up: bool) -> Result<(), Error> {
        self.add(CONFIGURATION, parts::LIGHT)?;
        if !is_set_up || self.place.config.profile == Profile::Light {
            self.add(OWN_TEMPLATE, Template::Light.text())?;
        }
        self.recipes()
    }

    /// What a repository with packets needs.
    pub fn adopt(&mut self, layout: &Layout, head: Option<&Oid>) -> Result<(), Error> {
        let text = write::adopted_configuration(layout, head);
        self.add(CONFIGURATION, &text)?;
        self.says_since_when(head);
        self.recipes()
    }

    /// What was asked for besides.
    pub fn asked_for(&mut self, request: InitRequest) -> Result<(), Error> {
        let config = self.config()?;
        let agents = parts::AGENTS.replace("{packets}", &config.packets);
        self.add_block("AGENTS.md", &agents, parts::MARKDOWN_MARKERS)?;
        if request.gitattributes {
            let lines = format!("{}/** text eol=lf\ntaskpacket.just text eol=lf\n", config.packets);
            self.add_block(".gitattributes", &lines, parts::HASH_MARKERS)?;
        }
        if request.ci == Some(Ci::Github) {
            self.add(".github/workflows/taskpacket.yml", &parts::github(config.profile))?;
        }
        Ok(())
    }

    fn recipes(&mut self) -> Result<(), Error> {
        let is_other = self.add(parts::RECIPES_PATH, parts::RECIPES)?;
        if is_other {
            let message =
                format!("`{}` is there, and holds something else than this version writes", parts::RECIPES_PATH);
            self.findings.push(Finding::warning(&LEFT_AS_IT_IS, message).help(format!(
                "delete it and run this again, if nobody has put anything of their own into `{}`",
                parts::RECIPES_PATH
            )));
        }
        Ok(())
    }

    /// An existing configuration is nobody's to change; one that lets old packets fail is worth a word.
    fn says_since_when(&mut self, head: Option<&Oid>) {
        let Some(file) = self.files.iter().find(|file| file.path == CONFIGURATION.into()) else { return };
        let Some(old) = file.old.clone() else { return };
        if String::from_utf8_lossy(&old).lines().any(|line| line.starts_with("judge_since:")) {
            return;
        }
        let source = self.sources.add(Source::new(CONFIGURATION, old));
        let since = head.map_or("COMMIT".to_owned(), Oid::to_string);
        self.findings.push(
            Finding::warning(&LEFT_AS_IT_IS, "the configuration is there already, and makes no packet historic")
                .at(source, Span::at(0))
                .help(format!("add the line `judge_since: {since}`, if old packets are not to be judged")),
        );
    }

    /// A file that is to be there; one that is there stays. True where that one holds something else.
    pub fn add(&mut self, path: &str, text: &str) -> Result<bool, Error> {
        let old = self.read(path)?;
        let is_other = old.as_ref().is_some_and(|old| without_returns(old) != without_returns(text.as_bytes()));
        let new = old.clone().unwrap_or_else(|| text.as_bytes().to_vec());
        self.files.push(FileChange { path: path.into(), old, new });
        Ok(is_other)
    }

    /// A block that is to be in a file, between markers; what else is there stays.
    fn add_block(&mut self, path: &str, block: &str, markers: [&str; 2]) -> Result<(), Error> {
        let old = self.read(path)?;
        let new = match old.as_deref().map(std::str::from_utf8) {
            None => write::with_block("", block, markers),
            Some(Ok(text)) => write::with_block(text, block, markers),
            Some(Err(_)) => {
                let message = format!("`{path}` is not UTF-8, so nothing was added to it");
                self.findings
                    .push(Finding::warning(&LEFT_AS_IT_IS, message).help("save the file as UTF-8, and run this again"));
                return Ok(());
            }
        };
        self.change(path.into(), old, new.into_bytes());
        Ok(())
    }

    /// A file that is to change.
    pub fn change(&mut self, path: RepoPath, old: Option<Vec<u8>>, new: Vec<u8>) {
        self.files.push(FileChange { path, old, new });
    }

    /// What a file of the work tree holds.
    pub fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Error> {
        Ok(gather::document_if_there(&self.place.repo.on_disk(&path.into()))?)
    }
}

fn without_returns(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().copied().filter(|byte| *byte != b'\r').collect()
}
