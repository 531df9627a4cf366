//! The fuzz targets of `tfplug/fuzz` for a few seconds each, on any machine: the tables of the codec's tests, changed at
//! random. No bytes may panic a decoder, be read as more than they are, or be read differently the second time.
//!
//! `PALISADE_FUZZ_SECONDS` says for how long (2 each when it is not set), `PALISADE_FUZZ_SEED` where to start.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tfplug::Data;

#[path = "../fuzz/src/lib.rs"]
#[allow(unreachable_pub, reason = "the file is a crate of its own for cargo-fuzz")]
mod targets;

#[test]
fn msgpack() {
    fuzz(targets::msgpack, &hex_corpus());
}

#[test]
fn state_json() {
    fuzz(targets::state_json, &json_corpus());
}

/// The longest input: long enough for deep nesting, short enough for many inputs a second.
const LONGEST: usize = 1 << 12;
/// The most values that one byte of input may be read as. An object of the schema is one byte at least, and is read with
/// all its attributes: 15 for the outermost.
const VALUES_A_BYTE: usize = 16;
/// The most memory that decoding may ask the machine for, beyond what it had: a length that is believed, before the bytes
/// are there, asks for gigabytes.
const MEMORY: u64 = 512 << 20;

fn fuzz(target: fn(&[u8]) -> Option<Data>, corpus: &[Vec<u8>]) {
    let seconds = setting("PALISADE_FUZZ_SECONDS").unwrap_or(2);
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos() as u64);
    let seed = setting("PALISADE_FUZZ_SEED").unwrap_or_else(now);
    let readable: Vec<_> = corpus.iter().filter(|input| target(input).is_some()).cloned().collect();
    let (start, before, mut read, mut inputs) = (Instant::now(), memory(), 0_u64, 0_u64);
    while start.elapsed() < Duration::from_secs(seconds) {
        let mut current = Current { seed: seed.wrapping_add(inputs), input: Vec::new() };
        let mut random = Random(current.seed);
        // What can be read leads to more that can than what cannot.
        let from = if random.below(4) == 0 { corpus } else { &readable };
        current.input = random.input(from);
        if let Some(data) = target(&current.input) {
            assert!(
                values(&data) <= VALUES_A_BYTE * (current.input.len() + 1),
                "more was read than was there"
            );
            read += 1;
        }
        inputs += 1;
        // Asking the system takes longer than most inputs do.
        if inputs % 64 != 0 {
            continue;
        }
        let more = memory().zip(before).map_or(0, |(now, before)| now.saturating_sub(before));
        assert!(more < MEMORY, "{more} bytes of memory were asked for");
    }
    // A generator of nothing but rubbish would test nothing but the first check.
    assert!(read * 100 > inputs, "of {inputs} inputs {read} were read");
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// How many values there are.
fn values(data: &Data) -> usize {
    1 + match data {
        Data::List(items) => items.iter().map(values).sum(),
        Data::Map(entries) => entries.values().map(values).sum(),
        Data::Dynamic(typed) => values(&typed.1),
        _ => 0,
    }
}

/// The most memory that this process has asked for, where the system tells.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmPeak:"))?;
    peak.trim().strip_suffix(" kB")?.trim().parse().map(|peak: u64| peak << 10).ok()
}

/// The input at hand, which says what it is when the target fails.
struct Current {
    seed: u64,
    input: Vec<u8>,
}

impl Drop for Current {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let hex: String = self.input.iter().map(|byte| format!("{byte:02x}")).collect();
            eprintln!("PALISADE_FUZZ_SEED={} starts with the input {hex}", self.seed);
        }
    }
}

/// Numbers at random: SplitMix64 (Steele, Lea and Flood, 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// Something of the corpus, changed in one place, and half as often in each one more.
    fn input(&mut self, corpus: &[Vec<u8>]) -> Vec<u8> {
        let mut input = self.one_of(corpus).clone();
        for _ in 0..=self.next().trailing_zeros() {
            self.change(&mut input, corpus);
        }
        input.truncate(LONGEST);
        input
    }

    fn change(&mut self, input: &mut Vec<u8>, corpus: &[Vec<u8>]) {
        /// Markers of msgpack with lengths to come, and JSON's own characters.
        const TELLING: &[u8] = b"\x80\x90\xa0\xc0\xc4\xc7\xd4\xd9\xda\xdb\xdc\xdd\xde\xdf\xff\"{}[]:,\\0-e.";
        let at = self.below(input.len() + 1);
        let end = (at + 1 + self.below(16)).min(input.len());
        match self.below(8) {
            0 if at < input.len() => input[at] ^= 1 << self.below(8),
            1 if at < input.len() => input[at] = self.next() as u8,
            2 if at < input.len() => input[at] = *self.one_of(TELLING),
            3 => input.insert(at, *self.one_of(TELLING)),
            4 if at < end => drop(input.drain(at..end)),
            5 if at < end => {
                let piece = input[at..end].to_vec();
                let there = self.below(input.len() + 1);
                for _ in 0..=self.below(32) {
                    input.splice(there..there, piece.iter().copied());
                }
            }
            6 => {
                let other = self.one_of(corpus);
                let from = self.below(other.len());
                let to = (from + 1 + self.below(32)).min(other.len());
                input.splice(at..end.max(at), other[from..to].iter().copied());
            }
            _ => input.truncate(at),
        }
    }
}

/// Every value of the codec's tables that is written in hex, under every attribute that the targets have.
fn hex_corpus() -> Vec<Vec<u8>> {
    let tables = include_str!("codec.rs").split('"').filter_map(bytes);
    let mut corpus = vec![vec![0x80]];
    for value in tables {
        let under = |name: u8| [&[0x81, 0xa1, name], value.as_slice()].concat();
        corpus.extend((b'a'..=b'o').map(under));
        corpus.extend((b'f'..=b'l').map(|name| [&[0x81, 0xa1, name, 0x91], value.as_slice()].concat()));
    }
    assert!(corpus.len() > 1_000, "the tables are gone: {} inputs", corpus.len());
    corpus
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digits = hex.chars().map(|digit| digit.to_digit(16)).collect::<Option<Vec<_>>>()?;
    let whole = !digits.is_empty() && digits.len() % 2 == 0;
    whole.then(|| digits.chunks(2).map(|pair| (pair[0] << 4 | pair[1]) as u8).collect())
}

/// Every value of the codec's tables that is written in JSON, under every attribute that the targets have.
fn json_corpus() -> Vec<Vec<u8>> {
    let source = include_str!("codec_state.rs");
    let raw = source.split("r#\"").skip(1).filter_map(|rest| rest.split_once("\"#")).map(|(json, _)| json);
    let plain = source.split('"').filter(|text| serde_json::from_str::<serde_json::Value>(text).is_ok());
    let mut corpus = vec![b"{}".to_vec()];
    for value in raw.chain(plain) {
        let mut add = |text: String| corpus.push(text.into_bytes());
        for name in 'a'..='o' {
            add(format!("{{\"{name}\":{value}}}"));
            add(format!("{{\"{name}\":[{value},{{\"a\":{value},\"b\":null}}]}}"));
            add(format!("{{\"{name}\":{{\"a\":{value},\"b\":{{\"type\":\"string\",\"value\":{value}}}}}}}"));
        }
    }
    assert!(corpus.len() > 1_000, "the tables are gone: {} inputs", corpus.len());
    corpus
}
