//! Opens stored files and reads them in large pieces.
//!
//! On Linux, what the system has in memory is read at once. Opening (`openat2` with `RESOLVE_CACHED`) and reading
//! (`preadv2` with `RWF_NOWAIT`) then fail rather than wait for the disk, and only what failed goes to another thread. The
//! thread of the object store's own reader would cost more than reading a small file.

use std::{
    ops::Range,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use futures::{StreamExt, TryStreamExt, stream, stream::BoxStream};
use object_store::{
    GetOptions, GetRange, GetResultPayload, ObjectMeta, ObjectStore, ObjectStoreExt, path::Path,
};

use super::Blobs;

/// Up to this many bytes are read at once.
const SMALL: usize = 16 * 1024;
/// More are read in pieces of this many ...
const LARGE: usize = 256 * 1024;
/// ... or, while [`MOST_LARGE`] pieces wait for slow readers, of this many.
const TIGHT: usize = 8 * 1024;
/// Large pieces in memory at a time; 32 MiB.
const MOST_LARGE: usize = 128;
/// Small buffers kept for the next file; 16 MiB.
const KEPT_SMALL: usize = 1_024;

/// A stored file that was opened for reading.
#[derive(Debug)]
pub struct Stored {
    /// Its size in bytes.
    pub size: u64,
    /// When it was last changed, in microseconds since 1970.
    pub(super) modified: i64,
    source: Source,
    buffers: Buffers,
}

#[derive(Debug)]
enum Source {
    #[cfg(target_os = "linux")]
    File(Arc<std::fs::File>),
    Object(Arc<dyn ObjectStore>, Path),
}

/// The bytes of a stored file, or of a part of it.
pub enum Pieces {
    /// All of them: there are few.
    One(Bytes),
    /// Piece by piece.
    Many(BoxStream<'static, object_store::Result<Bytes>>),
}

impl Blobs {
    /// Opens a file.
    ///
    /// # Errors
    /// When the file does not exist, or the store fails.
    pub async fn open(&self, sha256: &str) -> object_store::Result<Stored> {
        self.wait().await;
        let path = Self::path(sha256);
        #[cfg(target_os = "linux")]
        if let Some(file) = self.root.as_deref().and_then(|root| linux::open_now(root, &path)) {
            return Ok(self.stored(file.1, file.2, Source::File(Arc::new(file.0))));
        }
        self.open_object(path).await
    }

    async fn open_object(&self, path: Path) -> object_store::Result<Stored> {
        let object = self.objects.get_opts(&path, GetOptions::default()).await?;
        let ObjectMeta {
            size, last_modified, ..
        } = object.meta;
        let source = match object.payload {
            #[cfg(target_os = "linux")]
            GetResultPayload::File(file, _) if self.root.is_some() => Source::File(Arc::new(file)),
            _ => Source::Object(self.objects.clone(), path),
        };
        Ok(self.stored(size, last_modified.timestamp_micros(), source))
    }

    fn stored(&self, size: u64, modified: i64, source: Source) -> Stored {
        Stored {
            size,
            modified,
            source,
            buffers: self.buffers.clone(),
        }
    }
}

impl Stored {
    /// Reads the bytes in this range, which must be within the file.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn read(self, range: Range<u64>) -> object_store::Result<Pieces> {
        let length = usize::try_from(range.end - range.start).unwrap_or(usize::MAX);
        if length == 0 {
            return Ok(Pieces::One(Bytes::new()));
        }
        match self.source {
            #[cfg(target_os = "linux")]
            Source::File(file) if length <= SMALL => {
                Ok(Pieces::One(linux::read_all(&file, range, self.buffers).await?))
            }
            #[cfg(target_os = "linux")]
            Source::File(file) => Ok(Pieces::Many(linux::pieces(file, range, self.buffers).boxed())),
            Source::Object(objects, path) if length <= SMALL => {
                Ok(Pieces::One(objects.get_range(&path, range).await?))
            }
            Source::Object(objects, path) => {
                let options = GetOptions {
                    range: Some(GetRange::Bounded(range)),
                    ..GetOptions::default()
                };
                Ok(Pieces::Many(
                    objects.get_opts(&path, options).await?.into_stream(),
                ))
            }
        }
    }
}

impl Pieces {
    /// Returns the bytes as a stream.
    pub fn into_stream(self) -> BoxStream<'static, object_store::Result<Bytes>> {
        match self {
            Self::One(bytes) => stream::iter([Ok(bytes)]).boxed(),
            Self::Many(pieces) => pieces.into_stream().boxed(),
        }
    }
}

/// Buffers, used again: new ones would have to be cleared, and their memory mapped.
#[derive(Debug, Clone, Default)]
pub(super) struct Buffers(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    small: Vec<Vec<u8>>,
    large: Vec<Vec<u8>>,
    /// Large buffers in use.
    large_in_use: usize,
}

impl Buffers {
    fn small(&self) -> Vec<u8> {
        self.kept().small.pop().unwrap_or_else(|| vec![0; SMALL])
    }

