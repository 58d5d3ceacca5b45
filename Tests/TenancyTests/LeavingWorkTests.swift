import Foundation
import NIOConcurrencyHelpers
import Testing

@testable import Tenancy

@Suite("Blocking work that nobody has to wait for", .timeLimit(.minutes(5)))
struct LeavingWorkTests {
    @Test("is left by whoever is cancelled, and not begun for those who left before their turn")
    func leaving() async throws {
        let queue = DispatchQueue(label: "test")
        let submit = { @Sendable (work: @escaping @Sendable () -> Void) in queue.async(execute: work) }
        let gate = DispatchSemaphore(value: 0)
        let (begun, begin) = AsyncStream<Void>.makeStream()
        let first = Task {
            try await LeavingWork.run(by: submit) {
                begin.finish()
                gate.wait()
            }
        }
        for await _ in begun {}
        let runs = NIOLockedValueBox(0)
        let second = Task { try await LeavingWork.run(by: submit) { runs.withLockedValue { $0 += 1 } } }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        gate.signal()
        #expect(try await LeavingWork.run(by: submit) { 7 } == 7)
        #expect(runs.withLockedValue { $0 } == 0)
    }
}
