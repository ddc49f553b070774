//! What is told besides the row that wins: digits, end, tiers and range.

use super::{
    super::{range, select, tiers},
    country,
};
use crate::pricing::{
    Price, PriceList,
    fixture::{base, buyer, day, list, listed, price_lists},
};

#[test]
fn digits_and_the_end_come_from_the_row_and_its_list() {
    let fine = PriceList {
        unit_precision: Some(4),
        valid_until: Some(day(12)),
        ..list("fine")
    };
    let lists = price_lists([fine]);
    let in_list = Price {
        compare_at: Some(base("0.002").amount),
        ..listed("fine", "0.0015")
    };
    let prices = [in_list, base("2.00")];
    let selected = select(&prices, &lists, &buyer(), 1).unwrap();
    assert_eq!((selected.digits, selected.valid_until), (4, Some(day(12))));
    assert_eq!(selected.unit().amount.to_string(), "0.0015");
    assert_eq!(selected.compare_at().unwrap().amount.to_string(), "0.0020");
    let ends_first = [Price {
        valid_until: Some(day(11)),
        ..listed("fine", "0.0015")
    }];
    assert_eq!(
        select(&ends_first, &lists, &buyer(), 1)
            .unwrap()
            .valid_until,
        Some(day(11))
    );
    let selected = select(&prices[1..], &lists, &buyer(), 1).unwrap();
    assert_eq!((selected.digits, selected.valid_until), (2, None));
}

#[test]
fn tiers_go_across_lists_and_name_only_changes() {
    let lists = price_lists([PriceList {
        unit_precision: Some(3),
        ..list("bulk")
    }]);
    let from = |min_quantity, price: Price| Price {
        min_quantity,
        ..price
    };
    let prices = [
        base("5.00"),
        from(5, base("4.50")),
        from(7, base("4.50")),
        from(10, listed("bulk", "4.75")),
        from(20, base("1.00")),
        from(30, listed("bulk", "4.125")),
        from(
            40,
            Price {
                country: country("AT"),
                ..listed("bulk", "2.00")
            },
        ),
    ];
    let tiers: Vec<_> = tiers(&prices, &lists, &buyer())
        .iter()
        .map(|tier| (tier.min_quantity, tier.amount.to_text(tier.digits)))
        .collect();
    let expected = [(1, "5.00"), (5, "4.50"), (10, "4.750"), (30, "4.125")];
    assert_eq!(
        tiers,
        expected.map(|(quantity, amount)| (quantity, amount.to_owned()))
    );
}

#[test]
fn a_range_spans_the_variants_that_are_for_sale_at_one_unit() {
    let bulk_only = [Price {
        min_quantity: 2,
        ..base("0.10")
    }];
    let variants = [
        vec![base("5.00")],
        bulk_only.to_vec(),
        Vec::new(),
        vec![base("3.00"), base("9.00")],
    ];
    let lists = price_lists([]);
    let range_of = |variants: &[Vec<Price>]| {
        let variants = variants.iter().map(|rows| (rows.into(), 1));
        let range = range(variants, &lists, &buyer())?;
        Some((
            range.min.amount.to_text(range.min.digits),
            range.max.amount.to_text(range.max.digits),
        ))
    };
    assert_eq!(
        range_of(&variants),
        Some(("3.00".to_owned(), "5.00".to_owned()))
    );
    assert_eq!(range_of(&variants[1..3]), None);
}
