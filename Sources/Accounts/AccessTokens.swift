package import Foundation
import NIOConcurrencyHelpers

/// Mints and verifies access tokens: JWS with ES256, good for a realm and a short time (RFC 9068 in form).
///
/// Safe to use from any number of tasks; nothing here waits or does I/O. Whether a session was revoked is not known
/// here: that is asked elsewhere for every token that passes.
package final class AccessTokens: Sendable {
    /// How far clocks may be apart, in seconds, when times are compared.
    package static let leeway: Int64 = 30
    /// No token may claim to be good for longer, in seconds: a day.
    package static let maximumLifetime: Int64 = 86_400

    /// The claim `iss` of every token.
    package let issuer: String
    /// How long a token is good, in whole seconds, 1 to ``maximumLifetime``.
    package let lifetime: Int64
    /// Says that a token came whose header is of no key known here: keys may have to be read again. What was not
    /// taken yet is said once. For one reader, as long as that lives; nobody waits for it.
    package let unknownKeys: AsyncStream<Void>
    let unknownKeySeen: AsyncStream<Void>.Continuation
    let state: NIOLockedValueBox<State>
    let now: @Sendable () -> Int64

    /// What changes: the keys, and the signatures that were found good under them.
    struct State {
        var keys: SigningKeySet
        var verified: VerifiedTokenCache
    }

    /// - Parameters:
    ///   - issuer: the control plane's own address, the same in every process.
    ///   - lifetime: 1 second to a day; the fraction of a second is dropped.
    ///   - cacheCapacity: how many verified tokens to remember, half a kilobyte each; up to twice as many are held.
    ///   - now: the clock.
    package init(
        issuer: String, keys: SigningKeySet, lifetime: Duration = .seconds(600), cacheCapacity: Int = 8_192,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.issuer = issuer
        self.lifetime = min(max(1, lifetime.components.seconds), Self.maximumLifetime)
        self.now = { Int64(now().timeIntervalSince1970) }
        (unknownKeys, unknownKeySeen) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        state = NIOLockedValueBox(State(keys: keys, verified: VerifiedTokenCache(capacity: cacheCapacity)))
    }

    /// The keys in use.
    package var keys: SigningKeySet { state.withLockedValue(\.keys) }

    /// Takes over newly read keys. Tokens of a key that is not among them are refused from the next call on.
    package func replaceKeys(_ keys: SigningKeySet) {
        state.withLockedValue { state in
            state.keys = keys
            state.verified.removeAll()
        }
    }
}
