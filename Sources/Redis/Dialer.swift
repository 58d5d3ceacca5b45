internal import NIOCore
internal import NIOPosix
internal import NIOSSL

/// Opens connections to one endpoint: name look-up, connect, TLS and hello within the endpoint's connect timeout.
struct Dialer: Sendable {
    let endpoint: RedisEndpoint
    let eventLoop: any EventLoop

    /// A channel that has said hello, and the replies to it.
    ///
    /// - Throws: `.connectionFailed`, or `.cancelled` at once when the task is; no socket is left behind then.
    func dial(
        saying commands: [RedisCommand]
    ) async throws(RedisError) -> (channel: any Channel, replies: [RedisValue]) {
        do {
            let trusted = endpoint.tlsRootCertificateFile
            let tls = endpoint.tls ? try await TLSContext.make(rootCertificateFile: trusted) : nil
            let replied = eventLoop.makePromise(of: [RedisValue].self)
            let late = RedisError(.connectionFailed, detail: "No hello within \(endpoint.connectTimeout).")
            let timer = eventLoop.scheduleTask(in: TimeAmount(endpoint.connectTimeout)) { replied.fail(late) }
            replied.futureResult.whenComplete { _ in timer.cancel() }
            let connected = connect().flatMapThrowing { channel in
                // A promise keeps the first outcome; one that fails later than this closes what was opened.
                replied.futureResult.whenFailure { _ in channel.close(promise: nil) }
                try addHandlers(to: channel, tls: tls, saying: commands, replied: replied)
                return channel
            }
            connected.whenFailure { replied.fail($0) }
            let replies = try await withTaskCancellationHandler {
                try await replied.futureResult.get()
            } onCancel: {
                replied.fail(RedisError(.cancelled))
            }
            return (try await connected.get(), replies)
        } catch {
            throw error as? RedisError ?? RedisError(.connectionFailed, detail: "\(error)")
        }
    }

    private func connect() -> EventLoopFuture<any Channel> {
        let bootstrap = ClientBootstrap(group: eventLoop).connectTimeout(TimeAmount(endpoint.connectTimeout))
        switch endpoint.address {
        case .tcp(let host, let port):
            return bootstrap.channelOption(.socketOption(.so_keepalive), value: 1).connect(host: host, port: port)
        case .unixSocket(let path): return bootstrap.connect(unixDomainSocketPath: path)
        }
    }

    private func addHandlers(
        to channel: any Channel, tls: NIOSSLContext?, saying commands: [RedisCommand],
        replied: EventLoopPromise<[RedisValue]>
    ) throws {
        let pipeline = channel.pipeline.syncOperations
        if let tls { try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: endpoint.serverName)) }
        try pipeline.addHandler(ReplyDecoder())
        try pipeline.addHandler(HandshakeHandler(commands: commands, replied: replied))
    }
}

extension RedisEndpoint {
    /// The name to check the certificate for; `nil` for an address in digits, which is checked as it is.
    fileprivate var serverName: String? {
        guard case .tcp(let host, _) = address, (try? SocketAddress(ipAddress: host, port: 0)) == nil else {
            return nil
        }
        return host
    }
}
