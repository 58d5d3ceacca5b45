import Testing

@testable import Usage

@Suite("Which requests are kept")
struct RequestSamplingTests {
    @Test("all of them, while there are few between two writes")
    func few() {
        var sampling = RequestSampling(seed: 1)
        for _ in 1...20 {
            let weights = (0..<RequestSampling.quota).map { _ in sampling.weight(ofStatus: 404) }
            #expect(weights.allSatisfy { $0 == 1 })
            sampling.wasWritten()
        }
    }

    @Test("of many one in 32, and the weights sum up to what there were", arguments: [1, 2, 3, 4] as [UInt64])
    func many(seed: UInt64) {
        var sampling = RequestSampling(seed: seed)
        let weights = (0..<1_000_000).compactMap { _ in sampling.weight(ofStatus: 200) }
        let sum = weights.reduce(0, +)
        #expect(weights.count < 33_000)
        // The standard deviation of the sum is about 32 · √(10⁶/32) ≈ 5,600: this is four of them.
        #expect(abs(sum - 1_000_000) < 22_500, "\(sum)")
    }

    @Test("failures of ours always, each for itself; they use up nothing of the quota")
    func failures() {
        var sampling = RequestSampling(seed: 1)
        for _ in 1...10_000 { #expect(sampling.weight(ofStatus: 500) == 1) }
        #expect((0..<RequestSampling.quota).allSatisfy { _ in sampling.weight(ofStatus: 200) == 1 })
    }
}
