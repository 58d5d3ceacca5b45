import Foundation

/// A socket that listens and never answers.
struct BlackHole {
    private let socket: ListeningSocket

    var port: Int { socket.port }

    init() throws { socket = try ListeningSocket() }

    /// Returns once somebody has connected, and keeps saying nothing.
    func waitForClient() {
        _ = accept(socket.descriptor, nil, nil)
    }

    func close() {
        _ = Foundation.close(socket.descriptor)
    }
}
