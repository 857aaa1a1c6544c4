//! Files that are written whole or not at all.

use std::fs::File;
use std::io;
use std::path::Path;

use tempfile::NamedTempFile;

use crate::failure::{Failure, Result};

/// What a file could not be read or written for.
pub(crate) fn failed(path: &Path) -> impl FnOnce(io::Error) -> Failure + '_ {
    move |source| Failure::Write {
        path: path.to_owned(),
        source,
    }
}

/// The folder that a file lies in.
pub(crate) fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// Makes the folder that a file is to be written to.
pub(crate) fn make_folder_of(path: &Path) -> Result<()> {
    std::fs::create_dir_all(folder_of(path)).map_err(failed(path))
}

/// A temporary file beside the one that is to be written, in a folder that is made; gone when dropped.
pub(crate) fn beside(path: &Path) -> Result<NamedTempFile> {
    make_folder_of(path)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".impasse-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o644));
    }
    builder
        .tempfile_in(folder_of(path))
        // The kind alone: the rest names a temporary file that no user knows.
        .map_err(|error| failed(path)(error.kind().into()))
}

/// Makes the bytes durable and gives the file its name.
pub(crate) fn put_in_place(file: NamedTempFile, path: &Path) -> Result<()> {
    let put = || -> io::Result<()> {
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        #[cfg(unix)]
        File::open(folder_of(path))?.sync_all()?;
        Ok(())
    };
    put().map_err(failed(path))
}

/// Writes a text file.
pub(crate) fn write(path: &Path, text: &str) -> Result<()> {
    let mut file = beside(path)?;
    io::Write::write_all(&mut file, text.as_bytes()).map_err(failed(path))?;
    put_in_place(file, path)
}
