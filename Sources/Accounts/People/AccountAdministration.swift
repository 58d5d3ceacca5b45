package import Domain
import Postgres
import Requests
import Secrets
package import Tenancy

/// What an operator does to accounts without being signed in, from the command line of the platform itself.
///
/// Each act is one transaction with its entry in the audit log, which names nobody but says where it came from. An act
/// that changes nothing leaves no entry.
package struct AccountAdministration: Sendable {
    let master: Database<Master>
    let hasher: PasswordHasher

    package init(master: Database<Master>, hasher: PasswordHasher) {
        self.master = master
        self.hasher = hasher
    }

    /// Makes an account that can log in at once.
    ///
    /// - Throws: ``WeakPassword``, ``AccountError/emailTaken``, ``PasswordHashingError``.
    package func create(_ registration: Registration, role: Account.Role) async throws -> Account {
        try PasswordPolicy.check(registration.password, for: registration.email)
        let hash = try await hasher.hash(registration.password)
        return try await master.transaction { master in
            let made = try await AccountQueries.insert(.make(), registration, hash: hash.phc.exposed, on: master)
            guard var account = made else { throw AccountError.emailTaken }
            try await PeopleQueries.setRole(role, of: account.id, on: master)
            account.role = role
            try await audit("created", account, ["role": role.rawValue], on: master)
            return account
        }
    }

    /// Gives somebody a role, more or less than they had.
    ///
    /// - Returns: the account, and whether anything changed.
    /// - Throws: ``AccountAdministrationError/unknownAddress``.
    package func promote(
        _ email: EmailAddress, to role: Account.Role
    ) async throws -> (account: Account, isChanged: Bool) {
        try await master.transaction { master in
            var account = try await locked(email, on: master)
            guard account.role != role else { return (account, false) }
            let before = account.role
            try await PeopleQueries.setRole(role, of: account.id, on: master)
            account.role = role
            try await audit(
                role == .operator ? "promoted" : "demoted", account, ["from": before.rawValue, "to": role.rawValue],
                on: master)
            return (account, true)
        }
    }

    /// Locks somebody out: no login, no refresh, and with the commit every token of theirs is dead in every process.
    /// What they own stays.
    ///
    /// - Returns: the account, and how many sessions this ended; `nil` when it was inactive already.
    /// - Throws: ``AccountAdministrationError/unknownAddress``.
    package func deactivate(_ email: EmailAddress) async throws -> (account: Account, sessionsEnded: Int?) {
        try await master.transaction { master in
            var account = try await locked(email, on: master)
            guard account.isActive else { return (account, nil) }
            try await PeopleQueries.deactivate(account.id, on: master)
            let ended = try await PeopleQueries.endSessions(of: account.id, on: master)
            account.isActive = false
            try await audit("deactivated", account, ["sessions": "\(ended)"], on: master)
            return (account, ended)
        }
    }

    /// Everybody, or everybody of a role, newest first.
    ///
    /// - Parameter limit: 1 to 1,000.
    package func list(_ role: Account.Role?, limit: Int) async throws -> [Account] {
        try await PeopleQueries.list(role, limit: min(max(1, limit), 1_000), on: master.session)
    }

    private func locked(_ email: EmailAddress, on master: Session<Master>) async throws -> Account {
        guard let account = try await PeopleQueries.lock(email, on: master) else {
            throw AccountAdministrationError.unknownAddress
        }
        return account
    }

    private func audit(
        _ act: String, _ account: Account, _ detail: [String: String], on master: Session<Master>
    ) async throws(PostgresError) {
        try await AuditQueries.insert(
            AuditEntry(
                "user.\(act)", subject: account.id.description, detail: detail.merging(["by": "command line"]) { $1 }),
            on: master)
    }
}
