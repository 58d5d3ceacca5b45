import Testing

@testable import Accounts

@Suite("The line before the hashing threads")
struct WorkLineTests {
    private func served(_ turn: WorkLine<String>.Turn) -> String? {
        if case .work(let work) = turn { work } else { nil }
    }

    @Test("serves in order of arrival and holds no more than its limit")
    func order() {
        var line = WorkLine<String>(limit: 2)
        #expect(line.join("a") == .admitted(1))
        #expect(line.join("b") == .admitted(2))
        #expect(line.join("c") == .full)
        #expect(served(line.next()) == "a")
        #expect(line.join("d") == .admitted(3))
        #expect(served(line.next()) == "b")
        #expect(served(line.next()) == "d")
        #expect(served(line.next()) == nil)
        #expect(line.count == 0)
    }

    @Test("lets each place be left once, and only before it is served")
    func abandoning() {
        var line = WorkLine<String>(limit: 3)
        for work in ["a", "b", "c"] { _ = line.join(work) }
        #expect(line.abandon(2) == "b")
        #expect(line.abandon(2) == nil)
        #expect(served(line.next()) == "a")
        #expect(line.abandon(1) == nil)
        #expect(served(line.next()) == "c")
        if case .nothing = line.next() {} else { Issue.record("a thread woken for abandoned work has nothing to do") }
    }

    @Test("sends the threads home once it is closed, and gives back who was waiting")
    func closing() {
        var line = WorkLine<String>(limit: 3)
        _ = line.join("a")
        #expect(line.close() == ["a"])
        #expect(line.join("b") == .closed)
        #expect(line.close().isEmpty)
        if case .over = line.next() {} else { Issue.record("a closed line is over") }
    }
}
