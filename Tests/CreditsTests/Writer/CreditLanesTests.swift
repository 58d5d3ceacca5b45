import Domain
import Testing

@testable import Credits

@Suite("Lanes of credit entries")
struct CreditLanesTests {
    private let stores = (0..<3).map { _ in Store.ID.make() }
    private let now = ContinuousClock.now

    /// An entry whose ticket is also its waiter.
    private func place(_ ticket: UInt64, patience: Duration = .seconds(1)) -> CreditLanes<UInt64>.Place {
        .init(ticket: ticket, entry: .of(.grant, 1), waiter: ticket, deadline: now + patience)
    }

    /// Lanes with these entries, each given by its store's number.
    private func lanes(_ numbers: [Int], limit: Int = 100) -> CreditLanes<UInt64> {
        var lanes = CreditLanes<UInt64>(limit: limit)
        for (ticket, number) in numbers.enumerated() {
            #expect(lanes.join(place(UInt64(ticket)), for: stores[number]) == .admitted)
        }
        return lanes
    }

    private func tickets(_ batch: CreditLanes<UInt64>.Batch) -> [[UInt64]] {
        batch.lanes.map { $0.places.map(\.ticket) }
    }

    @Test("a batch takes whole lanes, those that have stood longest first, each in its order")
    func order() {
        var lanes = lanes([1, 0, 1, 2, 0])
        let (batch, overdue) = lanes.take(upTo: 4, at: now)
        #expect(tickets(batch) == [[0, 2], [1, 4]] && overdue.isEmpty)
        #expect(lanes.count == 1 && lanes.isReady)
    }

    @Test("a lane is one writer's until it lets go")
    func held() {
        var lanes = lanes([0])
        let (batch, _) = lanes.take(upTo: 9, at: now)
        #expect(lanes.join(place(7), for: stores[0]) == .admitted)
        #expect(!lanes.isReady && lanes.take(upTo: 9, at: now).batch.count == 0 && lanes.count == 1)
        lanes.release(batch)
        #expect(lanes.isReady && tickets(lanes.take(upTo: 9, at: now).batch) == [[7]])
    }

    @Test("a lane with much in it goes to the end of the line after its turn")
    func fairness() {
        var lanes = lanes([0, 0, 0, 0, 1])
        let (first, _) = lanes.take(upTo: 2, at: now)
        lanes.release(first)
        #expect(tickets(first) == [[0, 1]])
        #expect(tickets(lanes.take(upTo: 2, at: now).batch) == [[4], [2]])
    }

    @Test("takes in no more than the limit, and nobody once it is closed; who was there stays")
    func bounds() {
        var lanes = lanes([0, 1], limit: 2)
        #expect(lanes.join(place(9), for: stores[2]) == .full)
        _ = lanes.abandon(0, for: stores[0])
        lanes.close()
        #expect(lanes.join(place(9), for: stores[2]) == .closed)
        #expect(tickets(lanes.take(upTo: 9, at: now).batch) == [[1]] && !lanes.isReady)
    }

    @Test("who leaves is not taken, and who was taken cannot leave")
    func leaving() {
        var lanes = lanes([0, 0, 1])
        #expect(lanes.abandon(0, for: stores[0]) == 0)
        #expect(lanes.abandon(0, for: stores[0]) == nil && lanes.abandon(2, for: stores[0]) == nil)
        #expect(lanes.abandon(2, for: stores[1]) == 2 && lanes.count == 1)
        #expect(tickets(lanes.take(upTo: 9, at: now).batch) == [[1]])
        #expect(lanes.abandon(1, for: stores[0]) == nil && lanes.count == 0)
    }

    @Test("an empty lane that stands in line is passed over, and works again")
    func emptied() {
        var lanes = lanes([0, 1])
        #expect(lanes.abandon(0, for: stores[0]) == 0)
        #expect(lanes.join(place(5), for: stores[0]) == .admitted)
        #expect(tickets(lanes.take(upTo: 9, at: now).batch) == [[5], [1]])
    }

    @Test("who has waited too long is told so instead of taken")
    func overdue() {
        var lanes = lanes([0])
        #expect(lanes.join(place(1, patience: .seconds(9)), for: stores[0]) == .admitted)
        #expect(lanes.join(place(2), for: stores[1]) == .admitted)
        let (batch, overdue) = lanes.take(upTo: 9, at: now + .seconds(5))
        #expect(tickets(batch) == [[1]] && overdue == [0, 2] && lanes.count == 0)
    }

    @Test("everybody can be sent away")
    func leaveAll() {
        var lanes = lanes([0, 1, 0])
        _ = lanes.take(upTo: 1, at: now)
        #expect(lanes.leaveAll().sorted() == [1, 2] && lanes.count == 0 && !lanes.isReady)
    }
}
