import Domain
import TestSupport
import Testing

@testable import Credits

@Suite("The credit writer, beside a model of the journal", .timeLimit(.minutes(5)))
struct WriterModelTests {
    @Test(
        "random histories of three stores leave equal journals and get equal answers",
        arguments: 1...8 as ClosedRange<UInt64>)
    func histories(seed: UInt64) async throws {
        try await withWriter(stores: 4, writers: 1) { bench in
            var random = SplitMix(seed: seed)
            var models = Array(repeating: JournalModel(), count: 3)
            for _ in 0..<6 {
                let batch = (0..<Int.random(in: 1...30, using: &random)).map { _ in
                    (CreditEntry.random(&random), Int.random(in: 0..<3, using: &random))
                }
                let expected = batch.map { models[$0.1].post($0.0) }
                let found = try await bench.inOneBatch(batch.map { ($0.0, bench.stores[$0.1]) }).map(\.word)
                #expect(found == expected)
            }
            for (model, store) in zip(models, bench.stores) {
                #expect(try await bench.journal.lines(of: store) == model.lines)
            }
            try await bench.verify()
        }
    }
}
