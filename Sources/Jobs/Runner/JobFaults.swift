/// Places at which a test may let a worker fail: by throwing, by waiting until it is cancelled, by ending the process.
///
/// Handed to a worker by whoever builds it, and by nothing else: no setting and no variable leads here, and without it a place
/// costs a comparison with `nil`.
package struct JobFaults: Sendable {
    /// Where a worker has come to.
    package enum Place: Sendable, Equatable {
        /// Jobs are about to be claimed.
        case beforeClaim
        /// The claim is committed; the worker has not heard of it yet.
        case afterClaim
        /// The handler is done; that is not committed yet. Reached inside the transaction, if the handler writes something
        /// last.
        case beforeCompletion
        /// How it ended is committed; Redis has not been told. What is thrown here keeps it from being told.
        case beforeIndex
        /// A place of the handler's own: ``JobContext/reach(_:)``.
        case handler(String)
    }

    /// Called at every place, with the job where there is one.
    package let act: @Sendable (Place, Job.ID?) async throws -> Void

    package init(_ act: @escaping @Sendable (Place, Job.ID?) async throws -> Void) { self.act = act }

    /// Fails as if the process had died, whenever one place is reached.
    package static func crashing(at place: Place) -> JobFaults {
        JobFaults { reached, _ in if reached == place { throw SimulatedCrash() } }
    }
}

/// Thrown at a place: this worker does nothing more for the job, as if it had died there.
package struct SimulatedCrash: Error {
    package init() {}
}

extension JobContext {
    /// Names a place in a handler at which a test may let it fail; does nothing elsewhere.
    package func reach(_ name: String) async throws { try await faults?.act(.handler(name), jobID) }
}
