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

    @Test("make room: what nobody asked for lately goes, what is asked for stays")
    func capacity() {
        var cache = BoundedCache<Int, Int>(capacity: 10, lifetime: .seconds(60))
        for number in 0..<1_000 {
            cache.insert(number, for: number, at: start)
            #expect(cache.count <= 10)
            #expect(cache.value(for: 0, at: start) == 0)
        }
        #expect(cache.value(for: 999, at: start) == 999)
        #expect(cache.value(for: 500, at: start) == nil)
        cache.insert(7, for: 0, at: start)
        #expect(cache.value(for: 0, at: start) == 7)
    }

    @Test("are forgotten one by one, asked for or not")
    func one() {
        var cache = BoundedCache<Int, Int>(capacity: 4, lifetime: .seconds(60))
        for number in 0..<3 { cache.insert(number, for: number, at: start) }
        for number in 0..<3 {
            cache.removeValue(for: number)
            #expect(cache.value(for: number, at: start) == nil)
        }
        #expect(cache.count == 0)
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
