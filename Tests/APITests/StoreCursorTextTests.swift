import API
import Domain
import Foundation
import Secrets
import Stores
import Testing

@Suite("Cursors of the list of stores")
struct StoreCursorTextTests {
    private func store(at seconds: Double) throws -> Store {
        let moment = Timestamp(Date(timeIntervalSince1970: seconds))
        return Store(
            id: .make(), ownerID: .make(), name: try DisplayName(parsing: "Shop"), slug: try Slug(parsing: "shop"),
            status: .pendingDatabase, primaryHostname: nil, database: nil, schemaVersion: nil, createdAt: moment,
            updatedAt: moment)
    }

    @Test(
        "a cursor comes back with its microseconds",
        arguments: [1_772_352_000.123456, 1_772_352_000.000001, 1_772_352_000])
    func microseconds(_ seconds: Double) throws {
        let cursor = StoreCursor(try store(at: seconds))
        let read = try #require(StoreCursor(text: cursor.text))
        #expect(read.id == cursor.id)
        #expect(abs(read.createdAt.rawValue.timeIntervalSince1970 - seconds) < 0.000_000_5)
    }

    @Test("text that is no cursor is none", arguments: ["", "x", "eyJhIjoxfQ", "'; drop table stores;--"])
    func malformed(_ text: String) { #expect(StoreCursor(text: text) == nil) }

    @Test("a cursor somebody changed is none, or another place in the list")
    func tampered() throws {
        let cursor = StoreCursor(try store(at: 1_772_352_000))
        #expect(StoreCursor(text: cursor.text + "AA") == nil)
        #expect(StoreCursor(text: String(cursor.text.dropLast(4))) == nil)
    }
}
