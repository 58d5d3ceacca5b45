package import Hummingbird
import HTTPTypes

extension Request {
    /// The host that the request names, as it was spelled, port included; `nil` when it names none.
    ///
    /// - Throws: ``RequestError/ambiguousHost`` when it names several: two `Host` fields, or a target in absolute form
    ///   that contradicts the field (RFC 9112 §3.2).
    package func requireOneHost() throws(RequestError) -> String? {
        guard headers[values: .furtherHost].isEmpty else { throw .ambiguousHost }
        guard let target = uri.host else { return head.authority }
        let targetHost = uri.port.map { "\(target):\($0)" } ?? target
        guard head.authority?.lowercased() == targetHost.lowercased() else { throw .ambiguousHost }
        return head.authority
    }
}
