import Accounts
import Domain
import Testing

@Suite("The password policy")
struct PasswordPolicyTests {
    private let email: EmailAddress

    init() throws {
        email = try EmailAddress(parsing: "Ada.Lovelace@example.com")
    }

    @Test(
        "takes what is long enough and not known to everybody",
        arguments: [
            "correct horse battery", "zq8!kd0w", "пароль-мой-дом", " leading and trailing ", "tr0ub4dor&3",
            String(repeating: "ab1", count: 85),
        ])
    func accepted(text: String) {
        #expect(throws: Never.self) { try PasswordPolicy.check(Password(text), for: email) }
    }

    @Test(
        "says which rule is broken",
        arguments: [
            ("", .tooShort), ("short7!", .tooShort), ("🦀🦀", .tooShort), (String(repeating: "ab1", count: 86), .tooLong),
            ("password", .common), ("PassWord1", .common), ("12345678", .common), ("qwertyuiop", .common),
            ("aaaaaaaaaaaa", .common), ("abababababab", .common), ("ada.lovelace@example.com", .sameAsEmail),
            ("ADA.LOVELACE", .sameAsEmail),
        ] as [(String, WeakPassword)])
    func refused(text: String, expected: WeakPassword) {
        let error = #expect(throws: WeakPassword.self) { try PasswordPolicy.check(Password(text), for: email) }
        #expect(error == expected)
        #expect(error?.explanation.code == "weak_password")
        #expect(error?.explanation.fields.map(\.field) == ["password"])
    }
}
