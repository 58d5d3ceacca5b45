import Jobs

/// The job that is measured: does nothing but write down that it began.
struct Errand: JobPayload {
    static let kind = "errand"
    let number: Int
}

struct ErrandHandler: JobHandler {
    let marks: Marks

    func run(_ errand: Errand, in context: JobContext) async throws -> JobOutcome {
        marks.begin(errand.number)
        return .done
    }
}
