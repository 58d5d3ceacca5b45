import Domain
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import Usage

@Suite("Counting the log", .timeLimit(.minutes(5)))
struct UsageRollUpTests {
    @Test("gives requests, failures of ours and milliseconds, by store and day, each by its weight")
    func figures() async throws {
        try await withUsage(stores: 2) { bench in
            try await bench.log(3)
            try await bench.log(2, status: 404, weight: 32)
            try await bench.log(4, status: 503)
            try await bench.log(5, ago: "1 day")
            try await bench.log(7, for: bench.stores[1], by: .some(nil))
            try await bench.rollUp.rollUp()
            #expect(try await bench.counted("api.requests") == 76)
            #expect(try await bench.counted("api.errors") == 4)
            #expect(try await bench.counted("api.milliseconds") == 152)
            #expect(try await bench.counted("api.requests", of: bench.stores[1]) == 7)
            let days = try await bench.master.session.all(
                """
                select (now() at time zone 'utc' - interval '1 minute')::date - day, value from usage_metrics
                where store_id = \(bench.store) and metric = 'api.requests' order by day
                """, as: (Int32, Int64).self)
            #expect(days.map(\.1) == [5, 71])
        }
    }

    @Test("gives nothing to a store for the requests of strangers, and survives stores that are not there")
    func strangers() async throws {
        try await withUsage { bench in
            try await bench.log(3, by: .some(.make()))
            try await bench.log(3, for: .make())
            try await bench.log(1)
            try await bench.rollUp.rollUp()
            #expect(try await bench.counted("api.requests") == 1)
            let all = try await bench.master.session.first("select count(*) from usage_metrics", as: Int64.self)
            #expect(all == 2)
        }
    }

    @Test("counts each row once, by many workers, while others write")
    func race() async throws {
        try await withUsage(stores: 3) { bench in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<4 {
                    group.addTask {
                        for round in 0..<25 { try await bench.log(10, for: bench.stores[(writer + round) % 3]) }
                    }
                }
                for _ in 0..<4 {
                    group.addTask { for _ in 0..<20 { try await bench.rollUp.rollUp() } }
                }
                try await group.waitForAll()
            }
            try await bench.rollUp.rollUp()
            var sum: Int64 = 0
            for store in bench.stores { sum += try await bench.counted("api.requests", of: store) }
            #expect(sum == 1_000)
        }
    }

    @Test("does not go past rows that are still to be committed")
    func lateCommit() async throws {
        try await withUsage { bench in
            let late = try await PostgresConnection.connect(to: bench.endpoint, logger: .quiet)
            defer { late.close() }
            try await late.execute("begin")
            try await bench.log(2, on: late)
            try await bench.log(3)
            let error = await #expect(throws: PostgresError.self) { try await bench.rollUp.rollUp() }
            #expect(error?.sqlState == "55P03")
            #expect(try await bench.counted("api.requests") == 0)
            try await late.execute("commit")
            try await bench.rollUp.rollUp()
            #expect(try await bench.counted("api.requests") == 5)
        }
    }

    @Test("goes on where it was interrupted, in the middle of many rows")
    func interruption() async throws {
        try await withUsage { bench in
            let rows = Int(UsageRollUp.batch) * 2 + 500
            try await bench.log(rows)
            // The second batch fails after its counters were written.
            try await bench.master.session.execute("create sequence marks")
            try await bench.master.session.execute(
                """
                create function stumble() returns trigger language plpgsql as $stumble$
                begin
                    if nextval('marks') = 2 then raise exception 'interrupted'; end if;
                    return new;
                end $stumble$
                """)
            try await bench.master.session.execute(
                """
                create trigger stumble before update on usage_rollups for each row execute function stumble()
                """)
            await #expect(throws: PostgresError.self) { try await bench.rollUp.rollUp() }
            #expect(try await bench.counted("api.requests") == UsageRollUp.batch)
            try await bench.rollUp.rollUp()
            #expect(try await bench.counted("api.requests") == Int64(rows))
        }
    }

    @Test("leaves it to the one who is at it")
    func busy() async throws {
        try await withUsage { bench in
            try await bench.log(2)
            try await bench.master.transaction { master in
                try await master.execute("select from usage_rollups for update")
                try await bench.rollUp.rollUp()
            }
            #expect(try await bench.counted("api.requests") == 0)
            try await bench.rollUp.rollUp()
            #expect(try await bench.counted("api.requests") == 2)
        }
    }

    @Test("as a service it counts what comes, and ends when told to")
    func service() async throws {
        try await withUsage { bench in
            try await serving(UsageRollUp(master: bench.master, interval: .milliseconds(5), logger: .quiet)) {
                for expected in 1...3 {
                    try await bench.log(1)
                    try await eventually { try await bench.counted("api.requests") == Int64(expected) }
                }
            }
        }
    }

    @Test("old rows are deleted when they are counted, and not before")
    func pruning() async throws {
        try await withUsage { bench in
            try await bench.log(5, ago: "31 days")
            try await bench.log(2, ago: "29 days")
            #expect(try await bench.rollUp.prune(limit: 10) == 0)
            try await bench.rollUp.rollUp()
            try await bench.log(1, ago: "40 days")
            #expect(try await bench.rollUp.prune(limit: 3) == 3)
            #expect(try await bench.rollUp.prune(limit: 3) == 2)
            #expect(try await bench.logged().rows == 3)
            #expect(try await bench.counted("api.requests") == 7)
        }
    }
}
