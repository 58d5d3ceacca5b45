import Foundation
import LocalServers
import Logging
import NIOHTTP1
import Postgres
import Redis
import TestSupport
import Testing

/// Three o'clock in the morning.
@Suite("When a server is lost")
struct LostServersTests {
    @Test("Redis away is degraded: what is accepted still gets done", .timeLimit(.minutes(5)))
    func redis() async throws {
        try await withRedis { redis in
            try await Platform.with(["TENANTRY_REDIS_URL": redis.url()]) { platform in
                let worker = try await platform.startWorker()
                let agency = try await platform.signUp()
                await redis.crash()
                try await eventually { try await platform.call(.GET, "/readyz").string("status") == "degraded" }
                #expect(try await platform.call(.GET, "/readyz").status == 200)

                let tenant = try await platform.makeTenantDatabase(password: "secret")
                #expect(try await platform.connect(agency, to: platform.connectionString(tenant)).status == 202)
                try await platform.waitForProvisioning(agency, status: "succeeded")

                try await redis.restart()  // empty
                try await eventually(within: .seconds(30)) {
                    try await platform.call(.GET, "/readyz").string("status") == "ready"
                }
                let next = try await platform.signUp()
                let another = try await platform.makeTenantDatabase(password: "secret")
                #expect(try await platform.connect(next, to: platform.connectionString(another)).status == 202)
                try await platform.waitForProvisioning(next, status: "succeeded")
                await worker.kill()
            }
        }
    }

    @Test("the master database away is 503 and nothing worse: it goes on when it is back", .timeLimit(.minutes(5)))
    func master() async throws {
        try await withPostgres(.init(durability: .safe)) { postgres in
            let endpoint = try PostgresEndpoint(parsing: postgres.url())
            try await DatabaseTemplate.master.build(endpoint)
            try await Platform.with(["TENANTRY_MASTER_DATABASE_URL": postgres.url()]) { platform in
                let worker = try await platform.startWorker()
                let agency = try await platform.signUp()
                await postgres.crash()
                let away = try await platform.call(.GET, "/api/stores", token: agency.token)
                #expect(away.status == 503 && away.code == "unavailable", "\(away.text)")
                #expect(away.headers.first(name: "Retry-After") != nil)
                #expect(try await platform.call(.GET, "/readyz").status == 503)
                #expect(try await platform.call(.GET, "/healthz").status == 200)

                try await postgres.restart()
                try await eventually(within: .seconds(30)) {
                    try await platform.call(.GET, "/api/stores", token: agency.token).status == 200
                }
                let tenant = try await platform.makeTenantDatabase(password: "secret")
                #expect(try await platform.connect(agency, to: platform.connectionString(tenant)).status == 202)
                try await platform.waitForProvisioning(agency, status: "succeeded")
                await worker.kill()
            }
        }
    }

    @Test("the master database lost in the middle of a job costs that job no attempt", .timeLimit(.minutes(5)))
    func masterInTheMiddle() async throws {
        try await withPostgres(.init(durability: .safe)) { postgres in
            let endpoint = try PostgresEndpoint(parsing: postgres.url())
            try await DatabaseTemplate.master.build(endpoint)
            try await Platform.with(["TENANTRY_MASTER_DATABASE_URL": postgres.url()]) { platform in
                let agency = try await platform.signUp()
                let tenant = try await platform.makeTenantDatabase(password: "secret")
                let target = TCPProxy.Target.tcp(host: "127.0.0.1", port: tenant.port)
                try await TCPProxy.with(target, roundTrip: .milliseconds(250)) { proxy in
                    let worker = try await platform.startWorker()
                    let url = platform.connectionString(tenant, port: proxy.port)
                    #expect(try await platform.connect(agency, to: url).status == 202)
                    try await platform.waitForStep("migrate", agency)
                    await postgres.crash()
                    try await worker.line(containing: "ending not written yet")
                    try await postgres.restart()
                    proxy.setRoundTrip(.zero)
                    let report = try await platform.waitForProvisioning(agency, status: "succeeded")
                    #expect(report.json["attempt"] as? Int == 1)
                    await worker.kill()
                }
            }
        }
    }
}
