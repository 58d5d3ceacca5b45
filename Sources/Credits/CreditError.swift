package import Domain

/// Everything a caller may be told about credits.
package enum CreditError: Failure, Equatable {
    case notFound
    case noSuchService
    case insufficient(Explanation.Shortfall)
    case frozen
    case closed
    case tooLarge
    case keyReused
    case nothingToTakeBack
    case moreThanWasBooked

    /// What may be said about it.
    package var explanation: Explanation {
        switch self {
        case .notFound: Explanation(.notFound, "not_found", "There is no such store in this account.")
        case .noSuchService:
            InvalidInput("serviceKey", "No such service can be had. GET /api/credits/prices lists those that can.")
                .explanation
        case .insufficient(let shortfall):
            Explanation(
                .paymentRequired, "insufficient_credits", "The store has not enough credits. Buy some first.",
                shortfall: shortfall)
        case .frozen:
            Explanation(
                .forbidden, "account_frozen",
                "The credits of this store are frozen for now. Ask the platform's operator.")
        case .closed: Explanation(.forbidden, "account_closed", "The credits of this store are closed.")
        case .tooLarge: InvalidInput("amount", "The balance would be more than can be written down.").explanation
        case .keyReused:
            Explanation(
                .unprocessable, "idempotency_key_reused", "This Idempotency-Key belongs to another request.")
        case .nothingToTakeBack:
            Explanation(.notFound, "not_found", "There is no such transaction in the journal of this store.")
        case .moreThanWasBooked:
            Explanation(
                .unprocessable, "more_than_booked", "More would be taken back than is left of the transaction.")
        }
    }
}

extension CreditPosting {
    /// The line of the journal.
    ///
    /// - Parameter amount: of the entry, for telling how much was missing.
    /// - Throws: ``CreditError`` for an entry that was refused.
    package func line(orRefusalOf amount: CreditAmount) throws -> CreditTransaction {
        switch self {
        case .applied(let transaction), .replayed(let transaction): return transaction
        case .refused(let refusal): throw try refusal.error(for: amount)
        }
    }
}

extension CreditPosting.Refusal {
    /// What the caller is told.
    ///
    /// - Parameter amount: that was refused, negative when it was to be spent.
    func error(for amount: CreditAmount) throws -> CreditError {
        switch reason {
        case .insufficient:
            .insufficient(Explanation.Shortfall(required: try amount.negated(), available: available))
        case .keyReused: .keyReused
        case .frozen: .frozen
        case .closed: .closed
        case .tooLarge: .tooLarge
        case .noOriginal: .nothingToTakeBack
        case .moreThanOriginal: .moreThanWasBooked
        }
    }
}
