import Redis
import Testing

@testable import Accounts

@Suite("Trust in a miss")
struct ListTrustTests {
    private let ground = ListTrust.Ground(connection: 3, epoch: "e")
    private let probes = [
        RevocationProbe(RevocationKey(rawValue: "one"), outlives: 5),
        RevocationProbe(RevocationKey(rawValue: "two"), outlives: 5),
    ]

    private func judge(_ values: RedisValue..., after connection: UInt64 = 3) -> ListTrust.Ground.Judgement {
        ground.judge(values, of: probes, after: connection)
    }

    private func number(_ text: String) -> RedisValue { .bulk(Array(text.utf8)) }

    @Test("stands while connection and epoch do")
    func stands() {
        #expect(judge(number("e"), .null, .null) == .alive)
        #expect(judge(number("e"), number("5"), number("4")) == .alive)
        #expect(judge(number("e"), .null, .null, after: 4) == .groundless)
        #expect(judge(number("f"), .null, number("5")) == .groundless)
        #expect(judge(.null, .null, .null) == .groundless)
    }

    @Test("is not needed to believe what revokes")
    func hits() {
        #expect(judge(number("e"), .null, number("6")) == .revoked)
        #expect(judge(.null, number("6"), .null, after: 9) == .revoked)
    }

    @Test("says nothing of values that are none, and of replies of another length")
    func unclear() {
        #expect(judge(number("e"), number("soon"), .null) == .unclear)
        #expect(judge(number("e"), .null) == .unclear)
        #expect(judge() == .unclear)
    }

    @Test("that was gained anew is not lost by a reply from before")
    func latecomers() {
        var trust = ListTrust()
        trust.gain(ground)
        let newer = ListTrust.Ground(connection: 3, epoch: "g")
        trust.gain(newer)
        let byLatecomer = trust.lose(ground)
        #expect(!byLatecomer && trust.ground == newer)
        let byItsOwn = trust.lose(newer)
        #expect(byItsOwn)
        #expect(trust.ground == nil)
    }
}
