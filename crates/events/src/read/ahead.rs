//! Reads and hashes a file on a thread of its own, a few pieces ahead of who takes them in.

use std::io::{self, Read};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::{self, JoinHandle};

use super::source::{Hashed, Hashing};

/// Bytes of a piece.
const PIECE: usize = 256 << 10;
/// Pieces that may wait: 1 MiB in all.
const WAITING: usize = 4;

/// A stream that is read and hashed ahead.
pub(super) struct Ahead {
    pieces: Receiver<io::Result<Vec<u8>>>,
    piece: Vec<u8>,
    taken: usize,
    reader: JoinHandle<Hashed>,
}

impl Ahead {
    /// Starts to read. The thread ends with the stream, at an error, or when nobody takes its pieces.
    pub(super) fn new(input: impl Read + Send + 'static) -> io::Result<Self> {
        let (give, pieces) = sync_channel(WAITING);
        let reader = thread::Builder::new()
            .name("read ahead".into())
            .spawn(move || {
                let mut input = Hashing::new(input);
                loop {
                    let mut piece = Vec::with_capacity(PIECE);
                    let read = input.by_ref().take(PIECE as u64).read_to_end(&mut piece);
                    let last = !matches!(read, Ok(count) if count > 0);
                    let gone = match read {
                        Ok(0) => true,
                        Ok(_) => give.send(Ok(piece)).is_err(),
                        Err(error) => give.send(Err(error)).is_err(),
                    };
                    if last || gone {
                        return input.finish();
                    }
                }
            })?;
        Ok(Self {
            pieces,
            piece: Vec::new(),
            taken: 0,
            reader,
        })
    }

    /// Size and hash of the whole stream, what nobody took included.
    pub(super) fn finish(self) -> io::Result<Hashed> {
        for piece in &self.pieces {
            piece?;
        }
        self.reader
            .join()
            .map_err(|_| io::Error::other("the reading thread stopped"))
    }
}

impl Read for Ahead {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.taken == self.piece.len() {
            match self.pieces.recv() {
                Ok(piece) => {
                    self.piece = piece?;
                    self.taken = 0;
                }
                Err(_) => return Ok(0),
            }
        }
        let rest = &self.piece[self.taken..];
        let count = rest.len().min(to.len());
        to[..count].copy_from_slice(&rest[..count]);
        self.taken += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives its bytes in odd portions, then fails if told to.
    struct Fitful {
        bytes: Vec<u8>,
        at: usize,
        fails: bool,
    }

    impl Read for Fitful {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            if self.at == self.bytes.len() && self.fails {
                return Err(io::Error::other("torn"));
            }
            let count = (self.at % 7_919 + 1)
                .min(to.len())
                .min(self.bytes.len() - self.at);
            to[..count].copy_from_slice(&self.bytes[self.at..self.at + count]);
            self.at += count;
            Ok(count)
        }
    }

    fn bytes() -> Vec<u8> {
        (0..3 * PIECE + 17).map(|i| (i * 31 % 251) as u8).collect()
    }

    #[test]
    fn what_comes_out_is_what_went_in_and_its_hash_is_that_of_the_whole() {
        let whole = Hashed::of(&bytes());
        for taken in [0, 1, PIECE + 5, bytes().len()] {
            let input = Fitful {
                bytes: bytes(),
                at: 0,
                fails: false,
            };
            let mut ahead = Ahead::new(input).unwrap();
            let mut out = vec![0; taken];
            ahead.read_exact(&mut out).unwrap();
            assert_eq!(out, bytes()[..taken]);
            let hashed = ahead.finish().unwrap();
            assert_eq!(
                (hashed.sha256, hashed.bytes),
                (whole.sha256.clone(), whole.bytes)
            );
        }
    }

    #[test]
    fn an_error_comes_through_where_it_happened() {
        let input = Fitful {
            bytes: bytes(),
            at: 0,
            fails: true,
        };
        let mut ahead = Ahead::new(input).unwrap();
        let mut out = Vec::new();
        let error = ahead.read_to_end(&mut out).unwrap_err();
        assert_eq!((error.to_string().as_str(), out.len()), ("torn", 3 * PIECE));
        let input = Fitful {
            bytes: bytes(),
            at: 0,
            fails: true,
        };
        assert!(Ahead::new(input).unwrap().finish().is_err());
    }
}
