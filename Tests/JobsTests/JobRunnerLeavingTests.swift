import Dispatch
import Domain
import Logging
import Postgres
import ServiceLifecycle
import Tenancy
import TestSupport
import Testing

@testable import Jobs

extension JobRunnerTests {
    @Suite("whose handler does not stop")
    struct Leaves {
        @Test("names it, leaves without giving its job back, and another takes it over at once")
        func deaf() async throws {
            try await withBench { bench in
                let (started, left, gate) = (Journal<Int>(), Journal<Bool>(), Gate())
                let handler = ScriptedHandler<Errand> { errand, context in
                    started.note(errand.number)
                    if errand.number == 0 { await gate.passUncancelled() } else { try await workForEver() }
                    return .effect(of: context)
                }
                let deaf = try await bench.request(JobRequest(Errand(number: 0)))
                let obedient = try await bench.request(JobRequest(Errand(number: 1)))
                let lines = Journal<String>()
                let runner = bench.runner(handler, leave: left, logger: lines.logger) {
                    $0.drain = .milliseconds(50)
                    $0.grace = .milliseconds(300)
                }
                try await bench.serving([runner]) { group in
                    try await started.reaches(2)
                    await group.triggerGracefulShutdown()
                    try await left.reaches(1)
                    #expect(try await bench.job(deaf).state == .running)
                    #expect(try await bench.job(obedient).state == .queued)
                    #expect(try await bench.outcomes(of: deaf) == ["-"])
                    let goodbye = "select count(*) from workers where stopped_at is not null"
                    #expect(try await bench.master.session.first("\(raw: goodbye)", as: Int64.self) == 1)

                    // Long before anybody could call the worker silent.
                    let heir = bench.runner(.effective) { $0.timing.silence = .seconds(600) }
                    try await bench.serving([heir]) { _ in
                        try await bench.job(deaf, is: .succeeded)
                        try await bench.job(obedient, is: .succeeded)
                    }
                    gate.open()
                }
                #expect(try await bench.outcomes(of: deaf) == ["lost", "succeeded"])
                #expect(try await bench.effects.sorted { "\($0)" < "\($1)" } == [deaf, obedient])
                let named = lines.entries.filter { $0.contains("goes on although it was told to stop") }
                #expect(named.count == 1 && named[0].contains("\(deaf)") && named[0].contains("errand"), "\(named)")
            }
        }

        @Test("waits for it after all, where it may not leave")
        func library() async throws {
            try await withBench { bench in
                let (started, lines, gate) = (Journal<Int>(), Journal<String>(), Gate())
                let handler = ScriptedHandler<Errand> { _, context in
                    started.note(0)
                    await gate.passUncancelled()
                    return .effect(of: context)
                }
                let id = try await bench.request(JobRequest(Errand()))
                let runner = bench.runner(handler, logger: lines.logger) {
                    $0.drain = .milliseconds(50)
                    $0.grace = .milliseconds(50)
                }
                try await bench.serving([runner]) { group in
                    try await started.reaches(1)
                    await group.triggerGracefulShutdown()
                    try await eventually { lines.entries.contains { $0.contains("goes on although") } }
                    gate.open()
                }
                #expect(try await bench.job(id).state == .succeeded)
            }
        }
    }

    @Suite("with little time for a job")
    struct TimeLimits {
        /// A job whose attempts have less time than they need.
        struct LongErrand: JobPayload {
            static let kind = "long-errand"
            static let timeout = Duration.milliseconds(1_500)
        }

        @Test("gives it again with each progress, and still finds a handler that hangs afterwards")
        func progress() async throws {
            try await withBench { bench in
                let moments = Journal<ContinuousClock.Instant>()
                let handler = ScriptedHandler<LongErrand> { _, context in
                    guard context.attempt == 1 else { return .effect(of: context) }
                    try await context.progress.start("work")
                    moments.note(.now)
                    for percent in 1...4 {
                        try await Task.sleep(for: .milliseconds(600))
                        context.progress.note("work", percent: percent, detail: "\(percent)")
                    }
                    moments.note(.now)
                    try await workForEver()
                }
                try await bench.serving([bench.runner(handler)]) { _ in
                    let id = try await bench.request(JobRequest(LongErrand(), steps: ["work"]))
                    #expect(try await bench.job(id, is: .succeeded).attempt == 2)
                    #expect(moments.entries.count == 2, "the first attempt had more than its limit")
                    #expect(moments.entries[1] - moments.entries[0] > LongErrand.timeout)
                    #expect(try await bench.outcomes(of: id) == ["retry", "succeeded"])
                }
            }
        }
    }
}

extension Gate {
    /// Waits, whatever it is told.
    fileprivate func passUncancelled() async {
        while !isPassable {
            // A sleep in a task that is cancelled ends at once; a continuation does not.
            await withCheckedContinuation { waiter in
                DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(10)) { waiter.resume() }
            }
        }
    }
}

extension Journal<String> {
    /// Writes everything down, with its metadata.
    var logger: Logger { Logger(label: "journal") { _ in JournalLog(journal: self) } }
}

/// What is logged, as lines of a journal.
private struct JournalLog: LogHandler {
    let journal: Journal<String>
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.debug

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        journal.note("\(event.message) \(all.map { "\($0)=\($1)" }.joined(separator: " "))")
    }
}
