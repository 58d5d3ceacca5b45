import Testing

@testable import Usage

@Suite("Records that wait")
struct RecordQueueTests {
    @Test("keep their order, and stay until they are taken away")
    func order() {
        var queue = RecordQueue(capacity: 5)
        for number in 1...5 { queue.append(.of(200 + number)) }
        #expect(queue.first(3).map(\.status) == [201, 202, 203] && queue.count == 5)
        queue.removeFirst(3)
        #expect(queue.first(10).map(\.status) == [204, 205])
        #expect(queue.takeLost() == 0)
    }

    @Test("are never more than there is room for; the newest are lost, by what they stand for, and told once")
    func full() {
        var queue = RecordQueue(capacity: 2)
        for number in 1...4 { queue.append(.of(200 + number, weight: 32)) }
        queue.lose(1)
        #expect(queue.isFull && queue.first(9).map(\.status) == [201, 202])
        #expect(queue.takeLost() == 65 && queue.takeLost() == 0)
    }
}
