import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import Stripe

/// Sends webhooks one after another, each until somebody takes it, at most five times within four seconds.
///
/// A webhook that nobody takes is given up, as Stripe does after days. A cancelled task gives up all of them.
struct ReplayDeliveries: Service {
    static let pauses: [Duration] = [.milliseconds(250), .milliseconds(500), .seconds(1), .seconds(2)]

    let parcels: AsyncStream<ReplayParcel>
    let state: ReplayState
    let logger: Logger

    func run() async throws {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.connectionPool.retryConnectionEstablishment = false
        let http = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
        for await parcel in parcels.cancelOnGracefulShutdown() {
            for pause in Self.pauses.map(Optional.some) + [nil] {
                if await deliver(parcel, over: http) { break }
                guard let pause else {
                    logger.warning("webhook given up", metadata: ["event": "\(parcel.eventID)"])
                    break
                }
                try? await Task.sleep(for: pause)
            }
            if Task.isCancelled { break }
        }
        try await http.shutdown()
    }

    /// Whether it was taken, with 2xx.
    private func deliver(_ parcel: ReplayParcel, over http: HTTPClient) async -> Bool {
        guard let receiver = await state.receiver, let signer = try? StripeWebhook(secrets: [receiver.secret]) else {
            return true
        }
        var request = HTTPClientRequest(url: receiver.url)
        request.method = .POST
        request.headers = [
            "content-type": "application/json; charset=utf-8",
            "stripe-signature": signer.sign(parcel.payload, at: Date()),
        ]
        request.body = .bytes(ByteBuffer(bytes: parcel.payload))
        let status = try? await Int(http.execute(request, timeout: .seconds(5)).status.code)
        await state.note(ReplayAttempt(eventID: parcel.eventID, type: parcel.type, status: status))
        return status.map { 200..<300 ~= $0 } ?? false
    }
}
