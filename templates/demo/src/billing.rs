/// What a month costs, in cents.
pub fn price(seats: u64) -> u64 {
    seats * 900
}
