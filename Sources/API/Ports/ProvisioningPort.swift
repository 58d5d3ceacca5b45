package import Domain
package import Jobs
package import Stores

/// What the routes ask of the connecting of databases.
package struct ProvisioningPort: Sendable {
    /// Promises a store the database that is meant.
    package var connect:
        @Sendable (Store.ID, _ owner: Account.ID, ConnectionTarget, _ confirmNonEmpty: Bool, _ requestID: String)
            async throws -> Job.ID
    /// Starts over what stopped, with the target there is when none is given.
    package var retry:
        @Sendable (Store.ID, _ owner: Account.ID, ConnectionTarget?, _ confirmNonEmpty: Bool?, _ requestID: String)
            async throws -> Job.ID
    /// How far it is.
    package var report: @Sendable (Store.ID, _ owner: Account.ID) async throws -> ProvisioningReport

    /// Calls one by one.
    package init(
        connect: @escaping @Sendable (Store.ID, Account.ID, ConnectionTarget, Bool, String) async throws -> Job.ID,
        retry: @escaping @Sendable (Store.ID, Account.ID, ConnectionTarget?, Bool?, String) async throws -> Job.ID,
        report: @escaping @Sendable (Store.ID, Account.ID) async throws -> ProvisioningReport
    ) {
        self.connect = connect
        self.retry = retry
        self.report = report
    }

    /// The real thing.
    package init(connector: DatabaseConnector, reports: ProvisioningReports) {
        self.init(
            connect: { try await connector.connect($0, of: $1, to: $2, confirmNonEmpty: $3, requestID: $4) },
            retry: { try await connector.retry($0, of: $1, with: $2, confirmNonEmpty: $3, requestID: $4) },
            report: { try await reports.report(on: $0, of: $1) })
    }
}
