import NIOConcurrencyHelpers

@testable import Tenancy

/// A resolver that answers what a test says, one answer after the other, the last one for ever; counts its questions.
final class Resolving: Sendable {
    private let answers: NIOLockedValueBox<[[String]]>
    private let asked = NIOLockedValueBox<[String]>([])

    init(_ answers: [String]...) { self.answers = NIOLockedValueBox(answers) }

    /// The hosts asked for, in order.
    var questions: [String] { asked.withLockedValue { $0 } }

    var resolver: HostResolver {
        HostResolver { host in
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
