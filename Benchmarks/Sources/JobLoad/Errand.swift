import Jobs

/// The job that is measured: writes down that it began, and waits a little if it shall.
struct Errand: JobPayload {
    static let kind = "errand"
    let number: Int
    var milliseconds: Int?
}

struct ErrandHandler: JobHandler {
    let marks: Marks

    func run(_ errand: Errand, in context: JobContext) async throws -> JobOutcome {
        marks.begin(errand.number)
        if let pause = errand.milliseconds { try await Task.sleep(for: .milliseconds(pause)) }
        return .done
    }
}
