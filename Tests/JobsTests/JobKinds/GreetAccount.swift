import Domain
import Jobs
import Postgres
import Tenancy

// The example of docs/job-kinds.md. The page quotes from this file and from its tests, line by line; a test compares them.

/// Sends an account one greeting.
struct GreetAccount: JobPayload {
    static let kind = "greet-account"
    static let timeout = Duration.seconds(30)

    let accountID: Account.ID
}

/// Somebody else's system, which sends letters. It sends one for each key, however often it is asked.
struct PostOffice: Sendable {
    struct Closed: Error {}
    struct AddressUnknown: Error {}

    let send: @Sendable (_ letter: String, _ account: Account.ID, _ key: String) async throws -> Void
}

/// Does ``GreetAccount``. Delivered at least once, so the letter goes under a key that all attempts share.
struct GreetAccountHandler: JobHandler {
    let office: PostOffice
    let master: Database<Master>

    func run(_ job: GreetAccount, in context: JobContext) async throws -> JobOutcome {
        if try await Greetings.contains(job.accountID, on: master.session) { return .done }  // by another job
        try await context.progress.start("send")
        try await office.send("Welcome!", job.accountID, "greeting-\(context.jobID)")
        try await context.reach("sent")
        return .done { master in  // commits with the job's completion, or neither does
            try await Greetings.add(job.accountID, on: master)
            try await context.progress.finish("send", on: master)
        }
    }
}

/// What errors mean. Everything else may pass.
let greetingRules: JobRules = { error in
    switch error {
    case is PostOffice.AddressUnknown:
        .actionRequired(
            JobFailure(
                code: "address_unknown", message: "The post office does not know this address.",
                hint: "Correct the address, then try again.", retryable: true))
    default:
        .retry(JobFailure(code: "post_office_closed", message: "The letter was not taken.", retryable: true))
    }
}

/// The SQL of greetings.
enum Greetings {
    static func contains(_ account: Account.ID, on master: Session<Master>) async throws -> Bool {
        try await master.first("select true from greetings where account_id = \(account)", as: Bool.self) ?? false
    }

    static func add(_ account: Account.ID, on master: Session<Master>) async throws {
        try await master.execute("insert into greetings (account_id) values (\(account)) on conflict do nothing")
    }
}
