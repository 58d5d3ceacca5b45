import ArgumentParser
import Bootstrap
import Credits
import Domain

struct VerifyCreditsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Recompute every balance from its journal, and tell what is wrong.",
        discussion: "Changes nothing, and may run while the platform works. Ends with status 1 when something is wrong."
    )

    @Option(help: "Only this store, by its id.") var store: String?
    @Flag(help: "Ask the stores' own databases too.") var caches = false
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        if store != nil, caches { throw ValidationError("--caches is for all stores.") }
        if let store, Store.ID(store) == nil { throw ValidationError("--store is the id of a store.") }
    }

    func run() async throws {
        let id = store.flatMap { Store.ID($0) }
        let report = try await OperatorSession.run { try await $0.verifyCredits(of: id, caches: caches) }
        if json {
            try OperatorSession.print(json: report)
        } else {
            for finding in report.findings { print(finding.sentence) }
            print(report.summary)
        }
        guard report.isClean else { throw ExitCode.failure }
    }
}

extension LedgerReport {
    fileprivate var summary: String {
        var extent = "\(stores) stores, \(lines) transactions"
        if let caches, let unreachable {
            extent += ", \(caches) databases of stores"
            if unreachable > 0 { extent += ", \(unreachable) did not answer" }
        }
        guard !isClean else { return "The books are right: \(extent)." }
        let count = findings.count < Self.findingLimit ? "\(findings.count)" : "At least \(findings.count)"
        return "\(count) places are wrong: \(extent). Nothing was changed."
    }
}

extension LedgerFinding {
    fileprivate var sentence: String {
        let rule =
            switch invariant {
            case .account: "the store has no balance"
            case .balance: "the balance is \(found), the journal sums to \(expected)"
            case .sequence:
                "the balance knows \(found) transactions, the journal has \(expected), or numbers are missing"
            case .carry: "the balance before it is \(found), after the transaction before it \(expected)"
            case .overdraft: "the debt is \(found), the balance makes it \(expected)"
            case .reversal: "\(found) was taken back, \(expected) could have been"
            case .holds: "\(found) is set aside, the active holds sum to \(expected)"
            case .capture: "a hold captured \(expected), its transaction says \(found)"
            case .purchase: "a purchase of \(expected) has \(found) in the journal, or its bill says otherwise"
            case .grants: "\(found) is left of grants that lapse, the balance is \(expected)"
            case .paid: "\(expected) was paid more than five minutes ago and is not credited"
            case .cache: "the store's own database says \(found), the journal \(expected)"
            case .totals: "the total of a lifetime is \(found), the journal sums to \(expected)"
            }
        return "\(storeID)\(seq.map { ", transaction \($0)" } ?? ""): \(rule)"
    }
}
