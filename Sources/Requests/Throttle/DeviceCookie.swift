import Crypto
package import Foundation
package import Secrets

/// Says that its bearer logged in to an account before, on this device; good for nothing but a throttle of its own.
///
/// ```
/// cpdv1. base64url( 01 random₁₆ account₈ issuedAt₃₂ HMAC-SHA256(key, those bytes)[0..<16] )
/// ```
/// So strangers who fail to log in slow down strangers, never the owner on a device the account knows. It proves nothing
/// about who is asking: the password is asked for all the same.
package struct DeviceCookie: Hashable, Sendable {
    /// For how long it is recognised: 180 days.
    package static let lifetime: Duration = .seconds(180 * 86_400)

    /// Version, random bytes, account and time.
    private let head: [UInt8]
    private let code: [UInt8]

    /// Mints one for somebody who just proved that the account is theirs.
    ///
    /// - Parameter issuedAt: between 1970 and 2106; cut to seconds.
    package init(for account: ThrottledAccount, issuedAt: Date = Date(), key: DeviceCookieKey) {
        var random = SystemRandomNumberGenerator()
        let nonce = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        let seconds = UInt32(clamping: Int64(issuedAt.timeIntervalSince1970))
        head = [1] + nonce + account.tag + (0..<4).map { UInt8(truncatingIfNeeded: seconds >> (24 - 8 * $0)) }
        code = Self.code(over: head, key: key)
    }

    /// Recognises one that we minted for this account.
    ///
    /// - Returns: `nil` for anything else: a forgery, another spelling, one that is too old or from the future, one of
    ///   another account. A cookie that is not recognised is as good as none, and no error.
    package init?(_ text: String, for account: ThrottledAccount, at now: Date = Date(), key: DeviceCookieKey) {
        guard text.utf8.count == 66, text.hasPrefix("cpdv1."), let bytes = Base64URL.decode(text.dropFirst(6)),
            bytes.count == 45, bytes[0] == 1
        else { return nil }
        head = Array(bytes[..<29])
        code = Array(bytes[29...])
        let expected = Self.code(over: head, key: key)
        guard SecretBytes(copying: code) == SecretBytes(copying: expected), Array(head[17..<25]) == account.tag
        else { return nil }
        let issuedAt = head[25...].reduce(Int64(0)) { $0 << 8 | Int64($1) }
        let age = Int64(now.timeIntervalSince1970) - issuedAt
        guard (-Self.clockSkew..<Self.lifetime.components.seconds).contains(age) else { return nil }
    }

    /// The cookie's value: 66 characters.
    package var text: Redacted<String> { Redacted("cpdv1." + Base64URL.encode(head + code)) }

    /// What its bucket is called: a hash, so that nobody learns a cookie from a list of buckets.
    var bucketName: String {
        Base64URL.encode(Array(SHA256.hash(data: head).prefix(16)))
    }

    /// How far the clocks of two of our machines may be apart, in seconds.
    private static let clockSkew: Int64 = 300

    private static func code(over head: [UInt8], key: DeviceCookieKey) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: head, using: key.key).prefix(16))
    }
}

extension DeviceCookie: CustomStringConvertible, CustomReflectable {
    /// Always `<redacted>`.
    package var description: String { "<redacted>" }

    /// A mirror without children.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
