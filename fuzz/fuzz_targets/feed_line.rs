//! Lines of a catalogue feed, and of CSV files.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vitrine_fuzz::shop;

fuzz_target!(|data: &[u8]| {
    let [kind, data @ ..] = data else { return };
    let name = if kind % 4 == 0 {
        "fuzz.csv"
    } else {
        "fuzz.jsonl"
    };
    shop().import(name, data.to_vec());
});
