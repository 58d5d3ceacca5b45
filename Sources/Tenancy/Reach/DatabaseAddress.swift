import Crypto
import Foundation

/// Everything needed to reach one database, secrets included. Encodable only to be sealed.
///
/// Its descriptions never show user or password.
package struct DatabaseAddress: Sendable, Codable, Equatable {
    /// As the customer gave it: a name or an address, lower-case, without brackets.
    package var host: String
    package var port: Int
    package var user: String
    package var password: String?
    package var database: String
    /// `nil`: what the platform's rules say for such a host.
    package var tls: TLS?
    package var applicationName: String?

    package init(
        host: String, port: Int, user: String, password: String?, database: String, tls: TLS? = nil,
        applicationName: String? = nil
    ) {
        self.host = host
        self.port = port
        self.user = user
        self.password = password
        self.database = database
        self.tls = tls
        self.applicationName = applicationName
    }

    /// How the connection is protected, in libpq's words.
    package enum TLS: String, Sendable, Codable, CaseIterable {
        case disable, prefer, require
        case verifyCA = "verify-ca"
        case verifyFull = "verify-full"
    }

    /// SHA-256 of what makes this database this database: host, port, name, and behind shared poolers the user,
    /// which there names the tenant. All spellings of the loopback are one.
    package var fingerprint: [UInt8] {
        let name = host.hasSuffix(".") ? String(host.dropLast()) : host
        let isLoopback = name == "localhost" || NetworkAddress(name)?.isLoopback == true
        let place = "\(isLoopback ? "loopback" : name)\n\(port)\n\(database)"
        let tenant = name.hasSuffix(".pooler.supabase.com") ? "\n\(user)" : ""
        return Array(SHA256.hash(data: Data((place + tenant).utf8)))
    }
}

extension DatabaseAddress: CustomStringConvertible, CustomReflectable {
    package var description: String { "DatabaseAddress(\(database) at \(host):\(port))" }
    package var customMirror: Mirror { Mirror(self, children: ["host": host, "port": port, "database": database]) }
}
