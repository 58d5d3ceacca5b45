package import Postgres

extension ProvisioningProblem {
    /// What an error of a tenant's server means for its owner.
    ///
    /// By SQLSTATE, since a server's words are in its own language and may hold anything. Poolers hide theirs behind
    /// `XX000`; those are told apart by the codes they put in front of their text.
    package init?(_ error: PostgresError) {
        switch error.kind {
        case .connectionFailed, .connectionLost, .resultTooLarge: self = Self.known(error) ?? Self.unreachable
        case .timeout: self = .timedOut
        case .poolExhausted: self = .busy
        case .server:
            guard let known = Self.known(error) else { return nil }
            self = known
        default: return nil
        }
    }

    private static func known(_ error: PostgresError) -> ProvisioningProblem? {
        let text = error.serverMessage ?? ""
        guard let state = error.sqlState else {
            // Refused before the server could speak its protocol: libpq's own words.
            let mentionsTLS = text.contains("SSL") || text.contains("certificate")
            return mentionsTLS ? .tls : nil
        }
        if state == "28000", text.contains("no encryption") || text.contains("SSL off") { return .tls }
        return state == "XX000" ? pooler(text) : Self(sqlState: state)
    }

    /// What a code means wherever it comes up; `nil` for codes that mean a mistake of ours.
    init?(sqlState state: String) {
        switch state {
        case "28P01", "28000": self = .passwordRefused
        case "3D000": self = .databaseMissing
        case "42501": self = .privilegeMissing
        case "25006": self = .readOnly
        case "53300": self = .noFreeConnections
        case "53100": self = .diskFull
        case "42P07", "42710", "42723": self = .nameCollision
        case "57014": self = .timedOut
        case "TN003": self = .superseded
        case "TN004": self = .inUse
        case "55P03", "55006", "TN001", "TN002", "57P01", "57P02", "57P03", "53200", "40001", "40P01": self = .busy
        default:
            guard state.hasPrefix("08"), state != "08P01" else { return nil }
            self = .unreachable
        }
    }

    private static func pooler(_ text: String) -> ProvisioningProblem? {
        if text.contains("EMAXCONN") || text.contains("ECHECKOUTTIMEOUT") { return .noFreeConnections }
        if text.contains("ESSLREQUIRED") { return .tls }
        if text.contains("Tenant or user not found") || text.contains("ENOTFOUND") { return .passwordRefused }
        if text.contains("ECIRCUITBREAKER") { return .busy }
        return nil
    }
}
