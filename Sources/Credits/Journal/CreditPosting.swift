package import Domain

/// What became of an entry.
package enum CreditPosting: Sendable, Equatable {
    /// It is in the journal, from now on.
    case applied(CreditTransaction)
    /// It was in the journal already.
    case replayed(CreditTransaction)
    /// It is not in the journal, and nothing has changed.
    case refused(Refusal)

    /// Why an entry was not taken. The raw values are those of `credit_apply`.
    package enum Reason: String, Sendable {
        /// The key belongs to an entry with another fingerprint.
        case keyReused = "key_reused"
        /// There is not as much to spend.
        case insufficient
        /// Nothing may be spent for now.
        case frozen
        /// Nothing may be posted any more.
        case closed
        /// The balance would be more than can be written down.
        case tooLarge = "too_large"
        /// What is to be taken back is not in this store's journal.
        case noOriginal = "no_original"
        /// More would be taken back than there was.
        case moreThanOriginal = "more_than_original"
    }

    package struct Refusal: Sendable, Equatable {
        package let reason: Reason
        /// What could have been spent.
        package let available: CreditAmount
    }

    /// The line of the journal, if there is one.
    package var transaction: CreditTransaction? {
        switch self {
        case .applied(let transaction), .replayed(let transaction): transaction
        case .refused: nil
        }
    }
}
