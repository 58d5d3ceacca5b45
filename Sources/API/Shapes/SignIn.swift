import Accounts

/// What somebody sends to sign in. The address is not judged: a wrong one signs nobody in.
struct SignIn: RequestFields {
    let email: String
    let password: Password
    /// Where they want in; `nil` for the host the request was sent to.
    let hostname: String?
    let refreshTokenPlace: RefreshTokenPlace

    init(from fields: inout FieldReader) throws {
        let email = fields.text("email")
        let password = fields.text("password")
        hostname = fields.optionalText("hostname")
        refreshTokenPlace = .read(from: &fields)
        guard let email, let password, fields.isSound else { throw fields.failure }
        self.email = email
        self.password = Password(password)
    }
}
