//! A process without a window that holds a session: what the kill and single-flight figures run.

fn main() {}
