import Domain
import Foundation
import JobTesting
import Jobs
import Postgres
import Tenancy
import TestSupport
import Testing

@Suite("The example of a job kind", .timeLimit(.minutes(5)))
struct GreetAccountTests {
    /// Letters by their keys; refuses what it is told to refuse.
    private actor Letters {
        private(set) var sent: [String: String] = [:]
        private var refusals: [any Error]

        init(refusing refusals: [any Error] = []) { self.refusals = refusals }

        func send(_ letter: String, key: String) throws {
            if !refusals.isEmpty { throw refusals.removeFirst() }
            sent[key] = letter
        }
    }

    private func withTrial(_ letters: Letters, _ body: (JobTrial) async throws -> Void) async throws {
        try await withMasterDatabase { master in
            try await master.session.execute("create table greetings (account_id uuid primary key)")
            let office = PostOffice { letter, _, key in try await letters.send(letter, key: key) }
            let trial = try JobTrial(master: master, rules: greetingRules) {
                $0.register(GreetAccountHandler(office: office, master: master))
            }
            try await body(trial)
        }
    }

    private func greeting(of account: Account.ID = .make()) -> JobRequest<GreetAccount> {
        JobRequest(GreetAccount(accountID: account), uniqueKey: "greet:\(account)", steps: ["send"])
    }

    @Test("sends one letter, and shows its step")
    func success() async throws {
        let letters = Letters()
        try await withTrial(letters) { trial in
            let attempt = try await trial.run(greeting())
            #expect(attempt.outcome == .succeeded)
            #expect(attempt.job.percent == 100 && attempt.steps.map(\.status) == [.succeeded])
            #expect(await letters.sent.count == 1)
        }
    }

    @Test("that dies after sending sends no second letter")
    func crash() async throws {
        let letters = Letters()
        try await withTrial(letters) { trial in
            let id = try await trial.request(greeting())
            let first = try await trial.attempt(id, faults: .crashing(at: .handler("sent")))
            #expect(first.result == .crashed && first.job.state == .running)

            try await trial.advance(by: .seconds(11))  // now its worker counts as dead
            let second = try await trial.attempt(id)
            #expect(second.outcome == .succeeded && second.job.attempt == 1)
            #expect(await letters.sent.count == 1)
        }
    }

    @Test("is tried again after a pause when the post office is closed, and left to its owner without an address")
    func errors() async throws {
        let letters = Letters(refusing: [PostOffice.Closed(), PostOffice.AddressUnknown()])
        try await withTrial(letters) { trial in
            let id = try await trial.request(greeting())
            #expect(try await trial.attempt(id).outcome == .retry)
            #expect(try await trial.attempt(id).result == .notClaimed)  // not due yet

            try await trial.advance(by: .seconds(3_600))
            let second = try await trial.attempt(id)
            #expect(second.outcome == .actionRequired && second.job.shownError?.code == "address_unknown")
            #expect(await letters.sent.isEmpty)
        }
    }

    @Test("whose completion fails keeps nothing of its last write, and does it all with the next attempt")
    func completion() async throws {
        struct Away: Error {}
        let letters = Letters()
        try await withTrial(letters) { trial in
            let id = try await trial.request(greeting())
            let faults = JobFaults { place, _ in if place == .beforeCompletion { throw Away() } }
            #expect(try await trial.attempt(id, faults: faults).outcome == .retry)
            let count = try await trial.master.session.first("select count(*) from greetings", as: Int64.self)
            #expect(count == 0)

            try await trial.advance(by: .seconds(3_600))
            #expect(try await trial.attempt(id).outcome == .succeeded)
            #expect(await letters.sent.count == 1)
        }
    }

    @Test("is quoted by the page as it is here")
    func page() throws {
        let folder = "\(Repository.root)/Tests/JobsTests/JobKinds"
        let sources = try ["GreetAccount", "GreetAccountTests"].map {
            try String(contentsOfFile: "\(folder)/\($0).swift", encoding: .utf8)
        }
        let page = try String(contentsOfFile: "\(Repository.root)/docs/job-kinds.md", encoding: .utf8)
        let blocks = page.components(separatedBy: "```swift\n").dropFirst().map {
            $0.components(separatedBy: "```")[0]
        }
        #expect(blocks.count == 5)
        for block in blocks { #expect(sources.contains { $0.contains(block) }, "not in the example:\n\(block)") }
    }
}
