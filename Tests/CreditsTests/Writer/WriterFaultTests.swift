import Domain
import NIOConcurrencyHelpers
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import Credits

@Suite("The credit writer with a database that fails", .timeLimit(.minutes(5)))
struct WriterFaultTests {
    @Test("connections are killed again and again under load: every caller is told the truth, and the books are right")
    func killed() async throws {
        try await withWriter(stores: 5) { bench in
            let accepted = NIOLockedValueBox(0)
            let kills = try await withThrowingTaskGroup(of: Void.self) { tasks in
                for caller in 0..<16 {
                    tasks.addTask {
                        for number in 0..<100 {
                            let store = bench.stores[(caller + number) % 5]
                            let posting = try await bench.writer.post(.of(.grant, 1), to: store)
                            #expect(posting.transaction != nil)
                            accepted.withLockedValue { $0 += 1 }
                        }
                    }
                }
                var kills = 0
                while kills < 10 {
                    let seen = accepted.withLockedValue { $0 }
                    guard seen < 1_500 else { break }
                    kills += try await bench.killWriters()
                    try await eventually { accepted.withLockedValue { $0 } > seen }
                }
                try await tasks.waitForAll()
                return kills
            }
            #expect(kills > 0)
            let lines = try await bench.journal.master.session.first(
                "select count(*) from credit_transactions", as: Int64.self)
            #expect(accepted.withLockedValue { $0 } == 1_600 && lines == 1_600)
            try await bench.verify()
        }
    }

    @Test("a batch whose answer is lost is sent again, and its callers hear that it is booked")
    func lostAnswer() async throws {
        try await withJournal { journal in
            try await TCPProxy.with(.tcp(host: journal.endpoint.host, port: journal.endpoint.port)) { proxy in
                var distant = journal.endpoint
                (distant.host, distant.port) = (proxy.host, proxy.port)
                try await withMaster(at: distant) { master in
                    let writer = CreditWriter(master: master, logger: quiet)
                    try await running(writer) { _ in
                        _ = try await writer.post(.of(.grant, 1), to: journal.store)
                        proxy.cut(afterBytes: 1, .toClient)
                        let posting = try await writer.post(.of(.grant, 2), to: journal.store)
                        #expect(posting.word == "replayed")
                        #expect(posting.transaction?.balanceAfter?.units == 3)
                    }
                }
            }
            #expect(try await journal.lines(of: journal.store).map(\.amount) == [1, 2])
        }
    }

    @Test("while the database is away a batch is sent again until the patience is over, and not longer")
    func away() async throws {
        try await withJournal { journal in
            try await TCPProxy.with(.tcp(host: journal.endpoint.host, port: journal.endpoint.port)) { proxy in
                var distant = journal.endpoint
                (distant.host, distant.port) = (proxy.host, proxy.port)
                try await withMaster(at: distant) { master in
                    let writer = CreditWriter(master: master, logger: quiet, patience: .milliseconds(300))
                    try await running(writer) { _ in
                        _ = try await writer.post(.of(.grant, 1), to: journal.store)
                        await proxy.stopAccepting()
                        await proxy.cutAll()
                        let error = await #expect(throws: PostgresError.self) {
                            try await writer.post(.of(.grant, 2), to: journal.store)
                        }
                        #expect(error?.isPassing == true)
                        try await proxy.resumeAccepting()
                        let posting = try await writer.post(.of(.grant, 4), to: journal.store)
                        #expect(posting.word == "applied")
                    }
                }
            }
            #expect(try await journal.lines(of: journal.store).map(\.amount) == [1, 4])
        }
    }
}

extension WriterBench {
    /// Ends the server processes that write the journal, at whatever point they are.
    fileprivate func killWriters() async throws -> Int {
        try await journal.master.session.all(
            """
            select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid() and query like '%credit_apply%'
            """, as: Bool.self
        ).count
    }
}
