//! The real program, in a folder of its own and with an environment of its own.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Output, Stdio},
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::Duration,
};

use tempfile::TempDir;

/// How long a command may take before it is killed: none of those that end by themselves takes nearly so long.
const PATIENCE: Duration = Duration::from_secs(60);

fn signal(which: &str, id: u32) {
    let sent = Command::new("kill").args([which, &id.to_string()]).status();
    assert!(sent.unwrap().success());
}

/// Where the program is called from. Its default SQLite database is in it.
pub(crate) struct Program {
    folder: TempDir,
    settings: Vec<(String, String)>,
}

impl Program {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            settings: Vec::new(),
        }
    }

    /// With a variable of the environment.
    pub(crate) fn set(mut self, name: &str, value: &str) -> Self {
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file into its folder.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vitrine"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear();
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs it to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with_input(arguments, "")
    }

    /// The same with something on standard input.
    pub(crate) fn run_with_input(&self, arguments: &[&str], input: &str) -> Ran {
        let mut command = self.command(arguments);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (ended, wait) = mpsc::channel::<()>();
        let id = child.id();
        let watch = thread::spawn(move || {
            if wait.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                signal("-KILL", id);
            }
        });
        // A program that doesn't read its input may be gone already.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let ran = Ran::from(child.wait_with_output().unwrap());
        drop(ended);
        watch.join().unwrap();
        ran
    }

    /// Starts it and doesn't wait. It is killed when what is given ends.
    pub(crate) fn start(&self, arguments: &[&str]) -> Started {
        let mut command = self.command(arguments);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        Started(command.spawn().unwrap())
    }

    /// Starts a server on a free port, and waits until it says where it is.
    pub(crate) fn serve(&self, arguments: &[&str]) -> Running {
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0"]);
        let mut child = command
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        // Read all the while: a server that logs more than a pipe holds would wait for its reader.
        let mut log = child.stderr.take().unwrap();
        let err = thread::spawn(move || {
            let mut err = String::new();
            log.read_to_string(&mut err).unwrap();
            err
        });
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let Some(address) = line
            .trim()
            .strip_prefix("GraphQL:  http://")
            .and_then(|rest| rest.strip_suffix("/graphql"))
        else {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("no server: {line}{}", err.join().unwrap());
        };
        Running {
            address: address.to_owned(),
            child: Some(child),
            out,
            err: Some(err),
        }
    }
}

/// A command that runs.
pub(crate) struct Started(Child);

impl Started {
    /// Whether it has ended well. None: it runs.
    pub(crate) fn ended(&mut self) -> Option<bool> {
        self.0.try_wait().unwrap().map(|status| status.success())
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        // One that has ended can't be killed.
        let _ = self.0.kill();
        self.0.wait().unwrap();
    }
}

/// How the program ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self {
            status: output.status.code().unwrap_or(-1),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}

/// A server that runs; it is killed when the test ends.
pub(crate) struct Running {
    pub(crate) address: String,
    child: Option<Child>,
    out: BufReader<ChildStdout>,
    err: Option<thread::JoinHandle<String>>,
}

impl Running {
    /// Asks it to end, as service managers do, and waits for that.
    pub(crate) fn terminate(mut self) -> Ran {
        let mut child = self.child.take().unwrap();
        signal("-TERM", child.id());
        let mut out = String::new();
        self.out.read_to_string(&mut out).unwrap();
        let err = self.err.take().unwrap().join().unwrap();
        Ran {
            status: child.wait().unwrap().code().unwrap_or(-1),
            out,
            err,
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }
}
