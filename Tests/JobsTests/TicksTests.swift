import Testing

@testable import Jobs

@Suite("Ticks")
struct TicksTests {
    @Test("come at once, then at their pace")
    func pace() async {
        let start = ContinuousClock.now
        var ticks = Ticks(every: .milliseconds(20)).makeAsyncIterator()
        await ticks.next()
        for _ in 0..<4 { await ticks.next() }
        #expect(ContinuousClock.now - start >= .milliseconds(80))
    }

    @Test("that a slow consumer missed do not come later in a burst")
    func slowConsumer() async throws {
        var ticks = Ticks(every: .milliseconds(20)).makeAsyncIterator()
        await ticks.next()
        try await Task.sleep(for: .milliseconds(300))
        let start = ContinuousClock.now
        for _ in 0..<5 { await ticks.next() }
        #expect(ContinuousClock.now - start >= .milliseconds(60))
    }

    @Test("end with their task")
    func cancellation() async {
        let count = await withTaskGroup(of: Int.self) { group in
            group.addTask {
                var count = 0
                for await _ in Ticks(every: .seconds(600)) { count += 1 }
                return count
            }
            group.cancelAll()
            return await group.next()
        }
        #expect((0...1).contains(count ?? -1))
    }
}
