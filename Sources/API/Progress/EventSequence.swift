import Jobs

/// Tells one client of everything that happens to one report.
struct EventSequence<Report: ProgressReport>: Sendable {
    let feed: ProgressFeed<Report>
    let job: Job.ID
    /// The last event that the client has seen; one that never was is as good as none.
    let known: Int64?
    /// Throws once the client may see no more.
    let permit: @Sendable () async throws -> Void
    /// The time after which a comment says that somebody is still there.
    var heartbeat = Duration.seconds(15)

    /// Writes events until nothing will change any more or nobody may see it.
    ///
    /// A report that cannot be read any more ends the stream quietly: the client comes back, and is told why.
    func write(to output: (ServerSentEvent) async throws -> Void) async throws {
        try await output(.retry(.seconds(3)))
        try await Wakeups.merging(feed.changes(job), heartbeat: heartbeat) { wakeups in
            var iterator = wakeups.makeAsyncIterator()
            var sent: Int64?
            while let report = try? await feed.read() {
                if sent == nil { sent = known.flatMap { $0 <= report.revision ? $0 : nil } }
                if report.revision != sent {
                    try await output(.report(report, name: "progress"))
                    sent = report.revision
                }
                if report.isSettled { return try await output(.report(report, name: "done")) }
                repeat {
                    guard let wakeup = await iterator.next() else { return }
                    if wakeup == .changed { break }
                    guard (try? await permit()) != nil else { return }
                    try await output(.comment)
                } while true
            }
        }
    }
}
