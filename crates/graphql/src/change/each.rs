//! Each event of a subscription is answered as a request of its own.

use std::{sync::Arc, time::Duration};

use async_graphql::{
    Data, Response, ServerError, async_trait,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextExecute},
};
use tokio::time::timeout;

use crate::{
    context::Asking,
    error::{ErrorCode, refuse},
};

/// Gives each event loaders, a reference snapshot and a moment of its own: those of the request that began the
/// subscription would show for ever what was there when it began, and grow.
pub(crate) struct EachByItself {
    /// How long the answer to one event may take.
    pub(crate) patience: Duration,
}

impl ExtensionFactory for EachByItself {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self {
            patience: self.patience,
        })
    }
}

#[async_trait::async_trait]
impl Extension for EachByItself {
    async fn execute(
        &self,
        ctx: &ExtensionContext<'_>,
        operation_name: Option<&str>,
        next: NextExecute<'_>,
    ) -> Response {
        let mut data = Data::default();
        data.insert(ctx.data_unchecked::<Asking>().again());
        let answer = next.run_with_data(ctx, operation_name, data);
        match timeout(self.patience, answer).await {
            Ok(response) => response,
            Err(_) => {
                let message = "The answer to an event took too long. Ask for less of it.";
                let error = refuse(ErrorCode::RequestTimeout, message);
                let mut failed = ServerError::new(error.message, None);
                failed.extensions = error.extensions;
                Response::from_errors(vec![failed])
            }
        }
    }
}
