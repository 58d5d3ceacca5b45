import Logging
import Stripe
import StripeReplay

/// Runs a client for as long as `body` does. It waits 2 ms before it repeats a call.
///
/// - Parameter bend: changes how it calls.
func withClient(
    of baseURL: String, apiKey: String = StripeReplayServer.apiKey, log: LogLines = LogLines(),
    bend: (inout StripeConfiguration) -> Void = { _ in }, _ body: (StripeClient) async throws -> Void
) async throws {
    var configuration = try StripeConfiguration(key: StripeAPIKey(apiKey), baseURL: baseURL)
    configuration.retryPause = .milliseconds(2)
    bend(&configuration)
    let client = StripeClient(configuration, logger: log.logger())
    try await running([{ try await client.run() }]) { try await body(client) }
}
