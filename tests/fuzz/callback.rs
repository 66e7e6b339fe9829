//! The parser of everything that arrives from outside, under libFuzzer. What must hold stands in
//! `checks`; this only hands over the bytes.
//!
//! With `KEAPSAKE_FUZZ_PLANTED` in its environment it has a fault, to show that faults are found.

#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    static PLANTED: OnceLock<bool> = OnceLock::new();
    checks::callback(bytes);
    if *PLANTED.get_or_init(|| std::env::var_os("KEAPSAKE_FUZZ_PLANTED").is_some()) {
        checks::planted_fault(bytes);
    }
});
