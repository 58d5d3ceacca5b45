import Foundation

/// The account a server runs as when we are root: PostgreSQL refuses to run as root, and Redis need not.
package struct ServiceUser: Sendable, Equatable {
    /// The account's name.
    package let name: String
    /// The account's number.
    package let userID: UInt32
    /// The number of its primary group.
    package let groupID: UInt32

    /// `postgres` if there is such an account, else `nobody`. `nil` when we are not root: then servers run as we do.
    package static let current: ServiceUser? = {
        guard geteuid() == 0 else { return nil }
        return named("postgres") ?? named("nobody") ?? ServiceUser(name: "nobody", userID: 65534, groupID: 65534)
    }()

    private static func named(_ name: String) -> ServiceUser? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var text = [CChar](repeating: 0, count: 16384)
        guard getpwnam_r(name, &entry, &text, text.count, &found) == 0, found != nil else { return nil }
        return ServiceUser(name: name, userID: entry.pw_uid, groupID: entry.pw_gid)
    }

    /// The first folder on the way to `path`, itself included, that this account may not pass through. Knows owner,
    /// group and others, but no access control lists.
    func firstObstacle(onTheWayTo path: String) -> String? {
        var folder = ""
        for name in path.split(separator: "/") {
            folder += "/\(name)"
            var status = stat()
            guard stat(folder, &status) == 0 else { return folder }
            let mask: UInt32 = status.st_uid == userID ? 0o100 : status.st_gid == groupID ? 0o010 : 0o001
            if status.st_mode & mask == 0 { return folder }
        }
        return nil
    }
}
