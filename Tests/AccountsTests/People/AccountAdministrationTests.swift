import Accounts
import Domain
import Logging
import Postgres
import Secrets
import Tenancy
import TestSupport
import Testing

@Suite("Accounts, from the command line", .timeLimit(.minutes(5)))
struct AccountAdministrationTests {
    private let hasher = PasswordHasher(threadCount: 1)
    private let email: EmailAddress

    init() throws {
        email = try EmailAddress(parsing: "Ada@Example.com")
    }

    private func registration(_ email: EmailAddress, password: String = "a long enough one") throws -> Registration {
        Registration(
            email: email, password: Password(password), firstName: try DisplayName(parsing: "Ada"),
            lastName: try DisplayName(parsing: "Lovelace"))
    }

    private func with(_ body: (AccountAdministration, Database<Master>) async throws -> Void) async throws {
        try await withMasterDatabase { master in
            try await body(AccountAdministration(master: master, hasher: hasher), master)
        }
    }

    private func audited(_ master: Database<Master>) async throws -> [String] {
        try await master.session.all(
            """
            select action || ' ' || coalesce(actor_id::text, 'nobody') || ' ' || (detail ->> 'by')
            from audit_log where action like 'user.%' order by id
            """, as: String.self)
    }

    @Test("are made with their role, and can log in")
    func create() async throws {
        try await with { people, master in
            let account = try await people.create(registration(email), role: .operator)
            #expect(account.role == .operator && account.isActive && account.email == email)
            let directory = AccountDirectory(
                master: master, hasher: hasher,
                sessions: PlatformSessions(
                    master: master, tokens: try TokenFixture().tokens,
                    refreshKey: try #require(RefreshTokenKey(.random(count: 32))), lifetimes: SessionLifetimes(),
                    logger: Logger(label: "test")))
            let client = ClientInfo(address: nil, userAgent: nil, requestID: "r")
            let signedIn = try await directory.login(
                email: "ada@example.com", password: Password("a long enough one"), from: client)
            #expect(signedIn.account == account)
            #expect(try await audited(master) == ["user.created nobody command line"])
        }
    }

    @Test("are not made twice, nor with a weak password")
    func refusals() async throws {
        try await with { people, master in
            _ = try await people.create(registration(email), role: .agency)
            let again = try EmailAddress(parsing: "ADA@example.com")
            await #expect(throws: AccountError.emailTaken) {
                try await people.create(registration(again), role: .operator)
            }
            let other = try EmailAddress(parsing: "b@example.com")
            await #expect(throws: WeakPassword.tooShort) {
                try await people.create(registration(other, password: "short"), role: .agency)
            }
            #expect(try await people.list(nil, limit: 10).map(\.role) == [.agency])
            #expect(try await audited(master).count == 1)
        }
    }

    @Test("change their role once, however often they are told to")
    func promote() async throws {
        try await with { people, master in
            _ = try await people.create(registration(email), role: .agency)
            let first = try await people.promote(email, to: .operator)
            #expect(first.isChanged && first.account.role == .operator)
            #expect(try await people.list(.operator, limit: 10) == [first.account])
            #expect(try await people.promote(email, to: .operator).isChanged == false)
            #expect(try await people.promote(email, to: .agency).account.role == .agency)
            #expect(
                try await audited(master).map { $0.prefix { $0 != " " } } == [
                    "user.created", "user.promoted", "user.demoted",
                ])
        }
    }

    @Test("are locked out with all their sessions, and it is written down that their tokens are dead")
    func deactivate() async throws {
        try await with { people, master in
            let account = try await people.create(registration(email), role: .agency)
            for _ in 0..<3 {
                try await master.session.execute(
                    """
                    insert into sessions (id, user_id, salt, idle_expires_at, abs_expires_at)
                    values (gen_random_uuid(), \(account.id), decode(repeat('00', 16), 'hex'), now() + '1 h', now() + '1 h')
                    """)
            }
            try await master.session.execute(
                """
                update sessions set revoked_at = now(), revoke_reason = 'logout'
                where id = (select id from sessions limit 1)
                """)
            let outcome = try await people.deactivate(email)
            #expect(outcome.sessionsEnded == 2 && !outcome.account.isActive)
            #expect(try await people.deactivate(email).sessionsEnded == nil)
            let row = try await master.session.first(
                """
                select is_active, generation, (select count(*) from sessions where revoke_reason = 'deactivated'),
                       (select count(*) from revocations where key like 'usr:1:-:%' and value = 2)
                from users
                """, as: (Bool, Int64, Int64, Int64).self)
            #expect(row.map { "\($0)" } == "(false, 2, 2, 1)")
            #expect(try await audited(master).last == "user.deactivated nobody command line")
            #expect(try await audited(master).count == 2)
        }
    }

    @Test("are not found by an address that nobody has")
    func unknown() async throws {
        try await with { people, _ in
            await #expect(throws: AccountAdministrationError.unknownAddress) {
                try await people.promote(email, to: .operator)
            }
            await #expect(throws: AccountAdministrationError.unknownAddress) { try await people.deactivate(email) }
        }
    }

    @Test("are listed newest first, of one role when asked")
    func list() async throws {
        try await with { people, _ in
            for (name, role) in [("a", Account.Role.agency), ("b", .operator), ("c", .agency)] {
                _ = try await people.create(registration(EmailAddress(parsing: "\(name)@example.com")), role: role)
            }
            func names(_ role: Account.Role?, limit: Int = 10) async throws -> [String] {
                try await people.list(role, limit: limit).map { String($0.email.rawValue.prefix(1)) }
            }
            #expect(try await names(nil) == ["c", "b", "a"])
            #expect(try await names(nil, limit: 2) == ["c", "b"])
            #expect(try await names(.agency) == ["c", "a"])
        }
    }

    @Test("get random passwords that pass the rules and never repeat")
    func randomPasswords() throws {
        let drawn = (0..<200).map { _ in Password.random().exposed }
        #expect(Set(drawn).count == 200)
        for text in drawn {
            #expect(text.count == 23)
            #expect(throws: Never.self) { try PasswordPolicy.check(Password(text), for: email) }
        }
    }
}
