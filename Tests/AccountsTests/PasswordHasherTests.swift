import Accounts
import Domain
import Foundation
import Logging
import ServiceLifecycle
import Testing

@Suite("Hashing passwords", .timeLimit(.minutes(5)))
struct PasswordHasherTests {
    @Test("costs about the same for somebody unknown as for a wrong password, and the answer is no")
    func nobody() async throws {
        let hasher = PasswordHasher(threadCount: 1)
        let hash = try await hasher.hash(Password("right-word"))
        func duration(_ hash: PasswordHash?) async throws -> Duration {
            let start = ContinuousClock.now
            #expect(try await !hasher.verify(Password("wrong-word"), against: hash))
            return start.duration(to: .now)
        }
        // The shortest of several, by turns: other work on the machine only ever makes one longer.
        var (unknown, wrong) = (Duration.seconds(60), Duration.seconds(60))
        for _ in 0..<8 {
            unknown = min(unknown, try await duration(nil))
            wrong = min(wrong, try await duration(hash))
        }
        #expect(unknown > wrong * 0.25 && unknown < wrong * 4)
        #expect(try await hasher.verify(Password("right-word"), against: hash))
    }

    @Test("lets as many wait as the line holds, refuses the next, and serves all who waited")
    func overload() async throws {
        let hasher = PasswordHasher(threadCount: 2, queueLimit: 64)
        let outcomes = await withTaskGroup(of: Result<Bool, any Error>.self) { group in
            for _ in 0..<400 {
                group.addTask {
                    do { return .success(try await hasher.verify(Password("x"), against: nil)) } catch {
                        return .failure(error)
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let refused = outcomes.compactMap {
            if case .failure(let error) = $0 { error as? PasswordHashingError } else { nil }
        }
        let served = outcomes.count - refused.count
        #expect(served >= 64)
        #expect(refused.count > 0)
        #expect(refused.allSatisfy { $0 == .overloaded && $0.explanation.kind == .unavailable })
        #expect(PasswordHashingError.overloaded.explanation.retryAfter != nil)
        #expect(hasher.waiting == 0)
    }

    @Test("forgets a caller that gives up while waiting, at once")
    func cancellation() async throws {
        let hasher = PasswordHasher(threadCount: 1, queueLimit: 64)
        let crowd = Task {
            await withTaskGroup { group in
                for _ in 0..<32 { group.addTask { _ = try? await hasher.hash(Password("x")) } }
            }
        }
        while hasher.waiting < 20 { await Task.yield() }
        let impatient = Task { try await hasher.hash(Password("y")) }
        while hasher.waiting < 21 { await Task.yield() }
        impatient.cancel()
        await #expect(throws: CancellationError.self) { try await impatient.value }
        crowd.cancel()
        await crowd.value
        #expect(hasher.waiting == 0)
        let late = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await hasher.hash(Password("z"))
        }
        _ = await late.result
        #expect(hasher.waiting == 0)
        #expect(try await hasher.verify(Password("z"), against: hasher.hash(Password("z"))))
    }

    @Test("ends with the process: what is computed is finished, what waits or comes later is refused")
    func shutdown() async throws {
        let hasher = PasswordHasher(threadCount: 1, queueLimit: 64)
        let group = ServiceGroup(configuration: .init(services: [.init(service: hasher)], logger: .init(label: "test")))
        let outcomes = try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let waiting = Task {
                await withTaskGroup { group in
                    for _ in 0..<16 {
                        group.addTask { try? await hasher.hash(Password("x")) }
                    }
                    return await group.reduce(into: [PasswordHash?]()) { $0.append($1) }
                }
            }
            while hasher.waiting < 15 { await Task.yield() }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return await waiting.value
        }
        #expect(outcomes.compactMap(\.self).count < 16)  // how far it came depends on who else is at work
        await #expect(throws: PasswordHashingError.closed) { try await hasher.hash(Password("x")) }
    }
}
