/// Which requests are kept, and how many each of them stands for.
///
/// Failures of ours are all kept. Of the others the first ``quota`` between two writes are, so that a quiet platform is
/// counted exactly; of those after them one in ``thinning``, by chance. A request that is kept with a chance of 1 to n
/// stands for n, so sums of weights have no bias, whatever the load.
struct RequestSampling: Sendable {
    /// Kept from one write to the next before any is left out. A write comes at least every two seconds.
    static let quota = 64
    /// Of those beyond the quota one in so many is kept.
    static let thinning: UInt64 = 32

    private var left = RequestSampling.quota
    private var state: UInt64

    /// - Parameter seed: of the numbers that chance is made of.
    init(seed: UInt64) { state = seed }

    /// - Returns: how many requests this one stands for; `nil` when it is not kept.
    mutating func weight(ofStatus status: Int) -> Int? {
        guard status < 500 else { return 1 }
        guard left == 0 else {
            left -= 1
            return 1
        }
        return random().isMultiple(of: Self.thinning) ? Int(Self.thinning) : nil
    }

    /// The quota begins anew.
    mutating func wasWritten() { left = Self.quota }

    /// SplitMix64: chance enough for counting, at the price of three multiplications under a lock.
    private mutating func random() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var number = state
        number = (number ^ (number >> 30)) &* 0xbf58_476d_1ce4_e5b9
        number = (number ^ (number >> 27)) &* 0x94d0_49bb_1331_11eb
        return number ^ (number >> 31)
    }
}
