import Foundation
import NIOConcurrencyHelpers

/// All that a program writes to one of its outputs: kept in memory and in a file, told line by line.
final class OutputCapture: Sendable {
    private struct State {
        var lines: [String] = []
        var unfinished: [UInt8] = []
        var isEnded = false
        var listeners: [AsyncStream<String>.Continuation] = []

        mutating func finish(upTo end: Int) {
            let line = String(decoding: unfinished[..<end], as: UTF8.self)
            unfinished.removeFirst(end)
            lines.append(line)
            for listener in listeners { listener.yield(line) }
        }
    }

    /// Where the program has to write to. Closed by ``closeOurEnd()`` once the program has it.
    let writing: FileHandle
    private let state = NIOLockedValueBox(State())

    /// Reads on a thread of its own until the last writer has closed its end.
    init(copyingTo file: String) throws {
        let ends = Pipe()
        writing = ends.fileHandleForWriting
        let reading = ends.fileHandleForReading.fileDescriptor
        let copy = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        let thread = Thread { [self] in
            var buffer = [UInt8](repeating: 0, count: 65536)
            while true {
                let count = read(reading, &buffer, buffer.count)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { break }
                _ = write(copy, buffer, count)
                received(buffer.prefix(count))
            }
            withExtendedLifetime(ends) {}
            close(copy)
            ended()
        }
        thread.name = "output"
        thread.start()
    }

    func closeOurEnd() { try? writing.close() }

    var lines: [String] { state.withLockedValue { $0.lines } }

    /// All lines from the first on, as they come; ends with the output.
    func makeLines() -> AsyncStream<String> {
        let (stream, continuation) = AsyncStream.makeStream(of: String.self)
        state.withLockedValue { state in
            for line in state.lines { continuation.yield(line) }
            if state.isEnded { continuation.finish() } else { state.listeners.append(continuation) }
        }
        return stream
    }

    private func received(_ bytes: ArraySlice<UInt8>) {
        state.withLockedValue { state in
            state.unfinished += bytes
            while let end = state.unfinished.firstIndex(of: 10) {
                state.finish(upTo: end)
                state.unfinished.removeFirst()
            }
        }
    }

    private func ended() {
        state.withLockedValue { state in
            if !state.unfinished.isEmpty { state.finish(upTo: state.unfinished.endIndex) }
            state.isEnded = true
            for listener in state.listeners { listener.finish() }
            state.listeners = []
        }
    }
}
