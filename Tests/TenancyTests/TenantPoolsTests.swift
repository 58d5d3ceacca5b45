import Domain
import Testing

@testable import Tenancy

@Suite("The book of open pools")
struct TenantPoolsTests {
    private typealias Pools = TenantPools<String>
    private let start = ContinuousClock.now
    private let stores = (0..<4).map { _ in Store.ID.make() }

    private func key(_ store: Int, version: Int = 1) -> Pools.Key {
        Pools.Key(store: stores[store], credentialVersion: version)
    }

    @Test("lends only what is open")
    func lending() {
        var pools = Pools(capacity: 4)
        #expect(pools.borrow(key(0), at: start) == nil)
        #expect(pools.insert("a", for: key(0), at: start).isEmpty)
        #expect(pools.borrow(key(0), at: start) == "a")
        #expect(pools.borrow(key(0, version: 2), at: start) == nil)
    }

    @Test("gives up the pool of older credentials when the new one opens, unless it is in use")
    func credentials() {
        var pools = Pools(capacity: 4)
        _ = pools.insert("a1", for: key(0), at: start)
        #expect(pools.insert("a2", for: key(0, version: 2), at: start) == ["a1"])
        _ = pools.borrow(key(0, version: 2), at: start)
        #expect(pools.insert("a3", for: key(0, version: 3), at: start).isEmpty)
        pools.giveBack(key(0, version: 2), at: start)
        #expect(Set(pools.removeUnused(since: start)) == ["a2", "a3"])
    }

    @Test("beyond its capacity gives up the pool unused for longest, never one in use")
    func capacity() {
        var pools = Pools(capacity: 2)
        _ = pools.insert("a", for: key(0), at: start)
        _ = pools.insert("b", for: key(1), at: start + .seconds(1))
        _ = pools.borrow(key(0), at: start + .seconds(2))
        #expect(pools.insert("c", for: key(2), at: start + .seconds(3)) == ["b"])
        _ = pools.borrow(key(2), at: start + .seconds(4))
        #expect(pools.insert("d", for: key(3), at: start + .seconds(5)).isEmpty)
        #expect(pools.count == 3)
    }

    @Test("gives up what nobody has used since a moment; a borrower keeps a pool however long it takes")
    func unused() {
        var pools = Pools(capacity: 4)
        for store in 0..<3 { _ = pools.insert("\(store)", for: key(store), at: start) }
        _ = pools.borrow(key(0), at: start)
        _ = pools.borrow(key(1), at: start)
        pools.giveBack(key(1), at: start + .seconds(50))
        #expect(pools.removeUnused(since: start + .seconds(10)) == ["2"])
        pools.giveBack(key(0), at: start + .seconds(60))
        #expect(pools.removeUnused(since: start + .seconds(50)) == ["1"])
        #expect(pools.removeUnused(since: start + .seconds(60)) == ["0"])
    }

    @Test("counts its borrowers: one of two giving back leaves the pool in use")
    func borrowers() {
        var pools = Pools(capacity: 4)
        _ = pools.insert("a", for: key(0), at: start)
        _ = pools.borrow(key(0), at: start)
        _ = pools.borrow(key(0), at: start)
        pools.giveBack(key(0), at: start)
        #expect(pools.removeUnused(since: start + .seconds(99)).isEmpty)
        pools.giveBack(key(0), at: start)
        #expect(pools.removeUnused(since: start + .seconds(99)) == ["a"])
    }

    @Test("gives up everything at the end")
    func end() {
        var pools = Pools(capacity: 4)
        _ = pools.insert("a", for: key(0), at: start)
        _ = pools.insert("b", for: key(1), at: start)
        _ = pools.borrow(key(1), at: start)
        #expect(Set(pools.removeAll()) == ["a", "b"])
        #expect(pools.count == 0)
    }
}
