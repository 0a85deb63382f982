//! Where a register may be written: on a disk of this machine, in a folder that nothing else copies back and forth.
//!
//! SQLite's locks and its write-ahead log do not hold across a network share, and a program that synchronises folders
//! replaces files under a writer. Reading is allowed anywhere.

use std::path::Path;

use crate::error::{Error, Result};

/// File systems that are reached over a network.
const SHARES: [&str; 13] = [
    "afs",
    "ceph",
    "cifs",
    "davfs",
    "fuse.davfs2",
    "fuse.glusterfs",
    "fuse.rclone",
    "fuse.s3fs",
    "fuse.sshfs",
    "lustre",
    "nfs",
    "smb3",
    "smbfs",
];
/// Names that programs give to the folders they synchronise.
const SYNCHRONISED: [&str; 5] = ["onedrive", "dropbox", "google drive", "googledrive", "icloud drive"];

/// Refuses a folder in which a register would come to harm.
pub(super) fn check(dir: &Path) -> Result<()> {
    let whole = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    let reason = share(&whole, &mounts).or_else(|| synchronised(&whole));
    reason.map_or(Ok(()), |reason| Err(Error::UnsuitablePlace { path: dir.to_owned(), reason }))
}

/// Returns why the file system does not do, by the mount that lies deepest above the folder.
fn share(dir: &Path, mounts: &str) -> Option<String> {
    let mounts = mounts.lines().filter_map(mount).filter(|(point, _)| dir.starts_with(point));
    // Of two mounts on one point, the later one is the one in view.
    let (_, kind) = mounts.max_by_key(|(point, _)| point.len())?;
    let known = SHARES.iter().find(|share| kind == **share || kind.strip_prefix(**share).is_some_and(is_version));
    known.map(|_| format!("it is on a network share ({kind})"))
}

/// Reads the mount point and the kind of file system from a line of `mountinfo`.
fn mount(line: &str) -> Option<(String, &str)> {
    let (place, kind) = line.split_once(" - ")?;
    // White space and backslashes are written as three octal digits there.
    let point = place.split(' ').nth(4)?.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
    Some((point, kind.split(' ').next()?))
}

fn is_version(rest: &str) -> bool {
    rest.bytes().all(|byte| byte.is_ascii_digit())
}

fn synchronised(dir: &Path) -> Option<String> {
    let names = dir.components().map(|part| part.as_os_str().to_string_lossy().to_lowercase());
    // OneDrive adds the organisation: "OneDrive - Example NHS Trust".
    let found = names
        .into_iter()
        .find(|name| SYNCHRONISED.iter().any(|known| *name == *known || name.starts_with(&format!("{known} - "))))?;
    Some(format!("the folder `{found}` is synchronised with other machines"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "22 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n\
        30 22 0:40 / /mnt/share rw - nfs4 server:/export rw\n\
        31 22 0:41 / /mnt/my\\040files rw shared:5 - cifs //server/x rw\n\
        32 30 0:42 / /mnt/share/local rw - xfs /dev/vdb rw\n\
        not a mount\n";

    #[test]
    fn shares_are_told_from_disks() {
        let kind = |dir: &str| share(Path::new(dir), MOUNTS);
        assert_eq!(kind("/home/someone/psr"), None);
        assert_eq!(kind("/mnt/share/psr").as_deref(), Some("it is on a network share (nfs4)"));
        assert_eq!(kind("/mnt/my files/psr").as_deref(), Some("it is on a network share (cifs)"));
        assert_eq!(kind("/mnt/share/local/psr"), None);
        assert_eq!(kind("/mnt/shared/psr"), None);
        assert_eq!(share(Path::new("/anywhere"), ""), None);
    }

    #[test]
    fn synchronised_folders_are_known_by_name() {
        let known = |dir: &str| synchronised(Path::new(dir)).is_some();
        assert!(
            known("/home/x/OneDrive/psr") && known("/home/x/OneDrive - Example Trust/psr") && known("/home/x/Dropbox")
        );
        assert!(!known("/home/x/onedrive-archive/psr") && !known("/home/x/psr"));
    }
}
