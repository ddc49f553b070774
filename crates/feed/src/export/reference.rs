//! The small kinds, each by key in code-point order.

use std::{hash::Hash, io, io::Write};

use domain::{
    reference::{Kind, Reference},
    text::Code,
};

use super::{Out, line};
use crate::import::Progress;

pub(super) fn write<W: Write, P: Progress>(
    reference: &Reference,
    out: &mut Out<'_, W, P>,
) -> io::Result<()> {
    for location in by_code(&reference.locations, |location| &location.code) {
        out.line(&line::location(location))?;
    }
    for group in by_code(&reference.customer_groups, |group| &group.code) {
        out.line(&line::customer_group(group))?;
    }
    for channel in by_code(&reference.channels, |channel| &channel.code) {
        out.line(&line::channel(channel))?;
    }
    for list in by_code(&reference.price_lists, |list| &list.code) {
        out.line(&line::price_list(list))?;
    }
    for attribute in by_code(&reference.attributes, |attribute| &attribute.code) {
        out.line(&line::attribute(attribute))?;
    }
    Ok(())
}

fn by_code<I: Copy + Eq + Hash, T>(kind: &Kind<I, T>, code: impl Fn(&T) -> &Code) -> Vec<&T> {
    let mut things: Vec<&T> = kind.iter().map(|entry| &*entry.value).collect();
    things.sort_by(|a, b| code(a).cmp(code(b)));
    things
}
