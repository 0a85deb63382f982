#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| psr_dev::fuzzing::run("published-notice", bytes));
