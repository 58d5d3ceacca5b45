import Testing

@testable import Tenancy

@Suite("Remembered answers")
struct BoundedCacheTests {
    private let start = ContinuousClock.now

    @Test("are forgotten when they are as old as they may become")
    func lifetime() {
        var cache = BoundedCache<String, Int>(capacity: 10, lifetime: .seconds(4))
        cache.insert(1, for: "a", at: start)
        #expect(cache.value(for: "a", at: start + .seconds(3.9)) == 1)
        #expect(cache.value(for: "a", at: start + .seconds(4)) == nil)
        #expect(cache.count == 0)
    }

    @Test("do not live longer for being asked for")
    func use() {
        var cache = BoundedCache<String, Int>(capacity: 10, lifetime: .seconds(4))
        cache.insert(1, for: "a", at: start)
        for second in 1...3 { #expect(cache.value(for: "a", at: start + .seconds(second)) == 1) }
        #expect(cache.value(for: "a", at: start + .seconds(5)) == nil)
    }

    @Test("make room: the one nobody asked for longest goes first")
    func capacity() {
        var cache = BoundedCache<String, Int>(capacity: 3, lifetime: .seconds(60))
        for (number, key) in ["a", "b", "c"].enumerated() { cache.insert(number, for: key, at: start) }
        _ = cache.value(for: "a", at: start)
        cache.insert(3, for: "d", at: start)
        #expect(cache.count == 3)
        #expect(cache.value(for: "b", at: start) == nil)
        #expect(cache.value(for: "a", at: start) == 0)
        cache.insert(9, for: "a", at: start)
        #expect(cache.count == 3)
        #expect(cache.value(for: "a", at: start) == 9)
    }

    @Test("may be that there is nothing, which is not the same as not knowing")
    func absence() {
        var cache = BoundedCache<String, Int?>(capacity: 3, lifetime: .seconds(60))
        cache.insert(nil, for: "a", at: start)
        #expect(cache.value(for: "a", at: start) == .some(nil))
        #expect(cache.value(for: "b", at: start) == nil)
    }

    @Test("are forgotten on a condition")
    func removal() {
        var cache = BoundedCache<String, Int>(capacity: 10, lifetime: .seconds(60))
        for number in 1...4 { cache.insert(number, for: "\(number)", at: start) }
        cache.remove { $0.isMultiple(of: 2) }
        #expect(cache.count == 2)
        #expect(cache.value(for: "2", at: start) == nil)
        #expect(cache.value(for: "3", at: start) == 3)
    }
}
