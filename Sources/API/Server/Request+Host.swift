import HTTPTypes
package import Hummingbird

extension Request {
    /// The host that the request names, as it was spelled, port included; `nil` when it names none.
    ///
    /// That is the `Host` field. A target in absolute form was cut to its path by the server before anybody saw it, so
    /// no other host can slip in.
    ///
    /// - Throws: ``RequestError/ambiguousHost`` for a second `Host` field (RFC 9112 §3.2).
    package func requireOneHost() throws(RequestError) -> String? {
        guard headers[values: .furtherHost].isEmpty else { throw .ambiguousHost }
        return head.authority
    }
}
