import Crypto
package import Domain
package import Foundation
import Tenancy

extension CreditLedger {
    /// How long credits may be set aside: a minute to a week.
    package static let holdSeconds: ClosedRange<Int64> = 60...604_800

    /// Sets credits aside for work that is about to begin, at the price of this moment.
    ///
    /// - Parameters:
    ///   - store: whose it is has been decided.
    ///   - seconds: after which they are free again by themselves, within ``holdSeconds``; a caller that dies loses nothing.
    ///   - actor: whose account asks; `nil` for the store's own people.
    ///   - id: of the hold; asked for again with the same one, the answer is the same hold.
    /// - Throws: ``CreditError``: `noSuchService`, `insufficient`, `frozen`, `closed`, `keyReused`; `InvalidInput` for a
    ///   sum that cannot be written down.
    package func hold(
        _ use: Deduction, in store: Store.ID, for seconds: Int64, by actor: Account.ID?, as id: UUID
    ) async throws -> CreditHold {
        guard let price = try await SpendingQueries.price(of: use.serviceKey, on: master.session) else {
            throw CreditError.noSuchService
        }
        let amount = try Self.cost(use, at: CreditAmount(units: price.unitPrice))
        let request = HoldQueries.Request(
            id: id, service: use.serviceKey, unitPrice: price.unitPrice, quantity: use.quantity,
            amount: try amount.negated().units, key: id.canonical,
            fingerprint: use.fingerprint(of: "hold \(seconds)").hexadecimal,
            description: use.description(of: price.name), reference: use.reference, actor: actor?.rawValue,
            expires: Timestamp(Date(timeIntervalSinceNow: Double(seconds))))
        guard let row = try await HoldQueries.hold(request, in: store, on: master.session) else {
            throw CreditError.notFound
        }
        if let hold = row.hold { return hold }
        let refusal = CreditPosting.Refusal(
            reason: CreditPosting.Reason(rawValue: row.outcome) ?? .closed,
            available: CreditAmount(units: row.available))
        throw try refusal.error(for: amount)
    }

    /// Spends what was set aside, or part of it; the rest is free again.
    ///
    /// - Parameter quantity: units that were used, 1 or more; `nil` for all.
    /// - Returns: the hold; the same again when it was captured so before.
    /// - Throws: ``HoldError``.
    package func capture(
        _ hold: UUID, of store: Store.ID, quantity: Int64?, by actor: Account.ID?
    ) async throws -> CreditHold {
        let units: Int64 =
            if let quantity { quantity } else {
                try await find(hold, of: store).quantity
            }
        return try await settle(hold, of: store, quantity: units, by: actor)
    }

    /// Gives all of it back.
    ///
    /// - Throws: ``HoldError``.
    package func release(_ hold: UUID, of store: Store.ID, by actor: Account.ID?) async throws -> CreditHold {
        try await settle(hold, of: store, quantity: 0, by: actor)
    }

    /// The store's holds, newest first.
    ///
    /// - Parameter status: `nil` for all.
    package func holds(
        of store: Store.ID, status: CreditHold.Status?, limit: Int
    ) async throws -> [CreditHold] {
        try await HoldQueries.list(of: store, status: status, limit: limit, on: master.reading).map(\.hold)
    }

    /// Whose a hold is.
    ///
    /// - Throws: ``HoldError/notFound`` unless it is in a store of the account.
    package func store(ofHold hold: UUID, owner: Account.ID) async throws -> Store.ID {
        guard let store = try await HoldQueries.store(of: hold, owner: owner, on: master.reading) else {
            throw HoldError.notFound
        }
        return store
    }

    /// One hold, as it stands.
    ///
    /// - Throws: ``HoldError/notFound``.
    package func find(_ hold: UUID, of store: Store.ID) async throws -> CreditHold {
        guard let row = try await HoldQueries.find(hold, of: store, on: master.reading) else {
            throw HoldError.notFound
        }
        return row.hold
    }

    private func settle(
        _ hold: UUID, of store: Store.ID, quantity: Int64, by actor: Account.ID?
    ) async throws -> CreditHold {
        guard
            let row = try await HoldQueries.settle(hold, of: store, quantity: quantity, by: actor, on: master.session)
        else { throw HoldError.notFound }
        switch row.outcome {
        case "applied", "replayed": return row.settled
        case "more_than_held": throw HoldError.moreThanHeld
        default: throw HoldError.over(row.settled.status)
        }
    }
}

/// Why a hold cannot be captured or released.
package enum HoldError: Failure, Equatable {
    case notFound
    case moreThanHeld
    case over(CreditHold.Status)

    /// What may be said about it.
    package var explanation: Explanation {
        switch self {
        case .notFound: Explanation(.notFound, "not_found", "There is no such hold in this store.")
        case .moreThanHeld: InvalidInput("quantity", "More than was set aside. Deduct the rest.").explanation
        case .over(let status):
            Explanation(.conflict, "hold_\(status.rawValue)", "The hold is over: it is \(status.rawValue) already.")
        }
    }
}
