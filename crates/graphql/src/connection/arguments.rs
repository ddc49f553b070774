//! The four arguments of a connection, and the page that they ask for.

use async_graphql::Result;
use persistence::page::{PageEnd, PageRequest};

use super::Order;
use crate::error::{ErrorCode, refuse};

/// How many items a page has where neither `first` nor `last` says it.
pub(crate) const DEFAULT_PAGE_SIZE: u32 = 24;

/// The most items of a page.
pub(crate) const MAX_PAGE_SIZE: u32 = 250;

/// As they were given.
pub(crate) struct PageArguments {
    pub(crate) first: Option<i32>,
    pub(crate) after: Option<String>,
    pub(crate) last: Option<i32>,
    pub(crate) before: Option<String>,
}

impl PageArguments {
    /// The size of a page of a list that is only walked forwards.
    pub(crate) fn first(asked: Option<i32>) -> Result<u32> {
        asked.map_or(Ok(DEFAULT_PAGE_SIZE), |asked| size("first", asked))
    }

    /// The page of a list in this order.
    pub(crate) fn request(&self, order: &Order) -> Result<PageRequest> {
        let (size, end) = match (self.first, self.last) {
            (Some(_), Some(_)) => {
                let message = "A page has either `first` or `last`, not both.";
                return Err(refuse(ErrorCode::BadUserInput, message));
            }
            (Some(first), None) => (size("first", first)?, PageEnd::First),
            (None, Some(last)) => (size("last", last)?, PageEnd::Last),
            (None, None) => (DEFAULT_PAGE_SIZE, PageEnd::First),
        };
        let place = |argument: &str, cursor: &Option<String>| {
            cursor
                .as_deref()
                .map(|cursor| order.decode(argument, cursor))
                .transpose()
        };
        Ok(PageRequest {
            size,
            end,
            after: place("after", &self.after)?,
            before: place("before", &self.before)?,
        })
    }
}

fn size(argument: &str, asked: i32) -> Result<u32> {
    u32::try_from(asked)
        .ok()
        .filter(|size| *size <= MAX_PAGE_SIZE)
        .ok_or_else(|| {
            let message =
                format!("`{argument}` is {asked}; a page has 0 to {MAX_PAGE_SIZE} items.");
            refuse(ErrorCode::BadUserInput, message)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(first: Option<i32>, last: Option<i32>) -> Result<PageRequest, String> {
        let order = Order {
            name: String::from("products"),
            types: &[],
        };
        let arguments = PageArguments {
            first,
            after: None,
            last,
            before: None,
        };
        arguments.request(&order).map_err(|error| error.message)
    }

    #[test]
    fn a_page_without_size_has_the_default() {
        assert_eq!(
            request(None, None).unwrap(),
            PageRequest::first(DEFAULT_PAGE_SIZE)
        );
        assert_eq!(request(None, Some(3)).unwrap(), PageRequest::last(3));
        assert_eq!(request(Some(0), None).unwrap(), PageRequest::first(0));
        assert_eq!(request(Some(250), None).unwrap(), PageRequest::first(250));
    }

    #[test]
    fn a_size_out_of_bounds_is_refused() {
        assert_eq!(
            request(Some(-1), None).unwrap_err(),
            "`first` is -1; a page has 0 to 250 items."
        );
        assert_eq!(
            request(None, Some(251)).unwrap_err(),
            "`last` is 251; a page has 0 to 250 items."
        );
        assert_eq!(
            request(Some(1), Some(1)).unwrap_err(),
            "A page has either `first` or `last`, not both."
        );
    }
}
