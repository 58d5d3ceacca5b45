import Domain
import Postgres
import ServiceLifecycle
import Tenancy
import TestSupport
import Testing

@testable import Credits

@Suite("The credit writer's beginning and end", .timeLimit(.minutes(5)))
struct WriterLifetimeTests {
    @Test("posts for each caller alone before it runs, and refuses when it has run")
    func outside() async throws {
        try await withJournal { journal in
            let writer = CreditWriter(master: journal.master, logger: quiet)
            let before = try await writer.post(.of(.grant, 3), to: journal.store)
            #expect(before.word == "applied")
            try await running(writer) { _ in _ = try await writer.post(.of(.grant, 4), to: journal.store) }
            await #expect(throws: CreditWriterError.closed) {
                try await writer.post(.of(.grant, 5), to: journal.store)
            }
            #expect(try await journal.balance() == 7)
        }
    }

    @Test("a caller that is cancelled while its entry waits has posted nothing, and hears so at once")
    func cancelledInLine() async throws {
        try await withWriter(stores: 2, writers: 1) { bench in
            try await bench.busy {
                let caller = Task { try await bench.writer.post(.of(.grant, 1), to: bench.store) }
                try await eventually { bench.writer.waiting == 1 }
                caller.cancel()
                await #expect(throws: CancellationError.self) { try await caller.value }
                #expect(bench.writer.waiting == 0)
            }
            let next = try await bench.writer.post(.of(.grant, 2), to: bench.store)
            #expect(next.word == "applied")
            #expect(try await bench.journal.lines(of: bench.store).map(\.amount) == [2])
        }
    }

    @Test("a caller that was cancelled before it came posts nothing")
    func cancelledBefore() async throws {
        try await withWriter(stores: 2, writers: 1) { bench in
            try await bench.busy {
                let caller = Task {
                    while !Task.isCancelled { await Task.yield() }
                    return try await bench.writer.post(.of(.grant, 1), to: bench.store)
                }
                caller.cancel()
                await #expect(throws: CancellationError.self) { try await caller.value }
            }
            #expect(try await bench.journal.lines(of: bench.store).isEmpty)
        }
    }

    @Test("a caller that is cancelled while its entry is written hears what became of it")
    func cancelledInFlight() async throws {
        try await withWriter(stores: 1, writers: 1) { bench in
            try await withThrowingTaskGroup(of: CreditPosting.self) { tasks in
                try await bench.journal.master.transaction { master in
                    try await master.execute("select from credit_balances for update")
                    tasks.addTask { try await bench.writer.post(.of(.grant, 1), to: bench.store) }
                    try await bench.journal.untilBlocked(on: 1)
                    tasks.cancelAll()
                }
                let posting = try await tasks.next()
                #expect(posting?.word == "applied")
            }
            #expect(try await bench.journal.balance() == 1)
        }
    }

    @Test("shutting down writes what waits, and accepts nothing more")
    func drains() async throws {
        try await withWriter(stores: 2, writers: 1) { bench in
            try await withThrowingTaskGroup(of: CreditPosting.self) { tasks in
                try await bench.busy {
                    for _ in 0..<150 {
                        tasks.addTask { try await bench.writer.post(.of(.grant, 1), to: bench.store) }
                    }
                    try await eventually { bench.writer.waiting == 150 }
                    await bench.group.triggerGracefulShutdown()
                    try await eventually { !bench.writer.isRunning }
                    await #expect(throws: CreditWriterError.closed) {
                        try await bench.writer.post(.of(.grant, 1), to: bench.store)
                    }
                    #expect(bench.writer.waiting == 150)
                }
                let words = try await tasks.reduce(into: [:]) { $0[$1.word, default: 0] += 1 }
                #expect(words == ["applied": 150])
            }
            #expect(try await bench.journal.balance() == 150)
        }
    }

    @Test("cancelled, it refuses what waits and cannot say what became of what was under way")
    func cancelled() async throws {
        try await withJournal(stores: 2) { journal in
            let writer = CreditWriter(master: journal.master, logger: quiet, writers: 1)
            try await journal.master.transaction { master in
                try await master.execute("select from credit_balances where store_id = \(journal.store) for update")
                let service = Task { await writer.run() }
                try await eventually { writer.isRunning }
                async let underWay = heard { try await writer.post(.of(.grant, 1), to: journal.store) }
                try await journal.untilBlocked(on: 1)
                async let waiting = heard { try await writer.post(.of(.grant, 1), to: journal.stores[1]) }
                try await eventually { writer.waiting == 1 }
                service.cancel()
                #expect(await underWay.word == "\(CreditWriterError.interrupted)")
                #expect(await waiting.word == "\(CreditWriterError.closed)")
                await service.value
            }
            #expect(try await journal.lines(of: journal.stores[1]).isEmpty)
        }
    }

    @Test("refuses who finds it full, and nobody else")
    func full() async throws {
        try await withWriter(stores: 2, writers: 1, capacity: 5) { bench in
            try await withThrowingTaskGroup(of: CreditPosting.self) { tasks in
                try await bench.busy {
                    for _ in 0..<5 { tasks.addTask { try await bench.writer.post(.of(.grant, 1), to: bench.store) } }
                    try await eventually { bench.writer.waiting == 5 }
                    let error = await #expect(throws: CreditWriterError.overloaded) {
                        try await bench.writer.post(.of(.grant, 1), to: bench.store)
                    }
                    #expect(error?.explanation.kind == .unavailable && error?.explanation.retryAfter != nil)
                }
                try await tasks.waitForAll()
            }
            #expect(try await bench.journal.balance() == 5)
        }
    }

    @Test("refuses whose turn has not come in time")
    func overdue() async throws {
        try await withWriter(patience: .zero) { bench in
            await #expect(throws: CreditWriterError.overloaded) {
                try await bench.writer.post(.of(.grant, 1), to: bench.store)
            }
            let lines = try await bench.journal.lines(of: bench.store)
            #expect(lines.isEmpty)
        }
    }
}
