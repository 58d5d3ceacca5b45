import Logging
import NIOConcurrencyHelpers

/// Everything that is logged from `info` on, as text.
final class LogCapture: Sendable {
    private let written = NIOLockedValueBox<[String]>([])

    var lines: [String] { written.withLockedValue { $0 } }
    var logger: Logger { Logger(label: "test") { _ in Handler(capture: self) } }

    /// How many lines begin like this.
    func count(_ beginning: String) -> Int { lines.filter { $0.hasPrefix(beginning) }.count }

    private struct Handler: LogHandler {
        let capture: LogCapture
        var logLevel = Logger.Level.info
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let all = metadata.merging(event.metadata ?? [:]) { $1 }
            capture.written.withLockedValue { $0.append("\(event.message) \(all)") }
        }
    }
}
