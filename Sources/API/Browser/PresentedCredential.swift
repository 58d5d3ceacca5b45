package import HTTPTypes
package import Secrets

/// What a request to `/api/auth` says who it is by.
///
/// One with an `Authorization` field speaks for itself, whatever the field says: its cookies are not looked at, since a
/// browser adds them unasked. So a cookie authenticates only where nothing else does, and only then
/// ``CrossSiteGuard`` has to pass it.
package enum PresentedCredential: Equatable, Sendable {
    /// There is an `Authorization` field, good or not.
    case authorization
    /// The refresh token of a browser's session.
    case refreshCookie(Redacted<String>)
    /// Neither.
    case none

    /// Looks at the header alone.
    package init(_ headers: HTTPFields) {
        if headers.contains(.authorization) {
            self = .authorization
        } else if let token = HostCookie.refresh.value(in: headers) {
            self = .refreshCookie(token)
        } else {
            self = .none
        }
    }
}
