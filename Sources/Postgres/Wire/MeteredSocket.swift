internal import Foundation

/// Counts what a server sends before libpq reads it.
///
/// libpq reads for as long as its socket gives, and keeps what it reads until a message is complete, up to 2 GiB. So
/// what it has as its socket is one end of a pair; the server's own socket and the other end are held here, and bytes
/// are passed on one buffer at a time. It is the same for plain and encrypted connections, and libpq notices nothing.
@safe final class MeteredSocket {
    private let server: Int32
    /// The other end of libpq's.
    private let near: Int32
    /// Tells libpq's end from a socket it opens later under the same number.
    private let farInode: ino_t
    private let limit: Int
    private let owner: UInt64
    private let poller: Poller
    private var incoming: Conduit
    private var outgoing: Conduit
    private var received = 0
    private var interests: [Int32: Interest] = [:]

    private struct Interest: Equatable {
        var input: Bool
        var output: Bool
    }

    /// Takes the place of a connected socket, which must not be watched at this moment; both sockets held here are
    /// watched for the owner.
    ///
    /// - Returns: `nil` when there is no file descriptor left; the socket is as it was then.
    init?(replacing socket: Int32, limit: Int, owner: UInt64, poller: Poller) {
        var pair: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        guard unsafe socketpair(AF_UNIX, kind, 0, &pair) == 0 else { return nil }
        let server = fcntl(socket, F_DUPFD_CLOEXEC, 0)
        let isReplaced = server >= 0 && dup2(pair[1], socket) >= 0
        Foundation.close(pair[1])
        _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
        guard isReplaced, let inode = Self.inode(of: socket) else {
            Foundation.close(pair[0])
            if server >= 0 { Foundation.close(server) }
            return nil
        }
        self.server = server
        near = pair[0]
        farInode = inode
        self.limit = limit
        self.owner = owner
        self.poller = poller
        incoming = Conduit(from: server, to: pair[0])
        outgoing = Conduit(from: pair[0], to: server)
        watch()
    }

    /// More than the limit has arrived since ``beginAnswer()``.
    var isOverrun: Bool { received > limit }

    /// Whether this still is what libpq reads from by that number.
    func feeds(_ socket: Int32) -> Bool { Self.inode(of: socket) == farInode }

    /// What arrives from now on belongs to another answer. What had been passed on already, a buffer at most, was
    /// counted for the one before.
    func beginAnswer() { received = 0 }

    /// Passes on what there is, one buffer at most in each direction. Call it whenever libpq has written and whenever
    /// one of the sockets is ready.
    func move() {
        outgoing.move()
        received += incoming.move()
        if incoming.isOver { outgoing.end() }
        watch()
    }

    /// Hands over what libpq wrote last, as far as the server takes it, and closes both sockets.
    func close() {
        while outgoing.move() > 0 {}
        for socket in [server, near] {
            poller.ignore(socket)
            Foundation.close(socket)
        }
    }

    /// A server that is gone is not watched any more: nothing but its end would be heard, again and again.
    private func watch() {
        if incoming.isOver {
            if interests.removeValue(forKey: server) != nil { poller.ignore(server) }
        } else {
            watch(server, Interest(input: incoming.wantsInput, output: outgoing.wantsOutput))
        }
        watch(near, Interest(input: outgoing.wantsInput, output: incoming.wantsOutput))
    }

    private func watch(_ socket: Int32, _ interest: Interest) {
        guard interests.updateValue(interest, forKey: socket) != interest else { return }
        poller.watch(socket, for: owner, input: interest.input, output: interest.output)
    }

    private static func inode(of socket: Int32) -> ino_t? {
        var status = stat()
        return unsafe fstat(socket, &status) == 0 ? status.st_ino : nil
    }
}
