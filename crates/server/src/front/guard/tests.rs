use super::*;

fn check_text(text: &str) -> Result<(), Refusal> {
    check(
        &Document::parse(text, "test.graphql").expect("the document parses"),
        &Limits::default(),
    )
}

/// The code of the refusal and the measured value.
fn refused(text: &str) -> (Code, String) {
    let refusal = check_text(text).expect_err("the document should be refused");
    (refusal.code, refusal.errors[0].message.clone())
}

#[test]
fn a_fragment_bomb_is_measured_without_being_walked() {
    let mut text = String::from("{ ...F0 }");
    for level in 0..25 {
        text += &format!(
            " fragment F{level} on Query {{ ...F{next} ...F{next} }}",
            next = level + 1
        );
    }
    text += " fragment F25 on Query { __typename }";
    let fields = 1_usize << 25;
    assert_eq!(
        refused(&text),
        (
            Code::TooManyFields,
            format!("The request has {fields} fields; the limit is 1000.")
        )
    );
}

#[test]
fn sums_saturate() {
    let mut text = String::from("{ ...F0 }");
    for level in 0..8 {
        let spreads = format!("...F{} ", level + 1).repeat(300);
        text += &format!(" fragment F{level} on Query {{ {spreads} }}");
    }
    text += " fragment F8 on Query { a }";
    assert_eq!(
        refused(&text).1,
        format!("The request has {} fields; the limit is 1000.", usize::MAX)
    );
}

#[test]
fn a_bomb_that_no_operation_uses_is_refused_too() {
    let mut text = String::from("{ a }");
    for level in 0..20 {
        text += &format!(
            " fragment F{level} on Query {{ ...F{next} ...F{next} }}",
            next = level + 1
        );
    }
    text += " fragment F20 on Query { a }";
    assert_eq!(refused(&text).0, Code::TooManyFields);
}

#[test]
fn cycles_of_fragments_end() {
    check_text("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }").unwrap();
    check_text("{ ...A } fragment A on Query { a { ...A } b { ...A } }").unwrap();
    check_text("{ ...Unknown }").unwrap();
}

#[test]
fn depth_is_counted_in_fields_and_introspection_has_its_own() {
    let nested =
        |depth: usize| format!("{}a{}", "{ a ".repeat(depth - 1) + "{ ", " }".repeat(depth));
    check_text(&nested(12)).unwrap();
    assert_eq!(
        refused(&nested(13)),
        (
            Code::DocumentTooDeep,
            String::from("The request has 13 levels of nested fields; the limit is 12.")
        )
    );
    let of_type = |depth: usize| {
        format!(
            "{{ __schema {{ types {}name{} }} }}",
            "{ ofType ".repeat(depth - 3) + "{ ",
            " }".repeat(depth - 2)
        )
    };
    check_text(&of_type(15)).unwrap();
    assert_eq!(refused(&of_type(16)).0, Code::DocumentTooDeep);
    let below = format!("{{ a {{ __type {} }} }}", nested(11));
    assert_eq!(refused(&below).0, Code::DocumentTooDeep);
}

#[test]
fn long_chains_of_fragments_are_too_deep() {
    let mut text = String::from("{ ...F0 }");
    for level in 0..100 {
        text += &format!(" fragment F{level} on Query {{ ...F{} }}", level + 1);
    }
    text += " fragment F100 on Query { a }";
    assert_eq!(refused(&text).0, Code::DocumentTooDeep);
}

#[test]
fn aliases_directives_roots_and_operations_are_counted() {
    let aliases: String = (0..31).map(|at| format!("a{at}: a ")).collect();
    assert_eq!(
        refused(&format!("{{ q {{ {aliases} }} }}")).0,
        Code::TooManyAliases
    );
    let split = |count: usize| {
        format!(
            "{{ q {{ ...F ...F b: a }} }} fragment F on Q {{ {} }}",
            &"x: a ".repeat(count)
        )
    };
    check_text(&split(29)).unwrap();
    assert_eq!(refused(&split(30)).0, Code::TooManyAliases);
    assert_eq!(
        refused(&format!("{{ a {} }}", "@include(if: true) ".repeat(51))).0,
        Code::TooManyDirectives
    );
    assert_eq!(
        refused(&format!("{{ {} }}", "a ".repeat(21))).0,
        Code::TooManyRootFields
    );
    assert_eq!(
        refused(&"query { a } ".repeat(51)).0,
        Code::TooManyOperations
    );
}
