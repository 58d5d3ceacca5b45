package import Domain

/// Why a store could not be given its database, in words for its owner.
package struct ProvisioningProblem: Failure, Equatable {
    /// Who can do something about it.
    package enum Disposition: Sendable {
        /// Nobody has to: it passes.
        case passing
        /// The store's owner, or whoever runs their database.
        case customer
        /// The people who write migrations: the same would happen to every store.
        case developer
        /// Nobody who works here: somebody else's attempt is the one that counts.
        case superseded
    }

    package let code: String
    package let message: String
    /// What to do about it.
    package let hint: String?
    package let disposition: Disposition

    init(_ disposition: Disposition, _ code: String, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
        self.disposition = disposition
    }

    package var explanation: Explanation {
        let kind: FailureKind =
            switch disposition {
            case .passing, .superseded: .unavailable
            case .customer: .needsCustomer
            case .developer: .unprocessable
            }
        return Explanation(kind, code, hint.map { "\(message) \($0)" } ?? message)
    }
}

extension ProvisioningProblem {
    static let unknownHost = Self(
        .passing, "database_unreachable", "The database's host name is not known.",
        hint: "Check the host in the connection string.")
    static let unreachable = Self(
        .passing, "database_unreachable", "The database cannot be reached.",
        hint: "Check host and port, and that it accepts connections from this platform.")
    static let passwordRefused = Self(
        .customer, "password_refused", "The database refuses the user or the password.",
        hint: "Retry with the right credentials.")
    static let databaseMissing = Self(
        .customer, "database_missing", "There is no such database on that server.",
        hint: "Create it, or retry with its right name.")
    static let privilegeMissing = Self(
        .customer, "privilege_missing", "The user may not create tables in this database.",
        hint: "Make the user the owner of the database, or grant CREATE on the database and its schema public.")
    static let readOnly = Self(
        .customer, "database_read_only", "The database is read-only.",
        hint: "Name the primary server, or free disk space if its provider locked it.")
    static let notEmpty = Self(
        .customer, "database_not_empty", "The database already has tables.",
        hint: "Retry with an empty database, or with confirmNonEmpty: true to keep them beside the shop's.")
    static let inUse = Self(
        .customer, "database_already_used", "Another store lives in this database.",
        hint: "Retry with a database of its own.")
    static let platformOwn = Self(
        .customer, "target_not_allowed", "This is the platform's own database.",
        hint: "Retry with a database of its own.")
    static let noFreeConnections = Self(
        .passing, "connection_limit", "The database has no free connections.",
        hint: "Close some, or raise its limit.")
    static let tls = Self(
        .customer, "tls_failed", "No trusted encrypted connection can be made to the database.",
        hint: "Enable TLS with a certificate from a known authority, or name another sslmode.")
    static let tooOld = Self(
        .customer, "version_unsupported", "PostgreSQL 13 or newer is needed.", hint: "Upgrade the database.")
    static let nameCollision = Self(
        .customer, "database_not_empty", "The database has tables with the names of the shop's own.",
        hint: "Retry with an empty database.")
    static let diskFull = Self(
        .customer, "disk_full", "The database's disk is full.", hint: "Free some space, then retry.")
    static let busy = Self(.passing, "database_busy", "The database is busy with something else.")
    static let timedOut = Self(.passing, "database_timeout", "The database took too long to answer.")
    static let superseded = Self(.superseded, "superseded", "Another attempt took over.")

    /// A file that fails on every database alike.
    static func migrationFailed(_ file: String) -> Self {
        Self(
            .developer, "migration_failed", "The shop's tables could not be made: \(file).",
            hint: "The operator of this platform has to mend it.")
    }

    /// What is there is not what the migrations make.
    static func verificationFailed(_ difference: String) -> Self {
        Self(
            .developer, "verification_failed", "The database is not as it should be: \(difference).",
            hint: "The operator of this platform has to look at it.")
    }
}
