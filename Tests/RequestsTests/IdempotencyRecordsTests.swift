import Foundation
import Postgres
import Requests
import Secrets
import Tenancy
import TestSupport
import Testing

@Suite("Records of keyed requests")
struct IdempotencyRecordsTests {
    private func withRecords(_ body: (IdempotencyRecords, Database<Master>) async throws -> Void) async throws {
        let keyring = try Keyring(parsing: Keyring.makeEntry(named: #require(KeyID("k1"))).exposed)
        try await withMasterDatabase { master in
            try await body(IdempotencyRecords(master: master, keyring: keyring), master)
        }
    }

    private func begin(_ records: IdempotencyRecords, _ body: String = "a") async throws -> IdempotencyRecords.Start {
        try await records.begin(
            principal: "p", route: "POST /x", key: "k",
            fingerprint: IdempotencyRecords.fingerprint(of: Array(body.utf8)))
    }

    private func claim(_ start: IdempotencyRecords.Start) -> IdempotencyClaim? {
        if case .fresh(let claim) = start { claim } else { nil }
    }

    @Test("a request that died hands what it was to make to the same request, and to no other")
    func takeover() async throws {
        try await withRecords { records, master in
            let first = try #require(claim(try await begin(records)))
            guard case .running = try await begin(records) else { Issue.record("still running"); return }
            try await master.session.execute("update idempotency_keys set locked_until = now() - interval '1 second'")
            guard case .reused = try await begin(records, "b") else { Issue.record("another body"); return }
            let second = try #require(claim(try await begin(records)))
            #expect(second.effectID == first.effectID)
            guard case .running = try await begin(records) else { Issue.record("taken over once"); return }
        }
    }

    @Test("a request that failed by no fault of its own may be repeated at once, for the same effect")
    func release() async throws {
        try await withRecords { records, _ in
            let first = try #require(claim(try await begin(records)))
            await records.release(first)
            let second = try #require(claim(try await begin(records)))
            #expect(second.effectID == first.effectID)
        }
    }

    @Test("a key that was given up, or whose time is over, is for new effects")
    func fresh() async throws {
        try await withRecords { records, master in
            let first = try #require(claim(try await begin(records)))
            await records.abandon(first)
            let second = try #require(claim(try await begin(records, "b")))
            #expect(second.effectID != first.effectID)
            try await records.finish(
                second, with: StoredAnswer(status: 201, headers: ["A": "b"], body: Data("{}".utf8)))
            guard case .replay(let answer) = try await begin(records, "b") else { Issue.record("answered"); return }
            #expect(answer.status == 201 && answer.headers == ["A": "b"] && answer.body == Data("{}".utf8))
            try await master.session.execute(
                """
                update idempotency_keys
                set created_at = now() - interval '8 days', expires_at = now() - interval '1 day'
                """)
            let third = try #require(claim(try await begin(records, "c")))
            #expect(third.effectID != second.effectID)
        }
    }

    @Test("is deleted when its time is over, unless the request still runs")
    func pruning() async throws {
        try await withRecords { records, master in
            let first = try #require(claim(try await begin(records)))
            try await records.finish(first, with: StoredAnswer(status: 204, headers: [:], body: Data()))
            #expect(try await records.prune(limit: 10) == 0)
            try await master.session.execute(
                """
                update idempotency_keys set created_at = now() - interval '8 days', expires_at = now() - interval '1 day',
                    locked_until = now() + interval '1 minute'
                """)
            #expect(try await records.prune(limit: 10) == 0)
            try await master.session.execute("update idempotency_keys set locked_until = now() - interval '1 day'")
            #expect(try await records.prune(limit: 10) == 1)
            #expect(try await master.session.first("select count(*) from idempotency_keys", as: Int64.self) == 0)
        }
    }
}
