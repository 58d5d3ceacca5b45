import Domain

/// Where somebody wants their refresh token: in the body, or in a cookie that no script can read.
enum RefreshTokenPlace: String, Sendable {
    case body, cookie

    /// Reads the member `refreshTokenIn`; the body by default.
    static func read(from fields: inout FieldReader) -> RefreshTokenPlace {
        guard let text = fields.optionalText("refreshTokenIn") else { return .body }
        guard let place = RefreshTokenPlace(rawValue: text) else {
            fields.note("refreshTokenIn", "This is body or cookie.")
            return .body
        }
        return place
    }
}
