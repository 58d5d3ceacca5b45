import Foundation
package import Logging

/// How this process logs: to standard error, so that standard output carries nothing but results.
package struct LogConfiguration: Sendable {
    package enum Format: String, Sendable, CaseIterable { case text, json }

    package var level: Logger.Level
    package var format: Format

    /// - Throws: ``ConfigurationError``.
    package init(_ settings: Settings) throws(ConfigurationError) {
        level = try settings.choice("TENANTRY_LOG_LEVEL", default: .info)
        format = try settings.choice("TENANTRY_LOG_FORMAT", default: .text)
    }

    /// Makes every logger of the process one of this kind. Once per process.
    package func bootstrap() {
        let configuration = self
        LoggingSystem.bootstrap { label in
            LineLogHandler(label: label, format: configuration.format, logLevel: configuration.level)
        }
    }
}
