//! `catalogImport`.

use async_graphql::{Context, Enum, InputObject, Object, Result};
use domain::job::JobKind;
use persistence::NewJob;
use uuid::Uuid;

use super::{
    super::{ImportRequest, Job, Upload, upload::UploadHandle, user_error::JobUserError},
    shown,
};
use crate::{
    context::Asked,
    mutation::{Call, Change, Stop, Work, payload},
};

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) enum ImportFormat {
    /// A feed: one JSON object a line.
    JsonLines,
    /// A flat price list, a stock list, or both.
    Csv,
    /// The product file that a Shopify store exports.
    ShopifyCsv,
}

/// The file to import, and what it doesn't say.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct CatalogImportInput {
    /// The file, plain or gzipped.
    file: UploadHandle,
    /// What it is. Null: its name and its first line tell.
    format: Option<ImportFormat>,
    /// Whether the good lines are applied where others are refused. Else a single refused line holds back all of it.
    #[graphql(default = false)]
    skip_invalid: bool,
    /// Of a CSV file: the currency of its prices, ISO 4217. Null: the channel's.
    currency: Option<String>,
    /// Of a CSV file: the code of the channel in which its products are published. Null: the default or only one.
    channel: Option<String>,
    /// Of a CSV file: the code or the name of the location of its stock. Null: the only one.
    location: Option<String>,
}

payload! {
    /// What became of `catalogImport`.
    CatalogImportPayload(Uuid, JobUserError) {
        /// The job that imports the file; ask for it again to see how far it is. Null: there is none, see `userErrors`.
        async fn job(&self, ctx: &Context<'_>) -> Option<Result<Job>> {
            shown(ctx, &self.0).await
        }
    }
}

/// The root field.
#[derive(Default)]
pub(crate) struct CatalogImport;

#[Object]
impl CatalogImport {
    /// Imports a file into the catalogue: all of it or nothing. The answer comes at once, with the job that does it; the job
    /// tells how far it is and, at its end, what it did and everything that is wrong, by line.
    #[graphql(visible = "crate::viewer::is_admin")]
    async fn catalog_import(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The file, and what it doesn't say.")] input: CatalogImportInput,
        #[graphql(
            desc = "A key of your choice, 1 to 255 characters: sent again with the same file, for 24 hours, no second job is begun. Null: each call begins one."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "Whether the job only tells what would happen, and changes nothing.",
            default = false
        )]
        dry_run: bool,
    ) -> Result<CatalogImportPayload> {
        // Of a dry run no more is remembered than of others.
        let key = idempotency_key.filter(|_| !dry_run);
        let call = Call::new(ctx, None, key, false, None)?;
        let file = input.file.file(ctx)?;
        let change = Import {
            dry_run,
            file,
            input,
        };
        let done = call.run(ctx, change).await?;
        ctx.store().job_is_asked_for();
        Ok(CatalogImportPayload(done))
    }
}

struct Import {
    dry_run: bool,
    file: Upload,
    input: CatalogImportInput,
}

impl Change for Import {
    const MUTATION: &'static str = "catalogImport";
    type Made = Uuid;

    async fn apply(&self, work: &mut Work) -> Result<Uuid, Stop> {
        let request = ImportRequest {
            file_name: self.file.name.clone(),
            file_size: self.file.size,
            format: self.input.format.map(|format| {
                String::from(match format {
                    ImportFormat::JsonLines => "JSON_LINES",
                    ImportFormat::Csv => "CSV",
                    ImportFormat::ShopifyCsv => "SHOPIFY_CSV",
                })
            }),
            skip_invalid: self.input.skip_invalid,
            dry_run: self.dry_run,
            currency: self.input.currency.clone(),
            channel: self.input.channel.clone(),
            location: self.input.location.clone(),
        };
        let request = serde_json::to_string(&request).expect("texts and numbers can be JSON");
        let new = NewJob {
            kind: JobKind::Import,
            request,
            input: Some(self.file.id),
        };
        Ok(work.transaction()?.create_job(new).await?)
    }
}
