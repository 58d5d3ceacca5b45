import Domain
import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import Requests

@Suite("Reading the audit log", .timeLimit(.minutes(5)))
struct AuditLogTests {
    private func write(_ action: String, _ subject: String, on master: Database<Master>) async throws {
        try await AuditQueries.insert(AuditEntry(action, subject: subject), on: master.session)
    }

    @Test("gives every page once and whole, while entries are being added")
    func paging() async throws {
        try await withMasterDatabase { master in
            for number in 0..<25 { try await write("test.entry", "\(number)", on: master) }
            let log = AuditLog(master: master)
            var read: [String] = []
            var cursor: AuditCursor?
            var pages = 0
            repeat {
                let page = try await log.page(after: cursor, limit: 10)
                read += page.records.compactMap(\.subject)
                cursor = page.next.flatMap { AuditCursor("\($0)") }
                pages += 1
                for _ in 0..<3 { try await write("test.entry", "late", on: master) }
            } while cursor != nil
            #expect(read == (0..<25).reversed().map { "\($0)" })
            #expect(pages == 3)
        }
    }

    @Test("has no further page when the last one was just filled")
    func exactPage() async throws {
        try await withMasterDatabase { master in
            for number in 0..<4 { try await write("test.entry", "\(number)", on: master) }
            let log = AuditLog(master: master)
            #expect(try await log.page(limit: 4).next == nil)
            #expect(try await log.page(limit: 3).next != nil)
            #expect(try await log.page(limit: 200).records.count == 4)
        }
    }

    @Test("shows only what was asked for: by action, actor, store and time, also all at once")
    func filters() async throws {
        try await withMasterDatabase { master in
            let (ada, eve) = (Account.ID.make(), Account.ID.make())
            let store = Store.ID.make()
            for (id, email) in [(ada, "ada@example.com"), (eve, "eve@example.com")] {
                try await master.session.execute(
                    "insert into users (id, email, first_name, last_name) values (\(id), \(email), 'A', 'B')")
            }
            try await master.session.execute(
                "insert into stores (id, owner_id, name, slug) values (\(store), \(ada), 'S', 'some-store')")
            let entries = [
                AuditEntry("session.revoked", actor: ada, subject: "1"),
                AuditEntry("session.revoked", actor: eve, store: store, subject: "2"),
                AuditEntry("store.suspended", actor: ada, store: store, subject: "3"),
                AuditEntry("session_key.x", subject: "4"),
            ]
            for entry in entries { try await AuditQueries.insert(entry, on: master.session) }
            let log = AuditLog(master: master)
            func subjects(_ filter: AuditFilter) async throws -> [String] {
                try await log.page(filter, limit: 10).records.compactMap(\.subject)
            }
            #expect(try await subjects(AuditFilter(actionPrefix: "session.")) == ["2", "1"])
            #expect(try await subjects(AuditFilter(actionPrefix: "%")).isEmpty)
            #expect(try await subjects(AuditFilter(actor: ada)) == ["3", "1"])
            #expect(try await subjects(AuditFilter(store: store)) == ["3", "2"])
            #expect(try await subjects(AuditFilter(since: Timestamp(Date() + 60))).isEmpty)
            let all = AuditFilter(
                actionPrefix: "session", actor: eve, store: store, since: Timestamp(Date() - 60))
            #expect(try await subjects(all) == ["2"])
        }
    }

    @Test("encodes every member, the id as text")
    func shape() async throws {
        try await withMasterDatabase { master in
            try await AuditQueries.insert(
                AuditEntry("user.created", address: "192.0.2.7", requestID: "r", detail: ["by": "x"]),
                on: master.session)
            try await write("test.entry", "s", on: master)
            let records = try await AuditLog(master: master).page(limit: 10).records
            let encoded = try JSONEncoder().encode(records)
            let objects = try #require(try JSONSerialization.jsonObject(with: encoded) as? [[String: Any]])
            for object in objects {
                #expect(
                    Set(object.keys) == [
                        "id", "at", "action", "actorId", "storeId", "subject", "ip", "requestId", "detail",
                    ])
            }
            #expect(objects[1]["id"] as? String == "\(records[1].id)")
            #expect(objects[1]["ip"] as? String == "192.0.2.7")
            #expect(objects[1]["detail"] as? [String: String] == ["by": "x"])
            #expect(objects[1]["actorId"] is NSNull && objects[1]["subject"] is NSNull)
        }
    }

    @Test("takes 1 to 200 entries a page", arguments: [0, -1, 201, .max])
    func limits(limit: Int) async throws {
        try await withMasterDatabase { master -> Void in
            await #expect(throws: InvalidInput.self) {
                _ = try await AuditLog(master: master).page(limit: limit)
            }
        }
    }

    @Test(
        "takes no cursor but its own",
        arguments: [
            "", "1", "YXVkaXQ6", "YXVkaXQ6MA", "YXVkaXQ6LTE", "YXVkaXQ6MDE", "YXVkaXQ6MTI=", "YXVkaXQ6MScgb3IgMT0x",
            "YXVkaXQ6OTIyMzM3MjAzNjg1NDc3NTgwOA", String(repeating: "Y", count: 1 << 16),
        ])
    func cursors(text: String) {
        #expect(AuditCursor(text) == nil)
        #expect(AuditCursor("YXVkaXQ6MTI")?.id == 12)
    }
}
