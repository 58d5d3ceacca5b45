package import Postgres

/// Which databases a stranger may make this platform dial.
///
/// A name is resolved once, every address it stands for is judged, and the judged addresses are those that are dialled:
/// a name that changes its mind in between changes nothing. The judgement is made for the request and again for every
/// connection.
package struct TargetPolicy: Sendable {
    /// Hosts of private networks and this machine may be dialled: for development and self-hosted platforms.
    let allowsPrivateHosts: Bool
    /// The platform's own database, which no store may have.
    let master: PostgresEndpoint
    let resolver: HostResolver

    /// - Parameters:
    ///   - allowsPrivateHosts: for development and for platforms whose customers sit in the same network.
    ///   - master: never a target; without `allowsPrivateHosts` nothing else on its server either.
    package init(allowsPrivateHosts: Bool, master: PostgresEndpoint, resolver: HostResolver = .system) {
        self.allowsPrivateHosts = allowsPrivateHosts
        self.master = master
        self.resolver = resolver
    }

    /// The addresses that may be dialled for this database, in order; empty when its host is not known at the moment.
    ///
    /// - Throws: ``TargetRefusal`` with the rule that forbids it.
    package func addresses(for target: DatabaseAddress) async throws -> [NetworkAddress] {
        guard target.port >= 1024 else { throw TargetRefusal(rule: "Ports below 1024 are not dialled.") }
        let found = (try? await resolver.addresses(target.host)) ?? []
        guard allowsPrivateHosts || found.allSatisfy(\.isPublic) else {
            throw TargetRefusal(rule: "The database must be reachable from the internet.")
        }
        guard target.port == master.port, try await isMastersServer(found) else { return found }
        if !allowsPrivateHosts {
            throw TargetRefusal(rule: "This is a server of the platform's own.")
        }
        if target.database == master.database {
            throw TargetRefusal(rule: "This is the platform's own database.")
        }
        return found
    }

    /// Where to connect: at addresses that were judged just now, with the rules' own protection where the customer
    /// named none.
    package func endpoint(for target: DatabaseAddress) async throws -> PostgresEndpoint {
        let found = try await addresses(for: target)
        guard !found.isEmpty else { throw TenantUnavailable.unknownHost }
        let isNear = found.allSatisfy { !$0.isPublic }
        var endpoint = PostgresEndpoint(
            host: target.host, port: target.port, user: target.user, password: target.password,
            database: target.database)
        endpoint.addresses = found.map(\.description)
        endpoint.tls = Self.mode(target.tls ?? (allowsPrivateHosts && isNear ? .prefer : .verifyFull))
        endpoint.applicationName = target.applicationName ?? "tenantry"
        endpoint.isTransactionPooled = target.port == 6543 || target.host.contains("-pooler.")
        return endpoint
    }

    /// A master reached by socket or loopback counts as every loopback address.
    private func isMastersServer(_ addresses: [NetworkAddress]) async throws -> Bool {
        let own = master.host.hasPrefix("/") ? [] : (try? await resolver.addresses(master.host)) ?? []
        if own.isEmpty || own.contains(where: \.isLoopback), addresses.contains(where: \.isLoopback) { return true }
        return !Set(own).isDisjoint(with: addresses)
    }

    private static func mode(_ tls: DatabaseAddress.TLS) -> PostgresEndpoint.TLSMode {
        switch tls {
        case .disable: .disable
        case .prefer: .prefer
        case .require: .require
        case .verifyCA: .verifyCA
        case .verifyFull: .verifyFull
        }
    }
}
