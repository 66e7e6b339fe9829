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
    let tidy = || {
        fs::remove_dir_all(&contents).ok();
        fs::remove_file(&packed).ok();
    };
    // What an earlier run left when it was ended.
    tidy();
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
    tidy();
    outcome
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_packed_with_xz_and_nothing_is_left_beside_it() {
        if programs::first_of(&[PACKER]).is_none() {
            return;
        }
        let name = format!("keapsake-deb-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let (kind, tree) = (folder.join("deb"), folder.join("tree"));
        fs::create_dir_all(&kind).unwrap();
        fs::create_dir_all(tree.join("DEBIAN")).unwrap();
        let control = "Package: tiny\nVersion: 1\nArchitecture: all\n\
                       Maintainer: Nobody <nobody@example.com>\nDescription: a test\n";
        fs::write(tree.join("DEBIAN/control"), control).unwrap();
        fs::write(tree.join("kept"), "kept").unwrap();
        let package = kind.join("tiny.deb");
        Run::new(PACKER, ["-Zgzip", "--build"])
            .argument(&tree)
            .argument(&package)
            .pass()
            .unwrap();
        let has = |name: &[u8]| {
            let bytes = fs::read(&package).unwrap();
            bytes.windows(name.len()).any(|part| part == name)
        };
        assert!(has(b"data.tar.gz"));
        pack_tighter(&folder).unwrap();
        assert!(has(b"data.tar.xz") && !has(b"data.tar.gz"));
        assert_eq!(made::files(&kind), std::slice::from_ref(&package));
        let again = folder.join("again");
        let unpack = Run::new(PACKER, ["--extract"])
            .argument(&package)
            .argument(&again);
        unpack.pass().unwrap();
        assert_eq!(fs::read_to_string(again.join("kept")).unwrap(), "kept");
        fs::remove_dir_all(&folder).unwrap();
    }
}
