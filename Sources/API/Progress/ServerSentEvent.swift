import Foundation
package import NIOCore

/// One entry of an event stream, as WHATWG's HTML standard, §9.2, frames it.
package enum ServerSentEvent: Equatable, Sendable {
    /// Something to be dispatched; the id is what a client comes back with.
    case event(name: String, id: String, data: String)
    /// How long a client waits before it comes back.
    case retry(Duration)
    /// A sign of life, which clients ignore. It has no id: it is nothing to resume from.
    case comment

    /// An event whose data are a report as JSON.
    static func report(_ report: some ProgressReport, name: String) throws -> ServerSentEvent {
        let data = try JSONEncoder.answers.encode(report)
        return .event(name: name, id: "\(report.revision)", data: String(decoding: data, as: UTF8.self))
    }

    /// The entry in UTF-8, with the empty line that ends it.
    package var bytes: ByteBuffer { ByteBuffer(string: text) }

    /// The entry as text; every line of the data is a line of its own.
    package var text: String {
        switch self {
        case .event(let name, let id, let data):
            let lines = data.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            return "id: \(id)\nevent: \(name)\n" + lines.map { "data: \($0)\n" }.joined() + "\n"
        case .retry(let delay):
            let (seconds, attoseconds) = delay.components
            return "retry: \(seconds * 1_000 + attoseconds / 1_000_000_000_000_000)\n\n"
        case .comment: return ":\n\n"
        }
    }
}
