import Foundation

/// What is to be done with a refresh token that is genuine. A value; looks at nothing but the session's row.
///
/// The rule is ours and lies between two that fail: a grace period that ends only with time lets thief and owner take
/// turns for ever; none at all logs people out whose answer was lost.
enum RefreshDecision: Equatable {
    /// It is the one that may be redeemed: raise the counter, if it is still the same.
    case rotate
    /// Its answer may have been lost: give the same answer again.
    case `repeat`
    /// It was spent, and somebody has used what it was spent for: one of the two holders is a thief.
    case reuse
    /// The session was ended.
    case revoked
    /// The session's time is over.
    case expired
    /// We never made it: the row was restored from a backup, or the key is known to somebody.
    case ahead

    /// For so long a spent token may be shown again whatever became of its answer, in seconds: two tabs, one retry.
    static let grace = 10.0
    /// For so long, as long as nothing of the answer has been used: a client that was offline.
    static let patience = 86_400.0

    init(of counter: UInt32, in row: SessionRow) {
        let presented = Int64(counter)
        if row.isRevoked || !row.isOwnerActive {
            self = .revoked
        } else if row.isExpired {
            self = .expired
        } else if presented == row.counter {
            self = .rotate
        } else if presented > row.counter {
            self = .ahead
        } else if presented == row.counter - 1,
            row.secondsSinceRotation <= Self.grace
                || (row.confirmed < row.counter && row.secondsSinceRotation <= Self.patience)
        {
            self = .repeat
        } else {
            self = .reuse
        }
    }
}

/// A session as its row says, in either realm.
struct SessionRow: Sendable, Decodable, Equatable {
    /// Whose it is: an id of the realm.
    let subject: String
    /// The user's generation.
    let generation: Int64
    let isOwnerActive: Bool
    let salt: Data
    /// The one counter that may be redeemed.
    let counter: Int64
    /// The highest counter of which a token has been used.
    var confirmed: Int64
    let secondsSinceRotation: Double
    let isRevoked: Bool
    let isExpired: Bool
    /// When the password was given, in seconds since 1970.
    let authenticatedAt: Double
}
