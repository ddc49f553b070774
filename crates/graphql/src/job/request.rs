//! What a job is asked to do, and what it did, as the store keeps it.

use feed::Report;
use serde::{Deserialize, Serialize};

/// How a file is to be imported.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ImportRequest {
    /// What the client calls the file.
    pub file_name: String,
    /// How many bytes it has.
    pub file_size: i64,
    /// `JSON_LINES`, `CSV` or `SHOPIFY_CSV`. None: its name and its beginning tell.
    pub format: Option<String>,
    /// Whether the good lines are applied where others are refused.
    pub skip_invalid: bool,
    /// Whether nothing is to be written.
    pub dry_run: bool,
    /// Currency of a CSV file's prices.
    pub currency: Option<String>,
    /// Channel in which a CSV file's products are published.
    pub channel: Option<String>,
    /// Location of a CSV file's stock.
    pub location: Option<String>,
}

/// What a job did, or would do.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct JobReport {
    /// By kind of record, in their order.
    pub counts: Vec<KindCounts>,
    /// What was left out or made up.
    pub notices: Vec<Notice>,
    /// How many things are wrong in all.
    pub issues_total: u64,
    /// How many lines were refused.
    pub lines_refused: u64,
    /// Whether something was written.
    pub applied: bool,
    /// Of an export: how many records it wrote.
    pub records: Option<u64>,
}

/// How the records of one kind ended.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KindCounts {
    /// The word in the field `type`.
    pub kind: String,
    /// Things that were not there before.
    pub created: u64,
    /// Things that are different now.
    pub updated: u64,
    /// Things that were as the record says.
    pub unchanged: u64,
    /// Records that were refused.
    pub refused: u64,
}

/// Something that whoever gave a file should know.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Notice {
    /// 0: the file as a whole.
    pub line: u64,
    /// A sentence.
    pub message: String,
}

impl JobReport {
    /// Of an import.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let counts = report.counts.iter().map(|(kind, counts)| KindCounts {
            kind: kind.as_str().to_owned(),
            created: counts.created,
            updated: counts.updated,
            unchanged: counts.unchanged,
            refused: counts.refused,
        });
        let notices = report.notices.iter().map(|notice| Notice {
            line: notice.line,
            message: notice.message.clone(),
        });
        Self {
            counts: counts.collect(),
            notices: notices.collect(),
            issues_total: report.issues_total,
            lines_refused: report.lines_refused,
            applied: report.applied,
            records: None,
        }
    }

    /// Of an export of so many records.
    #[must_use]
    pub fn of_export(records: u64) -> Self {
        Self {
            records: Some(records),
            ..Self::default()
        }
    }
}
