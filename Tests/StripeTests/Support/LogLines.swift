import Logging
import NIOConcurrencyHelpers

/// Everything that is logged, at every level, as text.
final class LogLines: Sendable {
    private let lines = NIOLockedValueBox<[String]>([])

    var all: [String] { lines.withLockedValue { $0 } }

    /// A logger whose lines come here.
    func logger() -> Logger {
        var logger = Logger(label: "test") { _ in Handler(lines: self) }
        logger.logLevel = .trace
        return logger
    }

    private struct Handler: LogHandler {
        let lines: LogLines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let all = metadata.merging(event.metadata ?? [:]) { $1 }
            var details = all.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            if let error = event.error { details.append("\(error) \(String(reflecting: error))") }
            let line = "\(event.level) \(event.message) \(details.joined(separator: " "))"
            lines.lines.withLockedValue { $0.append(line) }
        }
    }
}
