//! Judgements: which products people found good answers to a query.

use std::collections::BTreeMap;

use thiserror::Error;

/// Graded products, by query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgements(BTreeMap<String, BTreeMap<String, u8>>);

/// Why a line is no judgement.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {reason}; a judgement is `query,product_code,grade`, the grade 0 to 9")]
pub struct JudgementError {
    /// Which line, from 1 on.
    pub line: usize,
    /// What is wrong with it.
    pub reason: &'static str,
}

impl Judgements {
    /// Reads a CSV (RFC 4180) with the columns query, product code and grade, and a heading or none. Of a product that is
    /// judged twice for a query the last grade counts.
    ///
    /// # Errors
    /// Where a line is no judgement.
    pub fn parse(csv: &str) -> Result<Self, JudgementError> {
        let mut judgements = Self::default();
        let text = csv.strip_prefix('\u{feff}').unwrap_or(csv);
        for (number, line) in (1..).zip(text.lines()) {
            if line.trim().is_empty() || number == 1 && line.starts_with("query,") {
                continue;
            }
            let wrong = |reason| JudgementError {
                line: number,
                reason,
            };
            let fields = fields(line).ok_or_else(|| wrong("a quotation mark is not closed"))?;
            let [query, code, grade] = fields.as_slice() else {
                return Err(wrong("it has not three fields"));
            };
            let grade = grade.trim().parse::<u8>().ok().filter(|grade| *grade <= 9);
            let grade = grade.ok_or_else(|| wrong("the grade is not a number from 0 to 9"))?;
            judgements
                .0
                .entry(query.clone())
                .or_default()
                .insert(code.trim().to_owned(), grade);
        }
        Ok(judgements)
    }

    /// The queries, each with its graded products by code, in their order by code point.
    pub fn queries(&self) -> impl Iterator<Item = (&str, &BTreeMap<String, u8>)> {
        self.0
            .iter()
            .map(|(query, grades)| (query.as_str(), grades))
    }
}

/// The fields of a line. None: a quotation mark is not closed.
fn fields(line: &str) -> Option<Vec<String>> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        let field = fields.last_mut()?;
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                field.push('"');
            }
            '"' if quoted || field.is_empty() => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            other => field.push(other),
        }
    }
    (!quoted).then_some(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_no_judgement_is_told() {
        let reason = |csv| Judgements::parse(csv).unwrap_err().to_string();
        assert!(reason("query,product_code,grade\na,b\n").starts_with("line 2: it has not three"));
        assert!(reason("a,b,high").starts_with("line 1: the grade"));
        assert!(reason("\"a,b,1").starts_with("line 1: a quotation mark"));
        assert_eq!(Judgements::parse("\n").unwrap(), Judgements::default());
    }
}
