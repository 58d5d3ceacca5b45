package import Accounts
package import Hummingbird
import HTTPTypes

/// Finds out who is asking, from the access token of a request.
package struct Authentication: Sendable {
    /// Turns a token into the person behind it, if they may pass.
    let authenticate: @Sendable (_ token: String?, RouteAccess) async throws -> Principal

    /// Who is asking; throws when nobody may any more.
    @discardableResult
    package func check(_ request: Request, for access: RouteAccess) async throws -> Principal {
        try await authenticate(Self.token(in: request.headers[.authorization]), access)
    }

    /// What follows `Bearer`, whose case does not matter (RFC 9110 §11.1); `nil` for none and for any other scheme.
    package static func token(in field: String?) -> String? {
        guard let field, let space = field.firstIndex(of: " "), field[..<space].lowercased() == "bearer" else {
            return nil
        }
        return String(field[space...].drop { $0 == " " })
    }
}
