//! One product out of its rows.

use serde_json::{Value, json};

use super::{
    Columns, Draft, Header, Kind, PRODUCT_TYPE, Row, Settings, TAGS, categories, media, told::Told,
    variants::Variants, words,
};

/// The rows of one handle.
pub(super) struct Product<'a> {
    pub(super) header: &'a Header,
    pub(super) columns: &'a Columns,
    pub(super) settings: &'a Settings,
    pub(super) handle: &'a str,
    /// Never empty.
    pub(super) rows: &'a [Row],
}

impl Product<'_> {
    pub(super) fn draft(&self, told: &mut Told) -> Draft {
        let first = &self.rows[0];
        let line = first.line;
        let mut draft = Draft::new(Kind::Product, line);
        let handle_column = self.column(self.columns.handle, "Handle");
        draft.put("code", self.handle, line, handle_column);
        draft.put("slug", words::slug(self.handle), line, handle_column);
        for row in self.rows {
            if let Some(why) = &row.broken {
                draft.refuse(row.line, "row", why.as_str());
            }
        }
        self.texts(first, &mut draft);
        self.publication(first, &mut draft, told);
        self.attributes(first, &mut draft);
        self.media(&mut draft);
        let variants = Variants::of(self);
        draft.set("options", variants.options());
        for (place, name) in variants.option_columns() {
            draft.note(format!("options[{place}]"), line, name);
        }
        let column = self.column(self.columns.sku, "Variant SKU");
        draft.note("variants", line, column);
        let all = variants.all(&mut draft, told);
        draft.set("variants", all);
        draft
    }

    /// A column's name, or what it is called by Shopify if it is not there.
    pub(super) fn column<'a>(&'a self, column: Option<usize>, else_name: &'a str) -> &'a str {
        column.map_or(else_name, |place| self.header.name(place))
    }

    fn texts(&self, first: &Row, draft: &mut Draft) {
        let columns = self.columns;
        let title = self.column(columns.title, "Title");
        match first.cell(columns.title) {
            Some(name) => draft.put("name", name, first.line, title),
            None => draft.refuse(
                first.line,
                title,
                "The first row of a product needs its title. Do its rows stand together?",
            ),
        }
        for (field, column) in [("description", columns.body), ("brand", columns.vendor)] {
            if let Some(place) = column {
                let value = first.cell(column).map_or(Value::Null, Value::from);
                draft.put(field, value, first.line, self.header.name(place));
            }
        }
        if let Some(code) = first.cell(columns.category).and_then(categories::code) {
            let column = self.column(columns.category, "");
            draft.put("categories", json!([code]), first.line, column);
        }
    }

    fn publication(&self, first: &Row, draft: &mut Draft, told: &mut Told) {
        let columns = self.columns;
        if columns.status.is_some() {
            let column = self.column(columns.status, "Status");
            let status = first.cell(columns.status).unwrap_or("active");
            let status = match status.to_lowercase().as_str() {
                "unlisted" => {
                    told.unlisted += 1;
                    String::from("DRAFT")
                }
                other => other.to_uppercase(),
            };
            draft.put("status", status, first.line, column);
        }
        let column = self.column(columns.published, "Published");
        let published = match first.cell(columns.published) {
            None => Some(true),
            Some(cell) => words::boolean(cell),
        };
        match (published, &self.settings.channel) {
            (Some(true), Ok(channel)) => {
                draft.put("channels", json!([channel.as_str()]), first.line, column);
            }
            (Some(_), _) => draft.put("channels", json!([]), first.line, column),
            (None, _) => draft.refuse(first.line, column, "TRUE or FALSE is expected here."),
        }
    }

    fn attributes(&self, first: &Row, draft: &mut Draft) {
        let columns = self.columns;
        let mut attributes = serde_json::Map::new();
        if let Some(place) = columns.tags {
            let mut tags: Vec<&str> = Vec::new();
            for tag in first
                .cell(Some(place))
                .unwrap_or("")
                .split(',')
                .map(str::trim)
            {
                if !tag.is_empty() && !tags.contains(&tag) {
                    tags.push(tag);
                }
            }
            let value = if tags.is_empty() {
                Value::Null
            } else {
                json!(tags)
            };
            attributes.insert(TAGS.to_owned(), value);
            draft.note(
                format!("attributes.{TAGS}"),
                first.line,
                self.header.name(place),
            );
        }
        if let Some(place) = columns.product_type {
            let value = first.cell(Some(place)).map_or(Value::Null, Value::from);
            attributes.insert(PRODUCT_TYPE.to_owned(), value);
            let column = self.header.name(place);
            draft.note(format!("attributes.{PRODUCT_TYPE}"), first.line, column);
        }
        if !attributes.is_empty() {
            draft.set("attributes", attributes);
        }
    }

    fn media(&self, draft: &mut Draft) {
        let Some(place) = self.columns.image else {
            return;
        };
        let pictures = media::pictures(self.rows, self.columns);
        for (index, picture) in pictures.iter().enumerate() {
            draft.note(
                format!("media[{index}]"),
                picture.line,
                self.header.name(place),
            );
        }
        let media: Vec<Value> = pictures.iter().map(media::Picture::to_json).collect();
        draft.set("media", media);
    }
}
