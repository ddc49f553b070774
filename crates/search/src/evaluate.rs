//! How good an order of results is, measured on queries whose answers people have graded.

mod judgements;

use std::collections::BTreeMap;

pub use judgements::{JudgementError, Judgements};

/// How many results are looked at.
pub const DEPTH: usize = 10;

/// How good the results of one query are.
#[derive(Clone, Debug, PartialEq)]
pub struct QueryEvaluation {
    /// The query.
    pub query: String,
    /// NDCG of the first ten: 0 to 1, where 1 is the best order there is of the judged products. A product of grade g
    /// gains 2^g − 1; one that nobody judged gains nothing. None: the shop has nothing that answers the query.
    pub ndcg: Option<f64>,
    /// Which share of the products graded 1 or more is among all the results given. None as above.
    pub recall: Option<f64>,
    /// Which share of the first ten results was judged at all. None: there are no results.
    pub judged: Option<f64>,
    /// How many results were given.
    pub results: usize,
}

/// How good the results of all queries are.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// Query by query, in their order by code point.
    pub queries: Vec<QueryEvaluation>,
    /// The mean NDCG of the queries that the shop can answer. None: there are none.
    pub ndcg: Option<f64>,
    /// Their mean recall.
    pub recall: Option<f64>,
    /// The mean share of judged products among the first ten, of the queries that the shop can answer and that have
    /// results.
    pub judged: Option<f64>,
    /// Which share of the queries that the shop can answer has no results. None: there are none.
    pub zero_results: Option<f64>,
}

/// Measures results: for each query the codes of products, the best first. A query without an entry has no results.
#[must_use]
pub fn evaluate(judgements: &Judgements, results: &BTreeMap<String, Vec<String>>) -> Evaluation {
    let each = judgements.queries().map(|(query, grades)| {
        let codes = results.get(query).map_or(&[][..], Vec::as_slice);
        of_query(query, grades, codes)
    });
    let queries: Vec<QueryEvaluation> = each.collect();
    let answerable = || queries.iter().filter(|query| query.ndcg.is_some());
    let without = answerable().map(|query| Some(f64::from(u8::from(query.results == 0))));
    Evaluation {
        ndcg: mean(answerable().map(|query| query.ndcg)),
        recall: mean(answerable().map(|query| query.recall)),
        judged: mean(answerable().map(|query| query.judged)),
        zero_results: mean(without),
        queries,
    }
}

fn of_query(query: &str, grades: &BTreeMap<String, u8>, codes: &[String]) -> QueryEvaluation {
    let mut best: Vec<u8> = grades.values().copied().collect();
    best.sort_unstable_by(|one, other| other.cmp(one));
    let first = &codes[..codes.len().min(DEPTH)];
    let gained = first
        .iter()
        .map(|code| grades.get(code).copied().unwrap_or_default());
    let possible = discounted(best.iter().copied());
    let relevant = grades.iter().filter(|(_, grade)| **grade > 0);
    let found = relevant.clone().filter(|(code, _)| codes.contains(code));
    let is_answerable = possible > 0.0;
    let judged = first.iter().filter(|code| grades.contains_key(*code));
    QueryEvaluation {
        query: query.to_owned(),
        ndcg: is_answerable.then(|| discounted(gained) / possible),
        recall: is_answerable.then(|| share(found.count(), relevant.count())),
        judged: (!first.is_empty()).then(|| share(judged.count(), first.len())),
        results: codes.len(),
    }
}

/// The gains of the first results, each worth less the later it comes.
fn discounted(grades: impl Iterator<Item = u8>) -> f64 {
    let places = (2_u32..).zip(grades.take(DEPTH));
    places
        .map(|(place, grade)| (f64::from(grade).exp2() - 1.0) / f64::from(place).log2())
        .sum()
}

fn share(part: usize, whole: usize) -> f64 {
    let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    count(part) / count(whole)
}

fn mean(values: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0.0);
    for value in values.flatten() {
        sum += value;
        count += 1.0;
    }
    (count > 0.0).then(|| sum / count)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CSV: &str = "query,product_code,grade\nlamp,A,3\nlamp,B,1\nlamp,C,0\n\"red, \"\"big\"\"\",D,2\nufo,E,0\n";

    fn measured(results: &[(&str, &[&str])]) -> Evaluation {
        let results = results.iter().map(|(query, codes)| {
            let codes = codes.iter().map(|code| (*code).to_owned()).collect();
            ((*query).to_owned(), codes)
        });
        evaluate(&Judgements::parse(CSV).unwrap(), &results.collect())
    }

    #[test]
    fn the_best_order_is_worth_one_and_a_worse_one_less() {
        let best = measured(&[("lamp", &["A", "B", "X"]), ("red, \"big\"", &["D"])]);
        assert_eq!(best.ndcg, Some(1.0));
        assert_eq!(best.recall, Some(1.0));
        assert_eq!(best.zero_results, Some(0.0));
        let worse = measured(&[("lamp", &["B", "A"]), ("red, \"big\"", &["D"])]);
        let lamp = (1.0 + 7.0 / 3_f64.log2()) / (7.0 + 1.0 / 3_f64.log2());
        assert!((worse.ndcg.unwrap() - f64::midpoint(lamp, 1.0)).abs() < 1e-12);
    }

    #[test]
    fn what_the_shop_cannot_answer_counts_nowhere() {
        let all = measured(&[("lamp", &["X", "C"]), ("ufo", &["E"])]);
        assert_eq!(all.queries.len(), 3);
        assert_eq!(all.queries[2].ndcg, None);
        assert_eq!(all.ndcg, Some(0.0));
        assert_eq!(all.recall, Some(0.0));
        assert_eq!(all.judged, Some(0.5));
        assert_eq!(all.zero_results, Some(0.5));
    }

    #[test]
    fn only_ten_results_count() {
        let mut codes = vec!["X"; 10];
        codes.push("A");
        let late = measured(&[("lamp", &codes)]);
        assert_eq!(late.queries[0].ndcg, Some(0.0));
        assert_eq!(late.queries[0].recall, Some(0.5));
    }
}
