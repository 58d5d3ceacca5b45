import Domain
import Foundation
import Logging
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import Usage

@Suite("The log of requests", .timeLimit(.minutes(5)))
struct UsageRecorderTests {
    /// Longer than any test: what is written then was not written because of the time.
    private let never = Duration.seconds(3_600)

    @Test("has every column of a request, whatever its texts hold")
    func columns() async throws {
        try await withUsage { bench in
            let (user, store) = (Account.ID.make(), Store.ID.make())
            let moment = Timestamp(Date(timeIntervalSince1970: 1_772_352_000.25))
            let texts = [
                #"\N"#, #"\."#, "a\tb\\\n\r\u{0}c", "'; drop table stores; --", String(repeating: "é", count: 300), "",
            ]
            let records = texts.map {
                RequestRecord(
                    at: moment, requestID: $0, user: user, store: nil, method: String(repeating: "X", count: 30),
                    route: $0, status: 1_000, duration: .microseconds(1_500), weight: 32)
            }
            let whole = RequestRecord(
                at: moment, requestID: "r", user: nil, store: store, method: "GET", route: "/api/stores/{id}",
                status: 204, duration: .zero - .seconds(1), weight: 1)
            try await RequestLogQueries.append(records + [whole], on: bench.master)
            let rows = try await bench.master.session.all(
                """
                select request_id, user_id, store_id, method, route, status, duration_us, weight, at
                from api_usage_logs order by id
                """, decoding: Row.self)
            #expect(rows.dropLast().map(\.route) == texts.map { String($0.replacing("\0", with: "").prefix(200)) })
            #expect(rows.dropLast().map(\.requestId) == rows.dropLast().map(\.route))
            for row in rows.dropLast() {
                #expect(row.userId == user && row.storeId == nil && row.method == String(repeating: "X", count: 20))
                #expect(row.status == 599 && row.durationUs == 1_500 && row.weight == 32 && row.at == moment)
            }
            let last = try #require(rows.last)
            #expect(last.userId == nil && last.storeId == store && last.route == "/api/stores/{id}")
            #expect(last.status == 204 && last.durationUs == 0 && last.weight == 1)
        }
    }

    private struct Row: Decodable {
        let requestId: String
        let userId: Account.ID?
        let storeId: Store.ID?
        let method: String
        let route: String
        let status: Int
        let durationUs: Int64
        let weight: Int
        let at: Timestamp
    }

    @Test("is written after a moment, and at once when many wait")
    func moments() async throws {
        try await withUsage { bench in
            let soon = UsageRecorder(master: bench.master, interval: .milliseconds(20), logger: .quiet)
            try await serving(soon) {
                soon.offer(status: 200) { .of(weight: $0) }
                try await eventually { try await bench.logged().rows == 1 }
            }
            let patient = UsageRecorder(master: bench.master, interval: never, logger: .quiet)
            try await serving(patient) {
                for _ in 0..<UsageRecorder.batch { patient.offer(status: 500) { .of(500, weight: $0) } }
                try await eventually { try await bench.logged().rows == 1 + Int64(UsageRecorder.batch) }
            }
        }
    }

    @Test("is complete after an orderly shutdown, though many tasks wrote to it at once")
    func shutdown() async throws {
        try await withUsage { bench in
            let recorder = UsageRecorder(master: bench.master, interval: never, logger: .quiet)
            try await serving(recorder) {
                await withTaskGroup { group in
                    for _ in 0..<8 {
                        group.addTask { for _ in 0..<150 { recorder.offer(status: 503) { .of(503, weight: $0) } } }
                    }
                }
            }
            #expect(try await bench.logged() == (1_200, 1_200))
        }
    }

    @Test("under load it takes a part, which stands for all")
    func load() async throws {
        try await withUsage { bench in
            let recorder = UsageRecorder(master: bench.master, interval: never, logger: .quiet)
            try await serving(recorder) {
                for _ in 0..<10_000 { recorder.offer(status: 200) { .of(weight: $0) } }
            }
            let logged = try await bench.logged()
            #expect(logged.rows < 1_000)
            // The standard deviation is about 32 · √(10⁴/32) ≈ 566.
            #expect(abs(logged.requests - 10_000) < 3_400, "\(logged)")
        }
    }

    @Test("while the master database is away it keeps what there is room for, tells it once, and is written afterwards")
    func away() async throws {
        try await withDatabase(.master) { endpoint in
            try await TCPProxy.with(.tcp(host: endpoint.host, port: endpoint.port)) { proxy in
                var distant = endpoint
                distant.port = proxy.port
                let pool = PostgresPool(
                    endpoint: distant, configuration: PostgresPoolConfiguration(name: "test"), logger: .quiet)
                await proxy.stopAccepting()
                let log = LogCapture()
                let recorder = UsageRecorder(master: Database(pool), interval: .milliseconds(5), logger: log.logger)
                try await serving(recorder) {
                    let offered = UsageRecorder.capacity + 1_000
                    for _ in 0..<offered { recorder.offer(status: 500) { .of(500, weight: $0) } }
                    try await eventually { log.count("usage log cannot be written") == 1 }
                    try await proxy.resumeAccepting()
                    try await eventually { log.count("usage log is written again") == 1 }
                }
                let rows = try await pool.first("select count(*) from api_usage_logs", as: Int64.self)
                #expect(rows == Int64(UsageRecorder.capacity))
                #expect(log.count("usage log cannot be written") == 1)
                #expect(log.lines.filter { $0.contains(#""requests": 1000"#) }.count == 1, "\(log.lines)")
                await pool.close()
            }
        }
    }

    @Test("a batch that the table never takes is given up, and those after it are written")
    func poison() async throws {
        try await withUsage { bench in
            try await bench.master.session.execute("alter table api_usage_logs add check (route <> 'poison')")
            let log = LogCapture()
            let recorder = UsageRecorder(master: bench.master, interval: never, logger: log.logger)
            for number in 0..<UsageRecorder.batch + 3 {
                recorder.offer(status: 500) { .of(500, weight: $0, route: number == 7 ? "poison" : "/x") }
            }
            try await serving(recorder) {}
            #expect(try await bench.logged().rows == 3)
            #expect(log.lines.contains { $0.contains(#""requests": 500"#) }, "\(log.lines)")
        }
    }

    @Test("a batch of which nobody knows whether it was committed is not written again")
    func unknownFate() async throws {
        try await withUsage { bench in
            // The first commit ends its own connection, after which nobody can tell what became of it.
            try await bench.master.session.execute("create sequence commits")
            try await bench.master.session.execute(
                """
                create function vanish() returns trigger language plpgsql as $vanish$
                begin
                    if nextval('commits') = 1 then perform pg_terminate_backend(pg_backend_pid()); end if;
                    return null;
                end $vanish$
                """)
            try await bench.master.session.execute(
                """
                create constraint trigger vanish after insert on api_usage_logs deferrable initially deferred
                for each row execute function vanish()
                """)
            let log = LogCapture()
            let recorder = UsageRecorder(master: bench.master, interval: never, logger: log.logger)
            for number in 0..<UsageRecorder.batch + 3 {
                recorder.offer(status: 500) { .of(500, weight: $0, route: number < UsageRecorder.batch ? "/a" : "/b") }
            }
            try await serving(recorder) {}
            let routes = try await bench.master.session.all("select route from api_usage_logs", as: String.self)
            #expect(routes == ["/b", "/b", "/b"])
            #expect(log.lines.contains { $0.contains(#""requests": 500"#) }, "\(log.lines)")
        }
    }
}
