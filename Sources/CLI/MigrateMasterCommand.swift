import ArgumentParser
import Bootstrap
import Domain
import Foundation
import Logging
import Migrations

struct MigrateMasterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "master", abstract: "Bring the master database up to the newest migration.",
        discussion: "Safe to repeat and to run from many processes at once: each file is applied exactly once.")

    @Flag(help: "Only say what is applied and what is not.") var status = false
    @Flag(help: "Only say what would be applied.") var dryRun = false
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let settings = try await Settings.environment(readingDotEnv: false)
        try LogConfiguration(settings).bootstrap()
        let configuration = try MasterConfiguration(settings)
        let logger = Logger(label: "tenantry")
        if !status, !dryRun {
            let quiet = json
            try await MasterDatabase.migrate(configuration.endpoint, folder: configuration.folder, logger: logger) {
                if !quiet { print("applied \($0.file) in \($0.duration.formatted(.units(allowed: [.milliseconds])))") }
            }
        }
        let report = try await MasterDatabase.status(
            configuration.endpoint, folder: configuration.folder, logger: logger)
        let shown = dryRun ? report.filter { $0.standing == .pending } : report
        if json {
            let rows = shown.map(Row.init)
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            print(String(decoding: try encoder.encode(["migrations": rows]), as: UTF8.self))
        } else if status || dryRun {
            for row in shown.map(Row.init) { print("\(row.version)  \(row.state)  \(row.name)") }
        } else {
            print("The master database is at \(report.last?.version ?? "0").")
        }
    }

    /// One migration as it is printed.
    private struct Row: Encodable {
        let version: String
        let name: String
        let state: String
        let appliedAt: String?

        init(_ status: MigrationStatus) {
            version = status.version
            name = status.name
            switch status.standing {
            case .applied(let date): (state, appliedAt) = ("applied", Timestamp(date).description)
            case .pending: (state, appliedAt) = ("pending", nil)
            case .changed(let date): (state, appliedAt) = ("changed", Timestamp(date).description)
            case .missing(let date): (state, appliedAt) = ("missing", Timestamp(date).description)
            }
        }
    }
}
