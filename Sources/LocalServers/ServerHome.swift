import Foundation

/// The directory of one server: its data, its log, its password, its port and its lock.
///
/// Everything but the data belongs to us; the data and the sockets belong to the server's account
/// (``ServiceUser/current``), which must be able to reach them.
struct ServerHome: Sendable {
    /// Absolute, without symbolic links.
    let path: String
    let user: ServiceUser?

    /// Opens or makes the directory.
    ///
    /// If we are root and the server's account cannot get to it (it lies below `/root`, say), folders that are not ours
    /// stay closed: the server gets a directory below `/var/lib/tenantry`, and `requested` becomes a link to it.
    init(at requested: String, user: ServiceUser? = .current) throws(LocalServerError) {
        self.user = user
        let wanted = URL(fileURLWithPath: requested).standardizedFileURL.path
        try Self.makeDirectories(wanted)
        let real = try Self.resolved(wanted)
        guard let user, let obstacle = user.firstObstacle(onTheWayTo: real) else {
            path = real
            return
        }
        if obstacle == real {
            chmod(real, 0o711)
            path = real
        } else {
            path = try Self.relocated(from: wanted, real: real)
        }
    }

    /// A folder in here that belongs to the server's account alone. Made if it is missing.
    func serverFolder(_ name: String) throws(LocalServerError) -> String {
        let folder = "\(path)/\(name)"
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw .unusable(folder) }
        try give(folder)
        return folder
    }

    /// Hands a file or folder over to the server's account.
    func give(_ path: String) throws(LocalServerError) {
        guard let user else { return }
        guard lchown(path, user.userID, user.groupID) == 0 else { throw .unusable(path) }
    }

    /// Takes the directory for one server; see ``DirectoryLock/acquire(_:server:patience:)``.
    func lock(for server: String, patience: Duration) async throws -> DirectoryLock {
        try await DirectoryLock.acquire(path, server: server, patience: patience)
    }

    private static func makeDirectories(_ path: String) throws(LocalServerError) {
        var folder = ""
        for name in path.split(separator: "/") {
            folder += "/\(name)"
            if mkdir(folder, 0o711) == 0 {
                chmod(folder, 0o711)  // whatever the umask is: only a folder that we made
            } else if errno != EEXIST {
                // A folder that exists need not be writable, and a link may point nowhere: `resolved` tells.
                guard access(folder, F_OK) == 0 else { throw .unusable(folder) }
            }
        }
    }

    private static func resolved(_ path: String) throws(LocalServerError) -> String {
        guard let real = realpath(path, nil) else { throw .unusable(path) }
        defer { free(real) }
        return String(cString: real)
    }

    private static func relocated(from wanted: String, real: String) throws(LocalServerError) -> String {
        try makeDirectories("/var/lib/tenantry")
        guard rmdir(real) == 0 else {
            throw .unusable(path: real, reason: "the server's account cannot reach it, and it is not empty")
        }
        var template = Array("/var/lib/tenantry/\((wanted as NSString).lastPathComponent)-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw .unusable("/var/lib/tenantry") }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        chmod(path, 0o711)
        guard symlink(path, wanted) == 0 else { throw .unusable(wanted) }
        return path
    }
}
