import API
import Accounts
import Domain
import Foundation

extension SessionPort {
    /// Sessions of both realms. What ends is published before anybody is told.
    init(
        platform: PlatformSessions, stores: StoreSessions, directory: AccountDirectory, people: StorePeople,
        publisher: RevocationPublisher
    ) {
        self.init(
            refresh: { token, client in
                switch token.realm {
                case .platform: try await platform.refresh(token, from: client)
                case .store: try await stores.refresh(token, from: client)
                }
            },
            end: { selection, principal, client in
                var ended =
                    switch principal.identity {
                    case .account(let id): try await platform.end(selection, of: id, from: client)
                    case .customer(let store, let subject):
                        try await stores.end(selection, of: Self.user(subject), in: store, from: client)
                    }
                // Asked again, it is over only when everybody knows.
                if case .one(let id) = selection { ended.append(id) }
                if case .all = selection { ended.append(principal.sessionID) }
                try await publisher.publish(ended.map(RevocationKey.session))
            },
            list: { principal in
                switch principal.identity {
                case .account(let id): try await platform.list(of: id)
                case .customer(let store, let subject): try await stores.list(of: Self.user(subject), in: store)
                }
            },
            changePassword: { current, new, principal, client in
                let ended =
                    switch principal.identity {
                    case .account(let id):
                        try await directory.changePassword(
                            of: id, from: current, to: new, keeping: principal.sessionID, client: client)
                    case .customer(let store, let subject):
                        try await people.changePassword(
                            of: subject, at: store, from: current, to: new, keeping: principal.sessionID,
                            client: client)
                    }
                try await publisher.publish(ended.map(RevocationKey.session))
            })
    }

    private static func user(_ subject: String) throws(AccessTokenError) -> UUID {
        guard let id = UUID(canonical: subject) else { throw .invalid }
        return id
    }
}
