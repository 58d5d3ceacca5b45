import API
import Accounts
import Domain
import Hummingbird
import HummingbirdCore
import Jobs
import LocalServers
import NIOCore
import Requests
package import ServiceLifecycle
import Stores
import Tenancy
import Usage

/// Where the API listens, once it does.
package struct ServerAddress: Sendable, CustomStringConvertible {
    package let host: String
    package let port: Int

    /// How to call it from this machine.
    package var url: String { "http://\(host.contains(":") ? "[\(host)]" : host):\(port)" }
    package var description: String { "\(host):\(port)" }
}

extension ControlPlane {
    /// What an API process runs besides the common services.
    ///
    /// - Parameter onListening: called once, when connections are accepted.
    /// - Throws: ``ConfigurationError`` when the trusted proxies cannot be read.
    package func apiServices(
        onListening: @escaping @Sendable (ServerAddress) -> Void
    ) throws -> [any Service] {
        let http = configuration.http
        let application = Application(
            router: try APIRouter.build(dependencies()),
            server: .api(idleTimeout: http.idleTimeout),
            configuration: ApplicationConfiguration(
                address: .hostname(http.host, port: http.port), serverName: nil,
                availableConnectionsDelegate: MaximumAvailableConnections(
                    max(256, OpenFiles.raiseLimit() - Self.reservedFiles), logger: logger)),
            onServerRunning: { channel in
                onListening(ServerAddress(host: http.host, port: channel.localAddress?.port ?? http.port))
            },
            logger: logger)
        return [
            hasher, keyReload, confirmations, accountCache, tenants, TenantRouteRefresh(router: router, events: events),
            watch, usage, creditWriter, queueGauges,
        ] + paymentServices + revocations.services + [APIServer(application: application, http: http)]
    }

    /// Files that are no connections of clients: databases, Redis, logs.
    private static let reservedFiles = 256

    private func dependencies() throws -> APIDependencies {
        let proxies: TrustedProxies
        do { proxies = try TrustedProxies(parsing: configuration.http.trustedProxies) } catch {
            throw ConfigurationError("TENANTRY_TRUSTED_PROXIES", "cannot be read: \(error)")
        }
        return APIDependencies(
            accounts: AccountPort(
                authenticator: authenticator, directory: accounts, known: accountCache, registry: registry,
                tokens: tokens),
            sessions: SessionPort(
                platform: sessions, stores: storeSessions, directory: accounts, people: people,
                publisher: revocations.publisher),
            people: StorePeoplePort(people), throttle: ThrottlePort(throttle, deviceKey: deviceKey),
            stores: StorePort(
                registry, suspension: StoreSuspension(master: master),
                publish: { [revocations] in try await revocations.publisher.publish([.store($0)]) }),
            hostnames: HostnamePort(
                StoreHostnames(master: master, platformHostname: configuration.http.platformHostname)),
            provisioning: ProvisioningPort(connector: connector, reports: ProvisioningReports(master: master)),
            jobs: JobPort(directory: JobDirectory(master: master), cancellation: cancellation, watch: watch),
            jobOperations: JobOperationsPort(jobOperations),
            storefront: StorefrontPort(storefront), credits: CreditPort(ledger), purchases: PurchasePort(shop),
            webhooks: webhooks,
            holds: HoldPort(ledger), statements: StatementPort(ledger),
            usage: UsagePort(recorder: usage, history: UsageHistory(master: master)),
            plans: PlanPort(
                plans: Plans(master: master),
                subscriptions: Subscriptions(
                    master: master, storesPerAccount: configuration.stores.storesPerAccount)),
            audit: AuditPort(AuditLog(master: master)),
            idempotency: IdempotencyPort(idempotency), readiness: readiness, metrics: metricsPort,
            configuration: APIConfiguration(
                platformHostname: configuration.http.platformHostname, trustedProxies: proxies,
                refreshLifetime: configuration.tokens.refreshLifetime,
                passwordIsOptional: configuration.stores.allowsPrivateHosts),
            translate: MasterUnavailable.init(cause:))
    }
}
