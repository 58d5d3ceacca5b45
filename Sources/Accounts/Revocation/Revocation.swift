/// A row of `revocations`, as somebody read it who is going to tell Redis.
struct Revocation: Decodable, Sendable {
    let key: RevocationKey
    let value: Int64
    /// When it was last changed, in microseconds since 1970: together with the value, the version of the row.
    let stamp: Int64
    /// How long tokens from before it may still be shown. Zero or less: all of them have expired.
    let secondsLeft: Int64
    let isPublished: Bool

    /// Redis has something to remember.
    var matters: Bool { secondsLeft > 0 || key == .everything }
}
