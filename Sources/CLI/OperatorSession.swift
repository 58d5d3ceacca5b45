import Bootstrap
import Foundation
import Logging

/// What every command shares that acts upon the platform and ends.
enum OperatorSession {
    /// Opens the master database by the environment, and closes it when `body` is through, also by an error.
    static func run<Value>(_ body: (OperatorConsole) async throws -> Value) async throws -> Value {
        let settings = try await Settings.environment(readingDotEnv: false)
        try LogConfiguration(settings).bootstrap()
        let console = try await OperatorConsole(settings, logger: Logger(label: "tenantry"))
        do {
            let value = try await body(console)
            await console.close()
            return value
        } catch {
            await console.close()
            throw error
        }
    }

    /// Prints a value as JSON, its members sorted.
    static func print(json value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        Swift.print(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// Writes a line for people beside what is printed.
    static func warn(_ text: String) {
        FileHandle.standardError.write(Data("\(text)\n".utf8))
    }
}
