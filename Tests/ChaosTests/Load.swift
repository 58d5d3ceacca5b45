import ChaosJobs
import Domain
import Jobs
import NIOConcurrencyHelpers
import Postgres
import Tenancy
import TestSupport

/// What was promised to whoever asked for jobs.
struct Promises: Sendable {
    /// Jobs whose transaction was answered with success.
    var accepted: Set<Job.ID> = []
    /// Jobs that were called off, and over with the answer.
    var canceled: Set<Job.ID> = []
    /// Transactions of which nobody knows whether they were committed.
    var unknown = 0
}

/// Asks for jobs of all sorts, straight from the servers, and calls some off again.
struct Load: Sendable {
    let master: Database<Master>
    let index: DispatchIndex
    let stores: [Store.ID]
    let seed: UInt64
    private let promises = NIOLockedValueBox(Promises())

    init(master: Database<Master>, index: DispatchIndex, seed: UInt64) async throws {
        self.master = master
        self.index = index
        self.seed = seed
        stores = try await JudgeQueries.makeStores(6, on: master.session)
    }

    var promised: Promises { promises.withLockedValue { $0 } }

    /// The job with that number: the same with the same seed.
    private func request(_ number: Int, _ random: inout SplitMix) -> JobRequest<ChaosJob> {
        let shapes: [ChaosJob.Shape] = [
            .plain, .plain, .plain, .effect, .effect, .effect, .effect, .steps, .fenced, .fenced, .snoozed,
        ]
        let shape =
            Int.random(in: 0..<60, using: &random) == 0
            ? .doomed : shapes[Int.random(in: 0..<shapes.count, using: &random)]
        let isLong = Int.random(in: 0..<15, using: &random) == 0
        let line = Int.random(in: 0..<12, using: &random)
        let job = ChaosJob(
            shape: shape, milliseconds: Int.random(in: 0...(isLong ? 1_500 : 60), using: &random),
            failures: max(0, Int.random(in: -8...2, using: &random)), line: line)
        return JobRequest(
            job, storeID: number % 7 == 0 ? nil : stores[Int.random(in: 0..<stores.count, using: &random)],
            uniqueKey: number % 11 == 0 ? "only-\(line)" : nil, serialKey: shape == .fenced ? "line-\(line)" : nil,
            host: number % 5 == 0 ? "db-\(line % 3)" : nil, band: Int.random(in: 0...2, using: &random),
            delay: number % 13 == 0 ? .milliseconds(Int.random(in: 1...2_000, using: &random)) : .zero,
            steps: shape == .steps ? ChaosJob.steps : [])
    }

    /// Asks for one job after the other until it is cancelled.
    ///
    /// - Parameters:
    ///   - lane: several may ask at once, each for jobs of its own.
    ///   - pause: from one to the next.
    func ask(_ lane: UInt64, every pause: Duration) async {
        var random = SplitMix(seed: seed &+ lane)
        let queue = JobQueue(index: index, logger: quiet)
        var number = 0
        while !Task.isCancelled {
            number += 1
            let request = request(number, &random)
            let mayPublish = Int.random(in: 0..<3, using: &random) > 0  // else whoever asked has died before
            let isUnwanted = Int.random(in: 0..<25, using: &random) == 0
            do {
                let job =
                    number % 97 == 0
                    ? try await master.transaction { try await queue.enqueue(JobRequest(HangingJob()), on: $0) }
                    : try await master.transaction { try await queue.enqueue(request, on: $0) }
                promises.withLockedValue { _ = $0.accepted.insert(job.id) }
                if mayPublish { await queue.publish([job]) }
                if isUnwanted { await cancel(job.id) }
            } catch {
                promises.withLockedValue { $0.unknown += 1 }
            }
            try? await Task.sleep(for: pause)
        }
    }

    /// Asks for many short jobs at once whenever hardly any are left, so that some wait when a fault strikes.
    func askForMany(_ count: Int, every pause: Duration) async {
        let queue = JobQueue(index: index, logger: quiet)
        while !Task.isCancelled {
            try? await Task.sleep(for: pause)
            guard let waiting = try? await JudgeQueries.waiting(on: master.session), waiting.count < 20 else {
                continue
            }
            let requests = (0..<count).map { number in
                JobRequest(ChaosJob(shape: .plain, milliseconds: 20), storeID: stores[number % stores.count])
            }
            do {
                let jobs = try await master.transaction { try await queue.enqueue(requests, on: $0) }
                promises.withLockedValue { $0.accepted.formUnion(jobs.map(\.id)) }
                await queue.publish(jobs)
            } catch {
                promises.withLockedValue { $0.unknown += 1 }
            }
        }
    }

    private func cancel(_ id: Job.ID) async {
        let cancellation = JobCancellation(master: master, index: index, subjects: JobSubjects(), logger: quiet)
        guard let job = try? await cancellation.cancel(id, alongside: { _, _ in }), job.state == .canceled else {
            return
        }
        promises.withLockedValue { _ = $0.canceled.insert(id) }
    }

    /// Asks for a job until it is accepted, and waits until it is done.
    func probe() async throws {
        let queue = JobQueue(index: index, logger: quiet)
        while true {
            do {
                let job = try await master.transaction {
                    try await queue.enqueue(JobRequest(ChaosJob(shape: .effect), band: 0), on: $0)
                }
                promises.withLockedValue { _ = $0.accepted.insert(job.id) }
                await queue.publish([job])
                return try await patiently { try await JudgeQueries.isOver(job.id, on: master.session) }
            } catch let error as PostgresError {
                guard error.isPassing else { throw error }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }
}

/// Waits until a condition holds; a database that is away is waited for, too.
func patiently(_ condition: () async throws -> Bool) async throws {
    while (try? await condition()) != true { try await Task.sleep(for: .milliseconds(20)) }
}
