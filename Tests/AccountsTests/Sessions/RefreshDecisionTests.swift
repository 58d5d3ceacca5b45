import Foundation
import Testing

@testable import Accounts

@Suite("What becomes of a refresh token")
struct RefreshDecisionTests {
    private func row(
        counter: Int64 = 7, confirmed: Int64 = 6, seconds: Double = 3_600, isOwnerActive: Bool = true,
        isRevoked: Bool = false, isExpired: Bool = false
    ) -> SessionRow {
        SessionRow(
            subject: "s", generation: 1, isOwnerActive: isOwnerActive, salt: Data(count: 16), counter: counter,
            confirmed: confirmed, secondsSinceRotation: seconds, isRevoked: isRevoked, isExpired: isExpired,
            authenticatedAt: 0)
    }

    @Test("the current one is redeemed, one from the future is not ours")
    func current() {
        #expect(RefreshDecision(of: 7, in: row()) == .rotate)
        #expect(RefreshDecision(of: 7, in: row(confirmed: 7, seconds: 1)) == .rotate)
        #expect(RefreshDecision(of: 8, in: row()) == .ahead)
        #expect(RefreshDecision(of: .max, in: row()) == .ahead)
    }

    @Test(
        "the one before it is answered again while the answer may have been lost",
        arguments: [
            (6, 0.0, RefreshDecision.repeat), (7, 0.0, .repeat), (7, 10.0, .repeat), (7, 10.1, .reuse),
            (6, 10.1, .repeat), (-1, 86_400.0, .repeat), (6, 86_400.5, .reuse),
        ])
    func before(confirmed: Int64, seconds: Double, decision: RefreshDecision) {
        #expect(RefreshDecision(of: 6, in: row(confirmed: confirmed, seconds: seconds)) == decision)
    }

    @Test("an older one is reuse, however young and whatever was used")
    func older() {
        for counter: UInt32 in 0...5 {
            #expect(RefreshDecision(of: counter, in: row(confirmed: -1, seconds: 0)) == .reuse)
        }
    }

    @Test("a session that ended gives nothing, and does not say that a token was spent")
    func ended() {
        for counter: UInt32 in [0, 6, 7, 8] {
            #expect(RefreshDecision(of: counter, in: row(isRevoked: true, isExpired: true)) == .revoked)
            #expect(RefreshDecision(of: counter, in: row(isOwnerActive: false)) == .revoked)
            #expect(RefreshDecision(of: counter, in: row(isExpired: true)) == .expired)
        }
    }
}