    /// Returns a buffer for a piece: a tight one while too many large ones are in use.
    fn piece(&self) -> Vec<u8> {
        let mut kept = self.kept();
        if kept.large_in_use == MOST_LARGE {
            return vec![0; TIGHT];
        }
        kept.large_in_use += 1;
        kept.large.pop().unwrap_or_else(|| vec![0; LARGE])
    }

    fn give_back(&self, buffer: Vec<u8>) {
        let mut kept = self.kept();
        match buffer.len() {
            SMALL if kept.small.len() < KEPT_SMALL => kept.small.push(buffer),
            LARGE => {
                kept.large_in_use -= 1;
                kept.large.push(buffer);
            }
            _ => {}
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        // No code panics while it holds the lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::{fs::File, io, io::IoSliceMut, ops::Range, os::unix::fs::FileExt, sync::Arc};

    use bytes::Bytes;
    use futures::{Stream, stream};
    use object_store::path::Path;
    use rustix::{
        fs::{Mode, OFlags, ResolveFlags, fstat, openat2},
        io::{ReadWriteFlags, preadv2},
    };

    use super::{Buffers, SMALL};

    /// Opens a file in `root` if that needs no disk. Returns it with its size and the time of its last change.
    pub(super) fn open_now(root: &File, path: &Path) -> Option<(File, u64, i64)> {
        let flags = OFlags::RDONLY | OFlags::CLOEXEC;
        let file = openat2(root, path.as_ref(), flags, Mode::empty(), ResolveFlags::CACHED).ok()?;
        let stat = fstat(&file).ok()?;
        let modified = stat.st_mtime * 1_000_000 + i64::try_from(stat.st_mtime_nsec).ok()? / 1_000;
        Some((file.into(), u64::try_from(stat.st_size).ok()?, modified))
    }

    /// Reads a short range.
    pub(super) async fn read_all(
        file: &Arc<File>,
        range: Range<u64>,
        buffers: Buffers,
    ) -> object_store::Result<Bytes> {
        let length = usize::try_from(range.end - range.start).unwrap_or(SMALL);
        let mut piece = Piece::new(buffers.small(), length, buffers);
        let mut filled = 0;
        while filled < length {
            let count;
            (piece, count) = read(file, piece, filled, range.start + filled as u64).await?;
            filled += count;
        }
        Ok(Bytes::from_owner(piece))
    }

    /// Reads a long range piece by piece.
    pub(super) fn pieces(
        file: Arc<File>,
        range: Range<u64>,
        buffers: Buffers,
    ) -> impl Stream<Item = object_store::Result<Bytes>> + Send {
        stream::try_unfold(range.start, move |at| {
            let (file, buffers) = (file.clone(), buffers.clone());
            async move {
                if at >= range.end {
                    return Ok(None);
                }
                let length = usize::try_from(range.end - at).unwrap_or(usize::MAX);
                let piece = Piece::new(buffers.piece(), length, buffers);
                let (mut piece, count) = read(&file, piece, 0, at).await?;
                piece.length = count;
                Ok(Some((Bytes::from_owner(piece), at + count as u64)))
            }
        })
    }

    /// Reads up to a piece's length, from `filled` on. Returns how many bytes were read, at least one.
    async fn read(
        file: &Arc<File>,
        mut piece: Piece,
        filled: usize,
        at: u64,
    ) -> object_store::Result<(Piece, usize)> {
        let target = piece.rest(filled);
        if let Ok(count @ 1..) = preadv2(file, &mut [IoSliceMut::new(target)], at, ReadWriteFlags::NOWAIT) {
            return Ok((piece, count));
        }
        let file = file.clone();
        let waiting = tokio::task::spawn_blocking(move || match file.read_at(piece.rest(filled), at)? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            count => Ok((piece, count)),
        });
        let read = waiting.await.map_err(io::Error::from).flatten();
        read.map_err(|error| object_store::Error::Generic {
            store: "files",
            source: error.into(),
        })
    }

    /// A piece of a file. Its buffer is used again after it.
    struct Piece {
        buffer: Vec<u8>,
        length: usize,
        buffers: Buffers,
    }

    impl Piece {
        /// Makes a piece of this length, or of the buffer's if that is less.
        fn new(buffer: Vec<u8>, length: usize, buffers: Buffers) -> Self {
            Self {
                length: length.min(buffer.len()),
                buffer,
                buffers,
            }
        }

        fn rest(&mut self, filled: usize) -> &mut [u8] {
            self.buffer.get_mut(filled..self.length).unwrap_or_default()
        }
    }

    impl AsRef<[u8]> for Piece {
        fn as_ref(&self) -> &[u8] {
            self.buffer.get(..self.length).unwrap_or_default()
        }
    }

    impl Drop for Piece {
        fn drop(&mut self) {
            self.buffers.give_back(std::mem::take(&mut self.buffer));
        }
    }
}
