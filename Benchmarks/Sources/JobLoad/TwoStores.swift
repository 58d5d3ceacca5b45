import Domain
import Foundation
import Tenancy

/// A store that asks for a job now and then, alone or beside one that asks for nine times as many, all of a second's at once.
/// Each job takes 5 ms.
struct TwoStores: Sendable {
    let producer: Producer
    /// Jobs of the quiet store.
    let count: Int
    let isNoisy: Bool

    /// Of the quiet store's jobs.
    private static let perSecond = 50
    private static let share = 9
    /// Numbers of the noisy store's jobs begin here.
    private static let noise = 1_000_000
    private static let milliseconds = 5

    /// - Returns: when each job of the quiet store was asked for, as the harness wants it.
    func measure() async throws -> String {
        let (quiet, noisy) = (try Self.store("QUIET_STORE"), try Self.store("NOISY_STORE"))
        try await producer.warmUp()
        let start = Marks.now
        let sent = try await withThrowingTaskGroup(of: Void.self) { group in
            if isNoisy {
                group.addTask {
                    for second in 0..<(count / Self.perSecond) {
                        try await wait(until: start + Int64(second) * 1_000_000_000)
                        let first = Self.noise + second * Self.perSecond * Self.share
                        try await producer.ask(
                            Array(first..<first + Self.perSecond * Self.share), for: noisy, taking: Self.milliseconds)
                    }
                }
            }
            var sent: [String] = []
            for number in 0..<count {
                try await wait(until: start + Int64(number) * 1_000_000_000 / Int64(Self.perSecond))
                sent.append("\(Marks.now)")
                try await producer.ask([number], for: quiet, taking: Self.milliseconds)
            }
            try await group.waitForAll()
            return sent
        }
        try await Task.sleep(for: .seconds(2))
        return #"{"sent": [\#(sent.joined(separator: ","))]}"#
    }

    private func wait(until time: Int64) async throws {
        let left = time - Marks.now
        if left > 0 { try await Task.sleep(for: .nanoseconds(left)) }
    }

    private static func store(_ setting: String) throws -> Store.ID {
        guard let id = UUID(uuidString: try Surroundings.require(setting)) else { throw CocoaError(.coderInvalidValue) }
        return Store.ID(rawValue: id)
    }
}
