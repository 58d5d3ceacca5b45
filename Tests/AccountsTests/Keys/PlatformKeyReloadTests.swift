import Accounts
import Domain
import Foundation
import Postgres
import Secrets
import Tenancy
import TestSupport
import Testing

@Suite("Reading the signing keys again", .timeLimit(.minutes(5)))
struct PlatformKeyReloadTests {
    @Test("happens as soon as another process has changed them")
    func announced() async throws {
        try await KeyBench.with { bench in
            let events = MasterEvents(endpoint: bench.endpoint, logger: KeyBench.logger)
            let process = try await bench.process(events: events)
            try await bench.running([events, process.reload]) {
                try await listening(bench)
                let begun = try await bench.rotation().begin(by: "test")
                try await eventually { process.published.contains(begun.kid) }
                try await bench.rotation().revoke(process.active, by: "test")
                try await eventually { process.published == [begun.kid] }
            }
        }
    }

    @Test("happens when a token names a key nobody announced here, and the token's check does not wait for it")
    func unknownKey() async throws {
        try await KeyBench.with { bench in
            let (process, other) = (try await bench.process(), try await bench.process())
            try await bench.rotation().begin(isImmediate: true, by: "test")
            try await bench.running([process.reload]) {
                try await eventually { process.published.count == 2 }  // the first reading is over
                try await bench.rotation().begin(isImmediate: true, by: "test")
                try await other.reload.reload()
                let token = try other.mint()
                #expect(throws: AccessTokenError.invalid) { try process.tokens.verify(token) }
                try await eventually { (try? process.tokens.verify(token)) != nil }
            }
        }
    }

    @Test("is asked for once, however many tokens name unknown keys")
    func flood() async throws {
        let fixture = try TokenFixture()
        for number in 0..<1_000 {
            let header = #"{"alg":"ES256","kid":"x\#(number)","typ":"at+jwt"}"#
            let token = try fixture.sign(header: header, claims: ["sub": "x"])
            #expect(throws: AccessTokenError.invalid) { try fixture.tokens.verify(token) }
        }
        var signs = fixture.tokens.unknownKeys.makeAsyncIterator()
        await signs.next()
        // Had more been kept, they would be there at once.
        let second = Task { [unknownKeys = fixture.tokens.unknownKeys] in
            for await _ in unknownKeys { return true }
            return false
        }
        second.cancel()
        #expect(await !second.value)
    }

    @Test("takes the steps that are due on the way")
    func due() async throws {
        try await KeyBench.with { bench in
            let process = try await bench.process()
            let begun = try await bench.rotation().begin(by: "test")
            try await bench.master.session.execute(
                "update signing_keys set created_at = now() - interval '20 minutes' where kid = \(begun.kid)")
            #expect(try await process.reload.reload())
            #expect(process.active == begun.kid)
        }
    }

    @Test("changes nothing when nothing changed, so that what is remembered stays")
    func unchanged() async throws {
        try await KeyBench.with { bench in
            let process = try await bench.process()
            #expect(try await !process.reload.reload())
        }
    }

    @Test("leaves the keys as they are when they cannot be read")
    func unreadable() async throws {
        try await KeyBench.with { bench in
            let process = try await bench.process()
            let token = try process.mint()
            try await bench.master.session.execute("alter table signing_keys rename to elsewhere")
            await #expect(throws: (any Error).self) { try await process.reload.reload() }
            #expect(throws: Never.self) { try process.tokens.verify(token) }
        }
    }

    @Test("leaves out a key that it lacks the credential key for, and keeps all when that is the one that signs")
    func missingCredentialKey() async throws {
        try await KeyBench.with { bench in
            let process = try await bench.process()
            let old = process.active
            let two = try Keyring(parsing: Keyring.makeEntry(named: try #require(KeyID("two"))).exposed)
            try await bench.master.session.execute(
                "insert into encryption_keys (kid, key_check_value) values ('two', decode('0011223344556677', 'hex'))")
            let begun = try await bench.rotation(two).begin(by: "test")
            #expect(try await !process.reload.reload())
            #expect(process.published == [old])
            try await bench.rotation(two).advance(at: begun.signsFrom)
            await #expect(throws: SigningKeyError.noActiveKey) { try await process.reload.reload() }
            #expect(process.active == old)
        }
    }

    private func listening(_ bench: KeyBench) async throws {
        try await eventually {
            try await bench.master.session.first(
                """
                select count(*) from pg_stat_activity
                where datname = current_database() and query ilike 'listen%'
                """, as: Int64.self) == 1
        }
    }
}
