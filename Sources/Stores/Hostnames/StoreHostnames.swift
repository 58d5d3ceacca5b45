package import Domain
import Postgres
package import Requests
package import Tenancy

/// The names that stores answer to, for their owners to change.
///
/// Whose store it is gets decided before anything else is judged: a stranger hears ``StoreError/notFound`` whatever they
/// ask for. A change is announced with its commit, so that every process obeys it within 5 s.
package struct StoreHostnames: Sendable {
    /// Names one store may have.
    package static let limit = 20

    let master: Database<Master>
    let policy: HostnamePolicy

    /// - Parameter platformHostname: stores answer at `<slug>.<this>`.
    package init(master: Database<Master>, platformHostname: String) {
        self.master = master
        policy = HostnamePolicy(platformHostname: platformHostname)
    }

    /// All of them, the primary one first; ``limit`` at most, and so on one page.
    package func list(of store: Store.ID, owner: Account.ID) async throws -> [StoreHostname] {
        guard try await StoreQueries.find(store, of: owner, on: master.reading) != nil else {
            throw StoreError.notFound
        }
        return try await HostnameQueries.list(of: store, on: master.reading)
    }

    /// Adds a name; a store's first is its primary one.
    ///
    /// - Parameter text: as typed; capitals, a port and a dot at the end are dropped, other alphabets encoded.
    /// - Throws: ``InvalidInput`` for an IP address, a single label, the platform's own names;
    ///   ``StoreError/hostnameTaken`` when any store has it, also this one; ``StoreError/hostnameLimitReached(_:)``.
    package func add(_ text: String, to store: Store.ID, by caller: Caller) async throws -> StoreHostname {
        try await master.transaction { master in
            let slug = try await lock(store, for: caller, on: master)
            let hostname = try policy.hostname(text, for: slug)
            guard try await HostnameQueries.list(of: store, on: master).count < Self.limit else {
                throw StoreError.hostnameLimitReached(Self.limit)
            }
            guard let added = try await HostnameQueries.insert(hostname, for: store, on: master) else {
                throw StoreError.hostnameTaken
            }
            try await note("hostname.added", hostname, of: store, by: caller, on: master)
            return added
        }
    }

    /// Takes a name away; it leads nowhere from then on, and anybody may have it.
    ///
    /// - Throws: ``StoreError/hostnameNotFound``; ``StoreError/hostnameIsPrimary``, so that a store which has a name keeps
    ///   one.
    package func remove(_ text: String, from store: Store.ID, by caller: Caller) async throws {
        try await master.transaction { master in
            let found = try await find(text, of: store, for: caller, on: master)
            guard !found.isPrimary else { throw StoreError.hostnameIsPrimary }
            try await HostnameQueries.delete(found.hostname, of: store, on: master)
            try await note("hostname.removed", found.hostname, of: store, by: caller, on: master)
        }
    }

    /// Makes a name the one that links lead to. The primary one stays so.
    ///
    /// - Throws: ``StoreError/hostnameNotFound``.
    package func makePrimary(
        _ text: String, of store: Store.ID, by caller: Caller
    ) async throws -> StoreHostname {
        try await master.transaction { master in
            let found = try await find(text, of: store, for: caller, on: master)
            guard !found.isPrimary else { return found }
            try await HostnameQueries.makePrimary(found.hostname, of: store, on: master)
            try await note("hostname.primary_changed", found.hostname, of: store, by: caller, on: master)
            return StoreHostname(hostname: found.hostname, isPrimary: true, createdAt: found.createdAt)
        }
    }

    private func lock(
        _ store: Store.ID, for caller: Caller, on master: Session<Master>
    ) async throws -> Slug {
        guard let slug = try await HostnameQueries.lockStore(store, of: caller.account, on: master) else {
            throw StoreError.notFound
        }
        return slug
    }

    private func find(
        _ text: String, of store: Store.ID, for caller: Caller, on master: Session<Master>
    ) async throws -> StoreHostname {
        _ = try await lock(store, for: caller, on: master)
        guard let hostname = Hostname(text),
            let found = try await HostnameQueries.find(hostname, of: store, on: master)
        else { throw StoreError.hostnameNotFound }
        return found
    }

    private func note(
        _ act: String, _ hostname: Hostname, of store: Store.ID, by caller: Caller, on master: Session<Master>
    ) async throws {
        try await AuditQueries.insert(caller.entry(act, store: store, subject: hostname.rawValue), on: master)
    }
}
