import NIOConcurrencyHelpers
import Tenancy

/// Says of a genuine token whether it is still good.
///
/// Asked in turn: what this process has just heard, Redis, the master database. The first two may only end a token,
/// except that Redis may also clear it while it is known to have lost nothing; see ``RevocationList``. What nobody can
/// answer is refused.
package final class RevocationCheck: Sendable {
    /// What has become of a token since it was minted.
    package enum Standing: Sendable, Equatable {
        case alive
        case revoked
    }

    private let list: RevocationList
    private let recent: NIOLockedValueBox<RecentRevocations>
    private let database: DatabaseStanding

    /// - Parameters:
    ///   - lookupLimit: callers who may wait for the database at a time.
    ///   - lookupBudget: how long each of them does.
    init(
        list: RevocationList, recent: NIOLockedValueBox<RecentRevocations>, master: Database<Master>,
        lookupLimit: Int = 256, lookupBudget: Duration = .seconds(2)
    ) {
        self.list = list
        self.recent = recent
        database = DatabaseStanding(master: master, limit: lookupLimit, budget: lookupBudget, logger: list.logger)
    }

    /// Takes 50 ms at most while Redis decides, two seconds while the database has to.
    ///
    /// - Throws: ``AuthUnavailable``; `CancellationError`.
    package func standing(of token: VerifiedToken) async throws -> Standing {
        let (claims, probes) = (token.claims, token.probes)
        if recent.withLockedValue({ $0.revokes(probes) }) { return count(\.memory, .revoked) }
        let (length, overflow) = claims.expiresAt.subtractingReportingOverflow(claims.issuedAt)
        if !overflow, length <= list.tokenLifetime {
            switch await list.look(for: probes) {
            case .revoked: return count(\.redis, .revoked)
            case .alive: return count(\.redis, .alive)
            case .unknown: break
            }
        }
        do {
            return count(\.database, try await database.isRevoked(claims, probes: probes) ? .revoked : .alive)
        } catch {
            if error is AuthUnavailable { list.counters.withLockedValue { $0.unavailable += 1 } }
            throw error
        }
    }

    private func count(_ source: WritableKeyPath<RevocationCounters, Int>, _ standing: Standing) -> Standing {
        list.counters.withLockedValue { counters in
            counters[keyPath: source] += 1
            if standing == .revoked { counters.revoked += 1 }
        }
        return standing
    }
}
