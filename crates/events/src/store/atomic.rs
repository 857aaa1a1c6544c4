use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use crate::EventsError;

pub(crate) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> EventsError + '_ {
    move |source| EventsError::Io {
        path: path.to_owned(),
        source,
    }
}

/// Writes a file whole or not at all: into a temporary file beside it, then renamed over it.
///
/// A crash leaves either the old file or the new one.
pub(crate) fn write_whole(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<&mut File>) -> Result<(), EventsError>,
) -> Result<(), EventsError> {
    let directory = directory_of(path);
    let mut partial = partial_in(directory)?;
    let mut buffer = BufWriter::new(partial.as_file_mut());
    write(&mut buffer)?;
    buffer.flush().map_err(io(path))?;
    drop(buffer);
    put_in_place(partial, path)
}

/// A temporary file in `directory`, gone when it is dropped.
pub(crate) fn partial_in(directory: &Path) -> Result<NamedTempFile, EventsError> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".partial-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666)); // less the user's mask
    }
    builder
        .tempfile_in(directory)
        .map_err(|error| io(directory)(bare(&error)))
}

/// What the system said, without the name of a temporary file that no user knows.
fn bare(error: &std::io::Error) -> std::io::Error {
    let inner = error.get_ref().and_then(|wrapped| wrapped.source());
    let inner = inner.and_then(|inner| inner.downcast_ref::<std::io::Error>());
    match inner.and_then(std::io::Error::raw_os_error) {
        Some(code) => std::io::Error::from_raw_os_error(code),
        None => error.kind().into(),
    }
}

/// Makes the bytes durable and gives the file its name.
pub(crate) fn put_in_place(partial: NamedTempFile, path: &Path) -> Result<(), EventsError> {
    partial.as_file().sync_all().map_err(io(path))?;
    partial
        .persist(path)
        .map_err(|error| io(path)(error.error))?;
    sync_directory(directory_of(path))
}

/// Makes a rename or a removal durable.
pub(crate) fn sync_directory(directory: &Path) -> Result<(), EventsError> {
    #[cfg(unix)]
    File::open(directory)
        .and_then(|handle| handle.sync_all())
        .map_err(io(directory))?;
    Ok(())
}

fn directory_of(path: &Path) -> &Path {
    path.parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// Creates a directory and those above it.
pub(crate) fn make_directory(path: &Path) -> Result<(), EventsError> {
    fs::create_dir_all(path).map_err(io(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_write_leaves_the_old_file_and_nothing_else() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("figures.csv");
        fs::write(&path, "old").unwrap();
        let failed = write_whole(&path, |file| {
            file.write_all(b"half").map_err(io(Path::new("x")))?;
            Err(EventsError::NoDataDirectory)
        });
        assert!(failed.is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
        let nowhere = directory.path().join("nowhere");
        let error = partial_in(&nowhere).unwrap_err().to_string();
        assert!(!error.contains(".partial-"), "{error}");
        write_whole(&path, |file| {
            file.write_all(b"new").map_err(io(Path::new("x")))
        })
        .unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    }
}
