import Domain
import TestSupport
import Testing

@testable import Credits

@Suite("The journal, beside a model of it", .timeLimit(.minutes(5)))
struct JournalModelTests {
    @Test("random histories leave equal journals and get equal answers", arguments: 1...20 as ClosedRange<UInt64>)
    func histories(seed: UInt64) async throws {
        try await withJournal { bench in
            var random = SplitMix(seed: seed)
            var model = JournalModel()
            for _ in 0..<12 {
                let batch = (0..<Int.random(in: 1...25, using: &random)).map { _ in CreditEntry.random(&random) }
                let expected = batch.map { model.post($0) }
                let found = try await bench.journal.post(batch, to: bench.store).map(\.word)
                #expect(found == expected)
            }
            #expect(try await bench.lines(of: bench.store) == model.lines)
            #expect(try await bench.balance() == model.balance)
        }
    }
}

extension CreditEntry {
    /// Few keys, so that they meet again; few amounts, so that the balance is often short.
    static func random(_ random: inout SplitMix) -> CreditEntry {
        let kinds: [(CreditTransaction.Kind, ClosedRange<Int64>)] = [
            (.purchase, 1...60), (.usage, -50 ... -1), (.usage, -20 ... -1), (.grant, 1...9), (.adjustment, -30 ... -1),
            (.refund, 1...5), (.expiry, -5 ... -1), (.purchase, .max - 100 ... .max),
        ]
        let (kind, amounts) = kinds[Int.random(in: 0..<kinds.count, using: &random)]
        let key = "key \(Int.random(in: 0..<80, using: &random))"
        return .of(kind, Int64.random(in: amounts, using: &random), key: key)
    }
}
