//! Planned words as queries of the embedded index.

use std::sync::Arc;

use tantivy::{
    Term,
    query::{
        BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, FuzzyTermQuery,
        Occur, PhraseQuery, Query, TermQuery,
    },
    schema::IndexRecordOption,
};

use super::{
    boosted::BoostedQuery,
    opened::Segments,
    schema::{Fields, PRODUCT, id_text},
};
use crate::plan::{Match, Plan, TextField, Words};

/// The query of planned words, narrowed to what can meet the scope.
pub(super) fn query(fields: &Fields, columns: &Arc<Segments>, plan: &Plan) -> Box<dyn Query> {
    let words = words_query(fields, columns, &plan.words, plan.at);
    let narrowing = narrowing(fields, &plan.scope);
    if narrowing.is_empty() {
        return words;
    }
    let mut clauses = vec![(Occur::Must, words)];
    // Only what is found matters of these: their score is nothing.
    clauses.extend(narrowing.into_iter().map(|query| {
        let query: Box<dyn Query> = Box::new(ConstScoreQuery::new(query, 0.0));
        (Occur::Must, query)
    }));
    Box::new(BooleanQuery::new(clauses))
}

/// What a product must have to meet the scope at all, as far as the inverted index tells.
fn narrowing(fields: &Fields, scope: &Match) -> Vec<Box<dyn Query>> {
    match scope {
        Match::All(all) => all
            .iter()
            .flat_map(|scope| narrowing(fields, scope))
            .collect(),
        Match::Terms(terms) => {
            let one = |term: &String| exact(fields.terms, term);
            vec![Box::new(BooleanQuery::union(
                terms.iter().map(one).collect(),
            ))]
        }
        _ => Vec::new(),
    }
}

fn words_query(fields: &Fields, columns: &Arc<Segments>, words: &Words, at: i64) -> Box<dyn Query> {
    let one = |words: &Words| words_query(fields, columns, words, at);
    let each = |several: &[Words]| -> Vec<Box<dyn Query>> { several.iter().map(one).collect() };
    match words {
        Words::Everything => Box::new(ConstScoreQuery::new(exact(fields.kind, PRODUCT), 1.0)),
        Words::Nothing => Box::new(EmptyQuery),
        Words::Term { field, term, boost } => boosted(
            Box::new(TermQuery::new(
                text_term(fields, *field, term),
                IndexRecordOption::WithFreqs,
            )),
            *boost,
        ),
        Words::Beginning {
            field,
            beginning,
            score,
        } => Box::new(ConstScoreQuery::new(
            Box::new(FuzzyTermQuery::new_prefix(
                text_term(fields, *field, beginning),
                0,
                false,
            )),
            *score,
        )),
        Words::Phrase {
            field,
            terms,
            boost,
        } => {
            let terms = terms
                .iter()
                .map(|term| text_term(fields, *field, term))
                .collect();
            boosted(Box::new(PhraseQuery::new(terms)), *boost)
        }
        Words::All(all) => Box::new(BooleanQuery::intersection(each(all))),
        Words::Any(any) => Box::new(BooleanQuery::union(each(any))),
        Words::Best(of, share) => Box::new(DisjunctionMaxQuery::with_tie_breaker(each(of), *share)),
        Words::AtLeast(least, of) => Box::new(BooleanQuery::union_with_minimum_required_clauses(
            each(of),
            *least,
        )),
        Words::Preferring(first, others) => {
            let mut clauses = vec![(Occur::Must, one(first))];
            clauses.extend(each(others).into_iter().map(|query| (Occur::Should, query)));
            Box::new(BooleanQuery::new(clauses))
        }
        Words::Product(id, score) => {
            let query = exact(fields.id, &id_text(*id));
            let query: Vec<Box<dyn Query>> = vec![query, exact(fields.kind, PRODUCT)];
            let query = BooleanQuery::intersection(query);
            Box::new(ConstScoreQuery::new(Box::new(query), *score))
        }
        Words::Boosted(words, boosts) => Box::new(BoostedQuery::new(
            one(words),
            Arc::clone(columns),
            boosts.clone(),
            at,
        )),
        Words::Without(words, ids) => {
            let mut clauses = vec![(Occur::Must, one(words))];
            clauses.extend(
                ids.iter()
                    .map(|id| (Occur::MustNot, exact(fields.id, &id_text(*id)))),
            );
            Box::new(BooleanQuery::new(clauses))
        }
    }
}

pub(super) fn exact(field: tantivy::schema::Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(
        Term::from_field_text(field, text),
        IndexRecordOption::Basic,
    ))
}

fn text_term(fields: &Fields, field: TextField, text: &str) -> Term {
    Term::from_field_text(fields.texts[&field], text)
}

fn boosted(query: Box<dyn Query>, boost: f32) -> Box<dyn Query> {
    Box::new(BoostQuery::new(query, boost))
}
