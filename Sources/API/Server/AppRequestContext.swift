package import Accounts
package import Domain
package import Foundation
package import Hummingbird
import NIOConcurrencyHelpers
import NIOCore

/// What is known about one request besides the request itself.
package struct AppRequestContext: RequestContext {
    /// What the router keeps here.
    package var coreContext: CoreRequestContextStorage
    /// Names the request in its answer and in every line of the log.
    package var requestID = ""
    /// Shared by all copies of the context: who logs a request stands further out than who finds out whose it is.
    private let asker = NIOLockedValueBox<Principal?>(nil)
    private let channel: any Channel

    /// The context of a request that just arrived.
    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// Who is asking; `nil` on routes that ask nobody, and until it is known.
    package var principal: Principal? {
        get { asker.withLockedValue { $0 } }
        nonmutating set { asker.withLockedValue { $0 = newValue } }
    }

    /// The other end of the connection; `nil` when it has no address. Computed each time, for few requests ask.
    package var peer: IPAddress? { channel.remoteAddress?.ipAddress.flatMap(IPAddress.init) }

    /// The same limit as ``RequestContent/sizeLimit``.
    package var maxUploadSize: Int { RequestContent.sizeLimit }

    /// The same encoder for every answer.
    package var responseEncoder: JSONEncoder { .answers }

    /// Who is asking.
    ///
    /// - Throws: `AccessTokenError.missing` on a route without ``Authentication`` before it.
    package func requirePrincipal() throws(AccessTokenError) -> Principal {
        guard let principal else { throw .missing }
        return principal
    }

    /// Whose account is asking.
    package func requireAccount() throws(AccessTokenError) -> Account.ID { try requirePrincipal().accountID }
}
