//! What every Tauri program's build does, and nothing else.

fn main() {
    tauri_build::build();
}
