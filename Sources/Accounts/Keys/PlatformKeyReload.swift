package import Logging
import ServiceLifecycle
package import Tenancy

/// Keeps the signing keys of a process that mints or checks tokens the ones of the master database.
///
/// Reads them again every 30 seconds, whenever the master database announces a change, and when a token names a key
/// that is not known here, for that at most once in 30 seconds, so that forged tokens cost nothing. On the way it takes
/// the steps of a rotation that are due. While the master database is away the keys stay as they are.
package struct PlatformKeyReload: Service {
    let tokens: AccessTokens
    let rotation: SigningKeyRotation
    let master: Database<Master>
    let events: MasterEvents
    let interval: Duration
    let logger: Logger

    /// - Parameters:
    ///   - tokens: whose keys are kept; nobody else may read its ``AccessTokens/unknownKeys``.
    ///   - rotation: whose steps are taken when they are due; its keyring opens new keys.
    ///   - interval: between two readings when nothing is heard.
    package init(
        tokens: AccessTokens, rotation: SigningKeyRotation, master: Database<Master>, events: MasterEvents,
        interval: Duration = .seconds(30), logger: Logger
    ) {
        self.tokens = tokens
        self.rotation = rotation
        self.master = master
        self.events = events
        self.interval = interval
        self.logger = logger
    }

    /// Runs until shutdown.
    package func run() async throws {
        let (wakes, waker) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let announcements = events.events(on: .keys)
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { for await _ in announcements { waker.yield() } }
                group.addTask {
                    for await _ in tokens.unknownKeys {
                        waker.yield()
                        guard (try? await Task.sleep(for: interval)) != nil else { return }
                    }
                }
                group.addTask {
                    repeat { waker.yield() } while (try? await Task.sleep(for: interval)) != nil
                }
                group.addTask {
                    for await _ in wakes {
                        do { try await reload() } catch {
                            guard !Task.isCancelled else { return }
                            logger.error("signing keys could not be read again", metadata: ["error": "\(error)"])
                        }
                    }
                }
            }
        }
    }

    /// Takes the steps that are due and reads the keys once.
    ///
    /// A key that cannot be opened here is left out unless it is the one that signs: then all stays as it was.
    ///
    /// - Returns: whether anything had changed.
    @discardableResult
    package func reload() async throws -> Bool {
        for change in try await rotation.advance() {
            logger.notice(
                "signing key changed", metadata: ["kid": "\(change.kid)", "state": "\(change.state.rawValue)"])
        }
        let known = tokens.keys.published
        let found = try await rotation.rows.read(reusing: known, on: master.session)
        for kid in found.unreadable {
            logger.error("signing key cannot be opened with the credential keys given", metadata: ["kid": "\(kid)"])
        }
        let isSame = known.elementsEqual(found.keys) { $0.id == $1.id && $0.state == $1.state }
        guard !isSame else { return false }
        tokens.replaceKeys(try SigningKeySet(found.keys))
        return true
    }
}
