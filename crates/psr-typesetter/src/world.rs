//! All that a layout can see: its own text, the files handed over, and the fonts.

use std::collections::BTreeMap;

use typst_library::diag::{FileError, FileResult};
use typst_library::foundations::{Bytes, Datetime, Duration};
use typst_library::text::{Font, FontBook};
use typst_library::{Library, World};
use typst_syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst_utils::LazyHash;

use crate::compile::LIBRARY;
use crate::fonts::{BOOK, FONTS};

/// What one document can see.
pub(crate) struct Desk {
    main: Source,
    files: BTreeMap<String, Bytes>,
}

impl Desk {
    /// Lays out a layout and the files it may read, by their names.
    pub(crate) fn new(main: Source, files: BTreeMap<String, Vec<u8>>) -> Desk {
        Desk { main, files: files.into_iter().map(|(name, bytes)| (name, Bytes::new(bytes))).collect() }
    }
}

/// Returns the name under which a layout is known.
pub(crate) fn main_file() -> FileId {
    let path = VirtualPath::new("main.typ").expect("the name of a file is a path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let ours = matches!(id.root(), VirtualRoot::Project);
        let found = self.files.get(id.vpath().get_without_slash()).filter(|_| ours);
        found.cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
