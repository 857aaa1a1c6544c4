use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// A stream of random numbers.
pub type Stream = ChaCha8Rng;

/// The random stream of one mechanism in one run.
///
/// Every mechanism has a stream of its `name`, so that one draw more in one never shifts another's;
/// every run has its own, so that the result does not depend on threads or shards.
///
/// ```
/// use rand::RngExt;
/// let mut coup = stats::stream(1, "coup", 7);
/// let mut again = stats::stream(1, "coup", 7);
/// let mut other = stats::stream(1, "clash", 7);
/// let draw: u64 = coup.random();
/// assert_eq!(draw, again.random::<u64>());
/// assert_ne!(draw, other.random::<u64>());
/// ```
pub fn stream(seed: u64, name: &str, run: u64) -> Stream {
    // FNV-1a of the name, then SplitMix64 to fill the key: both public domain, both fixed for good.
    let mut state = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    }) ^ seed.rotate_left(32);
    let mut key = [0_u8; 32];
    for chunk in key.chunks_exact_mut(8) {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state ^ seed;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        chunk.copy_from_slice(&(z ^ (z >> 31)).to_le_bytes());
    }
    let mut stream = ChaCha8Rng::from_seed(key);
    stream.set_stream(run);
    stream
}
