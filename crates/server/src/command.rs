//! The command line.

mod api_key;
mod doctor;
mod export;
mod import;
mod index_work;
mod migrate;
mod output;
mod progress;
mod reindex;
mod schema;
mod search;
mod serve;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use tokio::runtime::Runtime;

use crate::{
    config::{Config, Flags, Layers},
    telemetry,
};

/// A product catalogue with one GraphQL API, on SQLite or PostgreSQL.
#[derive(Debug, Parser)]
#[command(name = "vitrine", version, max_term_width = 110, after_help = AFTER_HELP)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

const AFTER_HELP: &str = "\
Examples:
  vitrine serve --sample               try it: a small shop, explored at /graphiql
  vitrine import catalogue.jsonl.gz    load a catalogue, all of it or nothing
  vitrine export backup.jsonl.gz       write it out again
  vitrine api-key create --role admin --name me

Settings come from vitrine.toml in this directory, then from variables (VITRINE_DATABASE_URL, …),
then from flags; what comes later wins. All are listed, with their defaults, in config/default.toml.";

/// Flags of every command.
#[derive(Debug, clap::Args)]
struct Common {
    /// Settings file, instead of vitrine.toml in this directory
    #[arg(long, global = true, value_name = "FILE", help_heading = "Settings")]
    config: Option<PathBuf>,
    #[arg(
        long,
        global = true,
        value_name = "URL",
        help_heading = "Settings",
        help = "The catalogue: sqlite://PATH or postgres://USER:PASSWORD@HOST/DATABASE"
    )]
    database_url: Option<String>,
    /// Folder of this server's own files, the SQLite database among them
    #[arg(long, global = true, value_name = "DIR", help_heading = "Settings")]
    data_dir: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Serve),
    Import(import::Import),
    Export(export::Export),
    Migrate(migrate::Migrate),
    Reindex(reindex::Reindex),
    #[command(subcommand)]
    Search(search::SearchCommand),
    Schema(schema::Schema),
    #[command(subcommand)]
    ApiKey(api_key::ApiKeyCommand),
    Doctor(doctor::Doctor),
}

/// Runs the command that the process was started with. The status is 0 when it did what it should, 1 when it could not, 2
/// when it was called wrongly; `import` adds 3.
#[must_use]
pub fn main() -> ExitCode {
    // Prints its help or its complaint, and ends the process, by itself.
    let line = CommandLine::parse();
    match run(line) {
        Ok(status) => status,
        Err(error) => {
            output::complain(&error);
            ExitCode::FAILURE
        }
    }
}

fn run(line: CommandLine) -> anyhow::Result<ExitCode> {
    let CommandLine { command, common } = line;
    // The schema is the same whatever the settings.
    if let Command::Schema(schema) = &command {
        return schema.run();
    }
    let listen = match &command {
        Command::Serve(serve) => serve.listen.clone(),
        _ => None,
    };
    let flags = Flags {
        listen,
        database_url: common.database_url,
        data_dir: common.data_dir,
    };
    let config = Config::load(&Layers::of_process(common.config, flags))?;
    telemetry::start(&config.log);
    // As many threads as there are processors for us to use.
    Runtime::new()?.block_on(async {
        match command {
            Command::Serve(serve) => Box::pin(serve.run(&config)).await,
            Command::Import(import) => Box::pin(import.run(&config)).await,
            Command::Export(export) => Box::pin(export.run(&config)).await,
            Command::Migrate(migrate) => Box::pin(migrate.run(&config)).await,
            Command::Reindex(reindex) => Box::pin(reindex.run(&config)).await,
            Command::Search(command) => Box::pin(command.run(&config)).await,
            Command::ApiKey(command) => Box::pin(command.run(&config)).await,
            Command::Doctor(doctor) => Box::pin(doctor.run(&config)).await,
            Command::Schema(schema) => schema.run(),
        }
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        CommandLine::command().debug_assert();
    }
}
