//! What an import tells at its end: each refused line on standard error, the figures on standard output.

use std::{fmt::Write as _, io};

use feed::{Counts, Options, Report};

use crate::command::output;

pub(super) fn tell(report: &Report, options: Options) -> io::Result<()> {
    for notice in &report.notices {
        output::say(&format!("note: {notice}"));
    }
    for issue in &report.issues {
        output::say(&issue.to_string());
    }
    let shown = u64::try_from(report.issues.len()).unwrap_or(u64::MAX);
    let left_out = report.issues_total.saturating_sub(shown);
    if left_out > 0 {
        output::say(&format!(
            "… and {left_out} more errors; --max-errors shows more"
        ));
    }
    output::print(&figures(report, options))
}

/// A table, and a sentence that says what it means.
fn figures(report: &Report, options: Options) -> String {
    let mut text = String::new();
    if !report.counts.is_empty() {
        line(
            &mut text,
            "",
            ["created", "updated", "unchanged", "refused"].map(String::from),
        );
        for (kind, counts) in &report.counts {
            line(&mut text, kind.as_str(), columns(counts));
        }
        if report.counts.len() > 1 {
            line(&mut text, "total", columns(&report.total()));
        }
    }
    text.push_str(&verdict(report, options));
    text.push('\n');
    text
}

fn columns(counts: &Counts) -> [String; 4] {
    [
        counts.created,
        counts.updated,
        counts.unchanged,
        counts.refused,
    ]
    .map(|count| count.to_string())
}

fn line(text: &mut String, name: &str, columns: [String; 4]) {
    let [created, updated, unchanged, refused] = columns;
    writeln!(
        text,
        "{name:<14}{created:>10}{updated:>10}{unchanged:>11}{refused:>9}"
    )
    .expect("writing to a String does not fail");
}

fn verdict(report: &Report, options: Options) -> String {
    let refused = report.lines_refused;
    let lines = if refused == 1 {
        "1 line was".to_owned()
    } else {
        format!("{refused} lines were")
    };
    match (refused, options.dry_run, options.skip_invalid) {
        (0, true, _) => String::from("Dry run: this is what would happen. Nothing was written."),
        (0, false, _) if report.total() == Counts::default() => {
            String::from("There was nothing to do.")
        }
        (0, false, _) => String::from("Applied."),
        (_, true, true) => {
            format!("Dry run: {lines} refused and would be skipped. Nothing was written.")
        }
        (_, true, false) => {
            format!("Dry run: {lines} refused, so nothing would be applied. Nothing was written.")
        }
        (_, false, true) => format!("Applied, but {lines} refused and skipped."),
        (_, false, false) => {
            format!("{lines} refused, so nothing was applied. --skip-invalid applies the others.")
        }
    }
}

#[cfg(test)]
mod tests {
    use feed::record::Kind;

    use super::*;

    #[test]
    fn figures_stand_under_each_other_by_kind() {
        let counts = [
            (
                Kind::Channel,
                Counts {
                    created: 2,
                    ..Counts::default()
                },
            ),
            (
                Kind::Product,
                Counts {
                    created: 100_000,
                    updated: 1,
                    unchanged: 12,
                    refused: 3,
                },
            ),
        ];
        let report = Report {
            counts: counts.into(),
            lines_refused: 3,
            applied: true,
            ..Report::default()
        };
        let options = Options {
            skip_invalid: true,
            ..Options::default()
        };
        insta::assert_snapshot!(figures(&report, options), @r"
                         created   updated  unchanged  refused
        channel                2         0          0        0
        product           100000         1         12        3
        total             100002         1         12        3
        Applied, but 3 lines were refused and skipped.
        ");
    }

    #[test]
    fn an_empty_feed_is_nothing_to_do() {
        assert_eq!(
            figures(
                &Report {
                    applied: true,
                    ..Report::default()
                },
                Options::default()
            ),
            "There was nothing to do.\n"
        );
    }
}
