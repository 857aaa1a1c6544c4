//! A folder to run the program in.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output};

use tempfile::TempDir;

/// What the program writes to standard error when it is interrupted from the keyboard, having failed for it.
pub(crate) fn interrupted(child: Child) -> String {
    let interrupt = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(interrupt.unwrap().success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    String::from_utf8(output.stderr).unwrap()
}

/// A folder of its own, with a store in it and nothing from outside.
pub(crate) struct Desk {
    folder: TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// The program, about to run here.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_impasse"));
        command
            .current_dir(self.folder.path())
            .env("HOME", self.folder.path())
            .env("IMPASSE_DATA", "store");
        for unwanted in ["COLUMNS", "NO_COLOR", "CLICOLOR_FORCE", "XDG_DATA_HOME"] {
            command.env_remove(unwanted);
        }
        for secret in ["ACLED_USERNAME", "ACLED_PASSWORD", "ACLED_TOKEN"] {
            command.env_remove(secret);
        }
        command
    }

    /// Runs the program. A command with blanks between its words, nothing quoted.
    pub(crate) fn run(&self, line: &str) -> Told {
        self.run_words(&line.split_whitespace().collect::<Vec<_>>())
    }

    pub(crate) fn run_words(&self, words: &[impl AsRef<OsStr>]) -> Told {
        let output = self.command().args(words).output().unwrap();
        let shown: Vec<String> = words
            .iter()
            .map(|word| word.as_ref().to_string_lossy().into_owned())
            .map(|word| if word.is_empty() { "''".into() } else { word })
            .collect();
        Told::new(&shown.join(" "), &output)
    }
}

/// What the program said.
pub(crate) struct Told {
    pub(crate) line: String,
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Told {
    /// Checks what holds of every run: no panic, a documented exit code, and words to go with failure.
    pub(crate) fn new(line: &str, output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let told = Self {
            line: line.to_owned(),
            code: output.status.code().expect("ended by a signal"),
            out: text(&output.stdout),
            err: text(&output.stderr),
        };
        assert!(!told.err.contains("panicked"), "{told}");
        assert!((0..=3).contains(&told.code), "{told}");
        assert!(told.code == 0 || !told.err.trim().is_empty(), "{told}");
        told
    }

    pub(crate) fn succeeds(self) -> Self {
        assert_eq!(self.code, 0, "{self}");
        self
    }

    pub(crate) fn fails(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self}");
        self
    }

    /// That no line is wider than a terminal of 80 columns.
    pub(crate) fn fits(self) -> Self {
        for line in self.out.lines().chain(self.err.lines()) {
            assert!(line.chars().count() <= 80, "{line}\n{self}");
        }
        self
    }

    /// That the message on standard error, line breaks aside, has these words.
    pub(crate) fn says(self, words: &str) -> Self {
        let text = self.err.replace(['│', '\n'], " ");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(words), "no `{words}` in:\n{self}");
        self
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "$ impasse {}", self.line)?;
        f.write_str(&self.out)?;
        if !self.err.is_empty() {
            write!(f, "----- standard error\n{}", self.err)?;
        }
        writeln!(f, "----- exit code {}", self.code)
    }
}

/// Every file under a folder with its bytes, in order.
pub(crate) fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push((path.clone(), std::fs::read(path).unwrap()));
            }
        }
    }
    files.sort();
    files
}
