import NIOConcurrencyHelpers

@testable import Tenancy

/// A resolver that answers what a test says, one answer after the other, the last one for ever; counts its questions.
final class Resolving: Sendable {
    private let answers: NIOLockedValueBox<[[String]]>
    private let asked = NIOLockedValueBox<[String]>([])

    private let isSilent: Bool

    init(_ answers: [String]...) {
        self.answers = NIOLockedValueBox(answers)
        isSilent = false
    }

    /// The hosts asked for, in order.
    var questions: [String] { asked.withLockedValue { $0 } }

    /// A resolver that answers nobody until they are cancelled.
    static var never: Resolving { Resolving(isSilent: true) }

    private init(isSilent: Bool) {
        answers = NIOLockedValueBox([])
        self.isSilent = isSilent
    }

    var resolver: HostResolver {
        HostResolver { [isSilent] host in
            if isSilent { try await Task.sleep(for: .seconds(60)) }
            self.asked.withLockedValue { $0.append(host) }
            for _ in 1...20 { await Task.yield() }  // as the real one, it lets others go ahead meanwhile
            if let literal = NetworkAddress(host) { return [literal] }
            let answer = self.answers.withLockedValue { answers in
                answers.count > 1 ? answers.removeFirst() : answers.first ?? []
            }
            return answer.compactMap { NetworkAddress($0) }
        }
    }
}
