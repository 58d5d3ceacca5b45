import ArgumentParser
import Bootstrap
import Credits
import Domain

struct CreditAuditsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audits", abstract: "Tell what the nightly looks at the books found.")

    @Option(help: "Only so many days, newest first.") var limit = 30
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard 1...1_000 ~= limit else { throw ValidationError("--limit is from 1 to 1000.") }
    }

    func run() async throws {
        let entries = try await OperatorSession.run { [limit] in try await $0.ledgerAudits(limit: limit) }
        if json { return try OperatorSession.print(json: entries) }
        if entries.isEmpty { print("No night has passed yet: workers look at the books after two o'clock (UTC).") }
        for entry in entries { print(entry.sentence) }
    }
}

extension LedgerAuditEntry {
    fileprivate var sentence: String {
        switch findings {
        case nil: "\(day)  begun at \(startedAt), not finished"
        case 0: "\(day)  right"
        case let findings?: "\(day)  \(findings) places are wrong: tenantry credits verify tells which"
        }
    }
}
