import HTTPTypes
import NIOConcurrencyHelpers
import NIOCore

/// The JSON of resources that are asked for again and again, encoded once.
///
/// Equal resources have equal bytes, so nothing here is ever out of date. When there are `capacity` of them it starts
/// anew.
package final class AnswerMemory<Resource: Encodable & Hashable & Sendable>: Sendable {
    private let capacity: Int
    private let bodies = NIOLockedValueBox<[Resource: ByteBuffer]>([:])

    /// - Parameter capacity: resources kept at most.
    package init(capacity: Int = 10_000) {
        self.capacity = capacity
    }

    /// The resource as `application/json`.
    package func answer(_ resource: Resource) throws -> Answer {
        if let body = bodies.withLockedValue({ $0[resource] }) {
            return Answer(status: .ok, headers: [.contentType: "application/json"], body: body)
        }
        let answer = try Answer(resource)
        bodies.withLockedValue { bodies in
            if bodies.count >= capacity { bodies.removeAll(keepingCapacity: true) }
            bodies[resource] = answer.body
        }
        return answer
    }
}
