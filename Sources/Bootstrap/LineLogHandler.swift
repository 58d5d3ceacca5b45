import Foundation
import Logging

/// Writes each event as one line on standard error.
///
/// The line is put together when it is written: a request gives its logger a name whether anything is logged or not.
struct LineLogHandler: LogHandler {
    let label: String
    let format: LogConfiguration.Format
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    init(label: String, format: LogConfiguration.Format, logLevel: Logger.Level) {
        self.label = label
        self.format = format
        self.logLevel = logLevel
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let line = LogLine(label: label, event: event, metadata: metadata.merging(event.metadata ?? [:]) { $1 })
        guard var data = format == .json ? line.json : line.text else { return }
        data.append(UInt8(ascii: "\n"))
        FileHandle.standardError.write(data)
    }
}
