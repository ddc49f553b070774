//! `Upload`: a file that came with the request.

use async_graphql::{Context, InputValueResult, Result, Scalar, ScalarType, Value};
use uuid::Uuid;

use crate::error::{ErrorCode, refuse, refuse_value};

/// A file that came with a request, and lies in the store.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Where it lies.
    pub id: Uuid,
    /// What the client calls it.
    pub name: String,
    /// How many bytes it has.
    pub size: i64,
    /// `sha256:` and the hash of its bytes: what stands in the variables for it, so that the same file is the same input.
    pub handle: String,
}

/// The files of a request.
#[derive(Clone, Debug, Default)]
pub struct Uploads(pub Vec<Upload>);

/// What stands for a file among the arguments.
#[derive(Clone, Debug)]
pub(crate) struct UploadHandle(String);

/// A file, sent beside the document as the GraphQL multipart request specification has it: its variable is null in
/// `operations`, and `map` says which part of the form belongs there.
#[Scalar(
    name = "Upload",
    visible = "crate::viewer::is_admin",
    specified_by_url = "https://github.com/jaydenseric/graphql-multipart-request-spec"
)]
impl ScalarType for UploadHandle {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(handle) => Ok(Self(handle)),
            _ => Err(refuse_value(NO_FILE)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

const NO_FILE: &str = "A file is expected here. Send the request as multipart/form-data with the parts operations, map and the file.";

impl UploadHandle {
    /// The file that it stands for.
    pub(crate) fn file(&self, ctx: &Context<'_>) -> Result<Upload> {
        let uploads = ctx.data_opt::<Uploads>();
        let found = uploads
            .iter()
            .flat_map(|uploads| &uploads.0)
            .find(|upload| upload.handle == self.0);
        found
            .cloned()
            .ok_or_else(|| refuse(ErrorCode::BadUserInput, NO_FILE))
    }
}
