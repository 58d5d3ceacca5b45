package import Domain
import Secrets

/// What a password must be when it is chosen. Never asked when somebody logs in.
///
/// At least 8 characters and at most 256 bytes, not among the passwords everybody tries first, not the user's own
/// address. Nothing about digits and capitals: such rules make passwords worse (OWASP ASVS 5.0, 6.2.1 to 6.2.9).
package enum PasswordPolicy {
    /// The fewest characters, as people count them.
    package static let minimumCharacters = 8
    /// The most bytes of UTF-8.
    package static let maximumBytes = 256

    /// - Throws: ``WeakPassword``, the first rule that is broken.
    package static func check(_ password: Password, for email: EmailAddress) throws(WeakPassword) {
        guard password.bytes.count <= maximumBytes else { throw .tooLong }
        let text = password.exposedText
        guard text.count >= minimumCharacters else { throw .tooShort }
        let plain = text.lowercased()
        guard Set(plain).count > 2, !common.contains(plain) else { throw .common }
        let mailbox = email.normalized.prefix { $0 != "@" }
        guard plain != email.normalized, plain != mailbox else { throw .sameAsEmail }
    }
}
