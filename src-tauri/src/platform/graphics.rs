//! How the web view draws where there is no graphics card. Knows how Linux names one; the other systems
//! decide that well enough by themselves.

/// Has the page drawn by the processor where there is no graphics card. WebKit would run the card's own
/// programs on the processor then, and translate them first: a start takes half as long again. Must be
/// called before there is a second thread. Who has set WebKit's variable already knows better.
#[cfg(target_os = "linux")]
pub(crate) fn draw_without_a_card() {
    const SWITCH: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if !has_card(std::path::Path::new("/dev")) {
        // Without it the page is drawn all the same.
        let _ = gtk::glib::setenv(SWITCH, "1", false);
    }
}

#[cfg(not(target_os = "linux"))]
pub(crate) const fn draw_without_a_card() {}

/// Whether the kernel offers a card that programs may draw with: a render node, or NVIDIA's own driver.
#[cfg(any(target_os = "linux", test))]
fn has_card(devices: &std::path::Path) -> bool {
    let entries = devices.join("dri").read_dir().into_iter().flatten();
    let mut names = entries.flatten().map(|entry| entry.file_name());
    names.any(|name| name.to_string_lossy().starts_with("renderD"))
        || devices.join("nvidiactl").exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_a_render_node_or_nvidias_driver() {
        for (present, card) in [
            (None, false),
            (Some("dri/card0"), false),
            (Some("dri/renderD128"), true),
            (Some("nvidiactl"), true),
        ] {
            let devices = tempfile::tempdir().unwrap();
            if let Some(file) = present.map(|file| devices.path().join(file)) {
                std::fs::create_dir_all(file.parent().unwrap()).unwrap();
                std::fs::write(file, "").unwrap();
            }
            assert_eq!(has_card(devices.path()), card, "{present:?}");
        }
    }
}
