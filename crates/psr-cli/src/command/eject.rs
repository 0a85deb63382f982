//! Copies of what is inside the program, to be changed in a folder.

use std::path::{Path, PathBuf};

use crate::failure::{Problem, Stop, io};

/// Writes files to a folder: all of them or, where one is there already, none.
pub fn copy(folder: &Path, files: &[(&str, &[u8])]) -> Result<(), Stop> {
    let files: Vec<(PathBuf, &[u8])> = files.iter().map(|(name, bytes)| (folder.join(name), *bytes)).collect();
    let there: Vec<Problem> =
        files.iter().filter(|(path, _)| path.exists()).map(|(path, _)| in_the_way(path)).collect();
    if !there.is_empty() {
        return Err(Stop::from(there));
    }
    for (path, bytes) in &files {
        path.parent().map_or(Ok(()), std::fs::create_dir_all).map_err(io("create the folder", path))?;
        std::fs::write(path, bytes).map_err(io("write the file", path))?;
    }
    Ok(())
}

fn in_the_way(path: &Path) -> Problem {
    let hint = "it is left as it is; move it away first, or name another folder; nothing was copied";
    Problem::new("the file is there already", hint).at(path.display())
}
