import Postgres
import Requests
import Tenancy
import TestSupport
import Testing

@Suite("The audit log")
struct AuditTests {
    @Test("keeps what was done, and lets nobody change it")
    func appendOnly() async throws {
        try await withMasterDatabase { master in
            try await AuditQueries.insert(
                AuditEntry("session.revoked", subject: "x", address: "192.0.2.7", requestID: "r", detail: ["a": "\"b"]),
                on: master.session)
            let row = try await master.session.first(
                "select action, subject, host(ip), request_id, detail ->> 'a' from audit_log",
                as: (String, String, String, String, String).self)
            #expect(row.map { "\($0)" } == #"("session.revoked", "x", "192.0.2.7", "r", "\"b")"#)
            await #expect(throws: (any Error).self) {
                try await master.session.execute("update audit_log set subject = 'y'")
            }
        }
    }
}
