//! `vitrine serve`: the server.

mod sample;

use std::{io::ErrorKind, process::ExitCode, sync::Arc, time::Duration};

use anyhow::Context as _;
use tokio::net::TcpListener;

use super::output;
use crate::{
    App, assemble,
    config::Config,
    listen::{self, Ended},
    shutdown,
    store::{backend_name, open_store_of_server},
    system, upkeep,
};

const SUM_UP_EVERY: Duration = Duration::from_secs(5);

/// Start the server
///
/// Answers GraphQL at /graphql and shows GraphiQL at /graphiql. Ends on Ctrl-C or SIGTERM, after the requests in flight.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vitrine serve --sample
  vitrine serve --listen 0.0.0.0:8080
  VITRINE_DATABASE_URL=postgres://vitrine:secret@db/vitrine vitrine serve

Every setting, with its default and its meaning, is in config/default.toml; each is a variable VITRINE_SECTION__KEY too.
Who may do what: VITRINE_AUTH__JWT__ISSUER, __AUDIENCE, __ALGORITHMS and __JWKS_URL, __KEY_FILE or __DISCOVERY take the
tokens of an identity provider (docs/access.md).")]
pub(super) struct Serve {
    /// Load a small catalogue first, if the store is empty
    #[arg(long)]
    sample: bool,
    /// Address and port to listen on [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    pub(super) listen: Option<String>,
}

impl Serve {
    pub(super) async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        // Before anything is made: whoever started the server twice shall learn it at once.
        let listener = bind(config.listen.as_str()).await?;
        let setup = system::setup();
        let clock = Arc::clone(&setup.clock);
        let store = open_store_of_server(config, setup).await?;
        if self.sample {
            sample::load(&store).await?;
        }
        let app = assemble(config, store, Arc::clone(&clock)).await?;
        greet(config, &listener, &app).await?;

        let indexing = app.start_indexing(config)?;
        let summing = tokio::spawn(sum_up(app.clone()));
        let kept = config.subscriptions.changes_kept();
        let keeping_up = tokio::spawn(upkeep::keep_up(app.store().clone(), clock, kept));
        let telling = app.start_telling();
        let asked = async {
            shutdown::asked().await;
            app.end();
            // Whoever asks twice doesn't want to wait.
            tokio::spawn(async {
                shutdown::asked().await;
                std::process::exit(130);
            });
        };
        let jobs = app.start_jobs();
        let ended = listen::serve(listener, app.router(), &config.server, asked).await;
        // Each was told at once; those that don't answer are left.
        let closed = tokio::time::timeout(config.server.shutdown_grace(), app.live().closed());
        let _ = closed.await;
        jobs.stop().await;
        summing.abort();
        keeping_up.abort();
        telling.abort();
        indexing.abort();
        app.indexer().end().await;
        app.store().close().await;
        match ended {
            Ended::Finished => tracing::info!("ended; all requests were answered"),
            Ended::CutOff => {
                tracing::warn!(
                    "ended; requests that took longer than {} s were cut off",
                    config.server.shutdown_grace().as_secs()
                );
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

async fn bind(address: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| {
        let way_out = match error.kind() {
            ErrorKind::AddrInUse => "another program listens there already. Choose another port: --listen 127.0.0.1:8081, or VITRINE_LISTEN",
            ErrorKind::PermissionDenied => "the system does not let this user listen there; ports below 1024 are often kept for root",
            ErrorKind::AddrNotAvailable => "this machine does not have that address; 0.0.0.0 stands for all that it has",
            _ => "the system refuses",
        };
        anyhow::Error::new(error).context(format!("can't listen on {address}: {way_out}"))
    })
}

/// Tells, on standard output, where the server is.
async fn greet(config: &Config, listener: &TcpListener, app: &App) -> anyhow::Result<()> {
    let address = listener
        .local_addr()
        .context("asking for the address that is listened on")?;
    // An address for all interfaces is none that a browser could open.
    let host = if address.ip().is_unspecified() {
        String::from("localhost")
    } else {
        address.ip().to_string()
    };
    let host = if host.contains(':') {
        format!("[{host}]")
    } else {
        host
    };
    let base = format!("http://{host}:{}", address.port());
    let mut text = format!("GraphQL:  {base}/graphql\nGraphiQL: {base}/graphiql\n");
    if app
        .store()
        .is_empty()
        .await
        .context("looking into the store")?
    {
        text.push_str("The catalogue is empty. Fill it with `vitrine import FILE`, or start with `vitrine serve --sample`.\n");
    }
    output::print(&text)?;
    let backend = backend_name(app.store().backend());
    tracing::info!(%address, "listening on {address}, catalogue in {backend} at {}", config.database_url());
    Ok(())
}

async fn sum_up(app: App) {
    loop {
        tokio::time::sleep(SUM_UP_EVERY).await;
        app.metrics().sum_up();
    }
}
