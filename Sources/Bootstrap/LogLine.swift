import Domain
import Foundation
import Logging

/// What is said about one event, in either form, without the end of the line.
struct LogLine {
    let label: String
    let event: LogEvent
    /// The logger's and the event's own, which prevails.
    let metadata: Logger.Metadata

    /// Time, level, label, metadata by name, the module that speaks, the message. Line ends in any of them are written
    /// as `\n`, so that nobody's text looks like another event.
    var text: Data? {
        let pairs = metadata.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        let line = "\(Timestamp.now) \(event.level) \(label):\(pairs) [\(event.source)] \(event.message)"
        return Data(
            line.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).joined(separator: "\\n").utf8)
    }

    /// One object: `time`, `level`, `label`, `message`, then the metadata, which overrides none of these.
    var json: Data? {
        var members: [String: String] = [
            "time": Timestamp.now.description, "level": event.level.rawValue, "label": label,
            "message": event.message.description,
        ]
        for (key, value) in metadata where members[key] == nil { members[key] = "\(value)" }
        return try? JSONSerialization.data(withJSONObject: members, options: [.sortedKeys, .withoutEscapingSlashes])
    }
}
