import Testing

@testable import Accounts

@Suite("What a process heard of revocations lately")
struct RecentRevocationsTests {
    private let start = ContinuousClock.now

    private func revocation(_ name: String, _ value: Int64 = 1) -> Revocation {
        Revocation(key: RevocationKey(rawValue: name), value: value, stamp: 0, secondsLeft: 60, isPublished: false)
    }

    private func probe(_ name: String, outlives: Int64 = 0) -> [RevocationProbe] {
        [RevocationProbe(RevocationKey(rawValue: name), outlives: outlives)]
    }

    @Test("keeps the greatest value of each key")
    func greatest() {
        var recent = RecentRevocations(lasting: .seconds(60))
        recent.insert([revocation("a", 7), revocation("a", 3)], at: start)
        #expect(recent.revokes(probe("a", outlives: 6)))
        #expect(!recent.revokes(probe("a", outlives: 7)))
        #expect(!recent.revokes(probe("b")))
    }

    @Test("is remembered for its time, and then forgotten")
    func time() {
        var recent = RecentRevocations(lasting: .seconds(60))
        recent.insert([revocation("a")], at: start)
        recent.insert([revocation("b")], at: start + .seconds(59))
        recent.insert([revocation("c")], at: start + .seconds(60))
        #expect(recent.revokes(probe("a")) && recent.revokes(probe("b")) && recent.revokes(probe("c")))
        recent.insert([revocation("d")], at: start + .seconds(120))
        #expect(!recent.revokes(probe("a")) && !recent.revokes(probe("b")) && recent.revokes(probe("c")))
    }

    @Test("never grows beyond twice its capacity, and the newest stay")
    func bound() {
        var recent = RecentRevocations(capacity: 10, lasting: .seconds(60))
        for number in 0..<1_000 { recent.insert([revocation("\(number)")], at: start) }
        #expect(recent.count <= 20)
        for number in 990..<1_000 { #expect(recent.revokes(probe("\(number)"))) }
    }
}
