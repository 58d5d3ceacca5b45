import Testing

/// Everything that runs whole workers: one test after the other, since each keeps the machine busy.
@Suite("A worker", .serialized, .timeLimit(.minutes(5)))
struct JobRunnerTests {}
