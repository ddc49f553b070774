//! Where settings come from, and which of them wins.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use figment::{
    Figment, Metadata, Profile, Provider,
    providers::{Data, Toml},
    value::{Dict, Map, Value},
};

use super::{Config, ConfigError};

const DEFAULTS: &str = include_str!("../../../../config/default.toml");
const FILE: &str = "vitrine.toml";
const PREFIX: &str = "VITRINE_";

/// Variables that begin like ours and are no settings: those of the tests, of the tools, and of the build.
const NO_SETTINGS: [&str; 3] = ["VITRINE_TEST_", "VITRINE_DEV_", "VITRINE_GRAPHIQL"];

/// Settings of the command line. None: not given there.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// `--listen`
    pub listen: Option<String>,
    /// `--database-url`
    pub database_url: Option<String>,
    /// `--data-dir`
    pub data_dir: Option<PathBuf>,
}

/// All that settings are read from, the weakest first: the embedded defaults, a file, the environment, flags.
#[derive(Clone, Debug, Default)]
pub struct Layers {
    /// The file that was asked for. None: `vitrine.toml` in `folder`, if it is there.
    pub file: Option<PathBuf>,
    /// The folder where the program was started.
    pub folder: PathBuf,
    /// Variables with their values; those that don't begin with `VITRINE_` are passed over.
    pub environment: Vec<(OsString, OsString)>,
    /// The command line.
    pub flags: Flags,
}

impl Layers {
    /// Those of this process.
    #[must_use]
    pub fn of_process(file: Option<PathBuf>, flags: Flags) -> Self {
        Self {
            file,
            folder: PathBuf::new(),
            environment: std::env::vars_os().collect(),
            flags,
        }
    }

    pub(super) fn extract(&self) -> Result<Config, ConfigError> {
        let mut figment = Figment::from(Data::<Toml>::string(DEFAULTS));
        if let Some(file) = self.file()? {
            figment = figment.merge(Data::<Toml>::file_exact(file));
        }
        for (name, value) in &self.environment {
            if let Some(setting) = Setting::of_variable(name, value)? {
                figment = figment.merge(setting);
            }
        }
        for setting in self.flags.settings() {
            figment = figment.merge(setting);
        }
        figment.extract_lossy().map_err(ConfigError::from)
    }

    fn file(&self) -> Result<Option<PathBuf>, ConfigError> {
        let asked = self.file.as_deref();
        let path = self.folder.join(asked.unwrap_or(Path::new(FILE)));
        match std::fs::metadata(&path) {
            Ok(_) => Ok(Some(path)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && asked.is_none() => {
                Ok(None)
            }
            Err(error) => Err(ConfigError::new(format!(
                "{}: it can't be read: {error}",
                path.display()
            ))),
        }
    }
}

impl Flags {
    fn settings(&self) -> Vec<Setting> {
        let data_dir = self
            .data_dir
            .as_ref()
            .map(|path| path.display().to_string());
        [
            ("listen", self.listen.clone()),
            ("database_url", self.database_url.clone()),
            ("data_dir", data_dir),
        ]
        .into_iter()
        .filter_map(|(key, value)| {
            let source = format!("--{}", key.replace('_', "-"));
            value.map(|value| Setting {
                source,
                path: vec![key.to_owned()],
                value,
            })
        })
        .collect()
    }
}

/// One value that comes as text, and where it comes from.
struct Setting {
    source: String,
    path: Vec<String>,
    value: String,
}

impl Setting {
    /// None: the variable is none of ours, or it is empty, which is as good as not set.
    fn of_variable(name: &OsString, value: &OsString) -> Result<Option<Self>, ConfigError> {
        let Some(name) = name.to_str() else {
            return Ok(None);
        };
        let Some(key) = name.strip_prefix(PREFIX) else {
            return Ok(None);
        };
        if value.is_empty() || NO_SETTINGS.iter().any(|start| name.starts_with(start)) {
            return Ok(None);
        }
        let Some(value) = value.to_str() else {
            return Err(ConfigError::new(format!("{name}: its value is not UTF-8")));
        };
        let path = match key {
            "LOG" => vec![String::from("log"), String::from("filter")],
            _ => key.to_lowercase().split("__").map(String::from).collect(),
        };
        Ok(Some(Self {
            source: name.to_owned(),
            path,
            value: value.to_owned(),
        }))
    }
}

impl Provider for Setting {
    fn metadata(&self) -> Metadata {
        Metadata::named(self.source.clone())
    }

    fn data(&self) -> Result<Map<Profile, Dict>, figment::Error> {
        let wrap = |value, key: &String| Value::from(Dict::from([(key.clone(), value)]));
        let (first, deeper) = self
            .path
            .split_first()
            .expect("a key has at least one part");
        let value = deeper
            .iter()
            .rev()
            .fold(Value::from(self.value.clone()), wrap);
        let dict = Dict::from([(first.clone(), value)]);
        Ok(Profile::Default.collect(dict))
    }
}
