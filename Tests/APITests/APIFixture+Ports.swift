@testable import Accounts
import API
@testable import Credits
import Domain
@testable import Jobs
import NIOConcurrencyHelpers
import Requests
@testable import Stores
@testable import Usage

extension APIFixture {
    /// An error that nobody foresaw.
    struct Unforeseen: Error { let secret = "hunter2" }

    var stores: StorePort {
        StorePort(
            create: { [self] wanted, _, _ in
                world.withLockedValue { $0.created += 1 }
                await pause?()
                if let refusal { throw refusal }
                if wanted.name.rawValue == "Unforeseen" { throw Unforeseen() }
                return try addStore(wanted.name.rawValue)
            },
            find: { [self] id, owner in try find(id, of: owner) },
            list: { [world] owner, cursor, limit in
                let own = world.withLockedValue { $0.stores }.filter { $0.ownerID == owner }
                    .filter { store in cursor.map { store.createdAt < $0.createdAt } ?? true }
                    .sorted { $0.createdAt > $1.createdAt }
                let page = Array(own.prefix(limit))
                return (page, own.count > limit ? page.last.map { StoreCursor($0) } : nil)
            },
            rename: { [self] id, owner, name in
                var store = try find(id, of: owner)
                store.name = name
                return store
            },
            suspend: { [self] id, caller in try find(id, of: caller.account) },
            resume: { [self] id, caller in try find(id, of: caller.account) },
            availability: { $0.rawValue == "taken" ? (false, $0.alternatives(2)) : (true, []) })
    }

    var hostnames: HostnamePort {
        HostnamePort(
            list: { [self] id, owner in
                _ = try find(id, of: owner)
                return []
            },
            add: { _, _, _ in throw StoreError.hostnameTaken }, remove: { _, _, _ in }, makePrimary: { _, _, _ in })
    }

    var sessions: SessionPort {
        SessionPort(
            refresh: { [tokens] token, _ in
                guard token.counter == 0 else { throw AccessTokenError.refreshReused }
                return tokens
            },
            end: { [world] _, _, _ in world.withLockedValue { $0.sessionIsOver = true } },
            list: { _ in [] }, changePassword: { _, _, _, _ in throw AccountError.invalidCredentials })
    }

    var people: StorePeoplePort {
        StorePeoplePort(
            login: { _, _, _, _ in throw AccountError.invalidCredentials },
            user: { _, _ in throw AccessTokenError.sessionRevoked })
    }

    var throttle: ThrottlePort {
        ThrottlePort(judge: { _ in .allowed(nil) }, succeeded: { _ in }, deviceKey: deviceKey)
    }

    var audit: AuditPort { AuditPort { _, _, _ in ([], nil) } }

    var provisioning: ProvisioningPort {
        ProvisioningPort(
            connect: { [self] _, _, _, _, _ in
                setJob(.queued, revision: 1)
                return try job(of: owner).id
            },
            retry: { [self] _, _, _, _, _ in
                setJob(.queued, revision: 9)
                return try job(of: owner).id
            },
            report: { [self] id, owner in
                ProvisioningReport(storeID: try find(id, of: owner).id, job: try job(of: owner), steps: [])
            })
    }

    var jobs: JobPort {
        JobPort(
            find: { [self] id, owner in
                let job = try job(of: owner)
                guard job.id == id else { throw JobNotFound() }
                return job
            },
            cancel: { [self] id, owner in
                let job = try job(of: owner)
                guard job.id == id else { throw JobNotFound() }
                guard !job.state.isFinal else { throw JobFinished(state: job.state) }
                setJob(.canceled, revision: job.revision + 1)
                return try self.job(of: owner)
            },
            changes: { [world] _ in
                let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
                world.withLockedValue { $0.watchers.append(continuation) }
                return stream
            })
    }

    var jobOperations: JobOperationsPort {
        JobOperationsPort(
            queues: { [] }, list: { _, _, _ in ([], nil) }, retry: { _, _ in throw JobNotFound() },
            cancel: { _, _ in throw JobNotFound() }, pause: { _, _ in }, resume: { _, _ in }, schedules: { [] },
            pauseSchedule: { _, _ in throw ScheduleNotFound() }, resumeSchedule: { _, _ in throw ScheduleNotFound() })
    }

    var storefront: StorefrontPort {
        StorefrontPort(
            record: { _ in throw UnknownHost() }, store: { [shop] in $0.hasPrefix("shop.") ? shop : nil })
    }

    var credits: CreditPort {
        CreditPort(
            balance: { [self] id, owner in
                let owner = owner ?? self.owner
                return CreditBalance(
                    storeId: try find(id, of: owner).id, balance: .zero, available: .zero, held: .zero,
                    lifetimePurchased: .zero, lifetimeSpent: .zero, seq: 0, updatedAt: .now)
            },
            prices: { [] }, requireStore: { [self] in _ = try find($0, of: $1 ?? owner) },
            transactions: { _, _, _, _, _ in ([], nil) },
            deduct: { deduction, _, _, id in
                CreditTransaction(
                    id: id, seq: 1, type: .usage, amount: CreditAmount(units: -deduction.quantity), balanceAfter: .zero,
                    status: .completed, description: nil, referenceId: deduction.reference, createdAt: .now)
            },
            adjust: { _, _, _ in throw CreditError.notFound }, grant: { _, _, _ in throw CreditError.notFound })
    }

    /// A shop that is closed: what it sells is tested against real servers.
    var purchases: PurchasePort {
        PurchasePort(
            packages: { [] }, requireStore: { [self] in _ = try find($0, of: $1) },
            purchase: { _, _, _, _, _ in throw PaymentError.stripeNotConfigured },
            find: { _, _ in throw PaymentError.notFound })
    }

    /// No store has any.
    var holds: HoldPort {
        HoldPort(
            hold: { _, _, _, _, _ in throw HoldError.notFound }, capture: { _, _, _, _ in throw HoldError.notFound },
            release: { _, _, _ in throw HoldError.notFound }, store: { _, _ in throw HoldError.notFound },
            find: { _, _ in throw HoldError.notFound },
            list: { _, _, _ in [] })
    }

    /// There is nothing to state.
    var statements: StatementPort {
        StatementPort(frame: { _, _, _, _ in throw CreditError.notFound }, lines: { _, _, _ in [] })
    }

    var usage: UsagePort {
        UsagePort(
            offer: { [world] _, record in
                let kept = record(7)
                world.withLockedValue { $0.offered.append(kept) }
            },
            figures: { [self] id, owner, days in
                _ = try find(id, of: owner)
                return [days.lowerBound, days.upperBound].map {
                    UsageFigure(day: $0, metric: "api.requests", value: 1)
                }
            })
    }

    var plans: PlanPort {
        PlanPort(
            all: { [] }, subscription: { _, _ in throw PlanError.noSuchStore },
            put: { wanted, store, _ in
                Subscription(
                    storeId: store, plan: wanted.plan, status: wanted.status, currentPeriodStart: nil,
                    currentPeriodEnd: wanted.currentPeriodEnd, limits: PlanLimits(maxStores: 1, dailyJobs: nil))
            }, end: { _, _ in })
    }

    private func find(_ id: Store.ID, of owner: Account.ID) throws -> Store {
        let found = world.withLockedValue { world in world.stores.first { $0.id == id && $0.ownerID == owner } }
        guard let found else { throw StoreError.notFound }
        return found
    }

    private func job(of owner: Account.ID) throws -> Job {
        guard owner == self.owner, let job else { throw StoreError.notProvisionedYet }
        return job
    }
}
