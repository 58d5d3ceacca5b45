import Testing

@testable import Postgres

@Suite("The values behind pool and connection")
struct StateMachineTests {
    struct Item: Identifiable, Equatable {
        let id: Int
        var isExclusive = false
    }

    private let now = ContinuousClock.now

    @Test("slots go to those in line in order, skipping those who left")
    func slotLine() {
        var line = SlotLine<String>(capacity: 1)
        #expect(line.take() == true)
        #expect(line.take() == false)
        for (ticket, name) in ["a", "b", "c"].enumerated() { line.wait(name, as: UInt64(ticket), until: now) }
        #expect(line.leave(0) == "a")
        #expect(line.leave(0) == nil)
        #expect(line.give() == "b")
        #expect(line.leave(1) == nil)
        #expect(line.take() == false)
        #expect(line.give() == "c")
        #expect(line.give() == nil)
        #expect(line.taken == 0)
    }

    @Test("only those whose time is up leave the line")
    func overdue() {
        var line = SlotLine<Int>(capacity: 1)
        _ = line.take()
        for number in 1...3 { line.wait(number, as: UInt64(number), until: now + .seconds(number)) }
        #expect(line.nextDeadline == now + .seconds(1))
        #expect(line.leaveOverdue(at: now + .seconds(2)) == [1, 2])
        #expect(line.nextDeadline == now + .seconds(3))
        #expect(line.leaveAll() == [3])
        #expect(line.waitingCount == 0)
    }

    @Test("the connection used last is lent first; old and dead ones are swept")
    func shelf() {
        var shelf = IdleShelf<Int>()
        for number in 1...4 { shelf.put(number, at: now + .seconds(number)) }
        #expect(shelf.take(at: now + .seconds(10))?.item == 4)
        #expect(shelf.sweep(before: now + .seconds(2)) { $0 == 3 } == [1, 3])
        #expect(shelf.takeAll() == [2])
    }

    @Test("one command at a time on a leased connection, none while it is held")
    func leasedQueue() {
        var queue = CommandQueue<Item>(depth: 1) { $0.isExclusive }
        for id in 1...3 { queue.add(Item(id: id)) }
        #expect(queue.next()?.id == 1)
        #expect(queue.next() == nil)
        queue.isHeld = true
        #expect(queue.finishHead()?.id == 1)
        #expect(queue.next() == nil)
        #expect(queue.removeWaiting(3)?.id == 3)
        queue.isHeld = false
        #expect(queue.next()?.id == 2)
        queue.sendAgain(Item(id: 9))
        _ = queue.finishHead()
        #expect(queue.next()?.id == 9)
    }

    @Test("many commands on a shared connection, but an exclusive one goes alone")
    func sharedQueue() {
        var queue = CommandQueue<Item>(depth: 3) { $0.isExclusive }
        for id in 1...2 { queue.add(Item(id: id)) }
        queue.add(Item(id: 3, isExclusive: true))
        queue.add(Item(id: 4))
        #expect(queue.next()?.id == 1)
        #expect(queue.next()?.id == 2)
        #expect(queue.next() == nil)
        _ = queue.finishHead()
        _ = queue.finishHead()
        #expect(queue.next()?.id == 3)
        #expect(queue.next() == nil)
        let left = queue.removeAll()
        #expect(left.sent.map(\.id) == [3] && left.waiting.map(\.id) == [4])
    }

    @Test("the statement unused for longest gives way, and names are never used again")
    func cache() {
        var cache = StatementCache(capacity: 2)
        let shapes = (0...3).map { StatementShape(text: "select \($0)", types: []) }
        #expect(cache.add(shapes[0]) == ("s0", nil))
        #expect(cache.add(shapes[1]) == ("s1", nil))
        #expect(cache.name(of: shapes[0]) == "s0")
        #expect(cache.add(shapes[2]) == ("s2", "s1"))
        #expect(cache.name(of: shapes[1]) == nil)
        #expect(cache.remove(shapes[0]) == "s0")
        #expect(cache.add(shapes[3]) == ("s3", nil))
        #expect(cache.name(of: StatementShape(text: "select 3", types: [20])) == nil)
    }

    @Test("alarms ring in order of their time")
    func deadlines() {
        var queue = DeadlineQueue<Int>()
        for number in [3, 1, 2] { queue.add(number, at: now + .seconds(number)) }
        #expect(queue.earliest == now + .seconds(1))
        #expect(queue.popDue(at: now) == nil)
        #expect(queue.popDue(at: now + .seconds(2)) == 1)
        #expect(queue.popDue(at: now + .seconds(2)) == 2)
        #expect(queue.popDue(at: now + .seconds(2)) == nil)
    }

    @Test("a wire sets an alarm only when none that is early enough is set")
    func alarms() {
        var deadlines = WireDeadlines()
        #expect(deadlines.missingAlarm() == nil)
        deadlines.statement = now + .seconds(5)
        #expect(deadlines.missingAlarm() == now + .seconds(5))
        deadlines.statement = now + .seconds(9)
        #expect(deadlines.missingAlarm() == nil)
        deadlines.grace = now + .seconds(2)
        #expect(deadlines.missingAlarm() == now + .seconds(2))
    }
}
