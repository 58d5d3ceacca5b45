package import Configuration
import Foundation
import SystemPackage

/// Reads settings by their environment names, each of them also from a file named by `<NAME>_FILE`.
///
/// Strict: a value that cannot be read is an error, never the default.
package struct Settings: Sendable {
    private let reader: ConfigReader

    /// - Parameter reader: keys are the environment names in lower case with points: `tenantry.http.port`.
    package init(reader: ConfigReader) { self.reader = reader }

    /// The process's environment; with `.env` of the working directory behind it in development.
    ///
    /// - Parameters:
    ///   - first: what wins over the environment.
    ///   - last: what counts where nobody said anything.
    package static func environment(
        readingDotEnv: Bool, before first: [any ConfigProvider] = [], behind last: [any ConfigProvider] = []
    ) async throws -> Settings {
        var providers = first + [EnvironmentVariablesProvider()]
        if readingDotEnv, FileManager.default.fileExists(atPath: ".env") {
            providers.append(try await EnvironmentVariablesProvider(environmentFilePath: ".env"))
        }
        return Settings(reader: ConfigReader(providers: providers + last))
    }

    /// The value, or what the file holds that `<NAME>_FILE` names; empty counts as not set.
    func text(_ name: String) throws(ConfigurationError) -> String? {
        if let value = string(name), !value.isEmpty { return value }
        guard let path = string("\(name)_FILE"), !path.isEmpty else { return nil }
        guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8)
        else {
            throw ConfigurationError("\(name)_FILE", "names a file that cannot be read.")
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    func required(_ name: String, hint: String) throws(ConfigurationError) -> String {
        guard let value = try text(name) else { throw ConfigurationError(name, "is not set. \(hint)") }
        return value
    }

    func flag(_ name: String, default standard: Bool) throws(ConfigurationError) -> Bool {
        guard let value = try text(name)?.lowercased() else { return standard }
        switch value {
        case "true", "1", "yes", "on": return true
        case "false", "0", "no", "off": return false
        default: throw ConfigurationError(name, "is true or false.")
        }
    }

    func number(_ name: String, in range: ClosedRange<Int>, default standard: Int) throws(ConfigurationError) -> Int {
        guard let value = try text(name) else { return standard }
        guard let number = Int(value), range ~= number else {
            throw ConfigurationError(name, "is a number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    /// Whole seconds, minutes, hours or days: `30s`, `10m`, `12h`, `30d`.
    func duration(
        _ name: String, in range: ClosedRange<Duration>, default standard: Duration
    ) throws(ConfigurationError) -> Duration {
        guard let value = try text(name) else { return standard }
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        guard let unit = value.last.flatMap({ units[$0] }), let count = Int(value.dropLast()), count < 100_000_000,
            range ~= .seconds(count * unit)
        else { throw ConfigurationError(name, "is a time like 30s, 10m, 12h or 30d, within what is sensible.") }
        return .seconds(count * unit)
    }

    func choice<Value: RawRepresentable & CaseIterable>(
        _ name: String, default standard: Value
    ) throws(ConfigurationError) -> Value where Value.RawValue == String {
        guard let value = try text(name) else { return standard }
        guard let choice = Value(rawValue: value.lowercased()) else {
            throw ConfigurationError(name, "is one of \(Value.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return choice
    }

    private func string(_ name: String) -> String? {
        let key = ConfigKey(name.lowercased().split(separator: "_").map(String.init))
        return reader.string(forKey: key, isSecret: true)
    }
}

extension Settings {
    /// Whether somebody set it at all.
    package func names(_ name: String) -> Bool { (try? text(name)) ?? nil != nil }
}
