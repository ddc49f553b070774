//! Counts outcomes and keeps the first issues.

use std::collections::HashMap;

use domain::{
    problem::{FieldPath, Problem},
    text::Code,
};

use crate::{
    csv::Origin,
    keys::Place,
    record::Kind,
    report::{Counts, Issue, Notice, Report},
};

/// How a record ended that was not refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It is new.
    Created,
    /// It is different now.
    Updated,
    /// It was as the record says.
    Unchanged,
}

pub(super) struct Tally {
    inputs: Vec<String>,
    issue_limit: usize,
    report: Report,
    issues: Vec<(Place, Issue)>,
    /// Where each record is to be told of: how it ended.
    endings: Option<HashMap<Place, Result<Ending, Vec<Problem>>>>,
    /// Where records of the small kinds were refused: those who name them are told so.
    refused: HashMap<(Kind, Code), String>,
    /// From which cells the records at hand came, if they are of a CSV file.
    origins: HashMap<Place, String>,
}

impl Tally {
    pub(super) fn new(inputs: Vec<String>, issue_limit: usize) -> Self {
        Self {
            inputs,
            issue_limit,
            report: Report::default(),
            issues: Vec::new(),
            endings: None,
            refused: HashMap::new(),
            origins: HashMap::new(),
        }
    }

    /// For a caller who wants to know of each record.
    pub(super) fn of_each() -> Self {
        Self {
            endings: Some(HashMap::new()),
            ..Self::new(vec![String::from("record")], 0)
        }
    }

    /// How each record ended, where that was asked for.
    pub(super) fn into_endings(self) -> HashMap<Place, Result<Ending, Vec<Problem>>> {
        self.endings.unwrap_or_default()
    }

    /// A record that was applied, or would be.
    pub(super) fn ended(&mut self, place: Place, kind: Kind, ending: Ending) {
        if let Some(endings) = &mut self.endings {
            endings.insert(place, Ok(ending));
        }
        let counts = self.counts(kind);
        match ending {
            Ending::Created => counts.created += 1,
            Ending::Updated => counts.updated += 1,
            Ending::Unchanged => counts.unchanged += 1,
        }
    }

    /// A line that was refused, with all that is wrong with it.
    pub(super) fn refuse(
        &mut self,
        place: Place,
        kind: Option<Kind>,
        key: Option<&str>,
        problems: Vec<Problem>,
    ) {
        if let Some(endings) = &mut self.endings {
            endings.insert(place, Err(problems.clone()));
        }
        let origin = self.origins.get(&place).map(|text| Origin::of_text(text));
        let located = problems.into_iter().map(|mut problem| {
            let cell = origin
                .as_ref()
                .and_then(|origin| origin.locate(&problem.field));
            let line = cell.map_or(place.line, |(line, _)| line);
            if let Some((_, column)) = cell {
                problem.field = FieldPath::of(column);
            }
            (line, problem)
        });
        self.refuse_cells(place, kind, key, located.collect());
    }

    /// The same where each problem is told with the line that it is on.
    pub(super) fn refuse_cells(
        &mut self,
        place: Place,
        kind: Option<Kind>,
        key: Option<&str>,
        problems: Vec<(u64, Problem)>,
    ) {
        self.report.lines_refused += 1;
        self.report.issues_total += problems.len() as u64;
        if let Some(kind) = kind {
            self.counts(kind).refused += 1;
            if let Some(key) = key.filter(|_| kind < Kind::Product) {
                let place = format!("{}:{}", self.input(place), place.line);
                self.refused
                    .entry((kind, Code::trusted(key)))
                    .or_insert(place);
            }
        }
        let room = self.issue_limit.saturating_sub(self.issues.len());
        let file = self.input(place).to_owned();
        self.issues
            .extend(problems.into_iter().take(room).map(|(line, problem)| {
                let issue = Issue {
                    file: file.clone(),
                    line,
                    kind,
                    key: key.map(str::to_owned),
                    problem,
                };
                (Place { line, ..place }, issue)
            }));
    }

    /// The records that come next came from these cells, by their places.
    pub(super) fn came_from(&mut self, origins: HashMap<Place, String>) {
        self.origins = origins;
    }

    /// Whether the record at this place is to be made only where it does not exist.
    pub(super) fn is_implied(&self, place: Place) -> bool {
        let origin = self.origins.get(&place);
        origin.is_some_and(|text| Origin::of_text(text).implied)
    }

    /// Something to be told beside the outcome. Line 0: about the whole file.
    pub(super) fn notice(&mut self, input: u32, line: u64, message: String) {
        let place = Place {
            input,
            line,
            part: 0,
        };
        let file = self.input(place).to_owned();
        self.report.notices.push(Notice {
            file,
            line,
            message,
        });
    }

    pub(super) fn input(&self, place: Place) -> &str {
        self.inputs
            .get(place.input as usize)
            .map_or("", String::as_str)
    }

    pub(super) const fn refused(&self) -> &HashMap<(Kind, Code), String> {
        &self.refused
    }

    pub(super) const fn is_clean(&self) -> bool {
        self.report.lines_refused == 0
    }

    pub(super) fn into_report(mut self, applied: bool) -> Report {
        self.issues.sort_by_key(|(place, _)| *place);
        self.report.issues = self.issues.into_iter().map(|(_, issue)| issue).collect();
        self.report.applied = applied;
        self.report
    }

    fn counts(&mut self, kind: Kind) -> &mut Counts {
        self.report.counts.entry(kind).or_default()
    }
}
