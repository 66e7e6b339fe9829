//! The Debian package packed again with xz, as Debian's own are: the bundler knows only gzip, which leaves
//! it nearly half as large again. Does not know what is in it, and changes nothing of that.

use std::fs;
use std::path::Path;

use super::made;
use crate::failure::Failure;
use crate::programs;
use crate::run::Run;

/// Debian's own packer. Where it is not there, the package stays as the bundler left it.
const PACKER: &str = "dpkg-deb";

/// Packs every `.deb` in the bundler's folder again.
///
/// # Errors
/// When one could not be unpacked or packed; it is then still the one that the bundler left.
pub(crate) fn pack_tighter(folder: &Path) -> Result<(), Failure> {
    if programs::first_of(&[PACKER]).is_none() {
        return Ok(());
    }
    for (package, _) in made::packages(folder) {
        if package.extension().is_some_and(|end| end == "deb") {
            again(&package)?;
        }
    }
    Ok(())
}

fn again(package: &Path) -> Result<(), Failure> {
    let contents = package.with_extension("contents");
    let packed = package.with_extension("packed");
    // What an earlier run left when it was ended.
    fs::remove_dir_all(&contents).ok();
    let outcome = Run::new(PACKER, ["--raw-extract"])
        .argument(package)
        .argument(&contents)
        .pass()
        .and_then(|()| {
            // In the name of root, whoever packs: the files are the system's.
            Run::new(PACKER, ["--root-owner-group", "-Zxz", "--build"])
                .argument(&contents)
                .argument(&packed)
                .pass()
        })
        .and_then(|()| {
            fs::rename(&packed, package).map_err(|source| Failure::File {
                what: format!("{} could not be replaced", package.display()),
                source,
            })
        });
    fs::remove_dir_all(&contents).ok();
    outcome
}
