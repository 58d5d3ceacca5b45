import Foundation
import NIOHTTP1
import Logging
import Postgres
import Redis
import TestSupport
import Testing

/// A password that must not be found anywhere.
@Suite("A password")
struct CanaryTests {
    private static let canary = "canary-7Kq2vX9pLw4s"

    @Test("appears in no log, Redis key, row or answer, whether it is right or wrong", .timeLimit(.minutes(5)))
    func nowhere() async throws {
        try await Platform.with { platform in
            let worker = try await platform.startWorker()
            var answers: [Platform.Answer] = []

            let good = try await platform.signUp()
            let tenant = try await platform.makeTenantDatabase(password: Self.canary)
            answers.append(try await platform.connect(good, to: platform.connectionString(tenant)))
            answers.append(try await platform.waitForProvisioning(good, status: "succeeded"))

            let bad = try await platform.signUp()
            var wrong = try await platform.makeTenantDatabase(password: "another")
            wrong.password = Self.canary
            answers.append(try await platform.connect(bad, to: platform.connectionString(wrong)))
            let report = try await platform.waitForProvisioning(bad, status: "action_required")
            answers.append(report)
            #expect(report.string("error", "code") == "password_refused")

            let url = platform.connectionString(wrong)
            for broken in ["\(url)?unknown=\(Self.canary)", url.replacing("127.0.0.1", with: "a,b"), url + "/x/y"] {
                let answer = try await platform.connect(try await platform.signUp(), to: broken)
                #expect(answer.status == 400)
                answers.append(answer)
            }
            for agency in [good, bad] {
                let path = "/api/stores/\(agency.storeID)"
                answers.append(try await platform.call(.GET, path, token: agency.token))
            }

            await worker.kill()
            for answer in answers { #expect(!answer.text.contains(Self.canary)) }
            #expect(try !platform.logs().contains(Self.canary))
            #expect(try await !everyRow(of: platform.master).contains(Self.canary))
            #expect(try await !everyValue(of: platform.redis).contains(Self.canary))
        }
    }

    @Test("is found by these very searches where it was put", .timeLimit(.minutes(5)))
    func searchesFind() async throws {
        let master = try await makeDatabase(.master)
        let connection = try await PostgresConnection.connect(to: master, logger: Logger(label: "test"))
        defer { connection.close() }
        try await connection.execute(
            "insert into audit_log (action, detail) values ('test.canary', jsonb_build_object('x', \(Self.canary)::text))"
        )
        #expect(try await everyRow(of: master).contains(Self.canary))
    }
}
