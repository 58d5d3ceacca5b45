/// The clocks of the job engine. All comparisons of time are made by PostgreSQL or Redis, never by a worker.
///
/// A killed worker's jobs run again within `silence` and one beat: 12 s with the defaults (15 s are promised).
package struct JobTiming: Sendable {
    /// Between two heartbeats of a worker, to both stores.
    package var beat: Duration = .seconds(2)
    /// A worker without a heartbeat for this long is dead: its jobs may be claimed by others.
    package var silence: Duration = .seconds(10)
    /// How long a fetched job stays ours in Redis without a beat.
    package var lease: Duration = .seconds(10)
    /// Between two sweeps of the relay.
    package var relay: Duration = .seconds(1)
    /// A row younger than this is left to the process that wrote it.
    package var relayGrace: Duration = .milliseconds(500)
    /// A sweep begins this long before the end of the last one: a row is seen even if its transaction was this slow to commit.
    package var relayOverlap: Duration = .seconds(3)
    /// Redis is compared with all that waits after this long, in case it lost some of it.
    package var republish: Duration = .seconds(30)
    /// Longest wait for a wake-up before looking anyway.
    package var idle: Duration = .seconds(5)
    /// Between two looks at the table while Redis is away.
    package var fallback: Duration = .milliseconds(500)
    /// Before a job that could not be claimed is offered again.
    package var busy: Duration = .seconds(1)

    package init() {}
}
