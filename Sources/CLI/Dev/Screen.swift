import Foundation

/// What a person sees on standard output. In a terminal, running steps are redrawn in place; anywhere else every
/// change is a plain line of its own.
struct Screen: Sendable {
    let isTerminal = isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"

    func line(_ text: String = "") { write(text + "\n") }

    func heading(_ text: String) { line("\n" + bold(text)) }

    func bold(_ text: String) -> String { isTerminal ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

    /// Says what is being done, and how long it took.
    func announce<Value>(_ text: String, _ work: () async throws -> Value) async rethrows -> Value {
        if isTerminal { write("\(text) …") }
        let start = ContinuousClock.now
        let value = try await work()
        write(isTerminal ? " \(Self.seconds(since: start))\n" : "\(text): \(Self.seconds(since: start))\n")
        return value
    }

    /// Draws lines over the ones drawn before, of which there are `height`; only in a terminal.
    func redraw(_ lines: [String], over height: Int) {
        let up = height > 0 ? "\u{1B}[\(height)A" : ""
        write(up + lines.map { "\u{1B}[2K\($0)\n" }.joined())
    }

    static func seconds(since start: ContinuousClock.Instant) -> String {
        (ContinuousClock.now - start).formatted(.units(allowed: [.seconds], fractionalPart: .show(length: 2)))
    }

    private func write(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}
