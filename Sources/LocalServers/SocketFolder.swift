import Foundation

/// The folder of a server's Unix socket.
///
/// A socket's path must fit into 108 bytes (unix(7)), so a deep ``ServerHome`` gets a private folder in `/tmp`
/// instead, to which `sockets` is a link.
enum SocketFolder {
    /// The longest folder that leaves room for `/.s.PGSQL.65535` and the closing zero, with some to spare.
    static let longestPath = 90

    /// A folder that only the server's account can enter: the one of an earlier start if it is still there.
    static func make(in home: ServerHome) throws(LocalServerError) -> String {
        let place = "\(home.path)/sockets"
        guard place.utf8.count > longestPath else { return try home.serverFolder("sockets") }
        if let kept = try? FileManager.default.destinationOfSymbolicLink(atPath: place), isOurs(kept, home) {
            return kept
        }
        unlink(place)
        var template = Array("/tmp/tenantry-sockets-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw .unusable("/tmp") }
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        try home.give(folder)
        guard symlink(folder, place) == 0 else { throw .unusable(place) }
        return folder
    }

    /// `/tmp` is open to all, and its cleaners may have removed ours: only a closed folder of the right owner will do.
    private static func isOurs(_ folder: String, _ home: ServerHome) -> Bool {
        var status = stat()
        return lstat(folder, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR && status.st_mode & 0o077 == 0
            && status.st_uid == home.user?.userID ?? geteuid()
    }
}
