import Foundation

/// A program that runs beside a test. Whatever it writes to its standard output is read.
enum ChildProgram {
    struct NotReady: Error, CustomStringConvertible { let description: String }

    /// Starts a program, waits until it has said that it is ready, and kills it by its process id after `body`.
    ///
    /// - Throws: ``NotReady`` with what it said instead when it ends before that.
    static func run(
        _ executable: String, _ arguments: [String], readyWhen text: String, _ body: () async throws -> Void
    ) async throws {
        let (process, parts) = try start(executable, arguments)
        let (ended, end) = AsyncStream<Void>.makeStream()
        process.terminationHandler = { _ in end.finish() }
        let outcome: Result<Void, any Error>
        do {
            var said = ""
            for await part in parts {
                said += part
                if said.contains(text) { break }
            }
            guard said.contains(text) else { throw NotReady(description: said) }
            try await body()
            outcome = .success(())
        } catch { outcome = .failure(error) }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        for await _ in ended {}
        try outcome.get()
    }

    /// Runs a program to its end.
    ///
    /// - Returns: what it wrote.
    /// - Throws: ``NotReady`` with what it wrote when it does not end well.
    static func output(of executable: String, _ arguments: [String]) async throws -> String {
        let (process, parts) = try start(executable, arguments)
        let said = await parts.reduce(into: "") { $0 += $1 }
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw NotReady(description: said) }
        return said
    }

    private static func start(
        _ executable: String, _ arguments: [String]
    ) throws -> (process: Process, parts: AsyncStream<String>) {
        let process = Process()
        process.executableURL = URL(filePath: executable)
        process.arguments = arguments
        process.environment = ["PATH": "/usr/bin:/bin", "PYTHONUNBUFFERED": "1"]
        process.standardInput = FileHandle.nullDevice
        let output = Pipe()
        process.standardOutput = output
        let (parts, arrived) = AsyncStream<String>.makeStream(bufferingPolicy: .bufferingOldest(1000))
        output.fileHandleForReading.readabilityHandler = { handle in
            let data = handle.availableData
            guard data.isEmpty else {
                arrived.yield(String(decoding: data, as: UTF8.self))
                return
            }
            handle.readabilityHandler = nil
            arrived.finish()
        }
        try process.run()
        return (process, parts)
    }
}
